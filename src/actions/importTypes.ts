import type { Day } from '../types.ts';

/** A folder, or one file, that the editor named: anywhere on the disk. Names are relative to it, with `/` between folders. */
export interface Shelf {
  names: string[];
  /** Throws UserError where it can't be read. */
  read(name: string): Uint8Array;
}
/** An issue as it was found, before it has a number. */
export interface OldIssue {
  /** The file's name, or the address of its page. */
  from: string;
  title: string;
  preheader?: string;
  date: Day;
  /** The number that its front matter, title or file name says. */
  said?: number;
  /** In the Markdown of `issue.md`. */
  markdown: string;
  /** What could not be kept, in words for the editor. */
  notes: string[];
}
export interface LeftOut {
  from: string;
  reason: string;
}
/** What a folder or feed holds. */
export interface Found {
  issues: OldIssue[];
  leftOut: LeftOut[];
  notes: string[];
}
export interface ImportOptions {
  /** The number of the oldest one; by default what they say of themselves, else 1. */
  first?: number;
  /** Who says that they were published just so: their approval is then recorded. */
  by?: string;
  /** Where the old issues stood, for relative addresses in them. */
  base?: string;
  dryRun?: boolean;
}
export interface ImportedIssue {
  number: number;
  date: Day;
  title: string;
  from: string;
  path: string;
  blocks: number;
  notes: string[];
}
export interface ImportResult {
  issues: ImportedIssue[];
  /** What an earlier import brought in. */
  there: { number: number; from: string }[];
  leftOut: LeftOut[];
  notes: string[];
  /** What the next draft is called, once these are there. */
  next: number;
}
