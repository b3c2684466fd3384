/** A workspace's files: the only writer of them. */
import { readdir, readFile, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { UserError } from '../errors.ts';
import type { Files } from '../types.ts';
import { codeOf, explain, inWords } from './explain.ts';
import { takeLock } from './lock.ts';
import { locate } from './path.ts';
import { finishTogether, writeTogether } from './together.ts';
import { isLeftover, moveInto, writeBeside } from './write.ts';

/** What is kept of a workspace but is no part of it. */
const STATE = '.pullquote';

/**
 * The files of the workspace at `root`, which need not exist yet. Paths are relative to it and may not lead out of it. What a killed run
 * had decided to write is written first. Every method throws UserError where the disk refuses.
 */
export function openFiles(root: string): Files {
  const top = resolve(root);
  const at = (path: string) => {
    finishWork(top);
    return locate(top, path);
  };
  finishWork(top);
  return {
    root: top,
    read: (path) => inWords(path, () => readText(at(path), path)),
    write: (path, text) => inWords(path, () => writeText(at(path), text)),
    writeTogether: (files) => {
      const names = files.map(([path]) => path).join(', ');
      return inWords(names, () =>
        writeTogether(
          at('.'),
          at(STATE),
          files.map(([path, text]) => [at(path), text]),
        ),
      );
    },
    list: (path) => inWords(path, () => listNames(at(path))),
    remove: (path) => inWords(path, () => rm(at(path), { force: true })),
    size: (path) => inWords(path, () => sizeOf(at(path))),
    free: () => inWords(top, () => freeBytes(top)),
    locked: async (what, work, waitMs = 0) => locked(at(join(STATE, 'lock')), what, work, waitMs),
  };
}

function finishWork(root: string): void {
  try {
    finishTogether(locate(root, '.'), locate(root, STATE));
  } catch (error) {
    throw explain(error, join(root, STATE));
  }
}

async function writeText(full: string, text: string): Promise<void> {
  await moveInto(await writeBeside(full, text), full);
}

/** UTF-8, without a byte order mark; undefined where there is no such file. */
async function readText(full: string, path: string): Promise<string | undefined> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(full);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UserError(`${path} is not UTF-8 text: save it again in that encoding`);
  }
}

/** The names in a folder, in order; none where there is no such folder. */
async function listNames(full: string): Promise<string[]> {
  try {
    return (await readdir(full)).filter((name) => !isLeftover(name)).sort();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

async function sizeOf(full: string): Promise<number | undefined> {
  try {
    const found = await stat(full);
    return found.isFile() ? found.size : undefined;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** On the disk of the nearest folder that exists, as this user may use them. */
async function freeBytes(folder: string): Promise<number> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || dirname(folder) === folder) throw error;
    return freeBytes(dirname(folder));
  }
}

/** The lock is given back however the work ends; after a kill the next run takes it over. */
async function locked<T>(lock: string, what: string, work: () => Promise<T>, waitMs: number): Promise<T> {
  const giveBack = await taken(lock, what, waitMs);
  try {
    return await work();
  } finally {
    giveBack();
  }
}

/** How often a lock that another run holds is looked at, in milliseconds. */
const LOOK = 25;

async function taken(lock: string, what: string, waitMs: number): Promise<() => void> {
  for (let left = waitMs; ; left -= LOOK) {
    try {
      return takeLock(lock, what);
    } catch (error) {
      if (!(error instanceof UserError) || left <= 0) throw explain(error, lock);
    }
    await setTimeout(Math.min(LOOK, left));
  }
}
