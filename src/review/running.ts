/** What takes its time, here or in another command, so that every page can say so. */
import { hostname } from 'node:os';
import type { Files } from '../types.ts';
import type { Events } from './events.ts';
import { isRunning } from './presence.ts';

const LOCK = '.pullquote/lock';

export interface Running {
  /** Does something slow and tells every page that it goes on. */
  during<T>(verb: string, work: () => Promise<T>): Promise<T>;
  /** Looks whether another command holds the workspace. */
  look(): Promise<void>;
  /** As the event `busy` says it. */
  now(): { verb?: string; other?: string };
  /** Ends when nothing runs any more. */
  idle(): Promise<void>;
}

export function createRunning(files: Files, events: Events): Running {
  const works = new Map<Promise<unknown>, string>();
  let other: string | undefined;
  const now = () => {
    const verb = [...works.values()].at(-1);
    return { ...(verb ? { verb } : {}), ...(other ? { other } : {}) };
  };
  const tell = () => events.tell({ event: 'busy', data: now() });
  return {
    now,
    during: async (verb, work) => {
      const done = work();
      works.set(done, verb);
      tell();
      try {
        return await done;
      } finally {
        works.delete(done);
        tell();
      }
    },
    look: async () => {
      const holder = await otherHolder(files);
      if (holder === other) return;
      other = holder;
      tell();
    },
    idle: async () => {
      while (works.size) await Promise.allSettled(works.keys());
    },
  };
}

/** The command of another process that holds the workspace's lock. Another desk holds it for moments, and is told of by its presence. */
async function otherHolder(files: Files): Promise<string | undefined> {
  try {
    const { pid, host, what } = JSON.parse((await files.read(LOCK)) ?? '') as Record<string, unknown>;
    if (typeof what !== 'string' || typeof pid !== 'number' || pid === process.pid || what === 'review')
      return undefined;
    return host !== hostname() || isRunning(pid) ? what : undefined;
  } catch {
    // no lock, or one that is just being written
    return undefined;
  }
}
