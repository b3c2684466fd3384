import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { issueFile, NEWSLETTER, pullquote, workspace } from '../support/cli.ts';
import { recordingOf } from '../support/recording.ts';

const empty = () => workspace({ 'sources.yaml': '[]\n', 'newsletter.yaml': NEWSLETTER });
const LETTER =
  '---\ntitle: Spoons, no. 7\ndate: 2026-11-08\n---\nDear all.\n\n## Wood\n\n[Ash](https://wood.example.test/)\n';

/** A folder with files in folders. */
function catalogue(files: Record<string, string>): string {
  const dir = workspace({});
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(dir, path, '..'), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return dir;
}

describe('pullquote import', () => {
  it('shows what a folder holds, writes it, and knows it again', async () => {
    const [dir, old] = [
      empty(),
      catalogue({
        'a/7.md': LETTER,
        'a/b/8.html': '<time datetime="2026-11-15">x</time><h2>Steel</h2><p>Words.</p>',
        '.git/9.md': LETTER,
        'bad.md': 'No day.',
      }),
    ];
    const dry = await pullquote(['-C', dir, 'import', old, '--dry-run']);
    expect(dry).toMatchObject({ code: 0 });
    expect(dry.stdout).toMatch(/^7 +2026-11-08 +Spoons, no\. 7 +1 block +a\/7\.md$/m);
    expect(dry.stdout).toContain('2 issues would be imported. The next draft is issue 9.');
    expect(dry.stdout).toContain('left out: bad.md: it says no date');
    expect(readdirSync(dir)).not.toContain('issues');
    expect((await pullquote(['-C', dir, 'import', old, '--by', 'MZ'])).stdout).toContain('2 issues imported');
    expect(issueFile(dir, 'issue.md', 8)).toContain('## Steel');
    const again = await pullquote(['-C', dir, 'import', old, '--json']);
    expect(JSON.parse(again.stdout)).toMatchObject({ issues: [], there: [{ number: 7 }, { number: 8 }], next: 9 });
    expect(again.code).toBe(0);
    const archive = await pullquote(['-C', dir, 'archive', '--json']);
    expect(JSON.parse(archive.stdout)).toMatchObject({ issues: [8, 7], leftOut: [] });
    expect(await pullquote(['-C', dir, 'status'])).toMatchObject({ code: 0 });
  });

  it('reads a feed from a recording', async () => {
    const dir = empty();
    const words = `<p>Hello. ${'The ferry was late. '.repeat(40)}</p><hr><h2>Wood</h2>`;
    const body = `<?xml version="1.0"?><rss version="2.0"><channel><title>Old</title><link>https://old.example.com/</link><item><title>Issue 3</title><link>https://old.example.com/p/3</link><pubDate>Sun, 08 Nov 2026 09:00:00 GMT</pubDate><description>${words.replaceAll('<', '&lt;')}</description></item></channel></rss>`;
    writeFileSync(
      join(dir, 'old.har.gz'),
      recordingOf([{ url: 'https://old.example.com/feed', body, type: 'application/rss+xml' }]),
    );
    const ran = await pullquote([
      '-C',
      dir,
      'import',
      'https://old.example.com/feed',
      '--replay',
      join(dir, 'old.har.gz'),
      '--json',
    ]);
    expect(ran).toMatchObject({ code: 0 });
    expect(JSON.parse(ran.stdout)).toMatchObject({ issues: [{ number: 3, date: '2026-11-08', blocks: 1 }] });
    expect(readFileSync(join(dir, 'issues/003/issue.md'), 'utf8')).toContain('from: https://old.example.com/p/3');
  });

  it('says in words what it can’t take', async () => {
    const dir = empty();
    const run = (...args: string[]) => pullquote(['-C', dir, 'import', ...args]);
    expect(await run(join(dir, 'nowhere'))).toMatchObject({ code: 2, stderr: expect.stringContaining('is not there') });
    const zip = catalogue({ 'old.zip': 'PK\u0003\u0004' });
    expect(await run(join(zip, 'old.zip'))).toMatchObject({ code: 2, stderr: expect.stringContaining('unpack it') });
    expect(await run(zip)).toMatchObject({ code: 3, stdout: expect.stringContaining('unpack old.zip first') });
    expect(await run(zip, '--first', '0')).toMatchObject({ code: 2 });
    expect(await run(zip, '--base', 'old.example.com')).toMatchObject({ code: 2 });
    expect(await run(join(catalogue({ 'a.xml': '<html>' }), 'a.xml'))).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('feed'),
    });
  });
});

describe('pullquote doctor', () => {
  it('exits 1 with what is wrong, and --quiet tells that alone', async () => {
    const dir = workspace({
      'sources.yaml': '[]\n',
      'newsletter.yaml': 'name: A\naddress: 1 Test Street\nmodel: ollama/any\n',
      '.git': '',
    });
    const json = await pullquote(['-C', dir, 'doctor', '--json']);
    const wrong = JSON.parse(json.stdout).filter(({ ok }: { ok: boolean }) => !ok);
    expect(wrong.map(({ what }: { what: string }) => what)).toEqual(['sources.yaml', 'Git']);
    expect(json.code).toBe(1);
    const quiet = await pullquote(['-C', dir, 'doctor', '--quiet']);
    expect(quiet.stderr.trim().split('\n')).toHaveLength(2);
    writeFileSync(join(dir, '.gitignore'), '.env\n.pullquote/\n');
    const mended = await pullquote(['-C', dir, 'doctor', '--quiet', '--online']);
    expect(mended.stderr).toContain('pullquote sources add URL');
    expect(mended.stderr).not.toContain('Git');
  });
});
