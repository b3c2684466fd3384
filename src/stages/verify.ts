import { checkBlurb } from '../text/blurb.ts';
import { failed } from '../text/failed.ts';
import { plainOf } from '../text/markdown-tree.ts';
import { verifyQuote } from '../text/quote.ts';
import { sourceTextOf } from '../text/sourceText.ts';
import { styleProblems } from '../text/style.ts';
import { words } from '../text/tokens.ts';
import type { Blurb, Check, ChosenStory } from '../types.ts';

const MAX_BLURB_WORDS = 60;
const MAX_HEADING = 100;
/** As many words in a row as the quote has make a blurb that says it twice. */
const REPEATED_RUN = 8;

/** Everything that P1–P3 and P11 ask of machine text. Heading first: it stands largest. `ok: false` at level `error` means it can't stand. */
export function verify(blurb: Blurb, story: ChosenStory): Check[] {
  const quotes = blurb.quotes.flatMap((quote) =>
    proveQuote(quote.text, story.items.find(({ id }) => id === quote.itemId)?.text ?? ''),
  );
  if (blurb.writer === 'extractive') return quotes;
  const prose = plainOf(blurb.prose);
  const sources = story.items.filter((item) => !item.linkOnly).map(sourceTextOf);
  return [
    ...checkBlurb(blurb.heading, sources),
    ...checkBlurb(prose, sources),
    ...styleProblems(blurb.heading).map(({ rule, detail }) => failed(rule, `heading: ${detail}`)),
    ...styleProblems(prose).map(({ rule, detail }) => failed(rule, detail)),
    ...tooLong(blurb.heading, prose),
    ...repeats(prose, blurb),
    ...quotes,
  ];
}

function proveQuote(quote: string, text: string): Check[] {
  const proof = verifyQuote(quote, text);
  return proof.ok ? [] : [failed('quote-not-found', `“${quote.slice(0, 80)}” is not in the captured source`)];
}

function tooLong(heading: string, prose: string): Check[] {
  const count = prose.split(/\s+/).length;
  return [
    ...(count > MAX_BLURB_WORDS
      ? [failed('too-long', `the blurb has ${count} words, ${MAX_BLURB_WORDS} is the most`)]
      : []),
    ...(heading.length > MAX_HEADING
      ? [failed('too-long', `the heading has ${heading.length} characters, ${MAX_HEADING} is the most`)]
      : []),
  ];
}

function repeats(prose: string, blurb: Blurb): Check[] {
  const said = ` ${words(prose).join(' ')} `;
  for (const quote of blurb.quotes) {
    const list = words(quote.text);
    for (let i = 0; i + REPEATED_RUN <= list.length; i++) {
      const run = list.slice(i, i + REPEATED_RUN).join(' ');
      if (said.includes(` ${run} `)) return [failed('repeats', `the blurb says “${run}” and the quote says it again`)];
    }
  }
  return [];
}
