/** The starter list of sources, or the part of it that somebody chose. */
import { isMap, isSeq, parseDocument } from 'yaml';
import { emptyList } from '../config/sourcesFile.ts';
import { UserError } from '../errors.ts';
import type { SourceChoice } from './initAnswers.ts';
import { importOpml } from './sourcesOpml.ts';

/** A tag of the starter list. */
export interface Group {
  tag: string;
  /** How many sources have it. */
  count: number;
  /** Some of their names. */
  names: string[];
}
interface Entry {
  tags: string[];
  name: string;
  /** The lines that it stands on, from 0. */
  lines: [first: number, last: number];
}
/** A heading of the starter list. */
const HEADING = /^# ── /;
const SHOWN = 3;

/** The tags of the starter list, in the order in which they appear. */
export function groupsOf(starter: string): Group[] {
  const groups = new Map<string, Group>();
  for (const { tags, name } of entriesOf(starter))
    for (const tag of tags) {
      const group = groups.get(tag) ?? { tag, count: 0, names: [] };
      group.count++;
      if (group.names.length < SHOWN) group.names.push(name);
      groups.set(tag, group);
    }
  return [...groups.values()];
}

/** The text of sources.yaml for a choice, and notes on what of a list was left out. Throws UserError for a tag that no source has, or where the list is no OPML. */
export async function chooseSources(starter: string, choice: SourceChoice): Promise<{ text: string; notes: string[] }> {
  if (choice === 'all') return { text: starter, notes: [] };
  if (choice === 'none') return { text: emptied(starter), notes: [] };
  if ('tags' in choice) return { text: tagged(starter, choice.tags), notes: [] };
  let text = emptied(starter);
  const memory = {
    locked: <T>(_: string, work: () => Promise<T>) => work(),
    read: async () => text,
    write: async (_: string, written: string) => {
      text = written;
    },
  };
  const { added, leftOut, notes } = await importOpml({ files: memory }, choice.opml);
  if (added.length === 0) throw new UserError('the list has no feed in it that could be taken.');
  return { text, notes: [...leftOut.map(({ name, reason }) => `left out ${name}: ${reason}`), ...notes] };
}

/** The remarks at the top alone, and an empty list. */
function emptied(starter: string): string {
  const lines = starter.split('\n');
  const head = lines.slice(
    0,
    lines.findIndex((line) => HEADING.test(line)),
  );
  return emptyList(`${head.join('\n').trimEnd()}\n\n`) as string;
}

/** The sources with one of the tags, below their headings; a heading without any goes with its remarks. */
function tagged(starter: string, tags: string[]): string {
  const entries = entriesOf(starter);
  const known = new Set(entries.flatMap((entry) => entry.tags));
  const unknown = tags.filter((tag) => !known.has(tag));
  if (unknown.length > 0)
    throw new UserError(
      `--sources: no source of the starter list is tagged ${unknown.join(', ')}. Its tags: ${[...known].join(', ')}; or give all, none, or an OPML file.`,
    );
  const kept = entries.filter((entry) => entry.tags.some((tag) => tags.includes(tag)));
  const dropped = new Set(entries.filter((entry) => !kept.includes(entry)).flatMap(({ lines }) => range(lines)));
  const lines = starter.split('\n');
  const starts = [...lines.keys()].filter((i) => HEADING.test(lines[i] as string));
  const sections = starts.map((first, i): [number, number] => [first, (starts[i + 1] ?? lines.length) - 1]);
  for (const [first, last] of sections)
    if (!kept.some((entry) => entry.lines[0] > first && entry.lines[0] <= last))
      for (const line of range([first, last])) dropped.add(line);
  const text = lines.filter((_, i) => !dropped.has(i)).join('\n');
  return `${text.trimEnd()}\n`;
}

function range([first, last]: [number, number]): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

function entriesOf(starter: string): Entry[] {
  const { contents } = parseDocument(starter);
  if (!isSeq(contents)) return [];
  const lineAt = (offset: number) => starter.slice(0, offset).split('\n').length - 1;
  return contents.items
    .filter((item) => isMap(item))
    .map((item) => {
      const { tags = [], name, kind } = item.toJSON() as { tags?: string[]; name?: string; kind: string };
      const [start = 0, end = 0] = item.range ?? [];
      return { tags, name: name ?? kind, lines: [lineAt(start), lineAt(end)] };
    });
}
