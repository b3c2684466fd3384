import type { Statements } from '../types.ts';
import type { Db } from './tables.ts';

/** What a store needs of its database beside the queries, which are the same on each. */
export interface Backend {
  db: Db;
  /** Runs one statement that writes. */
  write<T>(work: (db: Db) => Promise<T>): Promise<T>;
  /** Runs several, all of them or nothing. `names` says what they read before they write it: nobody else who names that does meanwhile. */
  writing<T>(names: string[], work: (locked: Db) => Promise<T>): Promise<T>;
  /** Within such a transaction: waits until nobody else has these. */
  lock(db: Db, names: string[]): Promise<void>;
  statements(db: Db): Statements;
  /** The operator that takes capitals for small letters, in ASCII at least. */
  like: 'like' | 'ilike';
  /** Gives empty room back to the disk, where that pays; whether it was done. */
  compact(): Promise<boolean>;
  size(): Promise<number>;
  close(): Promise<void>;
  /** Runs a method of the store, its failures in words for the user; again where it failed in passing and `mayRepeat` says so. */
  guard<T>(method: () => Promise<T>, mayRepeat?: () => boolean): Promise<T>;
}
