/** What the `sources` commands say to people. */
import type { ListedSource } from '../actions/sources.ts';
import type { AddedSource } from '../actions/sourcesAdd.ts';
import type { CheckedSource } from '../actions/sourcesCheck.ts';
import type { ImportedList } from '../actions/sourcesOpml.ts';
import { clip, plural, table } from './print.ts';

const LONG = 70;
/** From so many words on an entry is the whole piece, not a teaser. */
const FULL_TEXT = 120;
const MOST_OTHERS = 8;

export function listText(sources: ListedSource[]): string {
  if (sources.length === 0) return 'No source yet: `pullquote sources add URL` adds one.';
  const rows = sources.map(({ id, kind, name, address, weight, tags, itemsAWeek, lastSuccessAt, state }) => [
    ...[id, kind, clip(name, 30), clip(address, LONG), String(weight), tags.join(', ')],
    ...[
      itemsAWeek === undefined ? '' : String(itemsAWeek),
      lastSuccessAt?.slice(0, 10) ?? '',
      clip(oneLine(state), 100),
    ],
  ]);
  const head = ['id', 'kind', 'name', 'address', 'weight', 'tags', 'a week', 'last success', 'state'];
  return `${table(rows, head)}\n\n${plural(sources.length, 'source')}.`;
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

export function checkedText(sources: CheckedSource[]): string {
  if (sources.length === 0) return 'No source was checked: none is enabled.';
  const rows = sources.map((source) => [
    ...[source.id, source.ok ? 'ok' : 'failed', String(source.entries), source.newestAt?.slice(0, 10) ?? ''],
    ...[source.itemsAWeek === undefined ? '' : String(source.itemsAWeek), lengthOf(source), noteOf(source)],
  ]);
  const failed = sources.filter(({ ok }) => !ok).length;
  const edits = sources.flatMap(({ edit, id, movedTo }) => (movedTo ? [edit ?? `${id} moved to ${movedTo}`] : []));
  return [
    table(rows, ['id', '', 'entries', 'newest', 'a week', 'an entry', '']),
    '',
    `${plural(sources.length, 'source')} checked, ${failed} failed.`,
    ...(edits.length > 0 ? ['', 'Moved:', ...edits.map((edit) => `  ${edit}`)] : []),
  ].join('\n');
}

function lengthOf({ kind, words }: CheckedSource): string {
  if (words === undefined) return '';
  const count = plural(words, 'word');
  if (kind !== 'feed' && kind !== 'json' && kind !== 'page') return count;
  return `${count}, ${words >= FULL_TEXT ? 'full text' : words > 0 ? 'teaser' : 'titles alone'}`;
}

function noteOf({ error, silentSince, warnings, dollars }: CheckedSource): string {
  if (error !== undefined) return oneLine(error);
  const silent = silentSince === undefined ? [] : [`silent since ${silentSince.slice(0, 10)}`];
  const cost = dollars === undefined ? [] : [`cost $${dollars.toFixed(3)}`];
  return clip([...silent, ...cost, ...warnings.slice(0, 2).map(oneLine)].join('; '), 160);
}

export function importedText({ title, added, there, leftOut }: ImportedList, dryRun: boolean): string {
  const from = title ? ` from “${title}”` : '';
  const lines = [`${dryRun ? 'Would add' : 'Added'} ${plural(added.length, 'source')}${from} to sources.yaml.`];
  for (const { name, url } of added) lines.push(`  + ${clip(name, LONG)}  ${url}`);
  if (there.length > 0) lines.push(`There already: ${there.length}.`);
  for (const { name, id } of there) lines.push(`  = ${clip(name, LONG)}${id ? ` (${id})` : ''}`);
  if (leftOut.length > 0) lines.push(`Left out: ${leftOut.length}.`);
  for (const { name, reason } of leftOut) lines.push(`  - ${clip(oneLine(name), LONG)}: ${clip(oneLine(reason), 160)}`);
  if (added.length > 0 && !dryRun) lines.push('', 'Next: `pullquote sources check` fetches each once.');
  return lines.join('\n');
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').trim();
}
