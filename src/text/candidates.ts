import { grown } from './rows.ts';

/** Two clusters that may be joined, `a` < `b`, and the versions of both together when they were compared. */
export interface Candidate {
  a: number;
  b: number;
  similarity: number;
  versions: number;
}

/** A queue from which the most alike come first; ties by index. */
export interface Candidates {
  push(a: number, b: number, similarity: number, versions: number): void;
  pop(): Candidate | undefined;
}

/** A binary heap (Williams 1964) whose fields lie each in an array of its own: a million small objects would be as many misses of the cache. */
export function candidates(): Candidates {
  let a = new Uint32Array(1024);
  let b = new Uint32Array(1024);
  let versions = new Uint32Array(1024);
  let similarity = new Float64Array(1024);
  let size = 0;

  const isBefore = (i: number, x: number, y: number, alike: number) => {
    const other = similarity[i] as number;
    if (other !== alike) return other > alike;
    return a[i] !== x ? (a[i] as number) < x : (b[i] as number) < y;
  };
  const move = (to: number, from: number) => {
    a[to] = a[from] as number;
    b[to] = b[from] as number;
    versions[to] = versions[from] as number;
    similarity[to] = similarity[from] as number;
  };
  const put = (at: number, x: number, y: number, alike: number, version: number) => {
    a[at] = x;
    b[at] = y;
    similarity[at] = alike;
    versions[at] = version;
  };
  return {
    push(x, y, alike, version) {
      a = grown(a, size + 1);
      b = grown(b, size + 1);
      versions = grown(versions, size + 1);
      similarity = grown(similarity, size + 1);
      let i = size++;
      while (i > 0) {
        const parent = (i - 1) >> 1;
        // two of the same clusters are of different versions, of which one at most is good
        if (isBefore(parent, x, y, alike)) break;
        move(i, parent);
        i = parent;
      }
      put(i, x, y, alike, version);
    },
    pop() {
      if (size === 0) return undefined;
      const top = {
        a: a[0] as number,
        b: b[0] as number,
        similarity: similarity[0] as number,
        versions: versions[0] as number,
      };
      const [x, y, alike, version] = [
        a[--size] as number,
        b[size] as number,
        similarity[size] as number,
        versions[size] as number,
      ];
      let i = 0;
      for (;;) {
        let child = 2 * i + 1;
        if (child >= size) break;
        const right = child + 1;
        if (right < size && isBefore(right, a[child] as number, b[child] as number, similarity[child] as number))
          child++;
        if (!isBefore(child, x, y, alike)) break;
        move(i, child);
        i = child;
      }
      put(i, x, y, alike, version);
      return top;
    },
  };
}
