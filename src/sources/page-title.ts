/** Which words of a listing are a title. */
import { dateIn } from './page-date.ts';

const LONGEST = 300;

/** What links are called that lead to the page whose title stands elsewhere. */
const GENERIC = [
  /^(here|click here|more|details|link|permalink|open|comments?|share|next|previous|older|newer|image|photo|article|post)$/,
  /^(read|see|view|learn|find out|discover|explore|continue|keep|show|watch|listen)( (more|on|now|all|here|reading|it))*$/,
  /^(read|see|view|watch|open|get|download|listen to|continue reading|continue to)( (the|this|our|full|whole|entire))* (article|post|blog|blog post|story|episode|details|announcement|release|press release|paper|report|video|podcast|docs|publication|case study)$/,
];
/** What stands before a title in the labels of links. */
const LEAD = /^((read|learn|see|find out) more (about|on)|(perma|permanent )?link to)\s*:?\s+(?=\S)/i;

/** What labels put after a title. */
const TAIL = /\s*[([,–-]?\s*opens? in (a )?new (tab|window)[)\]]?$/i;

/**
 * The title among lines, bounded, without what labels put before it; '' where there is none, as in "Read more →". A link around a whole
 * card has its category, title and date on lines of their own: the first that is no label is taken.
 */
export function titleIn(lines: string[]): string {
  const titles = lines.map(titleOf).filter((title) => title !== '');
  return titles.find((title) => title.split(' ').length > 2) ?? titles[0] ?? '';
}

function titleOf(line: string): string {
  const plain = line.replace(/\s+/g, ' ').trim().replace(TAIL, '');
  const letters = plain
    .slice(0, 80)
    .toLowerCase()
    .replace(/[^\p{L}\p{N} ]+/gu, ' ')
    .trim();
  if (letters === '' || GENERIC.some((generic) => generic.test(letters)) || isDate(plain)) return '';
  const title = plain.replace(LEAD, '');
  return title.length > LONGEST ? `${title.slice(0, LONGEST).replace(/\s+\S*$/, '')}…` : title;
}

/** A line that is a date and little else. */
export function isDate(line: string): boolean {
  return line.length <= 40 && dateIn(line) !== undefined;
}
