/** Remembers what a pure function made of its last `most` texts: the desk asks for the same pieces again after every key. */
export function memo<T>(make: (text: string) => T, most: number): (text: string) => T {
  const known = new Map<string, { made: T }>();
  return (text) => {
    const found = known.get(text) ?? { made: make(text) };
    // what was asked last goes last, so that the first is the oldest
    known.delete(text);
    known.set(text, found);
    if (known.size > most) known.delete(known.keys().next().value as string);
    return found.made;
  };
}
