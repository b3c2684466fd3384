import { asidesOf, touches } from '../text/chapters.ts';
import { indexSource } from '../text/quote.ts';
import { type Span, sentences } from '../text/sentences.ts';
import { words } from '../text/tokens.ts';
import { secondsAt } from '../text/transcript.ts';
import { runsBetweenPauses } from '../text/transcript-pauses.ts';
import type { Original, Quote, Story } from '../types.ts';
import { MOJIBAKE, postsOf } from './quotes-posts.ts';
import { BOILERPLATE, LEANS, labelLength, opinionsIn, worth } from './quotes-worth.ts';

const MIN_WORDS = 12;
const MAX_WORDS = 75;
/** In a transcript without sentences. */
const MIN_RUN = 15;
const MAX_RUN = 60;
const PER_STORY = 12;
/** Only so much of a long text is searched: a transcript of three hours has enough in its first hundred pages. */
const MAX_SENTENCES = 1500;

/** Somebody looking for words: um, a word said twice, one that was bleeped out. */
const HALTS = /\b(u[mh]+|e[rh]m?|hmm+|you know|i mean)\b|(?<![\p{L}\p{N}])(\p{L}+) \2(?![\p{L}\p{N}])|\[[\s_]*\]/iu;
/** How a thought begins: with who or what it is about, a name, or a condition. */
const SETS_OUT =
  /^(\p{Lu}|(i|we|you|the|an?|if|when|what|why|how|who|whoever|whatever|there['’]?s|nobody|no|everyone|everybody|anyone|people|most|every|all|any|my|our|your)(?![\p{L}-]))/u;
/** Words that nobody ends a thought with. */
const BREAKS_OFF =
  /\b(the|an?|of|to|and|or|but|so|because|that|which|who|is|are|was|were|be|been|in|on|at|for|from|with|by|as|if|when|than|then|like|i|we|they|he|she|it['’]?s|you|my|our|your|their|this|these|very|really|not|can|will|would|could|should|have|has|had|do|does|just|also|about|into)$/i;

/**
 * What of a story may be quoted: passages of the lead's captured words, best first, sentences or short runs of them; then posts and comments whole.
 * Ids are `q1`, `q2`, …
 */
export function findQuotes(story: Story): Quote[] {
  const { lead } = story;
  const readable = story.items.filter((item) => !item.linkOnly && item.text);
  const prose = readable.includes(lead) && !lead.voice && !lead.incomplete ? passages(lead) : [];
  const byScore = (a: Found, b: Found) => b.score - a.score || a.start - b.start;
  const found = [...spread(prose.sort(byScore)), ...postsOf(readable)];
  return found.map((quote, i) => ({ id: `q${i + 1}`, ...quote }));
}

type Found = Omit<Quote, 'id'>;

/** The best few, no two of them overlapping. */
function spread(found: Found[]): Found[] {
  const kept: Found[] = [];
  for (const quote of found) {
    if (kept.length === PER_STORY) break;
    if (!kept.some((other) => other.itemId === quote.itemId && quote.start < other.end && other.start < quote.end))
      kept.push(quote);
  }
  return kept;
}

/** Nobody is quoted from a sponsor's chapter, nor from an intro or outro. */
function passages(item: Original): Found[] {
  const asides = asidesOf(item);
  const found = isUnpunctuated(item) ? runs(item) : sentenceRuns(item);
  return found.filter(({ start, end }) => !touches(asides, start, end));
}

function isUnpunctuated(item: Original): boolean {
  return item.textFrom === 'transcript' && indexSource(item.text).loose;
}

/** Where no sentence can be told: what was said between two pauses, when it begins and ends like a thought. Rather none than half of one. */
function runs(item: Original): Found[] {
  const { cues = [] } = item;
  const title = new Set(words(item.title));
  return runsBetweenPauses(item.text, cues).flatMap(({ start, end }) => {
    const text = item.text.slice(start, end);
    const count = text.split(/\s+/).length;
    if (count < MIN_RUN || count > MAX_RUN || text.includes('\n') || BOILERPLATE.test(text) || MOJIBAKE.test(text))
      return [];
    if (!SETS_OUT.test(text) || LEANS.test(text) || HALTS.test(text) || BREAKS_OFF.test(text)) return [];
    const shared = words(text).filter((word) => word.length > 3 && title.has(word)).length;
    const score = 1 + opinionsIn(text) * 0.3 + Math.min(shared, 3) * 0.15;
    return [{ itemId: item.id, text, url: item.url, start, end, score, ...secondOf(item, start) }];
  });
}

function secondOf({ cues = [] }: Original, start: number): { seconds?: number } {
  const seconds = secondsAt(cues, start);
  return seconds === undefined ? {} : { seconds };
}

function sentenceRuns(item: Original): Found[] {
  const all = sentences(item.text).slice(0, MAX_SENTENCES);
  const title = new Set(words(item.title));
  const found: Found[] = [];
  for (let i = 0; i < all.length; i++) {
    for (let n = 1; n <= 3 && i + n <= all.length; n++) {
      const [first, last] = [all[i] as Span, all[i + n - 1] as Span];
      const start = first.start + labelLength(item.text.slice(first.start, last.end));
      const text = item.text.slice(start, last.end);
      if (text.includes('\n') || text.length > 700) break;
      const count = text.split(/\s+/).length;
      if (count > MAX_WORDS) break;
      if (count < MIN_WORDS) continue;
      const score = worth(text, count, n, i / all.length, title);
      if (score <= 0) continue;
      found.push({
        itemId: item.id,
        text,
        url: item.url,
        start,
        end: last.end,
        score,
        ...secondOf(item, start),
      });
    }
  }
  return found;
}
