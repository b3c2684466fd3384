import { describe, expect, it } from 'vitest';
import { capturePages } from '../../src/actions/capture.ts';
import { SourceError, UserError } from '../../src/errors.ts';
import { createDoor } from '../../src/http/door.ts';
import { createRecorder } from '../../src/http/recorder.ts';
import { createReplay } from '../../src/http/replay.ts';
import { readHar } from '../../src/text/har.ts';
import { transcriptKey } from '../../src/text/transcript-forms.ts';
import type { Fetch, FetchRequest, FetchResponse, Files, Item, World } from '../../src/types.ts';
import { item, prose, source } from '../support/items.ts';
import { crawlWorld, given, tempFiles } from '../support/world.ts';

const NOW = '2026-11-16T06:00:00.000Z';
type Answer = string | { status?: number; body?: string; headers?: Record<string, string>; at?: string } | Error;

/** What answers, by address, and what was asked; anything else is not there. The workspace's own files answer as the door has it. */
function web(answers: Record<string, Answer>, files?: Files): { fetch: Fetch; asked: FetchRequest[] } {
  const asked: FetchRequest[] = [];
  const fetch: Fetch = async (request) => {
    asked.push(request);
    const path = request.url.startsWith('workspace:') ? request.url.slice('workspace:'.length) : undefined;
    const body = path === undefined ? undefined : await files?.read(path);
    const answer = answers[request.url] ?? body;
    if (answer instanceof Error) throw answer;
    if (typeof answer === 'string') return given(request, answer, { at: NOW });
    const { body: said = '', ...own } = answer ?? { status: 404 };
    return given(request, said, own as Partial<FetchResponse>);
  };
  return { fetch, asked };
}
const pagesAsked = (asked: FetchRequest[]) => asked.map(({ url }) => url).filter((url) => !url.includes('.well-known'));

/** A workspace whose web and files are given, with these items stored. */
async function stage(items: Item[], answers: Record<string, Answer> = {}, o: { replaying?: boolean } = {}) {
  const files = tempFiles();
  const { fetch, asked } = web(answers, files);
  const world = await crawlWorld(fetch, { files, ...o });
  await world.store.saveItems(items, new Map());
  const crawl = async () => {
    asked.length = 0;
    const report = await capturePages(world, await world.store.items('', '9999'), [source()]);
    return { report, asked: pagesAsked(asked), requests: [...asked] };
  };
  const page = (of = items[0] as Item) => world.store.page(of.canonicalUrl);
  return { world, files, answers, crawl, page };
}

const ID = 'ropeIsAnet1';
const WATCH = `https://www.youtube.com/watch?v=${ID}`;
const video = (own: Partial<Item> = {}) => item({ url: WATCH, media: 'video', title: 'Rope', ...own });
const episode = (own: Partial<Item> = {}) =>
  item({ url: 'https://show.test/9', media: 'audio', title: 'Costs', durationSeconds: 600, ...own });
const vtt = (words: string) =>
  `WEBVTT\n\n00:05.000 --> 00:09.000\n${words}\n\n01:05.000 --> 01:09.000\nAnd so it ended.\n`;
const LONG = prose('rope');
const VTT = { status: 200, body: vtt(LONG), headers: { 'content-type': 'text/vtt' } };
const LENGTH = '<html><head><meta itemprop="duration" content="PT10M"></head></html>';
const html = (body: string, headers: Record<string, string> = {}) => ({
  ...{ status: 200, body, headers: { 'content-type': 'text/html; charset=utf-8', ...headers } },
});

