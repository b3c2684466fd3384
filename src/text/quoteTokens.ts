/** A text as the tokens that count when a quote is compared with its source. */
import { foldWord, INVISIBLE, standsAlone } from './normalize.ts';

/** A word or number; a sign that counts even at the ends of a quote (currency, per cent, emoji …); other punctuation. */
export type TokenKind = 'word' | 'symbol' | 'punctuation';

export interface Token {
  /** What is compared: two tokens are the same words if their keys are equal. */
  key: string;
  kind: TokenKind;
  /** Offsets into the text. */
  start: number;
  end: number;
  /** The first token of its line, list marks aside. */
  beginsLine: boolean;
  /** A mark of a list, heading or block quote at the beginning of a line; `ordered` for `3.` and `3)`, which are two tokens. */
  mark?: 'plain' | 'ordered';
}

const SPACELESS =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}';
const LETTERS = `[[\\p{L}\\p{M}\\p{N}]--[${SPACELESS}]]`;
const RUN = `${LETTERS}[${LETTERS}${INVISIBLE}]*`;
const JOINER = "(?:(?<=\\p{Nd})[.,:\\/](?=\\p{Nd})|['’‘ʼ´`′](?=[\\p{L}\\p{N}])|_+(?=[\\p{L}\\p{N}]))";
const DASH = '\\-\\u2010-\\u2015\\u2212\\ufe58\\ufe63\\uff0d';
/**
 * In order: a word that a caption bleeped out, `[ __ ]`; a character of a script without spaces; a word or number with the apostrophes, points and slashes inside it; dots of an
 * ellipsis; dashes; double and single quotes; stars and underscores that are no marks; a heading's `#`s; signs; any other punctuation.
 */
const TOKEN = new RegExp(
  [
    `(?<bleep>\\[[\\s,]{0,3}[_\u200b]{2,20}[\\s,]{0,3}\\])`,
    `(?<word>[${SPACELESS}]\\p{M}*|(?:(?<![\\p{L}\\p{N}.…])\\.(?=\\p{Nd}))?${RUN}(?:${JOINER}${RUN})*)`,
    `(?<dots>\\.(?:[ \\u00a0]\\.){2,}|[.…]{2,}|…)`,
    `(?<dash>[${DASH}]+)`,
    `(?<double>["“”„‟«»〝〞＂″]|''|’’|‘‘)`,
    `(?<single>['’‘‚‛ʼ´\`′‹›])`,
    `(?<stars>[*_\`]+)`,
    `(?<symbol>#{1,6}|[%‰@&\\p{S}])`,
    `(?<other>\\p{P})`,
  ].join('|'),
  'gv',
);
const SEEN = new RegExp(`[^${INVISIBLE}]`, 'v');
const BULLET = /^[-+*•‣▪◦●○■□·>]$/;
const ORDERED = /^\d{1,3}$/;

type Groups = Record<string, string | undefined>;

function keyAndKind(raw: string, groups: Groups, alone: () => boolean): [string, TokenKind] {
  if (groups.word !== undefined) return [foldWord(raw), 'word'];
  if (groups.dots !== undefined) return ['…', 'punctuation'];
  if (groups.dash !== undefined) return ['-', 'punctuation'];
  if (groups.double !== undefined) return ['"', 'punctuation'];
  if (groups.single !== undefined) return ["'", 'punctuation'];
  // A rule or a footnote's star: how many there are, and whether they are emphasised, says nothing.
  if (groups.stars !== undefined) return [alone() ? '*' : raw, 'punctuation'];
  return [raw.normalize('NFKC'), groups.symbol !== undefined ? 'symbol' : 'punctuation'];
}

/** A bleeped word is one word, yet a quote may begin or end inside its brackets, where captions were split. */
function bleeped(start: number, end: number): Token[] {
  const part = (key: string, from: number, to: number): Token => ({
    key,
    kind: 'symbol',
    start: from,
    end: to,
    beginsLine: false,
  });
  return [part('[', start, start + 1), part('__', start + 1, end - 1), part(']', end - 1, end)];
}

/** Marks list, heading and block-quote marks among the tokens of one line: from `first` up to, not including, `until`. */
function markLine(tokens: Token[], first: number, until: number, text: string): void {
  let i = first;
  for (let token = tokens[i]; token && i < until; token = tokens[i]) {
    const next = tokens[i + 1];
    token.beginsLine = true;
    if (BULLET.test(token.key) || /^#{1,6}$/.test(token.key)) {
      if (token.key !== '>' && !/^(?:\s|$)/.test(text.slice(token.end, token.end + 1))) return;
      token.mark = 'plain';
      i += 1;
    } else if (ORDERED.test(token.key) && next && /^[.)]$/.test(next.key) && next.start === token.end) {
      if (!/^(?:\s|$)/.test(text.slice(next.end, next.end + 1))) return;
      token.mark = 'ordered';
      next.mark = 'ordered';
      i += 2;
    } else return;
  }
}

/** A token without the invisible characters around it, so that offsets do not take in marks. */
function trimmed(text: string, start: number, end: number): [number, number] {
  let from = start;
  let to = end;
  while (from < to && !SEEN.test(text[from] ?? '')) from++;
  while (to > from && !SEEN.test(text[to - 1] ?? '')) to--;
  return [from, to];
}

/** The tokens of a text that is `plain` already, in order. Linear in its length. */
export function tokenize(flat: string): Token[] {
  const tokens: Token[] = [];
  const lines: number[] = [];
  let newline = -1;
  TOKEN.lastIndex = 0;
  for (let found = TOKEN.exec(flat); found; found = TOKEN.exec(flat)) {
    const [start, end] = trimmed(flat, found.index, TOKEN.lastIndex);
    if (start === end) continue;
    const previousEnd = tokens.at(-1)?.end ?? -1;
    if (newline < previousEnd && newline !== Infinity) {
      const next = flat.indexOf('\n', Math.max(previousEnd, 0));
      newline = next < 0 ? Infinity : next;
    }
    if (tokens.length === 0 || newline < start) lines.push(tokens.length);
    if (found.groups?.bleep !== undefined) {
      tokens.push(...bleeped(start, end));
      continue;
    }
    const [key, kind] = keyAndKind(flat.slice(start, end), found.groups ?? {}, () => standsAlone(flat, start, end));
    tokens.push({ key, kind, start, end, beginsLine: false });
  }
  for (const [i, line] of lines.entries()) markLine(tokens, line, lines[i + 1] ?? tokens.length, flat);
  return tokens;
}

/** Without case, punctuation and list marks: how a raw transcript is compared. */
export function loosened(tokens: Token[]): Token[] {
  const out: Token[] = [];
  for (const { key, kind, start, end, beginsLine } of tokens) {
    if (kind !== 'punctuation') out.push({ key: key.toLowerCase(), kind, start, end, beginsLine });
  }
  return out;
}

/**
 * Whether a text is a raw transcript: fewer than one sentence end per 100 words. Below 100 words there is nothing to count by, and a
 * short post without a full stop is no transcript.
 */
export function isRawTranscript(text: string, tokens: Token[]): boolean {
  let words = 0;
  for (const token of tokens)
    if (token.kind === 'word') words += token.end - token.start === 1 && token.key > '\u2e7f' ? 0.5 : 1;
  if (words < 100) return false;
  const ends = text.match(/[.!?…](?=["'”’»)\]*_]*(?:\s|$))|[。！？｡]/g)?.length ?? 0;
  return ends * 100 < words;
}
