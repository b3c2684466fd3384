import { readFileSync } from 'node:fs';

/** Where the collections of attacks are, on machines that have them. */
export const PAYLOADS = '../shared/data/security';
/** A picture that a page may ask for. */
export const PICTURE = 'https://pictures.example.test/p.png';

/** What browsers and sanitisers have been attacked with. */
export function payloads(): string[] {
  const lines = readFileSync(`${PAYLOADS}/xss-payloads.jsonl`, 'utf8').trim().split('\n');
  const marks = JSON.parse(readFileSync(`${PAYLOADS}/sanitizer-dompurify.json`, 'utf8')) as { payload: string }[];
  return [...lines.map((line) => JSON.parse(line) as { payload: string }), ...marks].map(({ payload }) => payload);
}

/** On one line, and never nothing. */
export const flat = (text: string) => text.replace(/\s+/g, ' ').trim() || 'empty';
/** As a draft writes crawled words: every mark that Markdown would read is escaped (CommonMark 0.31, backslash escapes). */
export const escaped = (text: string) => flat(text).replace(/[!-/:-@[-`{-~]/g, '\\$&');
