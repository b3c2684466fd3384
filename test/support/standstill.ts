/** What a command does that takes far longer than it ever should: it is told on stderr, and the test goes on. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lives, type Process } from './chaosProcesses.ts';

/** Milliseconds; a draft of a small week takes seconds. */
const LONG = 120_000;
const WRITING = 5_000;

/** The setting by which Node writes a report of itself into `dir` when it is told to. */
export function reporting(dir: string): Record<string, string> {
  return { NODE_OPTIONS: `--report-on-signal --report-signal=SIGUSR2 --report-directory=${dir}` };
}

/** Watches a process that was started with `reporting(dir)` until it has ended. */
export function watchStandstill(watched: Process, dir: string): void {
  const late = setTimeout(() => {
    console.error(`process ${watched.pid} has taken two minutes: ${stateOf(watched.pid)}`);
    process.kill(watched.pid, 'SIGUSR2');
    setTimeout(() => {
      if (lives(watched)) console.error(reportIn(dir));
    }, WRITING).unref();
  }, LONG);
  watched.ended.finally(() => clearTimeout(late));
}

/** As Linux tells it: running, asleep, stopped, and where in the kernel. */
function stateOf(pid: number): string {
  try {
    const state = readFileSync(`/proc/${pid}/status`, 'utf8').match(/^(?:State|VmRSS|VmSwap|Threads):.*$/gm);
    return [...(state ?? []), `in ${readFileSync(`/proc/${pid}/wchan`, 'utf8')}`].join('; ');
  } catch (error) {
    return String(error);
  }
}

/** Where its JavaScript stands and what it waits for. */
function reportIn(dir: string): string {
  const name = readdirSync(dir).find((file) => file.startsWith('report.'));
  if (name === undefined) return 'it wrote no report: it does not come to it, or is stopped';
  const report = JSON.parse(readFileSync(join(dir, name), 'utf8')) as {
    javascriptStack: unknown;
    libuv: { is_active: boolean }[];
  };
  return JSON.stringify({ at: report.javascriptStack, waits: report.libuv.filter((handle) => handle.is_active) });
}
