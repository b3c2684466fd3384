import { FONT_FAMILIES } from '../text/fontFamilies.ts';
import type { Theme } from '../types.ts';

/** Families, sizes, spaces and widths of an issue, in pixels: what a template writes into styles. Line heights end in `Line`. */
export interface Type {
  /** `headings` only where it is another than the text's. */
  fonts: { text: string; headings?: string; letter: string; quotes: string };
  sizes: Record<SizeName | `${SizeName}Line`, number>;
  space: Record<keyof typeof SPACES, number>;
  width: number;
  /** Left and right of the words. */
  side: number;
  /** The width that is left for words and pictures. */
  inner: number;
}
type SizeName = keyof typeof SIZES;

const WIDTH = 600;
const TEXT = 16;
/** Size and line height of everything where running text has 16 pixels. */
const SIZES = {
  name: [36, 42],
  title: [20, 28],
  lead: [28, 35],
  h2: [23, 30],
  h3: [20, 27],
  h4: [18, 25],
  letter: [18, 29],
  quote: [19, 30],
  said: [17, 28],
  text: [16, 26],
  after: [16, 25],
  voice: [15, 22],
  house: [15, 23],
  small: [14, 20],
  badge: [13, 18],
  foot: [13, 20],
} satisfies Record<string, [number, number]>;
/** Above and below a block, between paragraphs, between a heading and its words, around the masthead. */
const SPACES = { above: 28, below: 30, paragraph: 14, heading: 10, head: 34, page: 26 };
const SPACING = { tight: 0.72, normal: 1, wide: 1.35 };

/** The measures of a theme; without one, or without a measure in it, the default's. */
export function typeOf(theme: Partial<Theme> = {}): Type {
  const { fonts = {}, size = TEXT, spacing = 'normal', width = WIDTH } = theme;
  const sizes = Object.entries(SIZES).flatMap(([name, [own, line]]) => [
    [name, Math.round((own * size) / TEXT)],
    [`${name}Line`, Math.round((line * size) / TEXT)],
  ]);
  const space = Object.entries(SPACES).map(([name, own]) => [name, Math.round(own * SPACING[spacing])]);
  const side = width < 540 ? 28 : 36;
  return {
    fonts: {
      text: FONT_FAMILIES[fonts.text ?? 'sans'],
      ...(fonts.headings && fonts.headings !== (fonts.text ?? 'sans')
        ? { headings: FONT_FAMILIES[fonts.headings] }
        : {}),
      letter: FONT_FAMILIES[fonts.letter ?? 'serif'],
      quotes: FONT_FAMILIES[fonts.quotes ?? 'serif'],
    },
    sizes: Object.fromEntries(sizes),
    space: Object.fromEntries(space),
    width,
    side,
    inner: width - 2 * side,
  };
}
