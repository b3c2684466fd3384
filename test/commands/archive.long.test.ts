import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyOf, draftedWeek, NEWSLETTER, pullquote, workspace } from '../support/cli.ts';
import { approvedText, putIssue } from '../support/published.ts';

const WITH_URL = `${NEWSLETTER}archive: { url: "https://digest.example.com" }\n`;
const draftOf = (number: number, more = '') =>
  `---\nnumber: ${number}\ndate: 2026-02-0${number}\nsubject: The week of ${number} spoons\nstatus: draft\n---\n\nWords of issue ${number}. ${more}\n\n* * *\n\n## Spoons\n\n[One](https://spoons.example.test/${number})\n`;
function withIssues(issues: Record<number, string>, newsletter = WITH_URL): string {
  const dir = workspace({ 'sources.yaml': '[]\n', 'newsletter.yaml': newsletter });
  for (const [number, text] of Object.entries(issues)) putIssue(dir, Number(number), text);
  return dir;
}
const build = (dir: string, ...more: string[]) => pullquote(['-C', dir, 'archive', ...more]);
const inArchive = (dir: string, path: string) => join(dir, 'archive', path);
const listed = (dir: string) => readdirSync(join(dir, 'archive'), { recursive: true }).map(String).sort();

describe('pullquote archive', () => {
  it('shows the sample week once it is published, and not before', async () => {
    const dir = copyOf((await draftedWeek()).dir);
    expect(JSON.parse((await build(dir, '--json')).stdout)).toMatchObject({
      issues: [],
      leftOut: [{ number: 1, reason: 'draft' }],
    });
    const approve = await pullquote(['-C', dir, 'approve', '--by', 'MZ', '--letter-as-is', '--offline']);
    expect(approve).toMatchObject({ code: 0 });
    const before = await build(dir);
    expect(before.stdout).toContain('take it in with --approved');
    expect(existsSync(inArchive(dir, 'issues/1/index.html'))).toBe(false);
    expect(JSON.parse((await build(dir, '--approved', '--json')).stdout).issues).toEqual([1]);
    expect(await pullquote(['-C', dir, 'publish', '--to', 'file', '--offline'])).toMatchObject({ code: 0 });
    expect(JSON.parse((await build(dir, '--json')).stdout)).toMatchObject({ issues: [1], written: [], removed: [] });
    const page = readFileSync(inArchive(dir, 'issues/1/index.html'), 'utf8');
    expect(page.match(/<blockquote/g)?.length).toBeGreaterThan(8);
    expect(page).not.toMatch(/unsubscribe|utm_|<script|Example Street/);
  });

  it('says what it cannot make without an address, and makes the rest', async () => {
    const dir = withIssues({ 1: approvedText(draftOf(1)) }, NEWSLETTER);
    const ran = await build(dir);
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stderr).toContain('no feed, sitemap and canonical links');
    expect(existsSync(inArchive(dir, 'feed.xml'))).toBe(false);
    expect(existsSync(inArchive(dir, 'issues/1/index.html'))).toBe(true);
  });

  it('writes the same bytes again, and only what changed', async () => {
    const dir = withIssues({ 1: approvedText(draftOf(1)), 2: approvedText(draftOf(2)) });
    await build(dir);
    const bytes = () =>
      listed(dir)
        .filter((path) => /\.\w+$/.test(path))
        .map((path) => readFileSync(inArchive(dir, path), 'utf8'));
    const first = bytes();
    expect(JSON.parse((await build(dir, '--json')).stdout)).toMatchObject({ written: [], removed: [], unchanged: 10 });
    expect(bytes()).toEqual(first);
    const corrected = approvedText(draftOf(1)).replace(
      'status:',
      'corrections: [{ date: 2026-02-07, text: "Eight spoons." }]\nstatus:',
    );
    putIssue(dir, 1, corrected);
    const { written } = JSON.parse((await build(dir, '--json')).stdout);
    expect(written.sort()).toEqual(['feed.json', 'feed.xml', 'index.html', 'issues/1/index.html', 'sitemap.xml']);
    expect(readFileSync(inArchive(dir, 'issues/1/index.html'), 'utf8')).toContain('Eight spoons.');
  });

  it('removes the page of an issue that is gone, and nothing that it did not write', async () => {
    const dir = withIssues({ 1: approvedText(draftOf(1)), 2: approvedText(draftOf(2)), 3: approvedText(draftOf(3)) });
    await build(dir);
    writeFileSync(inArchive(dir, 'CNAME'), 'digest.example.com\n');
    writeFileSync(inArchive(dir, 'issues/2/notes.html'), 'mine');
    writeFileSync(inArchive(dir, 'issues/3/index.html'), 'changed by hand');
    for (const number of ['002', '003']) rmSync(join(dir, 'issues', number), { recursive: true });
    const ran = await build(dir, '--json');
    expect(JSON.parse(ran.stdout)).toMatchObject({ removed: ['issues/2/index.html'], kept: ['issues/3/index.html'] });
    expect(ran.stderr).toContain('issues/3/index.html');
    expect(listed(dir)).toEqual(expect.arrayContaining(['CNAME', 'issues/2/notes.html', 'issues/3/index.html']));
  });

  it('writes over no file of somebody else', async () => {
    const dir = withIssues({ 1: approvedText(draftOf(1)) });
    mkdirSync(join(dir, 'site'));
    writeFileSync(join(dir, 'site/index.html'), 'my own home page');
    const ran = await build(dir, '--out', join(dir, 'site'));
    expect(ran).toMatchObject({ code: 2 });
    expect(ran.stderr).toContain('did not write');
    expect(readdirSync(join(dir, 'site'))).toEqual(['index.html']);
    expect(readFileSync(join(dir, 'site/index.html'), 'utf8')).toBe('my own home page');
  });

  it('knows its own files after a run that was killed while it wrote', async () => {
    const dir = withIssues({ 1: approvedText(draftOf(1)) });
    await build(dir);
    const manifest = inArchive(dir, '.pullquote-archive.json');
    const { files } = JSON.parse(readFileSync(manifest, 'utf8'));
    // as it is when half of the files are written: the list of what was to come, and the list of before
    writeFileSync(manifest, JSON.stringify({ version: 1, files: {}, pending: files }));
    putIssue(dir, 2, approvedText(draftOf(2)));
    expect(await build(dir)).toMatchObject({ code: 0 });
    expect(JSON.parse(readFileSync(manifest, 'utf8')).pending).toBeUndefined();
  });

  it('leaves out what was changed after its approval, and says so; a page that is there does not go for it', async () => {
    const dir = withIssues({
      1: approvedText(draftOf(1)),
      2: approvedText(draftOf(2)).replace('Words', 'Other words'),
    });
    const ran = await build(dir, '--json');
    expect(JSON.parse(ran.stdout)).toMatchObject({ issues: [1], leftOut: [{ number: 2, reason: 'changed' }] });
    expect(ran.stderr).toContain('issue 2 says published, but it was changed after it was approved');
    putIssue(dir, 1, approvedText(draftOf(1)).replace('Words', 'Other words'));
    const refused = await build(dir);
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.stderr).toContain('issue 1');
    expect(existsSync(inArchive(dir, 'issues/1/index.html'))).toBe(true);
    expect(readFileSync(inArchive(dir, 'issues/1/index.html'), 'utf8')).not.toContain('Other words');
    // a draft is taken back
    putIssue(dir, 1, draftOf(1));
    expect(JSON.parse((await build(dir, '--json')).stdout).removed).toContain('issues/1/index.html');
  });

  it('shows no one an issue that says published and has nobody’s approval', async () => {
    const dir = withIssues({ 1: draftOf(1).replace('status: draft', 'status: published') });
    const ran = await build(dir, '--json', '--approved');
    expect(JSON.parse(ran.stdout)).toMatchObject({ issues: [], leftOut: [{ number: 1, reason: 'changed' }] });
    expect(ran.stderr).toContain('nobody’s approval');
  });

  it('does not write among the workspace’s own files', async () => {
    const dir = withIssues({ 1: approvedText(draftOf(1)) });
    for (const out of [dir, join(dir, 'issues'), join(dir, 'templates/x')]) {
      const ran = await build(dir, '--out', out);
      expect(ran).toMatchObject({ code: 2 });
      expect(ran.stderr).toContain('a folder of its own');
    }
    expect(readdirSync(join(dir, 'issues'))).toEqual(['001']);
  });

  it('takes the folder and the templates of the workspace', async () => {
    const dir = withIssues(
      { 1: approvedText(draftOf(1)) },
      `${NEWSLETTER}archive: { url: "https://digest.example.com/a/", dir: public/letters }\n`,
    );
    mkdirSync(join(dir, 'templates/archive'), { recursive: true });
    writeFileSync(join(dir, 'templates/archive/home.hbs'), '<p>My own home of {{site.name}}</p>');
    expect(await build(dir)).toMatchObject({ code: 0 });
    expect(readFileSync(join(dir, 'public/letters/index.html'), 'utf8')).toBe(
      '<p>My own home of The Test Digest</p>\n',
    );
    expect(readFileSync(join(dir, 'public/letters/feed.xml'), 'utf8')).toContain(
      'https://digest.example.com/a/issues/1/',
    );
    writeFileSync(join(dir, 'templates/archive/home.hbs'), '<p>\n{{#if x}}');
    const broken = await build(dir);
    expect(broken).toMatchObject({ code: 2 });
    expect(broken.stderr).toMatch(/templates\/archive\/home\.hbs:\d+: this template is broken/);
  });

  it('refuses an address that is none, with file and line', async () => {
    for (const url of ['digest.example.com', 'https://digest.example.com/?a=1', 'https://${HOST}/']) {
      const ran = await build(withIssues({}, `${NEWSLETTER}archive: { url: "${url}" }\n`));
      expect(ran).toMatchObject({ code: 2 });
      expect(ran.stderr).toMatch(/newsletter\.yaml:\d+/);
    }
  });
});
