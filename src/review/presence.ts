/** Which other desks are open on an issue: each process leaves a small file in the workspace and takes it away at its end. */
import { hostname } from 'node:os';
import type { Files } from '../types.ts';

const FOLDER = '.pullquote/desk';

interface Present {
  pid: number;
  host: string;
  /** Where the desk is, without its token. */
  url: string;
}
export interface Presence {
  /** Addresses of the other living desks of this issue. What dead ones left is removed. */
  others(): Promise<string[]>;
  leave(): Promise<void>;
}

/** Says that this process has a desk open on an issue. */
export async function bePresent(files: Files, number: number, url: string): Promise<Presence> {
  const start = `open-${String(number).padStart(3, '0')}-`;
  const own = `${start}${hostname().replace(/[^\w-]/g, '_')}-${process.pid}-${new URL(url).port}.json`;
  const me: Present = { pid: process.pid, host: hostname(), url };
  await files.write(`${FOLDER}/${own}`, `${JSON.stringify(me)}\n`);
  return {
    others: async () => {
      const names = (await files.list(FOLDER)).filter((name) => name.startsWith(start) && name !== own);
      const found = await Promise.all(names.map((name) => living(files, `${FOLDER}/${name}`)));
      return found.flatMap((present) =>
        present ? [present.host === hostname() ? present.url : `${present.url} on ${present.host}`] : [],
      );
    },
    leave: () => files.remove(`${FOLDER}/${own}`),
  };
}

async function living(files: Files, path: string): Promise<Present | undefined> {
  const present = parse((await files.read(path)) ?? '');
  if (present && (present.host !== hostname() || isRunning(present.pid))) return present;
  await files.remove(path);
  return undefined;
}

function parse(text: string): Present | undefined {
  try {
    const { pid, host, url } = JSON.parse(text) as Partial<Present>;
    const isWhole = typeof pid === 'number' && typeof host === 'string' && typeof url === 'string';
    return isWhole ? { pid, host, url } : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a process of this host runs. */
export function isRunning(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    // signal 0 only asks
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
