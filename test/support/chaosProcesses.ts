/** The processes of the chaos test: real commands, told apart by the connections that they hold. */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The command that is tried; another build of it may be named, to see that the test finds its faults. */
const CLI = resolve(process.env.PULLQUOTE_TEST_CLI ?? 'dist/cli.js');
const COMPILED = join(tmpdir(), 'pullquote-compiled');

export interface Process {
  child: ChildProcess;
  pid: number;
  startedAt: number;
  /** Why it ends, where that is our doing. */
  ending?: 'killed' | 'stopped';
  paused?: boolean;
  ended: Promise<{ code: number | null; stdout: string }>;
}

/** Starts the real command; what it says for people goes to the end of the file `log`. */
export function startProcess(
  args: string[],
  o: { env: Record<string, string>; log: string; reads?: boolean },
): Process {
  const env = { PATH: process.env.PATH ?? '', HOME: tmpdir(), NODE_COMPILE_CACHE: COMPILED, NO_COLOR: '1', TZ: 'UTC' };
  const log = openSync(o.log, 'a');
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: tmpdir(),
    env: { ...env, ...o.env },
    stdio: ['ignore', o.reads ? 'pipe' : log, log],
  });
  closeSync(log);
  let stdout = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  const ended = new Promise<{ code: number | null; stdout: string }>((done) =>
    child.on('close', (code) => done({ code, stdout })),
  );
  return { child, pid: child.pid as number, startedAt: performance.now(), ended };
}

export function lives({ child }: Process): boolean {
  return child.exitCode === null && child.signalCode === null;
}

/** Which of these processes holds the connection whose own port this is (Linux). */
export function ownerOf(port: number, processes: Process[]): Process | undefined {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const row = readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .find(([, local]) => local?.endsWith(`:${hex}`));
  const socket = `socket:[${row?.[9]}]`;
  return processes.find(({ pid }) => filesOf(pid).includes(socket));
}

function filesOf(pid: number): string[] {
  const dir = `/proc/${pid}/fd`;
  try {
    return readdirSync(dir).map((fd) => {
      try {
        return readlinkSync(join(dir, fd));
      } catch {
        return '';
      }
    });
  } catch {
    // it has ended
    return [];
  }
}
