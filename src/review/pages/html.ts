import { html as escaping } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { cleanText } from '../../render/escape.ts';

/** Markup whose words are escaped already. */
export type Html = HtmlEscapedString;
type Value = Html | string | number | false | null | undefined | Value[];

/** Markup from a template: every string that is put in is cleaned and escaped, every `Html` stands as it is, and nothing stands for what is false or undefined. */
export function html(strings: TemplateStringsArray, ...values: Value[]): Html {
  // it is a promise only where a value is one, and none is
  return escaping(strings, ...values.map(cleaned)) as Html;
}

function cleaned(value: Value): unknown {
  if (typeof value === 'string') return cleanText(value);
  return Array.isArray(value) ? value.map(cleaned) : value;
}

/** Data for an attribute that the page's scripts read. */
export function json(value: unknown): string {
  return JSON.stringify(value);
}

/** `3 errors`, `1 error`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** `86 KB`, as the size meter says it: 1 KB is 1,000 bytes, as the limit is counted. */
export function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0)} KB`;
}

/** `12 Nov` of a day or moment in UTC, or the text itself where it is none. */
export function shortDay(day: string): string {
  const date = new Date(day);
  if (Number.isNaN(date.getTime())) return day;
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(date);
}

/** US dollars: as many decimals as a bill of cents needs. */
export function dollars(amount: number): string {
  return `$${amount.toFixed(amount !== 0 && amount < 0.01 ? 4 : 2)}`;
}
