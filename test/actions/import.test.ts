import { describe, expect, it } from 'vitest';
import { draft } from '../../src/actions/draft.ts';
import { importIssues } from '../../src/actions/import.ts';
import type { ImportOptions, Shelf } from '../../src/actions/importTypes.ts';
import { nextIssue, readIssue } from '../../src/actions/issues.ts';
import { loadWorkspace } from '../../src/actions/workspace.ts';
import { UserError } from '../../src/errors.ts';
import { isApproved } from '../../src/issue/approval.ts';
import type { Files } from '../../src/types.ts';
import { nthEntry, openJob } from '../support/job.ts';
import { crawlWorld, given } from '../support/world.ts';

const NOW = '2026-11-22T18:00:00.000Z';
const bytes = (text: string) => new TextEncoder().encode(text);

/** A folder in memory. */
function shelf(files: Record<string, string | Uint8Array>): { shelf: Shelf } {
  const read = (name: string) => {
    const text = files[name];
    if (text === '!') throw new UserError(`${name} may not be read by you; change its permissions`);
    return typeof text === 'string' ? bytes(text) : (text as Uint8Array);
  };
  return { shelf: { names: Object.keys(files).sort(), read } };
}

async function ready(newsletter = '') {
  const world = await crawlWorld(async (request) => given(request, ''), { now: NOW });
  await world.files.write('newsletter.yaml', `name: The Test Digest\n${newsletter}`);
  await world.files.write('sources.yaml', '[]\n');
  return { world, workspace: await loadWorkspace(world.files) };
}
async function importing(files: Record<string, string | Uint8Array>, o: ImportOptions = {}) {
  const { world, workspace } = await ready();
  return { result: await importIssues(world, workspace, shelf(files), o), world, workspace };
}
const issueOf = async (files: Files, number: number) => (await readIssue(files, number)).issue;
const post = (number: number, date: string, body: string) =>
  `---\ntitle: "Issue ${number}: ${body.split('\n')[0]}"\ndate: ${date}\n---\n${body}\n`;