describe('a video', () => {
  it('is asked for its length once, politely, and has no words', async () => {
    const { crawl, page } = await stage([video()], { [WATCH]: html(LENGTH) });
    const first = await crawl();
    expect(first.asked).toEqual([WATCH]);
    expect(first.requests[0]).toMatchObject({ from: 'crawled', cache: 'keep', robots: true });
    expect(first.report).toEqual({ wanted: 1, captured: 0, empty: 1, failed: [] });
    expect(await page()).toMatchObject({ durationSeconds: 600, text: '', readFrom: [WATCH], capturedAt: NOW });
    expect(await crawl()).toMatchObject({ asked: [], report: { wanted: 0 } });
  });

  it('gives what its page says where its source said nothing', async () => {
    const details = {
      lengthSeconds: '600',
      shortDescription: 'On rope.\n0:00 Rope\n5:00 Nets',
      author: 'Slow Lectures',
    };
    const body = `<script>x = {"videoDetails":${JSON.stringify(details)},"publishDate":"2026-11-12"}</script>`;
    const { crawl, page } = await stage([video({ url: `https://youtu.be/${ID}` })], { [WATCH]: html(body) });
    await crawl();
    expect(await page()).toMatchObject({
      ...{ durationSeconds: 600, author: 'Slow Lectures', publishedAt: '2026-11-12T00:00:00.000Z' },
      summary: 'On rope.\n0:00 Rope\n5:00 Nets',
      chapters: [
        { seconds: 0, title: 'Rope' },
        { seconds: 300, title: 'Nets' },
      ],
    });
  });

  it.each([
    ['a consent page', html('<html><title>Before you continue</title></html>')],
    ['a page that is gone', { status: 404 }],
    ['a file', { status: 200, body: 'x', headers: { 'content-type': 'video/mp4' } }],
  ])('without a length on %s is let be', async (_what, answer) => {
    const { crawl, page } = await stage([video()], { [WATCH]: answer });
    expect((await crawl()).report).toMatchObject({ empty: 1, failed: [] });
    expect(await page()).not.toHaveProperty('durationSeconds');
    expect((await crawl()).asked).toEqual([]);
  });

  it('is asked again where its page failed for the moment', async () => {
    const { crawl, answers, page } = await stage([video()], { [WATCH]: { status: 503 } });
    expect((await crawl()).report).toMatchObject({ failed: [{ url: WATCH, error: `${WATCH} answered 503` }] });
    answers[WATCH] = html(LENGTH);
    await crawl();
    expect(await page()).toMatchObject({ durationSeconds: 600 });
  });

  it('whose length is known is not asked for, nor is a file of video', async () => {
    const file = item({ url: 'https://media.test/talk.mp4', media: 'video' });
    const { crawl } = await stage([video({ durationSeconds: 5 }), file]);
    expect((await crawl()).asked).toEqual([]);
  });
});

