/** What the desk remembers beside the files: the way back, and which links were opened. Losing it loses nothing else. */
import { z } from 'zod';
import { applied, type Hunk, hunksBetween, reversed } from '../../text/hunks.ts';
import { memo } from '../../text/memo.ts';
import type { Files, Iso } from '../../types.ts';

const hunk = z.object({ at: z.number().int().min(0), cut: z.string(), put: z.string() });
const entry = z.object({
  did: z.string(),
  at: z.string(),
  /** `elsewhere`: somebody else wrote between two changes of the desk; `gone`: undone, and then something else was done. */
  state: z.enum(['done', 'undone', 'gone', 'elsewhere']),
  files: z.record(z.string(), z.array(hunk)),
});
const historySchema = z.object({
  version: z.literal(1),
  opened: z.array(z.string()),
  /** Each file after the last entry, undoing aside: what the entries lead to. */
  texts: z.record(z.string(), z.string()),
  entries: z.array(entry),
});
export type History = z.output<typeof historySchema>;
type Entry = History['entries'][number];

/** Entries that are kept, and characters of them. */
const MOST = 200;
const MOST_CHARACTERS = 4_000_000;
/** Links that are kept. */
const MOST_OPENED = 2000;
/** Milliseconds in which words that go on where the last ones ended are one change. */
const ONE_GO = 10_000;

const NOTHING: History = { version: 1, opened: [], texts: {}, entries: [] };

/** Where the history of an issue is, relative to the workspace. */
export function historyPath(number: number): string {
  return `.pullquote/desk/${String(number).padStart(3, '0')}.json`;
}

const parse = memo((text): History => {
  try {
    return historySchema.parse(JSON.parse(text));
  } catch {
    // written by another version, or broken: only the way back is lost
    return NOTHING;
  }
}, 4);

/** Reads the history of an issue; an empty one where there is none that can be read. Not to be changed in place. */
export async function readHistory(files: Files, number: number): Promise<History> {
  const text = await files.read(historyPath(number));
  return text === undefined ? NOTHING : parse(text);
}

export function formatHistory(history: History): string {
  return `${JSON.stringify(history)}\n`;
}

/** One file that a change wrote. */
export interface Written {
  path: string;
  before: string;
  after: string;
}

/** The history with one more change. What was undone before can't be done again any more. */
export function recorded(history: History, change: { did: string; at: Iso; files: Written[] }): History {
  const files = change.files.filter(({ before, after }) => before !== after);
  if (files.length === 0) return history;
  const texts = { ...history.texts, ...Object.fromEntries(files.map(({ path, after }) => [path, after])) };
  const hunks = Object.fromEntries(files.map(({ path, before, after }) => [path, hunksBetween(before, after)]));
  const next: Entry = { did: change.did, at: change.at, state: 'done', files: hunks };
  const foreign = elsewhere(history, change.at, files);
  const entries = history.entries.map((each) => (each.state === 'undone' ? { ...each, state: 'gone' as const } : each));
  const last = entries.at(-1);
  const joined = last && !foreign && goesOn(last, next) ? joinedEntry(last, next) : undefined;
  if (joined) entries[entries.length - 1] = joined;
  else entries.push(...(foreign ? [foreign] : []), next);
  return { ...history, texts, entries: newest(entries) };
}

/** What was written beside the desk since its last change, so that the entries still lead from one text to the next. */
function elsewhere({ texts }: History, at: Iso, files: Written[]): Entry | undefined {
  const changed = files.flatMap(({ path, before }) => {
    const known = texts[path];
    return known === undefined || known === before ? [] : [[path, hunksBetween(known, before)] as const];
  });
  return changed.length
    ? { did: 'changed elsewhere', at, state: 'elsewhere', files: Object.fromEntries(changed) }
    : undefined;
}

/** Typing: more words right behind the last ones, soon after them. */
function goesOn(last: Entry, next: Entry): boolean {
  const [was, now] = [onlyHunk(last), onlyHunk(next)];
  if (!was || !now || was.path !== now.path || last.did !== next.did || last.state !== 'done') return false;
  const soon = Date.parse(next.at) - Date.parse(last.at) < ONE_GO;
  const line = was.hunk.put.trimEnd();
  return (
    soon && was.hunk.at === now.hunk.at && now.hunk.cut === was.hunk.put && line !== '' && now.hunk.put.startsWith(line)
  );
}

function onlyHunk({ files }: Entry): { path: string; hunk: Hunk } | undefined {
  const [first, ...more] = Object.entries(files);
  const [path, hunks] = first ?? [];
  return path && hunks?.length === 1 && hunks[0] && more.length === 0 ? { path, hunk: hunks[0] } : undefined;
}

function joinedEntry(last: Entry, next: Entry): Entry | undefined {
  const [was, now] = [onlyHunk(last), onlyHunk(next)];
  return was && now && { ...last, files: { [was.path]: [{ ...was.hunk, put: now.hunk.put }] } };
}

function newest(entries: Entry[]): Entry[] {
  let characters = 0;
  const kept = entries.slice(-MOST).findLastIndex(({ files }) => {
    for (const hunks of Object.values(files)) for (const { cut, put } of hunks) characters += cut.length + put.length;
    return characters > MOST_CHARACTERS;
  });
  return entries.slice(-MOST).slice(kept + 1);
}

/** The index of the change that undoing takes back, or -1. */
export function toUndo({ entries }: History): number {
  return entries.findLastIndex(({ state }) => state === 'done');
}

/** The index of the change that redoing does again, or -1. */
export function toRedo({ entries }: History): number {
  return entries.findIndex(({ state }) => state === 'undone');
}

/** The texts of a change's files before and after it; undefined where the entries do not lead there. */
export function textsAround({ texts, entries }: History, index: number): Written[] | undefined {
  const found: Written[] = [];
  for (const path of Object.keys(entries[index]?.files ?? {})) {
    let after = texts[path];
    for (const { files } of entries.slice(index + 1).toReversed())
      after = after === undefined ? undefined : applied(reversed(files[path] ?? []), after);
    const before = after === undefined ? undefined : applied(reversed(entries[index]?.files[path] ?? []), after);
    if (after === undefined || before === undefined) return undefined;
    found.push({ path, before, after });
  }
  return found;
}

/** The history with one change undone or done again. */
export function turned(history: History, index: number, state: 'done' | 'undone'): History {
  return { ...history, entries: history.entries.map((each, i) => (i === index ? { ...each, state } : each)) };
}

/** The history with a link that the editor opened. */
export function withOpened(history: History, url: string): History {
  return { ...history, opened: [...new Set([...history.opened, url])].slice(-MOST_OPENED) };
}
