/** A binary heap (Williams 1964) in an array; `before` says which of two comes out first. */
export function push<T>(heap: T[], value: T, before: (x: T, y: T) => boolean): void {
  let i = heap.push(value) - 1;
  while (i > 0) {
    const parent = (i - 1) >> 1;
    if (!before(value, heap[parent] as T)) break;
    heap[i] = heap[parent] as T;
    i = parent;
  }
  heap[i] = value;
}

/** Takes the first out, or gives undefined where there is none. */
export function pop<T>(heap: T[], before: (x: T, y: T) => boolean): T | undefined {
  const top = heap[0];
  const last = heap.pop() as T;
  if (heap.length === 0) return top;
  let i = 0;
  for (;;) {
    let child = 2 * i + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1] as T, heap[child] as T)) child++;
    if (!before(heap[child] as T, last)) break;
    heap[i] = heap[child] as T;
    i = child;
  }
  heap[i] = last;
  return top;
}
