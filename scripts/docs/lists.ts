/** The closed lists: reject codes, drop reasons, exit codes, rules of the email. What each means is said here; which there are is read from the code. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCORE_TERMS } from '../../src/text/scoreTerms.ts';
import type { DropReason, RejectCode, RenderProblem } from '../../src/types.ts';
import { code, table } from './markdown.ts';

const SRC = join(import.meta.dirname, '../../src');

export const REJECT_CODES = {
  'quote-not-found': 'the words are not in the captured text of the page that they stand under',
  'quote-other-page': 'the words are on another page that the block links to; the finding names it',
  'attribution-mismatch': 'a handle is not that of the linked post, or a named speaker is in no source',
  'number-not-in-source': 'a number that the sources do not have',
  'date-not-in-source': 'a date that the sources do not have',
  'name-not-in-source': 'a name that the sources do not have',
  'link-not-in-source': 'a link or an address that came from no source and no editor',
  'claims-experience': 'machine text says “I” or “we”, or claims to have tried something',
  hype: 'machine text praises, teases, exclaims, or asks where only the letter may',
  'too-long': 'a heading, sentence, blurb or letter of the machine is longer than it may be',
  repeats: 'the blurb says again what its quote says, or blocks sound alike',
  'role-swapped': 'reading it over, the model found who did what to whom turned around',
  'source-incomplete': 'too little was captured to prove the words',
  'bad-answer': 'the model answered nothing usable, or markup',
  budget: 'the call did not fit into what was left of the budget',
} satisfies Record<RejectCode, string>;

export const DROP_REASONS = {
  'off-topic': 'not about what `about:` says',
  'round-up': 'a list of links, a digest or an aggregator’s page: it raises the stories that it links to',
  promotion: 'an advertisement',
  'job-ad': 'an offer of work',
  notice: 'an entry of a status page',
  backlog: 'an old page to which its feed gave a new date',
  repeats: 'tells nearly what a chosen story tells',
  muted: '`mutes` of editor.yaml name its source, site or page',
  'told-before': 'a past issue told it, and there is no news',
  'outside-window':
    'not of the issue’s days; at present nothing is given this reason, since such items are not looked at',
  'no-text': 'nothing of it could be quoted',
  'source-limit': 'its source has as many blocks as `limits.perSource` allows',
  'domain-limit': 'its site has as many blocks as `limits.perDomain` allows',
  'no-room': 'good enough, but the slots were full',
  'link-only': 'of a private source, or its page reserved its rights',
} satisfies Record<DropReason, string>;

export const EXIT_CODES: Record<number, string> = {
  0: 'also from `draft` whenever it wrote `issue.md`, and from `run` where another run is at work',
  1: '`check`, `approve`, `publish`, `archive`: the issue does not hold; `status`: a source is sick or the last run failed; `sources check`: a source failed; `doctor`: something must be mended',
  2: 'the message names the option, or file, line and column',
  3: '`crawl`: no source at all; `draft`, `stories`: nor was anything of those days stored before; `import`, `inspect`: nothing could be read',
  4: 'never from `draft`, which goes on without the model',
  70: 'please report it; `--verbose` shows where',
  75: 'wait for it, or try again later',
};

export const EMAIL_RULES = {
  size: 'the HTML comes near the size at which Gmail cuts a message, or over it',
  picture: 'a picture is missing, too large, or of a kind that mail clients do not show',
  'alt-text': 'a picture has no description',
  'link-length': 'a link is too long for some clients',
  footer: 'no postal address, or no way to unsubscribe',
  'text-part': 'the text part is empty',
  contrast: 'a colour of `theme:` could not be read and was replaced',
  archive: 'the archive’s page of the issue lacks a name or a public link, or a correction has the wrong day',
} satisfies Record<RenderProblem['rule'], string>;

/** The members of a union of words in types.ts. */
export function unionOf(name: string): string[] {
  const types = readFileSync(join(SRC, 'types.ts'), 'utf8');
  const members = new RegExp(`export type ${name} =([^;]+);`).exec(types)?.[1]?.match(/'([a-z-]+)'/g) ?? [];
  return members.map((member) => member.slice(1, -1));
}

/** Which exit codes there are, as `--help` says them. */
export function exitCodes(): [code: number, means: string][] {
  const said = /Exit codes: ([\s\S]+?)`;/.exec(readFileSync(join(SRC, 'commands/main.ts'), 'utf8'))?.[1] ?? '';
  const found = [...said.matchAll(/(\d+) ([^,.]+)/g)];
  return found
    .map(([, number, means]): [number, string] => [Number(number), String(means).trim()])
    .sort(([a], [b]) => a - b);
}

const wordTable = (words: Record<string, string>, names: string[]) =>
  table(
    ['', 'means'],
    names.map((name) => [code(name), words[name] ?? '']),
  );

export const rejectTable = (): string => wordTable(REJECT_CODES, unionOf('RejectCode'));
export const dropTable = (): string => wordTable(DROP_REASONS, unionOf('DropReason'));
export const termTable = (): string => wordTable(SCORE_TERMS, Object.keys(SCORE_TERMS));
export const ruleTable = (): string => wordTable(EMAIL_RULES, Object.keys(EMAIL_RULES));
export const exitTable = (): string =>
  table(
    ['', 'means', ''],
    exitCodes().map(([number, means]) => [String(number), means, EXIT_CODES[number] ?? '']),
  );