describe('a folder of old issues', () => {
  it('becomes issues that are published, with letter, blocks, quotes and links', async () => {
    const { result, world } = await importing({
      '_posts/2026-11-08-issue-41.md': post(
        41,
        '2026-11-08',
        'Dear all.\n\n* * *\n\n## Spoons\n\n[A maker](https://spoons.example.test/a)\n\n> Ash bends.',
      ),
      '_posts/2026-11-15-issue-42.md': post(
        42,
        '2026-11-15',
        'Dear all, again.\n\n* * *\n\n## Forks\n\n[A smith](https://forks.example.test/b)',
      ),
      'README.md': '# How to build this site',
      'logo.png': 'x',
    });
    expect(result).toMatchObject({ next: 43, leftOut: [], there: [] });
    expect(result.issues).toMatchObject([
      { number: 41, date: '2026-11-08', blocks: 1, path: 'issues/041/issue.md' },
      { number: 42, blocks: 1 },
    ]);
    const issue = await issueOf(world.files, 41);
    expect(issue).toMatchObject({
      number: 41,
      date: '2026-11-08',
      status: 'published',
      subject: 'Issue 41: Dear all.',
    });
    expect(issue.letter).toContain('Dear all.');
    expect(issue.blocks[0]).toMatchObject({
      heading: 'Spoons',
      links: ['https://spoons.example.test/a'],
      parts: [{ kind: 'prose' }, { kind: 'quote', text: 'Ash bends.', source: 'https://spoons.example.test/a' }],
    });
  });

  it('is known again: a second import writes nothing, a later one what is new', async () => {
    const files = { '1.md': post(1, '2026-11-08', 'One, a letter.'), '2.md': post(2, '2026-11-15', 'Two, a letter.') };
    const { world, workspace } = await importing(files);
    await world.files.write(
      'issues/001/issue.md',
      `${await world.files.read('issues/001/issue.md')}\nA word of mine.\n`,
    );
    const again = await importIssues(
      world,
      workspace,
      shelf({ ...files, '3.md': post(3, '2026-11-21', 'Three, a letter.') }),
    );
    expect(again).toMatchObject({
      issues: [{ number: 3 }],
      there: [{ number: 1, from: '1.md' }, { number: 2 }],
      next: 4,
    });
    expect(await world.files.read('issues/001/issue.md')).toContain('A word of mine.');
  });

  it('never writes over an issue, and nothing at all in a dry run', async () => {
    const { world, workspace } = await ready();
    await world.files.write('issues/001/issue.md', '---\nnumber: 1\ndate: 2026-11-10\n---\nMine.\n');
    const files = shelf({ 'a.md': post(1, '2026-11-08', 'Theirs.'), 'b.md': post(2, '2026-11-15', 'Theirs too.') });
    expect(await importIssues(world, workspace, files, { dryRun: true })).toMatchObject({
      issues: [{ number: 2 }],
      next: 3,
    });
    expect(await world.files.list('issues')).toEqual(['001']);
    const { leftOut } = await importIssues(world, workspace, files);
    expect(leftOut).toEqual([{ from: 'a.md', reason: 'issue 1 of 2026-11-10 is there already' }]);
    expect(await world.files.read('issues/001/issue.md')).toContain('Mine.');
  });

  it('tells what it can’t read, and goes on', async () => {
    const { result } = await importing({
      'a.md': '!',
      'b.md': '---\ntitle: [open\n---\nWords.',
      'c.md': 'Words without a day.',
      'd.md': '---\ndate: 2026-11-01\ndraft: true\n---\nWords.',
      'e.md': '---\ndate: 2026-12-24\n---\nWords of a day to come.',
      'f.md': '---\ndate: 2026-11-02\n---\n<!-- nothing -->\n',
      'g.md': new Uint8Array(5_000_001).fill(65),
      'h.md': '---\ndate: 2026-11-03\n---\nWords.',
    });
    expect(result.issues).toMatchObject([{ number: 1, from: 'h.md' }]);
    expect(result.leftOut.map(({ from, reason }) => `${from} ${reason.split(/[:,]/)[0]}`).sort()).toEqual([
      'a.md a.md may not be read by you; change its permissions',
      'b.md its front matter is no valid YAML',
      'c.md it says no date',
      'd.md a draft',
      'e.md its date',
      'f.md there are no words in it',
      'g.md larger than 5 MB',
    ]);
  });

  it('reads the pages of a Substack export by the table beside them', async () => {
    const { result, world } = await importing({
      'posts.csv':
        'post_id,post_date,is_published,type,audience,title,subtitle\n148210.spoons,2026-11-08T23:30:00.000Z,true,newsletter,everyone,"Spoons, and more",A line beside it\n148211.later,2026-11-09T10:00:00.000Z,false,newsletter,everyone,Never sent,\n',
      'posts/148210.spoons.html': '<p>Hello.</p><h2>Wood</h2><p><a href="https://wood.example.test/">Ash</a></p>',
      'posts/148211.later.html': '<p>Not yet.</p>',
      'email_list.csv': 'email\nsomebody@example.test\n',
    });
    expect(result).toMatchObject({
      issues: [{ number: 1, title: 'Spoons, and more', date: '2026-11-08' }],
      leftOut: [{ reason: 'not published' }],
    });
    expect(await issueOf(world.files, 1)).toMatchObject({ subject: 'Spoons, and more', preheader: 'A line beside it' });
  });

  it('parts a mail without headings into letter and blocks, so that what it told is remembered', async () => {
    const link = '[A maker](https://spoons.example.test/a) says so.';
    const { world } = await importing({
      '1.md': post(1, '2026-11-01', `Dear all.\n\n${link}\n\nMore.`),
      '2.md': post(2, '2026-11-08', `Dear all.\n\n**Wood**\n\n${link}\n\n**Steel & _horn_**\n\nMore.`),
    });
    const [first, second] = [await issueOf(world.files, 1), await issueOf(world.files, 2)];
    expect(first.letter).toMatch(/^Dear all\./);
    expect(first.blocks).toMatchObject([{ heading: '', links: ['https://spoons.example.test/a'] }]);
    expect(second.blocks.map(({ heading }) => heading)).toEqual(['Wood', 'Steel & _horn_']);
  });

  it('is nobody’s approval, unless somebody says that it was published so', async () => {
    const files = { '1.md': post(1, '2026-11-15', 'Dear all.') };
    const without = await importing(files);
    expect(without.result.notes.join()).toContain('--by NAME');
    const { world, result } = await importing(files, { by: 'MZ' });
    const { issue, markdown } = await readIssue(world.files, 1);
    expect(isApproved(issue, markdown)).toBe(true);
    expect(issue).toMatchObject({ status: 'published', approved: { by: 'MZ', at: NOW } });
    expect(result.notes.join()).not.toContain('--by');
  });

  it('says what to do where the newest is long ago, or there is nothing to read', async () => {
    const { result } = await importing({ '1.md': post(1, '2024-05-01', 'Dear all.') });
    expect(result.notes.join()).toContain('--since DAY');
    expect((await importing({ 'export.zip': 'PK' })).result.notes).toEqual([
      'there are no Markdown or HTML files here: unpack export.zip first',
    ]);
  });
});

