import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseIssue } from '../../src/issue/parse.ts';
import {
  copyOf,
  draftedWeek,
  issueFile,
  pullquote,
  type Ran,
  SAMPLE,
  sampleWorkspace,
  workspace,
} from '../support/cli.ts';
import { recordedBodies, recordedPosts } from '../support/week.ts';

let dir: string;
let draft: Ran;
beforeAll(async () => {
  ({ dir, draft } = await draftedWeek());
});

/** Letters and digits alone, so that markup and typography don't count. */
function letters(words: string): string {
  return words.replace(/<[^>]+>/g, ' ').replace(/[^\p{L}\p{N}]/gu, '');
}

describe('the sample week', () => {
  it('drafts an issue with quotes, and tells what it left out and what failed', () => {
    expect(draft.code).toBe(0);
    expect(draft.stdout).toContain('Bill: no model was asked.');
    expect(draft.stdout.match(/failed: /g)?.length).toBeGreaterThanOrEqual(1);
    expect(draft.stdout).toMatch(/off-topic \d+/);
    expect(draft.stdout).toMatch(/round-up \d+/);
    const issue = issueFile(dir, 'issue.md');
    expect(issue.match(/^## /gm)?.length).toBeGreaterThanOrEqual(9);
    expect(issue.match(/^> /gm)?.length).toBeGreaterThanOrEqual(9);
  });

  it('is, word for word, the issue that was approved in review', async () => {
    await expect(issueFile(dir, 'issue.md')).toMatchFileSnapshot('../fixtures/week/issue.md');
  });

  it('has voices of Hacker News, X and Mastodon in turn: each handle is the author of the linked post, whose words they are', () => {
    const posts = recordedPosts();
    const { blocks } = parseIssue(issueFile(dir, 'issue.md'));
    const voices = blocks.flatMap(({ parts }) =>
      parts.flatMap((part, i) => (part.kind === 'voice' ? [{ ...part, quote: parts[i + 1] }] : [])),
    );
    expect(voices.map(({ where }) => where)).toEqual(['HN', 'X', 'Mastodon', 'HN', 'X']);
    for (const { handle, url, quote } of voices) {
      expect(handle, url).toBe(posts.get(url)?.author);
      expect(letters(posts.get(url)?.said ?? '')).toContain(letters(quote?.kind === 'quote' ? quote.text : 'no quote'));
    }
  });

  it('says how long what is heard and seen is, and quotes it at the second at which it was said', () => {
    const issue = issueFile(dir, 'issue.md');
    expect(issue).toContain('## 61: The bookmark was left in, with Ines Vadillo (10 min)');
    expect(issue).toContain('## A 40-million-parameter language model and a box of recipe cards (35 min)');
    const transcripts = new Map([
      ['https://warmcache.test/episodes/61#', 'https://warmcache.test/transcripts/61.vtt'],
      ['https://www.youtube.com/watch?v=pq9900aWhBd&', 'workspace:transcripts/pq9900aWhBd.vtt'],
    ]);
    const bodies = recordedBodies();
    const quotes = [...issue.matchAll(/\[(\d+):(\d\d)\]\((\S+[#&])t=(\d+)\)\n\n> (\S+ \S+ \S+ \S+)/g)];
    expect(quotes.map(([, , , page]) => page).sort()).toEqual([...transcripts.keys()]);
    for (const [, minutes = '', seconds = '', page = '', second, opening = ''] of quotes) {
      expect(Number(minutes) * 60 + Number(seconds)).toBe(Number(second));
      const cues = (bodies.get(transcripts.get(page) ?? '') ?? '').split('\n\n');
      expect(cues.find((cue) => cue.startsWith(`00:${minutes.padStart(2, '0')}:${seconds}.`))).toContain(opening);
    }
  });

  it('is proven by its own check', async () => {
    const { code, stdout } = await pullquote(['-C', dir, 'check', '--json']);
    const report = JSON.parse(stdout);
    expect(report.checks.filter(({ ok, level }: { ok: boolean; level: string }) => !ok && level === 'error')).toEqual(
      [],
    );
    expect(code).toBe(0);
    expect(report.fromPassages).toBe(0);
  });

  it('is proven from the passages where .pullquote/ is gone, and says so', async () => {
    const clone = copyOf(dir, (path) => !path.includes('.pullquote'));
    const { code, stdout } = await pullquote(['-C', clone, 'check']);
    expect(stdout).toContain('proven from the passages in evidence.json');
    expect(code).toBe(0);
  });

  it('obeys no instruction of a page, tells no round-up, and keeps full texts out of issues/', () => {
    const issue = issueFile(dir, 'issue.md');
    expect(issue).not.toMatch(/ignore (all )?(previous|prior)/i);
    expect(issue).not.toMatch(/Crate and Ladder|jar of jam/);
    const evidence = issueFile(dir, 'evidence.json');
    expect(evidence.length).toBeLessThan(200_000);
    expect(JSON.parse(evidence).dropped['round-up']).toBeGreaterThan(0);
  });

  it('goes through check, approve and publish to a file, once; not with what was changed after it was approved', async () => {
    const copy = copyOf(dir);
    const early = await pullquote(['-C', copy, 'publish', '--to', 'file']);
    expect(early.code).toBe(1);
    expect(early.stderr).toContain('is not approved');
    const machine = await pullquote(['-C', copy, 'approve', '--offline']);
    expect(machine.code).toBe(1);
    expect(machine.stderr).toContain('--letter-as-is');
    expect(await pullquote(['-C', copy, 'approve', '--offline', '--letter-as-is'])).toMatchObject({ code: 0 });

    const path = join(copy, 'issues/001/issue.md');
    const approved = readFileSync(path, 'utf8');
    writeFileSync(path, `${approved}\nOne more line.\n`);
    const { code, stderr } = await pullquote(['-C', copy, 'publish', '--to', 'file']);
    expect(code).toBe(1);
    expect(stderr).toContain('was changed after it was approved');

    writeFileSync(path, approved);
    const pushed = await pullquote(['-C', copy, 'publish', '--to', 'file', '--json', '--offline']);
    expect(JSON.parse(pushed.stdout)).toMatchObject({ did: ['created'], status: 'draft' });
    expect(existsSync(join(copy, 'out/001/issue.html'))).toBe(true);
    expect(JSON.parse((await pullquote(['-C', copy, 'publish', '--to', 'file', '--json'])).stdout)).toMatchObject({
      did: ['found'],
    });
    expect(JSON.parse(issueFile(copy, 'receipt.json')).pushed).toHaveLength(1);
  });

  it('shows its stories, with reasons, for people and for scripts', async () => {
    const args = ['-C', copyOf(dir), 'stories', '--model', 'none', '--no-crawl', '--replay', SAMPLE];
    const json = JSON.parse((await pullquote([...args, '--json'])).stdout);
    expect(json.stories[0]).toMatchObject({
      id: expect.any(String),
      title: expect.any(String),
      score: expect.any(Number),
      onTopic: true,
      slot: 'lead',
      items: expect.any(Array),
      reasons: expect.any(Array),
    });
    expect(Math.max(...json.stories.map(({ items }: { items: unknown[] }) => items.length))).toBeGreaterThanOrEqual(3);
    const all = JSON.parse((await pullquote([...args, '--json', '--all'])).stdout);
    expect(all.stories.length).toBeGreaterThan(json.stories.length);
    const explained = await pullquote([...args, '--explain', json.stories[0].id.slice(0, 10)]);
    expect(explained.stdout).toContain('relevance');
    expect((await pullquote([...args, '--explain', 'zzzz'])).code).toBe(2);
  });

  it('writes more than a pipe holds, and takes it when the reader stops early', () => {
    const args = `-C "${copyOf(dir)}" stories --json --all --quiet --no-crawl --model none --replay "${SAMPLE}"`;
    const command = `"${process.execPath}" dist/cli.js ${args}`;
    const through = (reader: string) => spawnSync('sh', ['-c', `${command} | ${reader}`], { encoding: 'utf8' });
    const whole = through('cat');
    expect(whole.stdout.length).toBeGreaterThan(65_536);
    expect(JSON.parse(whole.stdout).stories.length).toBeGreaterThan(50);
    expect(through('head -c 10')).toMatchObject({ stdout: '{\n  "stori', stderr: '' });
  });

  it('plans without writing', async () => {
    const copy = sampleWorkspace();
    const { code, stdout } = await pullquote(['-C', copy, 'draft', '--model', 'none', '--replay', SAMPLE, '--dry-run']);
    expect(code).toBe(0);
    expect(stdout).toContain('Dry run: nothing was written.');
    expect(existsSync(join(copy, 'issues'))).toBe(false);
  });

  it('is the demo, and the same bytes in that other workspace', async () => {
    const target = join(workspace({}), 'demo');
    const { code, stdout } = await pullquote(['demo', target]);
    expect(code).toBe(0);
    expect(stdout).toContain(`${target}/issues/001/issue.html`);
    // what it says to type next is about the demo, from the folder where one is
    const [, named = ''] = /`pullquote -C (\S+) check 1`/.exec(stdout) ?? [];
    expect((await pullquote(['-C', named, 'check', '1', '--json'])).code).toBe(0);
    for (const file of ['issue.md', 'evidence.json', 'issue.html', 'issue.txt'])
      expect(issueFile(target, file)).toBe(issueFile(dir, file));
  });
});

describe('the repository', () => {
  it('is a workspace whose own issue is proven from its evidence', async () => {
    const clone = workspace({});
    for (const path of ['sources.yaml', 'newsletter.yaml', 'issues'])
      cpSync(resolve(path), join(clone, path), { recursive: true });
    const { code, stdout } = await pullquote(['-C', clone, 'check', '1']);
    expect(stdout).toContain('15 proven, 0 errors');
    expect(code).toBe(0);
  });
});

describe('a new workspace', () => {
  it('is made by init, is valid, and is never overwritten', async () => {
    const target = join(workspace({}), 'digest');
    const first = await pullquote(['init', target]);
    expect(first.stdout).toContain('sources.yaml, newsletter.yaml, editor.yaml, .env.example, .gitignore, schemas/');
    expect(readFileSync(join(target, 'schemas/editor.schema.json'), 'utf8')).toContain('"mutes"');
    const second = await pullquote(['init', target]);
    expect(second.stdout).toContain('Left as they were');
    const doctor = await pullquote(['-C', target, 'doctor', '--json']);
    expect(JSON.parse(doctor.stdout).filter(({ ok }: { ok: boolean }) => !ok)).toEqual([]);
    expect(doctor.code).toBe(0);
  });

  it('inspects a page of a recording', async () => {
    const { url } = JSON.parse(issueFile(dir, 'evidence.json')).blocks[0].items[0];
    const { code, stdout } = await pullquote(['inspect', url, '--replay', SAMPLE]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/quotes {4}\d+/);
  });
});
