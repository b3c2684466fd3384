/** Writing so that a file is its old self or its new self, never half of it: beside, flushed, then renamed (POSIX rename is atomic). */
import { readdirSync, rmSync } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { codeOf } from './explain.ts';
import { isAbandoned, STAMP, stamp } from './life.ts';

const BESIDE = new RegExp(`^\\..+\\.${STAMP.source}\\.tmp$`);

/** Writes the text beside `target` and onto the disk; gives the path. What an earlier, dead process left beside it is cleaned up. */
export async function writeBeside(target: string, text: string): Promise<string> {
  await mkdir(dirname(target), { recursive: true });
  removeLeftovers(target);
  const beside = join(dirname(target), `.${basename(target)}.${stamp()}.tmp`);
  try {
    const file = await open(beside, 'wx', await modeOf(target));
    try {
      await file.writeFile(text, 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    return beside;
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** Puts a file written beside in its place, and makes sure that the folder remembers. */
export async function moveInto(beside: string, target: string): Promise<void> {
  try {
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  await syncFolder(dirname(target));
}

/** Whether a name in a folder is one of `writeBeside`: never part of a workspace. */
export function isLeftover(name: string): boolean {
  return BESIDE.test(name);
}

/** Flushes a folder's list of names. Some systems cannot open a folder; they do it themselves. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP'].includes(codeOf(error) ?? '')) throw error;
  }
}

async function modeOf(target: string): Promise<number> {
  try {
    return (await stat(target)).mode & 0o777;
  } catch {
    return 0o666;
  }
}

function removeLeftovers(target: string): void {
  const folder = dirname(target);
  const start = `.${basename(target)}.`;
  for (const name of readdirSync(folder)) {
    if (isLeftover(name) && name.startsWith(start) && isAbandoned(name.slice(start.length)))
      rmSync(join(folder, name), { force: true });
  }
}
