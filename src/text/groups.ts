/** Who stands for `i` in a forest of groups, each element pointing at another of its group or at itself; paths are halved on the way (Tarjan 1975). */
export function findRoot(root: number[], i: number): number {
  while (root[i] !== i) {
    root[i] = root[root[i] as number] as number;
    i = root[i] as number;
  }
  return i;
}
