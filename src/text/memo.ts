import { recent } from './recent.ts';

/** Remembers what a pure function made of its last `most` texts: the desk asks for the same pieces again after every key. */
export function memo<T>(make: (text: string) => T, most: number): (text: string) => T {
  const kept = recent<T>(most);
  return (text) => kept(text, () => make(text));
}
