import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** What a run of the real command gave. */
export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}
const CLI = resolve('dist/cli.js');
/** Where Node keeps compiled code: most of these runs do little else than load it. */
const COMPILED = join(tmpdir(), 'pullquote-compiled');

/** Runs `dist/cli.js` in a folder, with nothing of this process's environment but the path. */
export function pullquote(
  args: string[],
  o: { cwd?: string; env?: Record<string, string>; nodeArgs?: string[] } = {},
): Promise<Ran> {
  return started(args, o).ended;
}

/** As `pullquote`, for tests that do something while it runs. */
export function started(args: string[], o: { cwd?: string; env?: Record<string, string>; nodeArgs?: string[] } = {}) {
  const path = process.env.PATH ?? '';
  const env = { PATH: path, HOME: tmpdir(), NODE_COMPILE_CACHE: COMPILED, NO_COLOR: '1', TZ: 'UTC', ...o.env };
  const child = spawn(process.execPath, [...(o.nodeArgs ?? []), CLI, ...args], { cwd: o.cwd ?? tmpdir(), env });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<Ran>((done) => child.on('close', (code) => done({ code, stdout, stderr })));
  return { child, ended };
}

/** A new folder with these files. */
export function workspace(files: Record<string, string>): string {
  const dir = mkdtempSync(join(tmpdir(), 'pullquote-'));
  for (const [path, text] of Object.entries(files)) writeFileSync(join(dir, path), text);
  return dir;
}

export const NEWSLETTER = 'name: The Test Digest\neditor: { name: MZ }\naddress: 1 Test Street\n';
/** The sample week's own configuration. */
export const SAMPLE = resolve('examples/week/week.har.gz');
export function sampleWorkspace(): string {
  const read = (name: string) => readFileSync(resolve('examples/week', name), 'utf8');
  return workspace({ 'sources.yaml': read('sources.yaml'), 'newsletter.yaml': read('newsletter.yaml') });
}

let week: Promise<{ dir: string; draft: Ran }> | undefined;
/** The sample week, drafted once for all tests of a process; what changes it takes a copy. */
export function draftedWeek(): Promise<{ dir: string; draft: Ran }> {
  week ??= (async () => {
    const dir = sampleWorkspace();
    return { dir, draft: await pullquote(['-C', dir, 'draft', '--model', 'none', '--replay', SAMPLE]) };
  })();
  return week;
}

/** A workspace once more, all of it or the files whose paths are `wanted`. */
export function copyOf(dir: string, wanted: (path: string) => boolean = () => true): string {
  const copy = workspace({});
  cpSync(dir, copy, { recursive: true, filter: wanted });
  return copy;
}

/** The files of an issue, as text. */
export function issueFile(dir: string, name: string, number = 1): string {
  return readFileSync(join(dir, 'issues', String(number).padStart(3, '0'), name), 'utf8');
}
