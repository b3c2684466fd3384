/** What processes take: seconds of a processor, and memory at their peak. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Seconds of a processor, in user and system together, and bytes. */
export interface Usage {
  cpu: number;
  peak: number;
}
interface Ended extends Usage {
  code: number | null;
  stdout: string;
  stderr: string;
  seconds: number;
}

/** Writes, as the process ends, what the operating system says that it took, all its threads together. */
const TELL = `import { writeFileSync } from 'node:fs'; import { isMainThread } from 'node:worker_threads';
if (isMainThread) process.on('exit', () => { const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
writeFileSync(process.env.BENCH_USAGE + '/' + process.pid, JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1e6, peak: maxRSS * 1024 })); });`;
const TELLING = ['--import', `data:text/javascript,${encodeURIComponent(TELL)}`];

/** Runs a file of code to its end, in a fresh process. */
export async function measured(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), 'pullquote-usage-'));
  const began = performance.now();
  const child = startNode([...TELLING, ...args], { ...env, BENCH_USAGE: folder });
  const ended = await outputOf(child);
  const seconds = (performance.now() - began) / 1000;
  const all = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Usage);
  rmSync(folder, { recursive: true, force: true });
  return { ...ended, seconds, ...sumOf(all) };
}

/** Node, with nothing of this process's environment but the path. */
export function startNode(args: string[], env: Record<string, string>): ChildProcess {
  const own = { PATH: process.env.PATH ?? '', HOME: tmpdir(), NO_COLOR: '1', TZ: 'UTC' };
  return spawn(process.execPath, args, { env: { ...own, ...env }, cwd: process.cwd() });
}

async function outputOf(child: ChildProcess): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
      said[name] += chunk;
    });
  }
  const code = await new Promise<number | null>((done) => child.on('close', done));
  return { code, ...said };
}

function sumOf(all: Usage[]): Usage {
  return { cpu: all.reduce((sum, { cpu }) => sum + cpu, 0), peak: all.reduce((sum, { peak }) => sum + peak, 0) };
}

const TICKS = 100;

/** What processes that still run have taken so far, their ended children too (Linux, `proc(5)`); 0 for those that are gone. */
export function usageOf(pids: number[]): Usage {
  return sumOf(
    pids.map((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        // the name in parentheses may hold anything; utime, stime, cutime and cstime are the 12th to 15th after it
        const ticks = stat
          .slice(stat.lastIndexOf(')') + 2)
          .split(' ')
          .slice(11, 15);
        const peak = /VmHWM:\s*(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0;
        return { cpu: ticks.reduce((sum, n) => sum + Number(n), 0) / TICKS, peak: Number(peak) * 1024 };
      } catch {
        return { cpu: 0, peak: 0 };
      }
    }),
  );
}

/** The processes of this machine that are called `name`, by their ids. */
export function called(name: string): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === name;
      } catch {
        return false;
      }
    })
    .map(Number);
}
