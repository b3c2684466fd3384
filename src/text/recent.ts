/**
 * Remembers what was made of the last few keys: what is pure need not be made twice. The key is compared whole, so that nothing is mistaken for something else; the least recently used goes first.
 */
export function recent<T>(most: number): (key: string, make: () => T) => T {
  const kept = new Map<string, T>();
  return (key, make) => {
    const value = kept.has(key) ? (kept.get(key) as T) : make();
    kept.delete(key);
    kept.set(key, value);
    if (kept.size > most) kept.delete(kept.keys().next().value as string);
    return value;
  };
}
