/** The code in the documents runs, and prints what stands below it. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, expect, it } from 'vitest';

const dir = mkdtempSync(join(tmpdir(), 'pullquote-docs-'));
afterAll(() => rmSync(dir, { recursive: true }));

const LIBRARY = [...readFileSync('docs/library.md', 'utf8').matchAll(/```ts\n([\s\S]*?)```\n```text\n([\s\S]*?)```/g)];
const importing = (code: string, from: string, to: string) =>
  code.replaceAll(`'${from}'`, `'${pathToFileURL(resolve(to))}'`);

async function output(name: string, code: string): Promise<string> {
  const file = join(dir, name);
  writeFileSync(file, code);
  return (await promisify(execFile)(process.execPath, [file])).stdout;
}

it.each(LIBRARY.map(([, code = '', printed = ''], i) => ({ i, code, printed })))(
  'docs/library.md, example $i',
  async ({ i, code, printed }) => {
    expect(await output(`library-${i}.mts`, importing(code, 'pullquote', 'src/index.ts'))).toBe(printed);
  },
);

it('docs/library.md has examples, and names every function of the library', async () => {
  expect(LIBRARY.length).toBeGreaterThanOrEqual(2);
  const page = readFileSync('docs/library.md', 'utf8');
  const exported = readFileSync('src/index.ts', 'utf8').matchAll(/^export \{([^}]+)\}/gm);
  const names = [...exported].flatMap(([, list = '']) => list.split(',').map((name) => name.trim()));
  expect(names.length).toBeGreaterThan(10);
  for (const name of names) expect(page).toMatch(new RegExp(`\`${name}\\b`));
});

it('the crawler of docs/extending.md reads a list', async () => {
  const [, crawler = ''] = /```ts\n([\s\S]*?)```/.exec(readFileSync('docs/extending.md', 'utf8')) ?? [];
  const asked = `
const list = [{ link: 'https://a.test/1', title: 'One', day: '2026-11-17' }, { link: 'https://a.test/2', title: 'Two', day: '2026-11-18' }];
const at = '2026-11-20T09:00:00.000Z';
const fetch = async ({ url }: { url: string }) => {
  console.log(url);
  return { url, finalUrl: url, status: url.startsWith('https://gone') ? 404 : 200, headers: {}, body: new TextEncoder().encode(JSON.stringify(list)), at, from: 'network' };
};
const context = { fetch, window: { sinceAt: '2026-11-16T00:00:00.000Z', untilAt: '2026-11-23T00:00:00.000Z' }, now: at, say() {} };
const { entries } = await crawlChanges({ url: 'https://a.test/changes', maxItems: 1 } as never, context as never);
console.log(entries.map(({ url, title, publishedAt, feedHomeUrl }) => [url, title, publishedAt, feedHomeUrl].join(' ')).join());
console.log(await crawlChanges({ url: 'https://gone.test' } as never, context as never).catch(({ name, status }) => [name, status].join(' ')));
`;
  const code = importing(importing(crawler, './entry.ts', 'src/sources/entry.ts'), '../errors.ts', 'src/errors.ts');
  expect(await output('crawler.mts', importing(code, '../types.ts', 'src/types.ts') + asked)).toBe(
    [
      'https://a.test/changes?week=2026-11-16',
      'https://a.test/1 One 2026-11-17T00:00:00.000Z https://a.test/changes',
      'https://gone.test?week=2026-11-16',
      'SourceError 404',
      '',
    ].join('\n'),
  );
});
