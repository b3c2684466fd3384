/** The package as npm packs it, in an empty folder, with what it says it depends on and nothing else: it runs, and its types hold without the tools of this repository. */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const root = mkdtempSync(join(tmpdir(), 'pullquote-packed-'));
const empty = join(root, 'empty');
const installed = join(empty, 'node_modules/pullquote');
/** Bytes. More than this is something that was not meant to be packed. */
const MOST = { packed: 2_000_000, unpacked: 8_000_000 };

interface Locked {
  dev?: boolean;
  devOptional?: boolean;
}
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Locked> };

/** Puts the package where npm would, and beside it copies of what the lockfile says it needs; other platforms' binaries are not there. */
function install(tarball: string): Promise<unknown> {
  for (const [path, { dev, devOptional }] of Object.entries(lock.packages)) {
    // what stands in another package's folder is copied with it
    if (path === '' || dev || devOptional || path.lastIndexOf('node_modules/') > 0 || !existsSync(path)) continue;
    cpSync(path, join(empty, path), { recursive: true, verbatimSymlinks: true });
  }
  mkdirSync(installed, { recursive: true });
  return run('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
}

function packed(args: string[], nodeArgs: string[] = []) {
  const env = { PATH: process.env.PATH, HOME: root, NO_COLOR: '1', TZ: 'UTC' };
  return run(process.execPath, [...nodeArgs, join(installed, 'dist/cli.js'), ...args], { cwd: empty, env });
}

let tarball = '';
beforeAll(async () => {
  mkdirSync(empty, { recursive: true });
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', root]);
  const [{ filename, unpackedSize }] = JSON.parse(stdout) as [{ filename: string; unpackedSize: number }];
  tarball = join(root, filename);
  expect(unpackedSize).toBeLessThan(MOST.unpacked);
  await install(tarball);
}, 600_000);

describe('the packed package', () => {
  it('is small, and holds neither tests nor sources nor anybody’s state', async () => {
    expect(statSync(tarball).size).toBeLessThan(MOST.packed);
    const { stdout } = await run('tar', ['-tzf', tarball]);
    const odd = stdout
      .split('\n')
      .filter((path) => /(^|\/)(test|bench|scripts|\.pullquote|\.env)(\/|$)|(?<!\.d)\.tsx?$/.test(path));
    expect(odd).toEqual([]);
  });

  it('brings the documents that its messages name, and says where they are', async () => {
    const { stdout } = await packed(['--help']);
    const index = /^Documents: (.*)$/m.exec(stdout)?.[1] as string;
    expect(index).toBe(join(installed, 'docs/index.md'));
    const linked = [...readFileSync(index, 'utf8').matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, path = '']) => path);
    const named = ['models.md', 'publishing.md', 'schedule.md'];
    expect(linked).toEqual(expect.arrayContaining(named));
    for (const path of linked) expect(existsSync(join(installed, 'docs', path)), path).toBe(true);
  });

  it('runs where nothing else is: version, help, the demo, a new workspace', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect((await packed(['--version'])).stdout.trim()).toBe(version);
    expect((await packed(['--help'])).stdout).toContain('draft');
    await packed(['demo', join(root, 'demo')]);
    const markdown = readFileSync(join(root, 'demo/issues/001/issue.md'), 'utf8');
    expect(markdown).toContain('status: draft');
    expect(readFileSync(join(root, 'demo/issues/001/issue.html'), 'utf8')).toContain('</html>');
    await packed(['init', join(root, 'new'), '--yes']);
    expect((await packed(['-C', join(root, 'new'), 'sources', 'list', '--json'])).stdout).toContain('"feed"');
  });

  it('is a library: its functions are there, and no file of it beside them', async () => {
    writeFileSync(
      join(empty, 'use.mjs'),
      `import { guardUrl, verifyQuote } from 'pullquote';
const found = verifyQuote('the hall is empty', 'They say the hall is empty. It is not.');
console.log(JSON.stringify([found.ok, guardUrl('http://127.0.0.1/').ok]));
import('pullquote/dist/cli.js').catch(({ code }) => console.log(code));`,
    );
    const { stdout } = await run(process.execPath, ['use.mjs'], { cwd: empty });
    expect(stdout).toBe('[true,false]\nERR_PACKAGE_PATH_NOT_EXPORTED\n');
  });

  it.each(['NodeNext', 'Bundler'])('has types that a strict program can use, by %s resolution', async (how) => {
    writeFileSync(
      join(empty, 'use.ts'),
      `import { type Check, checkBlurb, type Issue, parseIssue, renderIssue, verifyQuote } from 'pullquote';
const found = verifyQuote('a', 'a b');
const start: number = found.ok ? found.start : -1;
// @ts-expect-error: an offset is a number
const wrong: string = found.ok ? found.start : 'none';
const checks: Check[] = checkBlurb('a', [{ text: 'a' }]);
const issue: Issue = parseIssue('---\\nnumber: 1\\n---\\n');
export const rendered: Promise<{ html: string; bytes: number }> = renderIssue(issue);
export { checks, start, wrong };`,
    );
    const options = [
      '--ignoreConfig',
      '--noEmit',
      '--strict',
      '--skipLibCheck',
      'false',
      '--target',
      'es2023',
      '--lib',
      'es2023,dom',
    ];
    const modules = ['--module', how === 'NodeNext' ? 'NodeNext' : 'ESNext', '--moduleResolution', how];
    const tsc = resolve('node_modules/.bin/tsc');
    // no @types of this repository: a program that imports the package may have none of them; what the platform has (URL, AbortSignal) it knows
    const { stdout } = await run(tsc, [...options, ...modules, '--types', '', 'use.ts'], { cwd: empty }).catch(
      (error: { stdout: string }) => error,
    );
    expect(stdout).toBe('');
  });
});
