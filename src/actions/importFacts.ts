/** What an old issue says of itself: number, date, whether it was ever sent. */
import { Temporal } from 'temporal-polyfill';
import { parseDocument } from 'yaml';
import { parseDate } from '../text/time.ts';
import type { Day } from '../types.ts';

/** Front matter, whoever wrote it: keys in lower case without `_` and `-`, scalars alone, all as text. */
export type Facts = Map<string, string>;

const OPEN = /^(?:\uFEFF)?(---|\+\+\+)[ \t]*\n/;
const MOST_FRONT = 50_000;

/** Parts a file from its YAML (`---`) or TOML (`+++`) front matter. One that can't be read has no facts, and says so. */
export function frontOf(text: string): { facts: Facts; body: string; broken?: string } {
  const open = OPEN.exec(text);
  if (!open) return { facts: new Map(), body: text };
  const mark = open[1] as string;
  const close = text.slice(0, MOST_FRONT).indexOf(`\n${mark}`, open[0].length - 1);
  // a rule at the beginning of a text, and no front matter
  if (close < 0) return { facts: new Map(), body: text };
  const written = text.slice(open[0].length, close);
  const lineEnd = text.indexOf('\n', close + 1);
  const body = lineEnd < 0 ? '' : text.slice(lineEnd + 1);
  if (mark === '+++') return { facts: tomlFacts(written), body };
  const doc = parseDocument(written, { schema: 'failsafe', logLevel: 'silent', prettyErrors: false });
  const [wrong] = doc.errors;
  if (wrong) return { facts: new Map(), body, broken: wrong.message };
  try {
    return { facts: factsOf(doc.toJS({ maxAliasCount: 20 })), body };
  } catch (error) {
    return { facts: new Map(), body, broken: (error as Error).message };
  }
}

/** The scalars of some data under their names. */
export function factsOf(data: unknown): Facts {
  const facts: Facts = new Map();
  if (typeof data !== 'object' || data === null) return facts;
  for (const [key, value] of Object.entries(data))
    if (typeof value === 'string' && value.trim() !== '') facts.set(plainKey(key), value.trim());
  return facts;
}

/** `key = value` of the top table; all that is asked of front matter stands so. */
function tomlFacts(written: string): Facts {
  const facts: Facts = new Map();
  for (const line of written.split('\n')) {
    if (/^\s*\[/.test(line)) break;
    const [, key, value] = /^\s*["']?([\w-]+)["']?\s*=\s*(\S.*?)\s*$/.exec(line) ?? [];
    if (key && value) facts.set(plainKey(key), value.replace(/^(["'])(.*)\1$/, '$2').replaceAll('\\"', '"'));
  }
  return facts;
}

function plainKey(key: string): string {
  return key.toLowerCase().replace(/[_-]/g, '');
}

/** The first of these facts that is known. */
export function fact(facts: Facts, ...keys: string[]): string | undefined {
  for (const key of keys) if (facts.has(key)) return facts.get(key);
  return undefined;
}

const DATES = [
  'date',
  'publishdate',
  'publishedat',
  'published',
  'pubdate',
  'postdate',
  'sentat',
  'senddate',
  'created',
  'createdat',
];

/** The day of publication where its readers are: a day without a time of day is that day everywhere. */
export function dayOf(written: string | undefined, timezone: string): Day | undefined {
  const at = written === undefined ? undefined : parseDate(written);
  if (written === undefined || at === undefined) return undefined;
  if (!/\d[:h]\d\d|T\d{4}|^\d{10,}$/.test(written)) return at.slice(0, 10);
  return Temporal.Instant.from(at).toZonedDateTimeISO(timezone).toPlainDate().toString();
}

/** The day that front matter gives, else the one that a file's name or folders begin with. */
export function dateOf(facts: Facts, name: string, timezone: string): Day | undefined {
  for (const key of DATES) {
    const day = dayOf(facts.get(key), timezone);
    if (day !== undefined) return day;
  }
  const inName = /(?:^|[^\d])((?:19|20)\d\d)[-_./]?([01]\d)[-_./]?([0-3]\d)(?!\d)/.exec(name);
  return inName ? dayOf(`${inName[1]}-${inName[2]}-${inName[3]}`, 'UTC') : undefined;
}

/** Why an old issue is none: it was never sent. */
export function unsent(facts: Facts): string | undefined {
  const [draft, published, status] = ['draft', 'published', 'status'].map((key) => facts.get(key)?.toLowerCase());
  if (draft === 'true' || draft === 'yes') return 'a draft';
  if (published === 'false' || published === 'no' || facts.get('ispublished')?.toLowerCase() === 'false')
    return 'not published';
  return status !== undefined && /^(draft|scheduled|deleted|private|trash|pending)$/.test(status)
    ? `its status is ${status}`
    : undefined;
}

/** Words that stand before an issue's number, in the languages of the email. */
const CALLED =
  '(?:issue|edition|letter|newsletter|episode|number|no|nr|numero|número|numéro|nº|n°|ausgabe|nummer|edição|edición|édition|lettre)';
const IN_TITLE = [
  new RegExp(`(?<![\\p{L}\\p{N}])${CALLED}[.:]?\\s{0,2}#?\\s?0*(\\d{1,5})(?![\\p{N}%]|[.,]\\d)`, 'iu'),
  /(?<![\p{L}\p{N}&/])#\s?0*(\d{1,5})(?![\p{L}\p{N}])/u,
  /^\s*\[0*(\d{1,4})\]/u,
  /^\s*0*(\d{1,4})\s*(?:$|[:.)–—|-]\s)/u,
];

/** The number by its front matter, title or file name, in this order. */
export function numberOf(facts: Facts, title: string, name: string): number | undefined {
  const given = fact(facts, 'number', 'issue', 'issuenumber', 'issueno', 'edition', 'episode');
  if (given !== undefined && /^#?\d{1,5}$/.test(given)) return Number(given.replace('#', ''));
  for (const form of IN_TITLE) {
    const found = form.exec(title);
    if (found) return Number(found[1]);
  }
  return numberInName(name);
}

function numberInName(path: string): number | undefined {
  const steps = path.replace(/\.[a-z]+$/i, '').split('/');
  const last = steps.at(-1) ?? '';
  // `089/issue.md` has its number in the folder's name
  const name = (/^(index|issue|readme|email|post)$/i.test(last) ? steps.at(-2) : last) ?? '';
  const rest = name.replace(/^(?:19|20)\d\d[-_.]?[01]\d[-_.]?[0-3]\d[-_.]?/, '');
  const found =
    new RegExp(`(?:^|[-_ ])${CALLED}[-_ ]?0*(\\d{1,4})(?=$|[-_ .])`, 'iu').exec(rest) ??
    /^#?0*(\d{1,4})(?=$|[-_ ])/.exec(rest);
  return found ? Number(found[1]) : undefined;
}
