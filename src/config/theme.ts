/** `theme:` of `newsletter.yaml`: how an issue looks, in the email and in the archive. */
import { z } from 'zod';
import { FONT_FAMILIES } from '../text/fontFamilies.ts';
import type { FontName } from '../types.ts';
import { line, url } from './fields.ts';

const colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as "#0b6bcb", in quotes');
const font = z.enum(Object.keys(FONT_FAMILIES) as [FontName, ...FontName[]]);
/** Mail clients load pictures over https alone. */
const picture = url.refine(
  (value) => !/^http:/i.test(value),
  'must begin with https://: mail clients load no picture otherwise',
);

const colours = z.strictObject({
  page: colour.describe('Behind everything').exactOptional(),
  paper: colour.describe('Behind the words').exactOptional(),
  ink: colour.describe('Words').exactOptional(),
  muted: colour.describe('Attribution lines, dates, the footer').exactOptional(),
  rule: colour.describe('Lines between blocks, and behind lengths').exactOptional(),
  tint: colour.describe("Behind the newsletter's own blocks and the contents").exactOptional(),
});

export const theme = z.strictObject({
  accent: colour.describe('Links, and the bars beside quotes').default('#0b6bcb'),
  light: colours.describe('Colours on light screens').exactOptional(),
  dark: colours.describe('Colours on dark screens').exactOptional(),
  fonts: z
    .strictObject({
      text: font.describe('Blurbs and lines').exactOptional(),
      headings: font.describe('Headings of blocks').exactOptional(),
      letter: font.describe('The letter, and the name above it').exactOptional(),
      quotes: font.describe('Quotes').exactOptional(),
    })
    .describe('Families that need no download')
    .exactOptional(),
  size: z.int().min(14).max(20).describe('Pixels of running text; everything else grows with it').exactOptional(),
  spacing: z.enum(['tight', 'normal', 'wide']).describe('Room between lines and blocks').exactOptional(),
  width: z.int().min(480).max(680).describe('Pixels').exactOptional(),
  logo: picture.describe('At most 200 KB; https').exactOptional(),
  logoAlt: line.describe('What the logo says: it then stands in place of the name').exactOptional(),
  logoHeight: z.int().min(16).max(200).describe('Pixels').exactOptional(),
});
