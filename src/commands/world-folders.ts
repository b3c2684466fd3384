/** The folders that a worker is given, and the workspaces in them. */
import { basename, dirname, join } from 'node:path';
import type { Files } from '../types.ts';

/** What people write where no shell fills it in, as in a unit of systemd. */
const ALL = '*';
const NEWSLETTER = 'newsletter.yaml';

export interface GivenFolder {
  dir: string;
  /** The operator says that it is a workspace, or holds some. Else it is where the command was started, and counts where it is one itself. */
  named: boolean;
}

/** The workspaces of these folders, each once: a folder that is one, or those right in a named folder that is none; and the named folders without any. */
export async function workspacesIn(
  given: GivenFolder[],
  files: (dir: string) => Files,
): Promise<{ workspaces: string[]; empty: string[] }> {
  const workspaces = new Set<string>();
  const empty = new Set<string>();
  for (const { dir, named } of given) {
    const inner = await (named ? within(dir, files) : itself(dir, files));
    for (const one of inner) workspaces.add(one);
    if (inner.length === 0 && named) empty.add(dir);
  }
  return { workspaces: [...workspaces], empty: [...empty] };
}

async function itself(dir: string, files: (dir: string) => Files): Promise<string[]> {
  return (await isWorkspace(files(dir))) ? [dir] : [];
}

async function within(dir: string, files: (dir: string) => Files): Promise<string[]> {
  const all = basename(dir) === ALL;
  if (!all && (await isWorkspace(files(dir)))) return [dir];
  const top = all ? dirname(dir) : dir;
  // what is no folder holds none
  const names = await files(top)
    .list('.')
    .catch(() => []);
  const inner: string[] = [];
  for (const name of names) if (await isWorkspace(files(join(top, name)))) inner.push(join(top, name));
  return inner;
}

/** A file among the folders is none. */
export async function isWorkspace(files: Files): Promise<boolean> {
  return (await files.size(NEWSLETTER).catch(() => undefined)) !== undefined;
}
