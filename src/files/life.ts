/** Whether the process that left something behind is still there. */
import { readFileSync } from 'node:fs';

/** When a process began, in clock ticks since its system did (field 22 of proc(5) stat); '0' where the system does not say. */
export function bornAt(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // the second field is the command in parentheses and may hold anything, so count from its end
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '0';
  } catch {
    return '0';
  }
}

/** Whether this process of this host runs. Numbers are used again, in containers at once, so that its beginning counts too. */
export function isRunning(pid: number, born: string): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    // signal 0 only asks
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return born === '0' || born === bornAt(pid);
}

const own = `${process.pid}-${bornAt(process.pid)}`;
let stamps = 0;

/** A part of a file name that no other process, and no other call, has: its owner and a number. */
export function stamp(): string {
  return `${own}-${++stamps}`;
}

/** What a stamp looks like, to find it in a name. */
export const STAMP = /(\d+)-(\d+)-\d+/;

/** Whether a name has a stamp whose process is gone. */
export function isAbandoned(name: string): boolean {
  const [, pid, born] = STAMP.exec(name) ?? [];
  return pid !== undefined && born !== undefined && !isRunning(Number(pid), born);
}
