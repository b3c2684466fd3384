/** Pages that are called by the name and version of what they are about: what is new is; whoever tests it, runs it or sells it has more to say in a title. */
import type { Item } from '../types.ts';

/** A word with a figure in it: `4.1`, `Fjord-7B`, `v2`. */
const VERSION = /^[\p{L}-]*\d[\p{L}\d.-]*$/u;
const OPENING = /^(introducing|announcing|meet)\s+/i;
const MOST_WORDS = 4;

/** Whether a title is, before any colon or dash, a name of few words with a version: `Lynx 4.1`, `Introducing Fjord-7B: a small model`. */
export function isRelease(title: string): boolean {
  const [head = ''] = title.replace(OPENING, '').split(/:|\s[–—-]\s/);
  const list = head.trim().split(/\s+/);
  // "7 ways" is no version
  const versioned = list.some((word, i) => VERSION.test(word) && (i > 0 || /^\p{L}/u.test(word)));
  if (list.length > MOST_WORDS || !versioned) return false;
  return /^\p{Lu}/u.test(head.trim()) && list.every((word) => /^[\p{Lu}\d]/u.test(word) || VERSION.test(word));
}

/** Whether the last step of an address is a name with a version that its title has, and nothing more: `/models/lynx-4-1` is the page of Lynx 4.1. */
export function isAddressedByName({ title, url }: Pick<Item, 'title' | 'url'>): boolean {
  const last = URL.canParse(url) ? (new URL(url).pathname.split('/').findLast(Boolean) ?? '') : '';
  const name = apart(last).replace(/^(introducing|announcing) /, '');
  if (!/\p{L}/u.test(name) || !/\d/.test(name) || name.split(' ').length > MOST_WORDS) return false;
  return ` ${apart(title)} `.includes(` ${name} `);
}

/** Words and figures alone, each apart, lower case. */
function apart(text: string): string {
  return (text.toLowerCase().match(/\p{L}+\d*|\d+/gu) ?? []).join(' ');
}
