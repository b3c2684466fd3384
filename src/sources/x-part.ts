import type { CrawledEntry } from '../types.ts';

/** What one way of reading X gave. */
export interface Part {
  entries: CrawledEntry[];
  /** What failed or was left out, beside what worked. */
  warnings: string[];
  /** At least one answer could be read. */
  worked: boolean;
  unchanged: boolean;
  /** US dollars. */
  dollars: number;
}
