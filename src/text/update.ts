import type { ToldBefore } from '../types.ts';
import { escapeText } from './markdown.ts';

/** A heading of a past issue may be as long as its editor liked. */
const LONGEST = 120;

/** The fixed words of an update, as Markdown: which issue told the story, under which heading. Everything in it is data, and no link that a quote below could take for its page. */
export function updateLine({ number, heading }: ToldBefore): string {
  return `Update to ${toldAs({ number, heading })}.`;
}

/** `“Heading” in issue 12` as Markdown, or `issue 12` for a block that had none. */
function toldAs({ number, heading }: Pick<ToldBefore, 'number' | 'heading'>): string {
  const words = heading.length > LONGEST ? `${heading.slice(0, LONGEST).replace(/\s+\S*$/, '')}…` : heading;
  return words === '' ? `issue ${number}` : `“${escapeText(words.replace(/[“”]/g, '"'))}” in issue ${number}`;
}
