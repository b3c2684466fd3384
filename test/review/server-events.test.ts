import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { hostname } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import { shortHash } from '../../src/text/hash.ts';
import { openDesk, type TestDesk } from './desk.ts';

const ISSUE = 'issues/001/issue.md';

interface Listening {
  status: number;
  /** The next event that fits, those that came before it dropped. */
  next(event: string, fits?: (data: Told) => boolean): Promise<Told>;
  leave(): void;
}
interface Told {
  rev?: string;
  files?: string[];
  count?: number;
  others?: string[];
  verb?: string;
  other?: string;
}

/** A page that listens, as an EventSource does. */
async function listen({ desk, base, own }: TestDesk): Promise<Listening> {
  const asking = request({
    host: '127.0.0.1',
    port: desk.port,
    path: `${base}/events`,
    headers: await own(),
    agent: false,
  });
  asking.end();
  asking.on('error', () => {});
  const [response] = (await once(asking, 'response')) as [IncomingMessage];
  onTestFinished(() => void asking.destroy());
  const told: { event: string; data: Told }[] = [];
  let wake = () => {};
  let rest = '';
  response.setEncoding('utf8');
  response.on('error', () => {});
  response.on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const [, event = '', data = '{}'] = /^event: (\w+)\ndata: (.*)$/.exec(part) ?? [];
      told.push({ event, data: JSON.parse(data) });
    }
    wake();
  });
  const next: Listening['next'] = async (event, fits = () => true) => {
    for (;;) {
      const found = told.shift();
      if (found?.event === event && fits(found.data)) return found.data;
      if (!found)
        await new Promise<void>((woken) => {
          wake = woken;
        });
    }
  };
  return { status: response.statusCode ?? 0, next, leave: () => asking.destroy() };
}

test('a page learns what stands on the disk when it comes, and of every change by whomever', async () => {
  const desk = await openDesk();
  const { files } = desk;
  const page = await listen(desk);
  const before = (await files.read(ISSUE)) as string;
  expect(await page.next('changed')).toEqual({ rev: shortHash(before), files: [] });
  const after = before.replace('Who checks good news?', 'Who checks the news?');
  await files.write(ISSUE, after);
  expect(await page.next('changed')).toEqual({ rev: shortHash(after), files: [ISSUE] });
  await files.write('editor.yaml', 'pins: []\n');
  expect(await page.next('changed')).toEqual({ rev: shortHash(after), files: ['editor.yaml'] });
});

test('the revision of an answer is that of the event', async () => {
  const desk = await openDesk();
  const page = await listen(desk);
  await page.next('changed');
  const { body } = await desk.post('/do/edit-line', {
    line: 'subject',
    was: 'The week the bookmark was left in',
    text: 'The week of the bookmark',
  });
  const { rev } = JSON.parse(body);
  expect(await page.next('changed', ({ files }) => files?.includes(ISSUE) === true)).toMatchObject({ rev });
});

test('two pages of one desk are told of one another, and when one has gone', async () => {
  const desk = await openDesk();
  const first = await listen(desk);
  expect(await first.next('desks')).toEqual({ count: 1, others: [] });
  const second = await listen(desk);
  expect(await first.next('desks')).toEqual({ count: 2, others: [] });
  second.leave();
  expect(await first.next('desks')).toEqual({ count: 1, others: [] });
});

test('streams never take all of a browser’s connections', async () => {
  const desk = await openDesk();
  const pages = [await listen(desk), await listen(desk), await listen(desk), await listen(desk), await listen(desk)];
  expect(pages.map(({ status }) => status)).toEqual([200, 200, 200, 200, 204]);
});

test('another process with a desk on the issue is told of while it lives', async () => {
  const desk = await openDesk();
  const { files } = desk;
  const page = await listen(desk);
  const living = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  onTestFinished(() => void living.kill());
  const present = (pid: number | undefined) => JSON.stringify({ pid, host: hostname(), url: 'http://127.0.0.1:4321' });
  await files.write('.pullquote/desk/open-001-x.json', present(living.pid));
  await files.write('.pullquote/desk/open-002-x.json', present(living.pid));
  await files.write('.pullquote/desk/open-001-torn.json', '{"pid":');
  expect(await page.next('desks', ({ others }) => others?.length === 1)).toEqual({
    count: 1,
    others: ['http://127.0.0.1:4321'],
  });
  living.kill('SIGKILL');
  await once(living, 'exit');
  expect(await page.next('desks', ({ others }) => others?.length === 0)).toEqual({ count: 1, others: [] });
  expect((await files.list('.pullquote/desk')).filter((name) => name.startsWith('open-001'))).toHaveLength(1);
});

test('a page is told what takes its time, here and in another command', async () => {
  const desk = await openDesk();
  const page = await listen(desk);
  expect(await page.next('busy')).toEqual({});
  const done = desk.post('/do/refresh-week', {});
  expect(await page.next('busy')).toEqual({ verb: 'refresh-week' });
  expect(await page.next('busy')).toEqual({});
  await done;
  await desk.files.write('.pullquote/lock', JSON.stringify({ pid: 1, host: 'another.example', what: 'draft' }));
  expect(await page.next('busy')).toEqual({ other: 'draft' });
  await desk.files.remove('.pullquote/lock');
  expect(await page.next('busy')).toEqual({});
});
