/** The lines of a quote that the editor chose, from what was captured of its page and nothing else (P1, P2). */
import type { NewQuote } from '../../issue/quote-lines.ts';
import { escapeQuote, linkText } from '../../text/markdown.ts';
import { atSecond, clock } from '../../text/moment.ts';
import { secondsAt } from '../../text/transcript.ts';
import { pageKey } from '../../text/url.ts';
import { nameOf } from '../../text/voice.ts';
import type { Evidence } from '../../types.ts';
import { type Refusal, refuse } from './outcome.ts';
import type { Captured } from './proofs.ts';

/** What stands above and in the quote of `words`, which begin at `start` of what was captured of `url`. */
export function newQuote(
  captured: Captured,
  evidence: Evidence | undefined,
  o: { words: string; start: number; url: string; eol: string },
): NewQuote | Refusal {
  const { item } = captured;
  if (item?.linkOnly || item?.private)
    return refuse('This page may be linked, not quoted: its site keeps its words to itself.');
  const url = item?.url ?? o.url;
  const seconds = item?.cues && secondsAt(item.cues, o.start);
  const voice = item?.voice;
  const own = voice
    ? `@${linkText(voice.handle, url)} (${voice.where})`
    : seconds === undefined
      ? undefined
      : linkText(clock(seconds), atSecond(url, seconds));
  return {
    url,
    quote: escapeQuote(o.words).replaceAll('\n', o.eol),
    link: linkText(titleOf(captured, evidence, url), url),
    ...(own === undefined ? {} : { own }),
    voice: voice !== undefined,
  };
}

function titleOf({ item }: Captured, evidence: Evidence | undefined, url: string): string {
  if (item) return nameOf(item);
  const known = evidence?.blocks.flatMap(({ items }) => items).find((each) => pageKey(each.url) === pageKey(url));
  return known?.title ?? '';
}
