/** What a change to an issue comes to. */
import type { Evidence, Issue } from '../../types.ts';
import type { Changed, Conflict } from './types.ts';

/** What a deed makes of an issue. */
export interface Done {
  issue: Issue;
  /** In a few words, for the undo button: “block deleted”. */
  did: string;
  /** Where the block that it was about stands now. */
  index?: number;
  /** Written as evidence.json. It only grows: undoing takes words back, never how they came to be, nor the bill. */
  evidence?: Evidence;
  /** Further files of the workspace with their new texts; undoing takes these back too. */
  files?: [path: string, text: string][];
  note?: string;
}
/** Why nothing was changed. */
export type Refusal = Extract<Changed, { ok: false }>;
export type Outcome = Done | Refusal;

/** It can't be done: a sentence for the editor. */
export function refuse(refused: string): Refusal {
  return { ok: false, refused };
}

/** The same words were changed elsewhere. */
export function collide(conflict: Conflict): Refusal {
  return { ok: false, conflict };
}
