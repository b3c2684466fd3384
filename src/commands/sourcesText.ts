/** What the `sources` commands say to people. */
import type { ListedSource } from '../actions/sources.ts';
import type { AddedSource } from '../actions/sourcesAdd.ts';
import type { CheckedSource } from '../actions/sourcesCheck.ts';
import type { ImportedList } from '../actions/sourcesOpml.ts';
import { clip, plural, table } from './print.ts';
import { printable } from './report.ts';

const LONG = 70;
/** Columns of an address, so that a whole list fits a wide terminal. */
const ADDRESS = 60;
const ID = 32;
/** From so many words on an entry is the whole piece, not a teaser. */
const FULL_TEXT = 120;
const MOST_OTHERS = 8;

/** The list as a table that fits a terminal of so many columns; what is wrong with a source stands in full below. */
export function listText(sources: ListedSource[], columns: number | undefined): string {
  if (sources.length === 0) return 'No source yet: `pullquote sources add URL` adds one.';
  const rows = sources.map((source) => {
    const { id, kind, name, address, weight, tags, itemsAWeek, lastSuccessAt } = source;
    return [
      ...[short(id, columns), kind, clip(printable(name), 30), clip(address, ADDRESS), String(weight), tags.join(', ')],
      ...[itemsAWeek === undefined ? '' : String(itemsAWeek), lastSuccessAt?.slice(0, 10) ?? '', shortState(source)],
    ];
  });
  const head = ['id', 'kind', 'name', 'address', 'weight', 'tags', 'a week', 'last success', 'state'];
  // what stands in sources.yaml is left out first
  const list = table(rows, head, { columns, leaveOut: [3, 2, 5, 4, 1, 7, 6] });
  const told = sources.filter(({ failuresInARow, movedTo }) => failuresInARow > 0 || movedTo !== undefined);
  const below = told.length > 0 ? ['', ...told.map(({ id, state }) => printable(`${id}: ${state}`))] : [];
  return [list, ...below, '', `${plural(sources.length, 'source')}.`].join('\n');
}

/** Ids are cut on a terminal alone: a script, or who searches, wants them whole. */
function short(id: string, columns: number | undefined): string {
  return columns === undefined ? id : clip(id, ID);
}

function shortState({ state, failuresInARow, movedTo }: ListedSource): string {
  if (failuresInARow > 0) return state.split(':')[0] ?? '';
  return movedTo === undefined ? state : 'moved';
}

export function addedText({ outcome, source, line, yaml, entries, newest, others, notes }: AddedSource): string {
  const lines: string[] = [];
  if (outcome === 'there') lines.push(`Already there: ${source.name} (${source.id}) in line ${line} of sources.yaml.`);
  else lines.push(`${outcome === 'added' ? 'Added as' : 'Would be'} line ${line} of sources.yaml:`, `  ${yaml}`);
  if (entries !== undefined && outcome !== 'there')
    lines.push(`${source.name}: ${plural(entries, 'entry', 'entries')}.`);
  if (newest) {
    const day = newest.publishedAt ? ` of ${newest.publishedAt.slice(0, 10)}` : '';
    lines.push(`The newest${day}: ${clip(newest.title, 120) || '(no title)'}`, `  ${newest.url}`);
  }
  if (others.length > 0) lines.push('The page also offers:');
  for (const { url, title } of others.slice(0, MOST_OTHERS))
    lines.push(`  ${url}${title ? ` (${clip(title, LONG)})` : ''}`);
  for (const note of notes) lines.push(`Note: ${oneLine(note)}.`);
  return lines.join('\n');
}

export function checkedText(sources: CheckedSource[], columns: number | undefined): string {
  if (sources.length === 0) return 'No source was checked: none is enabled.';
  const rows = sources.map((source) => [
    ...[
      short(source.id, columns),
      source.ok ? 'ok' : 'failed',
      String(source.entries),
      source.newestAt?.slice(0, 10) ?? '',
    ],
    ...[source.itemsAWeek === undefined ? '' : String(source.itemsAWeek), lengthOf(source), noteOf(source)],
  ]);
  const head = ['id', '', 'entries', 'newest', 'a week', 'an entry has', ''];
  const edits = sources.flatMap(({ edit, id, movedTo }) => (movedTo ? [edit ?? `${id} moved to ${movedTo}`] : []));
  const failed = failedText(sources);
  return [
    table(rows, head, { columns, leaveOut: [4, 3] }),
    '',
    ...(failed === '' ? [] : [failed, '']),
    `${plural(sources.length, 'source')} checked, ${sources.filter(({ ok }) => !ok).length} failed.`,
    ...(edits.length > 0 ? ['', 'Moved:', ...edits.map((edit) => `  ${edit}`)] : []),
  ].join('\n');
}

/** Why each source that failed did so, a line each. */
export function failedText(sources: CheckedSource[]): string {
  return sources
    .flatMap(({ id, error }) => (error === undefined ? [] : [`failed: ${id}: ${oneLine(error)}`]))
    .join('\n');
}

function lengthOf({ kind, words }: CheckedSource): string {
  if (words === undefined) return '';
  const count = plural(words, 'word');
  if (kind !== 'feed' && kind !== 'json' && kind !== 'page') return count;
  return `${count}, ${words >= FULL_TEXT ? 'full text' : words > 0 ? 'teaser' : 'titles alone'}`;
}

function noteOf({ silentSince, warnings, dollars }: CheckedSource): string {
  const silent = silentSince === undefined ? [] : [`silent since ${silentSince.slice(0, 10)}`];
  const cost = dollars === undefined ? [] : [`cost $${dollars.toFixed(3)}`];
  return clip([...silent, ...cost, ...warnings.slice(0, 2).map(oneLine)].join('; '), 160);
}

export function importedText({ title, added, there, leftOut, notes }: ImportedList, dryRun: boolean): string {
  const from = title ? ` from “${title}”` : '';
  const lines = [`${dryRun ? 'Would add' : 'Added'} ${plural(added.length, 'source')}${from} to sources.yaml.`];
  for (const { name, url } of added) lines.push(`  + ${clip(name, LONG)}  ${url}`);
  if (there.length > 0) lines.push(`There already: ${there.length}.`);
  for (const { name, id } of there) lines.push(`  = ${clip(name, LONG)}${id ? ` (${id})` : ''}`);
  if (leftOut.length > 0) lines.push(`Left out: ${leftOut.length}.`);
  for (const { name, reason } of leftOut) lines.push(`  - ${clip(oneLine(name), LONG)}: ${clip(oneLine(reason), 160)}`);
  for (const note of notes) lines.push(`Note: ${oneLine(note)}.`);
  if (added.length > 0 && !dryRun) lines.push('', 'Next: `pullquote sources check` fetches each once.');
  return lines.join('\n');
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
}
