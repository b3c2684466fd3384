import { raw } from 'hono/html';
import type { Html } from './html.ts';

/** Strokes on a grid of 16. */
const PATHS = {
  grip: 'M6 3.5h.01M10 3.5h.01M6 8h.01M10 8h.01M6 12.5h.01M10 12.5h.01',
  edit: 'M3 13l.6-2.6L10.8 3.2l2 2L5.6 12.4 3 13z',
  up: 'M8 13V3.5M4 7l4-4 4 4',
  down: 'M8 3v9.5M4 9l4 4 4-4',
  bin: 'M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.6 8.5h5.8l.6-8.5',
  swap: 'M3 5.5h9M9.5 3 12 5.5 9.5 8M13 10.5H4M6.5 8 4 10.5 6.5 13',
  wand: 'M3 13l7-7M12 2.5v3M10.5 4h3M5 2.5v2M4 3.5h2M12.5 9.5v2M11.5 10.5h2',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  undo: 'M3 6.5h6.5a3.5 3.5 0 0 1 0 7H7M5.5 4 3 6.5 5.5 9',
  redo: 'M13 6.5H6.5a3.5 3.5 0 0 0 0 7H9M10.5 4 13 6.5 10.5 9',
  pin: 'M8 10v4M5 10h6l-1-3V3H6v4l-1 3z',
  mute: 'M3 6v4h2.5L9 13V3L5.5 6H3zM11.5 6.5l3 3M14.5 6.5l-3 3',
  split: 'M8 13V9.5L4 5.5V3M8 9.5l4-4V3M2.5 4.5 4 3l1.5 1.5M10.5 4.5 12 3l1.5 1.5',
  source: 'M4 2.5h5.5L12.5 5.5v8H4zM9 2.5V6h3.5M6 8.5h4.5M6 11h4.5',
  out: 'M6.5 3.5h-3v9h9v-3M9 3.5h3.5V7M12.5 3.5 7.5 8.5',
  check: 'M3 8.5 6.5 12 13 4.5',
  cross: 'M4 4l8 8M12 4l-8 8',
  warn: 'M8 2.5 14 13H2L8 2.5zM8 6.5v3M8 11.3h.01',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.3 10.3 13.5 13.5',
  add: 'M8 3v10M3 8h10',
  moon: 'M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5z',
  keys: 'M2 4.5h12v7H2zM4.5 7h.01M7 7h.01M9.5 7h.01M12 7h.01M5 9.5h6',
  back: 'M10 3 5 8l5 5',
  hand: 'M3 9.5V8M5.5 8V3.5M8 8V2.5M10.5 8V3.5M13 9V5.5M3 9.5C3 12 5 14 8 14s5-2 5-5',
  phone: 'M5 2.5h6v11H5zM7.5 11.5h1',
  screen: 'M2 3.5h12v8H2zM6 14h4M8 11.5V14',
  picture: 'M2.5 3.5h11v9h-11zM2.5 10.5 6 7l3 3 1.5-1.5 3 3M10.5 6h.01',
  text: 'M3 4h10M3 7h10M3 10h10M3 13h6',
} as const;
export type IconName = keyof typeof PATHS;

/** A picture beside words, or in a button that has a label: screen readers pass over it. */
export function icon(name: IconName): Html {
  return raw(
    `<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><path d="${PATHS[name]}"/></svg>`,
  );
}
