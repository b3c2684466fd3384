/** One run at a time in a workspace: a file that says who runs. A dead process's lock is taken over; exactly one taker wins. */
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../errors.ts';
import { shortHash } from '../text/hash.ts';
import { codeOf } from './explain.ts';
import { bornAt, isAbandoned, isRunning, stamp } from './life.ts';

/** How disks say that they have no hard links. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);
/** Another run holds the lock (`EX_TEMPFAIL` of sysexits.h: try again later). */
const EXIT_LOCKED = 75;

interface Holder {
  pid: number;
  host: string;
  /** When the process began, as people read it. */
  since: string;
  /** When it began, as its system counts it, where it can be known: process numbers are used again. */
  born: string;
  what: string;
  /** Two locks never have the same content. */
  id: string;
}

/**
 * Takes the lock at `path` for `what` (the command). Gives the function that gives it back. Throws UserError with exit code 75 where a
 * living process holds it, or one on another host, whose life cannot be seen from here.
 */
export function takeLock(path: string, what: string): () => void {
  mkdirSync(dirname(path), { recursive: true });
  const own = JSON.stringify(myself(what));
  const holder = claim(path, own);
  if (holder) throw new UserError(heldBy(holder, path), EXIT_LOCKED);
  removeRemains(path);
  return () => {
    if (readOrNothing(path) === own) rmSync(path, { force: true });
  };
}

/**
 * Puts `own` at `path`, or gives the living holder that is in the way. To link a finished file is atomic and fails where one stands. A
 * dead holder's file is replaced by whoever first claims the right to that very file: a second lock, named after its content, taken in
 * the same way.
 */
function claim(path: string, own: string): Holder | undefined {
  const beside = `${path}.${stamp()}.claim`;
  try {
    writeFileSync(beside, own);
    for (;;) {
      if (linked(beside, path)) return undefined;
      const found = readOrNothing(path);
      if (found === undefined) continue;
      const holder = parse(found);
      if (holder && isAlive(holder)) return holder;
      const right = `${path}.${shortHash(found)}`;
      const rival = claim(right, own);
      if (rival) return rival;
      try {
        // a rival may have been here before and given the right back: only the file that was seen dead is replaced
        if (readOrNothing(path) !== found) continue;
        renameSync(beside, path);
        return undefined;
      } finally {
        rmSync(right, { force: true });
      }
    }
  } finally {
    rmSync(beside, { force: true });
  }
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (!NO_LINKS.has(codeOf(error) ?? '')) throw error;
  }
  return copied(from, to);
}

/** For disks that have no links: as exclusive, but for a moment the file is empty. */
function copied(from: string, to: string): boolean {
  try {
    writeFileSync(to, readFileSync(from), { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** What processes that were killed while they took the lock left beside it: claims, and rights to replace a dead one's. */
function removeRemains(path: string): void {
  const start = `${basename(path)}.`;
  for (const name of readdirSync(dirname(path))) {
    if (!name.startsWith(start)) continue;
    const rest = join(dirname(path), name);
    const holder = name.endsWith('.claim') ? undefined : parse(readOrNothing(rest) ?? '');
    if (name.endsWith('.claim') ? isAbandoned(name) : holder && !isAlive(holder)) rmSync(rest, { force: true });
  }
}

function myself(what: string): Holder {
  const since = new Date(performance.timeOrigin).toISOString().replace(/\.\d+Z$/, 'Z');
  return { pid: process.pid, host: hostname(), since, born: bornAt(process.pid), what, id: stamp() };
}

/** One on another host may be: its processes cannot be seen from here. */
function isAlive({ pid, host, born }: Holder): boolean {
  return host !== hostname() || isRunning(pid, born);
}

function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ESRCH') return undefined;
    throw error;
  }
}

/** Undefined for a file that no run of ours wrote: it holds nothing. */
function parse(text: string): Holder | undefined {
  try {
    const { pid, host, since, born, what, id } = JSON.parse(text) as Partial<Holder>;
    if (typeof pid !== 'number' || typeof host !== 'string' || typeof born !== 'string') return undefined;
    return { pid, host, born, since: String(since), what: String(what), id: String(id) };
  } catch {
    return undefined;
  }
}

function heldBy({ pid, host, since, what }: Holder, path: string): string {
  const here = host === hostname();
  const wayOut = here
    ? 'wait until it is done'
    : `wait until it is done; if ${host} is not running it any more, delete ${path}`;
  return `\`pullquote ${what}\` holds this workspace (process ${pid} on ${host}, running since ${since}): ${wayOut}`;
}
