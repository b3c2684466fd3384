import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parseEditor } from '../../src/config/editor.ts';
import { shortHash } from '../../src/text/hash.ts';
import { canonicalUrl } from '../../src/text/url.ts';
import { NEWSLETTER, pullquote, started, workspace } from '../support/cli.ts';
import { type Recorded, recordingOf } from '../support/recording.ts';
import { type LoopbackServer, reply, routes, startServer } from '../support/servers.ts';

const servers: LoopbackServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const at = (files: Record<string, string> = {}) =>
  workspace({ 'newsletter.yaml': NEWSLETTER, 'sources.yaml': '[]\n', ...files });
const editorOf = (dir: string) => readFileSync(join(dir, 'editor.yaml'), 'utf8');
const inboxOf = (dir: string) => parseEditor(editorOf(dir), 'editor.yaml').inbox;
function replayed(dir: string, args: string[], answers: Recorded[], now?: string) {
  writeFileSync(join(dir, 'r.har.gz'), recordingOf(answers, now));
  return pullquote(['-C', dir, 'add', ...args, '--replay', join(dir, 'r.har.gz')]);
}

const LEAD = 'A ladder is only as honest as the wall behind it.';
const ARTICLE = `<html lang="en"><head><title>On Ladders</title><meta name="author" content="Ada Rung">
  <meta property="og:site_name" content="The Wall"><meta property="article:published_time" content="2026-11-12T08:00:00Z"></head>
  <body><article><h1>On Ladders</h1><p>${LEAD} ${'We measured forty walls and wrote down what each of them did. '.repeat(12)}</p>
  <p>${'Then we measured them again in the rain, which changed less than anybody had thought. '.repeat(12)}</p></article></body></html>`;
const PAGE = 'https://wall.example/ladders?unlocked_article_code=abc';

