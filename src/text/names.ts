/** The names of a text (promise P3). */
import { isCommonWord } from './namesCommon.ts';

/** A part of a name: a word, or a version such as 4.1. */
export interface NamePart {
  text: string;
  start: number;
  end: number;
  kind: 'name' | 'version' | 'small';
  /** At the beginning of a sentence, or in a heading in title case: its capital says nothing. */
  initial: boolean;
  /** A number after an ordinary word at the beginning of a sentence, as in “Only 16”: most likely no version. */
  loose?: boolean;
}

/** Words that follow one another and each may be a name: “Halcyon Labs”, “Claude 3.5 Sonnet”, “SWE-bench”. */
export interface NameRun {
  start: number;
  end: number;
  text: string;
  parts: NamePart[];
}

const WORD =
  /[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:(?:['’.&+_]|(?<=\p{L})[*](?=\p{L}))(?=[\p{L}\p{N}])[\p{L}\p{M}\p{N}]+)*\+*/gu;
/** Whether a word may be a name: a capital somewhere, or letters with digits. */
function looksLikeName(word: string): boolean {
  return /\p{Lu}/u.test(word) || (/\p{L}/u.test(word) && /\p{N}/u.test(word));
}

/**
 * The runs of words that may be names. `isNumber` says where a number with a unit stands (“70B”, “40%”): those are no parts of names.
 * Without `[words](url)` markup; the text is `plain` already.
 */
export function namesIn(text: string, isNumber: (start: number, end: number) => boolean): NameRun[] {
  const title = isTitleCase(text);
  const runs: NamePart[][] = [];
  let open: NamePart[] | undefined;
  let lastEnd = 0;
  for (const found of text.matchAll(WORD)) {
    const word = found[0].replace(/['’](?:s|re|ve|ll|d|m)$/i, '');
    const part = { text: word, start: found.index, end: found.index + word.length };
    const gap = text.slice(lastEnd, found.index);
    const joined = open !== undefined && /^(?:[ \u00a0\u200b]{1,3}|[-‐‑/]\u200b{0,2})$/.test(gap);
    lastEnd = found.index + found[0].length;
    const kind = kindOf(part, gap, joined, isNumber);
    if (!kind) {
      open = undefined;
      continue;
    }
    if (!joined || !open) {
      open = [];
      runs.push(open);
    }
    const last = open.at(-1);
    const loose = kind === 'version' && last !== undefined && last.initial && isCommonWord(last.text.toLowerCase());
    open.push({ ...part, kind, initial: title || beginsSentence(text, found.index), ...(loose && { loose }) });
    if (word.length < found[0].length) open = undefined;
  }
  return runs.map((parts) => toRun(text, parts));
}

function kindOf(
  part: { text: string; start: number; end: number },
  gap: string,
  joined: boolean,
  isNumber: (start: number, end: number) => boolean,
): NamePart['kind'] | undefined {
  if (isNumber(part.start, part.end)) return undefined;
  if (/^\p{N}[\p{N}.]*$/u.test(part.text)) return joined ? 'version' : undefined;
  if (looksLikeName(part.text)) return 'name';
  return joined && /^[-‐‑/]/.test(gap) ? 'small' : undefined;
}

function toRun(text: string, parts: NamePart[]): NameRun {
  const start = parts[0]?.start ?? 0;
  const end = parts.at(-1)?.end ?? start;
  return { start, end, text: text.slice(start, end).replaceAll('\u200b', ''), parts };
}

/** Whether a word begins a sentence, a line, a quotation or what follows a colon or dash. */
function beginsSentence(text: string, at: number): boolean {
  let i = at - 1;
  while (i >= 0 && /[\s"'“”‘’«»„([*_#>\u200b]/.test(text[i] ?? '')) {
    if (/[\n"“‘«„([]/.test(text[i] ?? '')) return true;
    i--;
  }
  // “El-Amin”: a hyphen within a word begins nothing
  return i < 0 || /[.!?:;…—|•]/.test(text[i] ?? '') || (i < at - 1 && /[–-]/.test(text[i] ?? ''));
}

/** A heading in title case: most of its longer words have capitals. */
function isTitleCase(text: string): boolean {
  const words = text.match(/\p{L}[\p{L}'’-]{3,}/gu) ?? [];
  const capitals = words.filter((word) => /^\p{Lu}/u.test(word)).length;
  return (
    words.length >= 3 && words.length <= 16 && capitals * 10 >= words.length * 8 && !/[.!?](?:\s|$)/.test(text.trim())
  );
}
