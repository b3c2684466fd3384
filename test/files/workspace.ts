import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

/** An empty workspace, gone when the test ends. */
export function workspace(): string {
  const dir = mkdtempSync(join(tmpdir(), 'pullquote-files-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** Another process in it (see child.ts), with its lines one by one. */
export function child(
  root: string,
  task: string,
  ...args: string[]
): { process: ChildProcess; line(): Promise<string>; gone(): Promise<void> } {
  const script = join(import.meta.dirname, 'child.ts');
  const started = spawn(process.execPath, [script, root, task, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: started.stdout })[Symbol.asyncIterator]();
  const exit = once(started, 'exit');
  onTestFinished(() => void started.kill('SIGKILL'));
  return {
    process: started,
    line: async () => ((await lines.next()).value as string | undefined) ?? '(ended)',
    gone: async () => void (await exit),
  };
}