describe('add', () => {
  it('reads an article, says what it is, and puts it into a new editor.yaml without its trackers', async () => {
    const dir = at();
    const args = [`${PAGE}&utm_source=x#top`, '--note', 'for the lead: maybe', '--section', 'reads'];
    const ran = await replayed(dir, args, [{ url: `${PAGE}&utm_source=x`, body: ARTICLE }]);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toMatch(/^Article: “On Ladders” by Ada Rung, The Wall, 2026-11-12, \d+ words\n/);
    expect(ran.stdout).toContain(`  ${LEAD}\n`);
    expect(ran.stdout).toContain(`Added to the inbox of editor.yaml: ${PAGE}`);
    expect(ran.stdout).not.toContain('Warning');
    expect(editorOf(dir)).toMatch(/^# What the editor decided/);
    expect(inboxOf(dir)).toEqual([{ url: PAGE, note: 'for the lead: maybe', section: 'reads', added: '2026-11-16' }]);
  });

  it('keeps what the editor wrote, and adds what is new to a find that waits', async () => {
    const written = `# mine\ninbox:\n  - { url: "https://wall.example/ladders?unlocked_article_code=abc", note: keep, added: 2026-11-10 } # good\n`;
    const dir = at({ 'editor.yaml': written });
    const ran = await replayed(dir, [PAGE, '--section', 'lead', '--json'], [{ url: PAGE, body: ARTICLE }]);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      ...{
        kind: 'article',
        title: 'On Ladders',
        author: 'Ada Rung',
        excerpt: LEAD,
        url: PAGE,
        waiting: true,
        read: true,
      },
    });
    expect(inboxOf(dir)).toEqual([{ url: PAGE, note: 'keep', section: 'lead', added: '2026-11-10' }]);
    for (const remark of ['# mine', '# good']) expect(editorOf(dir)).toContain(remark);
  });

  it("dates a find by the newsletter's own day", async () => {
    const dir = at({ 'newsletter.yaml': `${NEWSLETTER}timezone: Pacific/Auckland\n` });
    await replayed(dir, [PAGE], [{ url: PAGE, body: ARTICLE }], '2026-11-16T22:00:00.000Z');
    expect(inboxOf(dir)[0]?.added).toBe('2026-11-17');
  });

  it.each<[string, Recorded, string]>([
    ['is not there', { url: PAGE, body: '', status: 404 }, 'answered 404'],
    ['is a file', { url: PAGE, body: '%PDF-1.7', type: 'application/pdf' }, 'no page but a file (application/pdf)'],
    ['has few words', { url: PAGE, body: '<title>Sign in</title><p>Sign in to read.' }, 'too few to quote from'],
    ['keeps its rights', { url: PAGE, body: ARTICLE, headers: { 'tdm-reservation': '1' } }, 'quotes nothing'],
  ])('adds a page that %s, with a warning', async (_what, answer, warning) => {
    const dir = at();
    const ran = await replayed(dir, [PAGE], [answer]);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain(warning);
    if (!warning.includes('quotes nothing')) expect(ran.stdout).toContain(`pullquote add '${PAGE}' --text -`);
    expect(inboxOf(dir)).toEqual([{ url: PAGE, added: '2026-11-16' }]);
  });

  it('takes pasted words, from standard input too, and asks nobody', async () => {
    const dir = at();
    const running = started(['-C', dir, 'add', PAGE, '--text', '-', '--author', '@Ada Rung']);
    running.child.stdin.end(`${LEAD}\r\n\r\nAnd “more”: it's #1.\n`);
    const ran = await running.ended;
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toContain('Article: by Ada Rung, 15 words');
    expect(inboxOf(dir)).toMatchObject([{ author: 'Ada Rung', text: `${LEAD}\n\nAnd “more”: it's #1.` }]);

    const post = 'https://x.com/ada/status/1886192184808149383';
    const pasted = await pullquote(['-C', dir, 'add', `${post}?s=20`, '--text', 'Ladders are back.\nFinally.']);
    expect(pasted.stdout).toContain('Post: by @ada, 4 words\n  Ladders are back.\n  Finally.\n');
    expect(inboxOf(dir)[1]).toMatchObject({ text: 'Ladders are back.\nFinally.' });
    for (const [url, text] of [
      [PAGE, ' '],
      [PAGE, 'x'.repeat(100_001)],
      ['https://x.com/i/status/1886192184808149383', 'Hi'],
    ] as const)
      expect((await pullquote(['-C', dir, 'add', url, '--text', text])).code).toBe(2);
    expect(inboxOf(dir)).toHaveLength(2);
  });

  it('refuses an address that no issue can link, and writes nothing', async () => {
    const server = await startServer(
      routes({ '/inner': (_, response) => reply(response, 200, ARTICLE, { 'content-type': 'text/html' }) }),
    );
    servers.push(server);
    const dir = at();
    const refused = [
      'http://10.0.0.1/a',
      `${server.url}/inner`,
      'https://u:hunter2@wall.example/',
      'https://wall.example/?k=${KEY}',
    ];
    for (const url of refused) {
      const ran = await pullquote(['-C', dir, 'add', url]);
      expect([url, ran.code, ran.stdout]).toEqual([url, 2, '']);
    }
    expect((await pullquote(['-C', dir, 'add', 'http://192.168.1.1/a', '--text', 'Words.'])).code).toBe(2);
    expect([existsSync(join(dir, 'editor.yaml')), server.hits]).toEqual([false, []]);
    const allowed = await pullquote(['-C', dir, 'add', `${server.url}/inner`], {
      env: { PULLQUOTE_ALLOW: server.host },
    });
    expect(allowed.stdout).toContain('Article: “On Ladders”');
    expect(server.hits.map(({ path }) => path)).toContain('/robots.txt');
  });

  it('reads posts, discussions and videos as their crawlers do', async () => {
    const dir = at();
    const post = 'https://x.com/ada/status/1886192184808149383';
    const oembed = `https://publish.twitter.com/oembed?url=${encodeURIComponent(post)}&omit_script=1&hide_thread=1&dnt=true&lang=en`;
    const html = `<blockquote class="twitter-tweet"><p lang="en" dir="ltr">Ladders are back.<br>Finally.</p>&mdash; Ada (@ada) <a href="${post}">November 12, 2026</a></blockquote>`;
    const seen = await replayed(
      dir,
      [post],
      [{ url: oembed, body: { html, author_url: 'https://twitter.com/ada', author_name: 'Ada', url: post } }],
    );
    expect(seen.stdout).toContain('Post: ');
    expect(seen.stdout).toContain('by @ada');
    expect(seen.stdout).toContain('  Ladders are back.\n  Finally.\n');

    const watch = 'https://www.youtube.com/watch?v=abcdefghijk';
    const video = await replayed(
      dir,
      ['https://youtu.be/abcdefghijk?si=xyz&t=30', '--json'],
      [
        {
          url: `https://www.youtube.com/oembed?url=${watch}&format=json`,
          body: { title: 'On ladders, live', author_name: 'Ada Explains' },
        },
        {
          url: watch,
          body: '<html><script>{"videoDetails":{"videoId":"abcdefghijk","lengthSeconds":"3720","shortDescription":"An hour on a ladder. It swayed."}}</script></html>',
        },
      ],
    );
    expect(JSON.parse(video.stdout)).toMatchObject({
      kind: 'video',
      title: 'On ladders, live',
      author: 'Ada Explains',
      durationSeconds: 3720,
    });
    expect(inboxOf(dir).map(({ url }) => url)).toEqual([post, 'https://youtu.be/abcdefghijk?t=30']);
  });
});

