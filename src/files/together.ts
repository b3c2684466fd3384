/**
 * Several files written as one: all beside, then a note of what is to be renamed, then the renames. A process that is killed before
 * the note has changed nothing; after it, whoever opens the workspace next ends the work.
 */
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { sha256 } from '../text/hash.ts';
import { codeOf } from './explain.ts';
import { isAbandoned, STAMP, stamp } from './life.ts';
import { moveInto, writeBeside } from './write.ts';

/** One rename to come. Paths are relative to the workspace, which may be moved; `before` is the target's hash, '' where there is none. */
interface Step {
  beside: string;
  target: string;
  before: string;
}
const NOTE = new RegExp(`^together-${STAMP.source}\\.json$`);

/** Writes all of the files, given by their place on the disk, or none of them. */
export async function writeTogether(
  root: string,
  state: string,
  files: [target: string, text: string][],
): Promise<void> {
  const steps: Step[] = [];
  const note = join(state, `together-${stamp()}.json`);
  try {
    for (const [target, text] of files) {
      const beside = await writeBeside(target, text);
      steps.push({ beside: relative(root, beside), target: relative(root, target), before: hashOf(target) });
    }
    await moveInto(await writeBeside(note, JSON.stringify(steps)), note);
  } catch (error) {
    for (const { beside } of steps) await rm(resolve(root, beside), { force: true });
    throw error;
  }
  // from here on it is decided: a failure leaves the note, and the next run ends the work
  for (const { beside, target } of steps) await moveInto(resolve(root, beside), resolve(root, target));
  await rm(note, { force: true });
}

/**
 * Ends what a killed process had decided. A file that a person has changed since stays as it is, and so do the others of its set: the
 * editor's words come before ours.
 */
export function finishTogether(root: string, state: string): void {
  for (const name of namesIn(state)) {
    // the living end their own work
    if (!NOTE.test(name) || !isAbandoned(name)) continue;
    const note = join(state, name);
    const steps = readSteps(note).filter(({ beside }) => existsSync(resolve(root, beside)));
    const untouched = steps.every(({ target, before }) => hashOf(resolve(root, target)) === before);
    for (const { beside, target } of steps) {
      if (untouched) renameSync(resolve(root, beside), resolve(root, target));
      else rmSync(resolve(root, beside), { force: true });
    }
    rmSync(note, { force: true });
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
    throw error;
  }
}

function readSteps(note: string): Step[] {
  try {
    return JSON.parse(readFileSync(note, 'utf8')) as Step[];
  } catch {
    // not ours, or gone meanwhile
    return [];
  }
}

function hashOf(path: string): string {
  try {
    return sha256(readFileSync(path));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return '';
    throw error;
  }
}
