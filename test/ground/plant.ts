import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** The checkout that is being tested. */
export const project = join(import.meta.dirname, '../..');

/** A folder of its own that holds `files` and this checkout's packages; gone when the test ends. */
export function plant(files: Record<string, string>): string {
  const dir = mkdtempSync(join(tmpdir(), 'pullquote-ground-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  symlinkSync(join(project, 'node_modules'), join(dir, 'node_modules'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(dir, dirname(path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return dir;
}

/** What a tool of this checkout prints on stdout when it runs in `dir`; a tool that found something exits with 1, which is no error here. */
export function toolOutput(tool: string, args: string[], dir: string): Promise<string> {
  return new Promise((resolve) => {
    const script = join(project, 'node_modules', tool);
    execFile(process.execPath, [script, ...args], { cwd: dir, maxBuffer: 64e6 }, (_error, stdout) => resolve(stdout));
  });
}
