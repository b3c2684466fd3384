/** The public library: pure parts of Pullquote, whose shapes are fixed. */
export type * from './types.ts';
