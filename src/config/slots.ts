import type { SlotName } from '../types.ts';

/** The slots of an issue. They stand apart from the shapes of the files: the help of a command names them, and needs no more. */
export const SLOTS = ['lead', 'voices', 'reads', 'watch', 'recurring'] as const satisfies SlotName[];
