/** Where sentences begin and end. */

export interface Span {
  start: number;
  end: number;
}

/** Never the end of a sentence: something always follows. */
const LEADS_ON =
  /^(?:mr|mrs|ms|mx|dr|prof|st|vs|v|e\.g|i\.e|cf|fig|figs|eq|sec|ch|vol|pp|no|nos|gen|sen|rep|gov|lt|col|sgt|capt|rev|hon|messrs|mt|ft|resp|approx|ca|viz|incl|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)$/i;
/** Often followed by more of the sentence: an end only before a word that begins sentences. */
const MAY_END =
  /^(?:inc|ltd|corp|co|llc|plc|gmbh|bros|jr|sr|al|etc|esp|dept|univ|assn|ave|blvd|ph\.d|m\.d|b\.a|m\.a|[ap]\.m|u\.s|u\.k|u\.n|e\.u|d\.c|a\.i)$/iu;
const INITIALS = /^(?:\p{Lu}\.)*\p{Lu}$/u;
const STARTERS =
  /^(?:the|an?|it|its|it['’]s|he|she|they|we|you|i|i['’]m|in|on|at|but|and|or|so|if|this|that|these|those|there|here|what|when|where|why|how|who|our|their|his|her|my|as|for|from|with|by|to|not|no|yes|some|most|many|all|both|each|however|although|while|after|before|since|until|then|also|now|once|only|even|still|meanwhile|is|are|was|were|do|does|did|can|will|has|have)$/i;

/** Stops of European, Arabic, Urdu and Indic scripts need a space after them; those of East Asian scripts do not. */
const STOP = /(?:(?<![.!?…؟۔।॥])[.!?…؟۔।॥]{1,20}["'”’»)\]*_]{0,10}(?=\s|$))|(?:[。！？｡．]+["'”’»)\]」』）】]*)|\n/gu;
const LIST_MARK = /^[ \t]*(?:[-+*•‣▪◦●–—]|\d{1,3}[.)]|#{1,6})[ \t]/;

/** Sentences in order, white space around them left out. Paragraphs always end one; so do lines, unless the text is wrapped. Linear. */
export function sentences(text: string): Span[] {
  const wrapped = isWrapped(text);
  const spans: Span[] = [];
  let from = 0;
  for (const stop of text.matchAll(STOP)) {
    const end = stop.index + stop[0].length;
    const ends = stop[0] === '\n' ? lineEnds(text, stop.index, wrapped) : stopEnds(text, from, stop.index, end);
    if (!ends) continue;
    push(spans, text, from, end);
    from = end;
  }
  push(spans, text, from, text.length);
  return spans;
}

function push(spans: Span[], text: string, from: number, to: number): void {
  let start = from;
  let end = to;
  while (start < end && /\s/.test(text[start] ?? '')) start++;
  while (end > start && /\s/.test(text[end - 1] ?? '')) end--;
  if (end > start) spans.push({ start, end });
}

/** Whether lines are broken by width: many go on with a small letter. */
function isWrapped(text: string): boolean {
  const breaks = text.match(/\S[ \t]*\n[ \t]*\S/g) ?? [];
  const small = breaks.filter((found) => /\p{Ll}$/u.test(found)).length;
  return breaks.length >= 2 && small * 4 >= breaks.length;
}

function lineEnds(text: string, at: number, wrapped: boolean): boolean {
  let next = at + 1;
  while (text[next] === ' ' || text[next] === '\t' || text[next] === '\r') next++;
  if (next >= text.length || text[next] === '\n') return true;
  if (LIST_MARK.test(text.slice(at + 1, at + 12))) return true;
  return !wrapped && !/\p{Ll}/u.test(text[next] ?? '');
}

/** Whether the stop at `at` ends the sentence that began at `from`; `end` is behind the quotes and brackets after it. */
function stopEnds(text: string, from: number, at: number, end: number): boolean {
  if (/[。！？｡．]/.test(text[at] ?? '')) return true;
  const next = wordAfter(text, end);
  if (/^\p{Ll}/u.test(next) && !/^[a-z]{1,2}\p{Lu}/u.test(next)) return false;
  if (text[at] !== '.' || end - at > 1) return true;
  const before = wordBefore(text, from, at);
  if (LEADS_ON.test(before)) return before.toLowerCase() === 'no' ? !/^\p{Nd}/u.test(next) : false;
  if (/^\d{1,3}$/.test(before) && text.slice(from, at).trim() === before) return false;
  const shortened = MAY_END.test(before) || INITIALS.test(before);
  return !shortened || STARTERS.test(next) || next === '';
}

function wordAfter(text: string, at: number): string {
  return /^\s*["'“‘«([*_]*([\p{L}\p{N}'’]*)/u.exec(text.slice(at, at + 40))?.[1] ?? '';
}

function wordBefore(text: string, from: number, at: number): string {
  return /[\p{L}\p{N}.]*$/u.exec(text.slice(Math.max(from, at - 24), at))?.[0].replace(/^\.+/, '') ?? '';
}

/** How much of the text is looked at, and shown, on either side: evidence holds passages, never whole transcripts. */
const LOOKED_AT = 4000;
const SHOWN = 600;

/**
 * The sentences that hold `start`–`end`, with `sentencesEachSide` more before and after. A slice of the text; where sentences are long,
 * at most 600 characters on either side, whole words.
 */
export function passageAround(text: string, start: number, end: number, sentencesEachSide = 2): string {
  const base = Math.max(0, start - LOOKED_AT);
  const spans = sentences(text.slice(base, end + LOOKED_AT));
  const first = spans.findIndex((span) => span.end + base > start);
  const last = spans.findLastIndex((span) => span.start + base < end);
  if (first < 0 || last < first) return text.slice(start, end);
  const from = (spans[Math.max(0, first - sentencesEachSide)]?.start ?? 0) + base;
  const to = (spans[Math.min(spans.length - 1, last + sentencesEachSide)]?.end ?? 0) + base;
  return text.slice(nearer(text, from, start, -1), nearer(text, to, end, 1)).trim();
}

/** `edge`, or a place between words at most `SHOWN` characters from `near`. */
function nearer(text: string, edge: number, near: number, step: 1 | -1): number {
  if ((edge - near) * step <= SHOWN) return edge;
  let at = near + step * SHOWN;
  while (at !== near && !/\s/.test(text[at] ?? ' ')) at -= step;
  return at;
}
