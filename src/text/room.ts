/** A place among those that may work at once. */
export interface Place {
  /** Waits until there is room; at once where one is inside already. */
  enter(): Promise<void>;
  /** Gives the place to others. */
  leave(): void;
}

/**
 * Room for `most` at once. Who waits for something else leaves meanwhile, so that whatever is slow holds up nobody; who comes back is let in
 * before those who have not been inside yet.
 */
export function createRoom(most: number): () => Place {
  let free = most;
  const [back, first] = [new Set<() => void>(), new Set<() => void>()];
  const take = (queue: Set<() => void>): Promise<void> => {
    if (free === 0) return new Promise((resolve) => queue.add(resolve));
    free--;
    return Promise.resolve();
  };
  const give = () => {
    const queue = back.size > 0 ? back : first;
    const [next] = queue;
    if (next === undefined) {
      free++;
      return;
    }
    queue.delete(next);
    next();
  };
  return () => {
    let inside: Promise<void> | undefined;
    let wasInside = false;
    return {
      enter() {
        inside ??= take(wasInside ? back : first);
        wasInside = true;
        return inside;
      },
      leave() {
        // who leaves before the place came gives it on when it comes
        inside?.then(give);
        inside = undefined;
      },
    };
  };
}