describe('an episode', () => {
  const form = (name: string, type?: string) => ({ url: `https://show.test/${name}`, ...(type ? { type } : {}) });
  const forms = [form('9.vtt', 'text/vtt'), form('9.srt'), form('9.txt', 'text/plain')];

  it('has its words and their seconds from the first form that has words', async () => {
    const bad = html('<html><body>Sign in to read on</body></html>');
    const answers = { 'https://show.test/9.vtt': bad, 'https://show.test/9.srt': { status: 404 } };
    const plain = `[00:05] ${LONG}`;
    const { crawl, page } = await stage([episode({ transcripts: forms })], {
      ...answers,
      'https://show.test/9.txt': plain,
    });
    const { asked, report } = await crawl();
    expect(asked).toEqual(forms.map(({ url }) => url));
    expect(report).toMatchObject({ captured: 1, failed: [] });
    expect(await page()).toMatchObject({ text: LONG, cues: [{ at: 0, seconds: 5 }], incomplete: false });
    expect((await crawl()).asked).toEqual([]);
  });

  it('is asked again for the form that failed for the moment, and only while it has no words', async () => {
    const answers: Record<string, Answer> = { 'https://show.test/9.vtt': { status: 500 } };
    const { crawl, page } = await stage([episode({ transcripts: forms.slice(0, 2) })], answers);
    expect((await crawl()).report.failed).toHaveLength(1);
    expect((await page())?.readFrom).toEqual(['https://show.test/9.srt']);
    answers['https://show.test/9.vtt'] = VTT;
    expect((await crawl()).report).toMatchObject({ captured: 1 });
    expect((await page())?.text).toContain('And so it ended.');
    expect((await crawl()).asked).toEqual([]);
  });

  it('gets a transcript that is offered later', async () => {
    const { crawl, page, world } = await stage([episode({ transcripts: forms.slice(2) })], {
      'https://show.test/9.vtt': VTT,
    });
    await crawl();
    expect((await page())?.text).toBe('');
    await world.store.saveItems([episode({ transcripts: forms })], new Map());
    await crawl();
    expect((await page())?.text).toContain(LONG);
  });

  it('has its chapters with its words', async () => {
    const chaptersUrl = 'https://show.test/9.chapters.json';
    const chapters = JSON.stringify({
      chapters: [
        { startTime: 0, title: 'Sponsor' },
        { startTime: 60, title: 'Rope' },
      ],
    });
    const answers: Record<string, Answer> = { 'https://show.test/9.vtt': VTT, [chaptersUrl]: { status: 503 } };
    const { crawl, page } = await stage([episode({ transcripts: forms, chaptersUrl })], answers);
    expect((await crawl()).report).toMatchObject({ captured: 1, failed: [{ error: `${chaptersUrl} answered 503` }] });
    answers[chaptersUrl] = chapters;
    await crawl();
    expect(await page()).toMatchObject({
      chapters: [
        { seconds: 0, title: 'Sponsor' },
        { seconds: 60, title: 'Rope' },
      ],
      readFrom: ['https://show.test/9.vtt', chaptersUrl],
    });
    expect((await crawl()).asked).toEqual([]);
  });

  it('without words is not asked for chapters', async () => {
    const { crawl } = await stage([episode({ chaptersUrl: 'https://show.test/c.json' })]);
    expect((await crawl()).asked).toEqual([]);
  });

  it.each([
    ['X-Robots-Tag: noai', { 'x-robots-tag': 'noindex, noai' }],
    ['TDM-Reservation: 1', { 'tdm-reservation': '1' }],
  ])('whose transcript says %s is link only', async (_what, headers) => {
    const answers = { 'https://show.test/9.vtt': { ...VTT, headers }, 'https://show.test/9.txt': LONG };
    const { crawl, page, world } = await stage([episode({ transcripts: forms })], answers);
    await crawl();
    expect(await page()).toMatchObject({ optedOut: true, text: '' });
    expect(await world.store.items('', '9999')).toMatchObject([{ linkOnly: true, text: '' }]);
  });

  it('whose site reserves its rights is link only, unless the operator says otherwise', async () => {
    const reserved = JSON.stringify([{ location: '/*.vtt', 'tdm-reservation': 1 }]);
    const answers = { 'https://show.test/9.vtt': VTT, 'https://show.test/.well-known/tdmrep.json': reserved };
    const { crawl, page } = await stage([episode({ transcripts: forms })], answers);
    await crawl();
    expect(await page()).toMatchObject({ optedOut: true, text: '' });
    const other = await stage([episode({ transcripts: forms })], answers);
    const items = await other.world.store.items('', '9999');
    await capturePages(other.world, items, [source({ respectOptOut: false })]);
    expect((await other.page())?.text).toContain(LONG);
  });

  it('takes no words from sound, pictures or bytes', async () => {
    const answers = {
      'https://show.test/9.vtt': { status: 200, body: VTT.body, headers: { 'content-type': 'audio/mpeg' } },
      'https://show.test/9.srt': { status: 200, body: `\u0000\u0001${'\u0002'.repeat(500)}` },
    };
    const { crawl, page } = await stage([episode({ transcripts: forms })], answers);
    expect((await crawl()).report).toMatchObject({ captured: 0, empty: 1 });
    expect((await page())?.text).toBe('');
  });

  it('of a private source is never asked for', async () => {
    const { crawl } = await stage([episode({ transcripts: forms, linkOnly: true })], {
      'https://show.test/9.vtt': VTT,
    });
    expect((await crawl()).asked).toEqual([]);
  });

  it('keeps 400,000 characters and their cues', async () => {
    const cues = Array.from({ length: 3000 }, (_, i) => ({ start: i, text: `${LONG.slice(0, 180)} ${i}.` }));
    const { crawl, page } = await stage([episode({ transcripts: [form('9.json')] })], {
      'https://show.test/9.json': JSON.stringify(cues),
    });
    await crawl();
    const found = await page();
    expect(found?.text).toHaveLength(400_000);
    expect(found?.cues?.at(-1)?.at).toBeLessThan(400_000);
  });
});