describe('the feed of the old newsletter', () => {
  const item = (n: number, html: string, more = '') =>
    `<item><title>Digest no. ${n}</title><link>https://old.example.com/p/${n}</link><guid>${n}</guid><pubDate>${new Date(`2026-11-0${n}T09:00:00Z`).toUTCString()}</pubDate><content:encoded><![CDATA[${html}]]></content:encoded>${more}</item>`;
  const rss = (...items: string[]) =>
    `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Digest</title><link>https://old.example.com/</link><description>x</description>${items.join('')}</channel></rss>`;
  const long = (n: number) =>
    `<p>Hello from week ${n}. ${'The ferry was late. '.repeat(40)}</p><h2>Wood ${n}</h2><blockquote><p>Ash bends.</p></blockquote><p><a href="/p/1">before</a></p>`;
  const PAGE = `<html><body><article><h1>Digest no. 3</h1><p>${'A whole page about ferries and the people on them, who are late. '.repeat(20)}</p><h2>On the page</h2><p>${'And more of the same, told slowly. '.repeat(12)}</p></article></body></html>`;
  const answers: Record<string, string> = {
    'https://old.example.com/feed': rss(
      item(1, long(1)),
      item(2, long(2)),
      item(3, '<p>Read the rest there.</p>'),
      item(4, '<p>Read on.</p>'),
    ),
    'https://old.example.com/p/3': PAGE,
  };
  const reading = async () => {
    const fetched = await ready();
    fetched.world.fetch = async (request) => {
      const body = answers[request.url];
      return given(request, body ?? 'gone', { status: body === undefined ? 404 : 200 });
    };
    return fetched;
  };

  it('brings in what it holds; of a teaser, what its page says', async () => {
    const { world, workspace } = await reading();
    const result = await importIssues(world, workspace, { url: 'https://old.example.com/feed' });
    expect(result.issues.map(({ number, from }) => [number, from])).toEqual(
      [1, 2, 3, 4].map((n) => [n, `https://old.example.com/p/${n}`]),
    );
    expect(result.issues[3]?.notes).toEqual(['the feed gives a teaser, and its page answered 404']);
    expect(result.notes.join()).toContain('the feed holds 4 entries');
    expect((await issueOf(world.files, 1)).blocks).toMatchObject([
      { heading: 'Wood 1', links: ['https://old.example.com/p/1'] },
    ]);
    expect((await issueOf(world.files, 3)).blocks).toMatchObject([{ heading: 'On the page' }]);
    const again = await importIssues(world, workspace, { url: 'https://old.example.com/feed' });
    expect(again).toMatchObject({ issues: [], there: [{ number: 1 }, { number: 2 }, { number: 3 }, { number: 4 }] });
  });

  it('may be a file', async () => {
    const { world, workspace } = await reading();
    const result = await importIssues(world, workspace, { feed: bytes(rss(item(2, long(2)))) });
    expect(result.issues).toMatchObject([{ number: 2, date: '2026-11-02' }]);
    await expect(importIssues(world, workspace, { feed: bytes('words') })).rejects.toThrow(/feed/);
  });
});

it('a draft after it has the next number, the window from its end, its voice, and tells nothing twice', async () => {
  const entries = ['2026-11-16T10:00:00Z', '2026-11-17T10:00:00Z', '2026-11-19T10:00:00Z'].map((date, i) =>
    nthEntry(i, date),
  );
  const job = await openJob({ newsletter: '', entries });
  const [world, workspace] = [await job.world(NOW), await loadWorkspace(job.files)];
  const told = `${job.farm.url}/all/${entries[0]?.slug}`;
  const letter = 'I wrote this on the quay, with cold hands and a borrowed pen, while the ferry was late.';
  const body = `${letter}\n\n* * *\n\n## Told before\n\n[It was here](${told}) first, and it stays here.`;
  await importIssues(
    world,
    workspace,
    shelf({ 'a.md': post(88, '2026-11-08', 'Dear all.'), 'b.md': post(89, '2026-11-16', body) }),
  );
  const { past, window } = await nextIssue(world, workspace, {});
  expect(window).toMatchObject({ since: '2026-11-16', until: '2026-11-23' });
  expect(past.examples?.letters[0]).toBe(letter);
  expect(past.examples?.blocks[0]).toContain('It was here first');
  const drafted = await draft(world, workspace, { crawl: true, dryRun: false });
  expect(drafted.number).toBe(90);
  expect(drafted.week.selection.dropped).toMatchObject({ 'told-before': 1 });
  const links = (await issueOf(job.files, 90)).blocks.flatMap((block) => block.links);
  expect(links).toHaveLength(2);
  expect(links).not.toContain(told);
});
