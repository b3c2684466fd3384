import { asidesOf, touches } from '../text/chapters.ts';
import { indexSource } from '../text/quote.ts';
import { type Span, sentences } from '../text/sentences.ts';
import { words } from '../text/tokens.ts';
import { secondsAt } from '../text/transcript.ts';
import { runsBetweenPauses } from '../text/transcript-pauses.ts';
import type { Original, Quote, Story } from '../types.ts';
import { MOJIBAKE, postsOf } from './quotes-posts.ts';

const MIN_WORDS = 12;
const MAX_WORDS = 75;
/** In a transcript without sentences. */
const MIN_RUN = 15;
const MAX_RUN = 60;
const PER_STORY = 12;
/** Only so much of a long text is searched: a transcript of three hours has enough in its first hundred pages. */
const MAX_SENTENCES = 1500;

/** What a site says to its readers rather than about its subject. */
const BOILERPLATE =
  /\b(subscrib\w*|sign ?up|newsletter|cookies?|privacy policy|terms of (use|service)|all rights reserved|click here|read more|learn more|follow us|share this|advert\w*|sponsor\w*|promo code|brought to you by|use code|discount|affiliate|copyright|©|log ?in|contact us|job openings?|we(’|')?re hiring|join us|get started|sign in|enable javascript|your browser|press release|for more information|this (page|article|post) (is|was|has been)|photo(graph)? by|image credit|cancel any ?time|(your|free) trial|digital access|unlimited access|full access|already a subscriber|gift this|updated on|originally published)\b/i;
/** A sentence that leans on the one before it. */
const LEANS =
  /^(this|that|these|those|it|its|it['’]s|they|their|he|she|his|her|him|them|such|so|but|and|or|yet|also|however|thus|therefore|hence|then|here|there|instead|moreover|furthermore|additionally|meanwhile|similarly|again|for example|for instance|in addition|as a result|in contrast|on the other hand|of course|as such|by contrast|likewise|both|neither|another|other|the (latter|former|same|result|above|following))\b/i;
/** Words of judgement: what makes a sentence worth quoting is that somebody stands behind it. */
const OPINION =
  /\b(should|must|need|never|always|only|real|really|problem|because|why|wrong|right|fail\w*|better|worse|best|worst|hard|easy|believe|think|argue|means?|matters?|surpris\w*|unlike|instead|rather|not just|even|too|cost|risk|future|trust|cannot|can['’]t|won['’]t|don['’]t|isn['’]t|nobody|everyone|most|first|less|more than|but)\b/gi;
/** How to use a thing: manuals are full of it, and no reader wants it quoted. */
const MANUAL =
  /\b(run(s|ning)? the|install\w*|click|config\w*|flags?|command line|director(y|ies)|scripts?|repo(sitory)?|readme|api keys?|endpoints?|parameters?|env(ironment)? variables?|localhost|see (the|how)|please|switch(es|ing)? (to|directly)|default(s)? to|e\.g\.|version \d|supports?|requires?|tests? (run|pass)|checks?|skips?|docs|documentation|available (today|now|in)|starting today|early access|rolling out|we welcome feedback|can['’]t wait|we['’]re offering|included usage|(start|keep) trying|try it)\b/gi;
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

function opinionsIn(text: string): number {
  return Math.min(new Set((text.match(OPINION) ?? []).map((word) => word.toLowerCase())).size, 4);
}

function sentenceRuns(item: Original): Found[] {
  const all = sentences(item.text).slice(0, MAX_SENTENCES);
  const title = new Set(words(item.title));
  const found: Found[] = [];
  for (let i = 0; i < all.length; i++) {
    for (let n = 1; n <= 3 && i + n <= all.length; n++) {
      const [first, last] = [all[i] as Span, all[i + n - 1] as Span];
      const text = item.text.slice(first.start, last.end);
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
        start: first.start,
        end: last.end,
        score,
        ...secondOf(item, first.start),
      });
    }
  }
  return found;
}

function worth(text: string, count: number, sentenceCount: number, position: number, title: Set<string>): number {
  if (
    BOILERPLATE.test(text) ||
    MOJIBAKE.test(text) ||
    !/[.!?…]["”’)\]]*$/.test(text) ||
    !/^["“‘'([]?[\p{Lu}\p{N}]/u.test(text)
  )
    return 0;
  if (/https?:|www\.|[{}<>|\\=]|\[\d+\]|^\(?\d+[.)]\s/.test(text) || (text.match(/["“”]/g)?.length ?? 0) % 2 === 1)
    return 0;
  // whole in quotation marks: somebody's words, and the name is elsewhere
  if (/^["“][^"“”]*["”]$/.test(text)) return 0;
  const list = words(text);
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (letters / text.length < 0.7) return 0;
  const said = list.filter((word) => title.has(word));
  const shared = said.filter((word) => word.length > 3).length;
  // the heading over again is no quote
  if (title.size > 3 && said.length >= list.length * 0.8) return 0;
  const length = count < 20 ? count / 20 : count <= 48 ? 1 : 48 / count;
  return (
    1 +
    length +
    opinionsIn(text) * 0.3 +
    Math.min(shared, 3) * 0.15 +
    (position < 0.25 ? 0.35 : position > 0.85 ? 0.2 : 0) -
    (LEANS.test(text.replace(/^["“‘'([]/, '')) ? 1 : 0) -
    (sentenceCount - 1) * 0.1 -
    Math.min(text.match(MANUAL)?.length ?? 0, 4) * 0.3 -
    (text.endsWith('?') ? 0.4 : 0) -
    (text.match(/\d/g)?.length ?? 0) * 0.02
  );
}