describe('a transcript that the editor has', () => {
  const file = (form: string, key = ID) => `transcripts/${key}.${form}`;
  const at = (form: string) => `workspace:${file(form)}`;
  const known = () => video({ durationSeconds: 600 });

  it('comes before the publisher’s', async () => {
    const url = 'https://show.test/9.vtt';
    const { files, crawl, page } = await stage([known(), episode({ transcript: { url } })], { [url]: VTT });
    await files.write(file('vtt'), vtt('The editor heard this.'));
    await files.write(file('srt', transcriptKey('https://show.test/9')), '1\n00:00:01,000 --> 00:00:02,000\nMine.\n');
    const { asked, requests } = await crawl();
    expect(asked.toSorted()).toEqual([`workspace:${file('srt', transcriptKey('https://show.test/9'))}`, at('vtt')]);
    expect(requests[0]).toMatchObject({ from: 'operator' });
    expect((await page())?.text).toMatch(/^The editor heard this\./);
    expect((await page(episode()))?.text).toBe('Mine.');
    expect((await crawl()).asked).toEqual([]);
  });

  it('is found when the page was captured before without words', async () => {
    const { files, crawl, page } = await stage([video()], { [WATCH]: html(LENGTH) });
    await crawl();
    await files.write(file('txt'), LONG);
    expect((await crawl()).report).toMatchObject({ wanted: 1, captured: 1, failed: [] });
    expect(await page()).toMatchObject({ text: LONG, durationSeconds: 600, readFrom: [at('txt'), WATCH] });
  });

  it('is read again when it was changed, and not before', async () => {
    const { files, crawl, page } = await stage([known()]);
    await files.write(file('txt'), LONG);
    await crawl();
    expect((await crawl()).asked).toEqual([]);
    await files.write(file('txt'), `${LONG} And one more.`);
    await crawl();
    expect((await page())?.text).toMatch(/And one more\.$/);
    await files.remove(file('txt'));
    expect((await crawl()).asked).toEqual([]);
    expect((await page())?.text).toMatch(/And one more\.$/);
  });

  it('that can’t be read again leaves what was read before', async () => {
    const gone = { url: 'https://show.test/gone.vtt' };
    const { files, answers, crawl, page } = await stage([video({ durationSeconds: 600, transcript: gone })]);
    await files.write(file('txt'), LONG);
    await crawl();
    await files.write(file('txt'), 'Something else.');
    answers[at('txt')] = new UserError('transcripts/x.txt is not UTF-8 text');
    expect((await crawl()).report.failed).toHaveLength(1);
    expect((await page())?.text).toBe(LONG);
  });

  it('that has no words leaves the next one, once', async () => {
    const { files, crawl, page } = await stage([known()]);
    await files.write(file('vtt'), 'WEBVTT\n');
    await files.write(file('txt'), LONG);
    expect((await crawl()).asked).toEqual([at('vtt'), at('txt')]);
    expect((await page())?.text).toBe(LONG);
    expect((await crawl()).asked).toEqual([]);
  });

  it('that can’t be read is said, and costs nothing else', async () => {
    const notText = new UserError('transcripts/x.txt is not UTF-8 text');
    const { files, crawl, page } = await stage([video(), episode({ transcript: { url: 'https://show.test/9.vtt' } })], {
      ...{ [at('txt')]: notText, [WATCH]: html(LENGTH), 'https://show.test/9.vtt': VTT },
    });
    await files.write(file('txt'), 'x');
    const { report } = await crawl();
    expect(report.failed).toEqual([{ url: WATCH, error: notText.message }]);
    expect(await page()).toMatchObject({ durationSeconds: 600, text: '' });
    expect((await page(episode()))?.text).toContain(LONG);
  });

  it('gives words to a page that is no recording, too', async () => {
    const talk = item({ url: 'https://hall.test/talk' });
    const { files, crawl, page } = await stage([talk]);
    await files.write(`transcripts/${transcriptKey(talk.url)}.txt`, LONG);
    await crawl();
    expect((await page())?.text).toBe(LONG);
  });

  it('is never named by what was crawled', async () => {
    const { files, crawl, page } = await stage([episode({ transcript: { url: `workspace:${file('txt')}` } })]);
    await files.write(file('txt'), LONG);
    expect((await crawl()).asked).toEqual([]);
    expect(await page()).toBeUndefined();
  });

  /** Captures through the real door, which records; then again from what it recorded, in an empty workspace. */
  async function recordedAndReplayed(item: Item, written: [form: string, text: string][]) {
    const files = tempFiles();
    for (const [form, text] of written) await files.write(file(form), text);
    const recorder = createRecorder({ version: 'test', clock: () => new Date(NOW) });
    const door = createDoor({
      ...{ clock: () => new Date(NOW), secrets: {}, allow: [], userAgent: 'pullquote/test', recorder },
      workspaceFile: (path) => files.read(path),
    });
    const run = async (world: World) => {
      await world.store.saveItems([item], new Map());
      const report = await capturePages(world, await world.store.items('', '9999'), [source()]);
      return { report, page: await world.store.page(item.canonicalUrl) };
    };
    const live = await run(await crawlWorld(door.fetch, { files }));
    await door.close();
    const recording = readHar(recorder.toHar());
    const replay = createReplay(recording, { file: 'week.har' });
    const again = await run(await crawlWorld(replay.fetch, { replaying: true }));
    return { live, again, recorded: recording.responses.map(({ url }) => url).sort() };
  }

  it.each([
    ['one', [['srt', `1\n00:00:01,000 --> 00:00:02,000\n${LONG}\n`]]],
    [
      'a second after an empty first',
      [
        ['vtt', 'WEBVTT\n'],
        ['txt', LONG],
      ],
    ],
    ['none', []],
  ] as [string, [string, string][]][])('is the same in a replay elsewhere: %s', async (_what, written) => {
    const { live, again, recorded } = await recordedAndReplayed(known(), written);
    expect(again).toEqual(live);
    expect(live.page?.text ?? '').toBe(written.length === 0 ? '' : LONG);
    expect(recorded).toEqual(written.map(([form]) => at(form)).sort());
  });

  it('that no recording holds is not read in a replay', async () => {
    const { files, crawl, page } = await stage([known()], { [at('txt')]: { status: 404 } }, { replaying: true });
    await files.write(file('txt'), LONG);
    expect((await crawl()).report).toEqual({ wanted: 0, captured: 0, empty: 0, failed: [] });
    expect(await page()).toBeUndefined();
  });
});

