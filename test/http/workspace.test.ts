import { expect, test } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { createRecorder } from '../../src/http/recorder.ts';
import { createReplay } from '../../src/http/replay.ts';
import { readHar } from '../../src/text/har.ts';
import { NOON, openDoor, textOf } from '../support/door.ts';
import { memoryCache } from '../support/memory-cache.ts';

const FILES: Record<string, string | Uint8Array> = {
  'transcripts/a.vtt': 'WEBVTT\n\n00:01.000 --> 00:02.000\nWörds.\n',
  'transcripts/b.srt': Buffer.from('1\n00:00:01,000 --> 00:00:02,000\nWords.\n'),
  'transcripts/c.json': '{}',
  'transcripts/c.json3': '{}',
  'transcripts/d.txt': '',
  'transcripts/-E_3.HTML': '<p>Words.</p>',
};
const asked: string[] = [];
const workspaceFile = async (path: string) => {
  asked.push(path);
  if (path.includes('locked')) throw new UserError('the workspace is locked', 75);
  if (path.includes('broken')) throw new Error('EIO: no luck');
  return FILES[path];
};
const file = (name: string) => ({ url: `workspace:${name}`, from: 'operator', cache: 'none' }) as const;

test.each([
  ['a.vtt', 'text/vtt; charset=utf-8'],
  ['b.srt', 'application/x-subrip'],
  ['c.json', 'application/json; charset=utf-8'],
  ['c.json3', 'application/json; charset=utf-8'],
  ['d.txt', 'text/plain; charset=utf-8'],
  ['-E_3.HTML', 'text/html; charset=utf-8'],
])('%s of the workspace answers with its bytes', async (name, type) => {
  const { fetch } = openDoor({ workspaceFile });
  const path = `transcripts/${name}`;
  const answer = await fetch(file(path));
  expect(answer).toMatchObject({ status: 200, headers: { 'content-type': type }, from: 'network' });
  expect(answer).toMatchObject({ url: `workspace:${path}`, finalUrl: `workspace:${path}`, at: NOON.toISOString() });
  expect(textOf(answer)).toBe(Buffer.from(FILES[path] as string).toString());
});

test('what is not there, or where there is no workspace, is a 404', async () => {
  expect((await openDoor({ workspaceFile }).fetch(file('transcripts/none.vtt'))).status).toBe(404);
  expect((await openDoor().fetch(file('transcripts/a.vtt'))).status).toBe(404);
});

test.each([
  'transcripts/../.env',
  'transcripts/..vtt',
  'transcripts/a..vtt',
  'transcripts/sub/a.vtt',
  'transcripts/a.vtt/../../x.txt',
  'transcripts\\..\\x.txt',
  'transcripts/%2e%2e/x.txt',
  'transcripts/.hidden.txt',
  'transcripts/a.vtt\u0000.txt',
  'transcripts/a.vtt\n',
  'transcripts/a.db',
  'transcripts/a',
  'transcripts/',
  'transcripts',
  '',
  '/etc/passwd.txt',
  '//host/a.txt',
  './transcripts/a.vtt',
  'sources.yaml',
  '.pullquote/state.txt',
  `transcripts/${'a'.repeat(300)}.vtt`,
])('of the workspace nothing else is opened: %j', async (path) => {
  asked.splice(0);
  const { fetch } = openDoor({ workspaceFile });
  await expect(fetch(file(path))).rejects.toMatchObject({ name: 'SourceError' });
  await expect(createReplay(readHar('{"log":{"entries":[]}}'), { file: 'x' }).fetch(file(path))).rejects.toThrow(
    'is not opened',
  );
  expect(asked).toEqual([]);
});

test('a crawled page may name no file, in any spelling', async () => {
  asked.splice(0);
  const { fetch } = openDoor({ workspaceFile });
  for (const url of ['workspace:transcripts/a.vtt', 'WORKSPACE:transcripts/a.vtt', ' workspace:transcripts/a.vtt']) {
    await expect(fetch({ url, from: 'crawled' })).rejects.toThrow('is not opened');
  }
  const replay = createReplay(readHar('{"log":{"entries":[]}}'), { file: 'x' });
  const request = { url: 'workspace:transcripts/a.vtt', from: 'crawled' } as const;
  await expect(replay.fetch(request)).rejects.toThrow('only the operator may name a file');
  expect(asked).toEqual([]);
});

test('it is recorded like any answer, and replayed without the file', async () => {
  const recorder = createRecorder({ version: '1', clock: () => NOON });
  const cache = memoryCache();
  const { fetch } = openDoor({ workspaceFile, recorder, cache });
  const names = ['transcripts/a.vtt', 'transcripts/none.vtt', 'transcripts/broken.vtt'].map(file);
  const outcome = (via: typeof fetch) =>
    Promise.all(
      names.map((request) =>
        via(request).then(
          (answer) => [answer.status, answer.headers, textOf(answer), answer.finalUrl],
          (error: Error) => error.message,
        ),
      ),
    );
  const run = await outcome(fetch);
  expect(run[2]).toBe('workspace:transcripts/broken.vtt: it could not be read: EIO: no luck');
  const replay = createReplay(readHar(recorder.toHar()), { file: 'x' });
  expect(await outcome(replay.fetch)).toEqual(run);
  expect(cache.kept).toEqual([]);
  expect((await replay.fetch(file('transcripts/unrecorded.vtt'))).status).toBe(404);
});

test('a file that is too large is said to be, and what the user can mend stays the user’s', async () => {
  const { fetch } = openDoor({ workspaceFile });
  await expect(fetch({ ...file('transcripts/a.vtt'), maxBytes: 10 })).rejects.toThrow('larger than 10 bytes');
  await expect(fetch(file('transcripts/locked.vtt'))).rejects.toMatchObject({ name: 'UserError', exitCode: 75 });
});