describe('add --transcript', () => {
  const VTT =
    'WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nGood morning and welcome.\n\n00:01:05.000 --> 00:01:08.000\nLadders, then.\n';
  const EPISODE = 'https://pod.example/42';
  const KEY = shortHash(canonicalUrl(EPISODE));

  it('puts the file where a crawl looks for it, by video or by address', async () => {
    const dir = at({ 'talk.VTT': VTT, 'talk.md': 'Good morning and welcome. Ladders, then.' });
    const paste = ['--text', 'On ladders.', '--json'];
    const ran = await pullquote(['-C', dir, 'add', EPISODE, '--transcript', join(dir, 'talk.VTT'), ...paste]);
    expect(JSON.parse(ran.stdout).transcript).toEqual({ path: `transcripts/${KEY}.vtt`, words: 6, lastSecond: 65 });
    expect(readFileSync(join(dir, `transcripts/${KEY}.vtt`), 'utf8')).toBe(VTT);
    const video = ['-C', dir, 'add', 'https://youtu.be/abcdefghijk', '--transcript', join(dir, 'talk.md'), ...paste];
    expect((await pullquote(video)).code).toBe(0);
    expect(existsSync(join(dir, 'transcripts/abcdefghijk.txt'))).toBe(true);
    expect((await pullquote(video)).code).toBe(0);
  });

  it('refuses one without words, of another kind, or beside another one; nothing is written then', async () => {
    const dir = at({
      'empty.vtt': 'WEBVTT\n',
      'talk.docx': 'PK',
      'talk.vtt': VTT,
      'talk.srt': '1\n00:00:01,000 --> 00:00:02,000\nHello there.\n',
    });
    const add = (file: string) =>
      pullquote(['-C', dir, 'add', EPISODE, '--text', 'On ladders.', '--transcript', join(dir, file)]);
    expect((await add('empty.vtt')).stderr).toContain('has no words');
    expect((await add('talk.docx')).stderr).toContain('.vtt, .srt, .json3, .json, .txt, .html');
    expect((await add('missing.vtt')).stderr).toContain('missing.vtt is not there');
    expect(existsSync(join(dir, 'editor.yaml'))).toBe(false);
    expect((await add('talk.vtt')).code).toBe(0);
    const second = await add('talk.srt');
    expect(second).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`transcripts/${KEY}.vtt is there already`),
    });
    expect(existsSync(join(dir, `transcripts/${KEY}.srt`))).toBe(false);
  });
});