describe('an article', () => {
  const url = 'https://lab.test/p';
  const article = `<html><head><title>Rope</title></head><body><article><h1>Rope</h1><p>${prose('rope', 16)}</p></article></body></html>`;

  it('is fetched once, under the first of its addresses that has words', async () => {
    const other = item({ url: `${url}?utm_source=x`, sourceId: 'other', publishedAt: '2026-11-11T00:00:00.000Z' });
    const { crawl, page } = await stage([item({ url }), other], { [`${url}?utm_source=x`]: html(article) });
    expect((await crawl()).asked).toEqual([url, `${url}?utm_source=x`]);
    expect((await page())?.text).toContain('rope');
    expect((await crawl()).asked).toEqual([]);
  });

  it.each([
    ['it says so', html(`<meta name="robots" content="noai">${article}`), 'null'],
    ['its site says so', html(article), JSON.stringify([{ location: '/p', 'tdm-reservation': 1 }])],
  ])('is link only where %s', async (_what, answer, tdmrep) => {
    const { crawl, page } = await stage([item({ url })], {
      [url]: answer,
      'https://lab.test/.well-known/tdmrep.json': tdmrep,
    });
    await crawl();
    expect((await page())?.optedOut).toBe(true);
  });

  it('that fails for the moment is no page yet', async () => {
    const { crawl, page } = await stage([item({ url })], { [url]: new SourceError('the line is dead') });
    expect((await crawl()).report).toMatchObject({ wanted: 1, failed: [{ url, error: 'the line is dead' }] });
    expect(await page()).toBeUndefined();
  });

  it('with words of its own is not fetched', async () => {
    const { crawl } = await stage([item({ url, text: LONG, textFrom: 'feed' })]);
    expect((await crawl()).asked).toEqual([]);
  });
});
