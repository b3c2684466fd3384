import { expect, test } from 'vitest';
import { decodeHar, encodeHar, readHar } from '../../src/text/har.ts';
import { formatHar } from '../../src/text/har-format.ts';
import { sha256 } from '../../src/text/hash.ts';
import type { StoredResponse } from '../../src/types.ts';

const answer = (over: Partial<StoredResponse> = {}): StoredResponse => ({
  method: 'GET',
  url: 'https://blog.example/feed',
  bodyHash: '',
  finalUrl: 'https://blog.example/feed',
  status: 200,
  headers: { 'content-type': 'text/xml' },
  body: Buffer.from('<rss/>'),
  at: '2026-11-20T08:00:00.000Z',
  ...over,
});
const NOW = '2026-11-22T12:00:00.000Z';
const PAST = {
  number: 7,
  told: ['told.example/a'],
  lastUntil: '2026-11-09',
  lastDraftedAt: '2026-11-08T18:00:00.000Z',
};
const written = (responses: StoredResponse[]) => readHar(formatHar({ now: NOW, responses }, '1'));

test('what is written is read again, byte for byte', () => {
  const bodies = [
    Buffer.from('plain ünïcode 😀 \u2028 \\ " \u0000'),
    Buffer.from('\uFEFFwith a byte order mark'),
    Buffer.from([0xff, 0x00, 0x80, 0xc3]),
    Buffer.from('caf\u00e9', 'latin1'),
    Buffer.alloc(0),
  ];
  const responses = bodies.map((body, i) =>
    answer({ body, url: `https://blog.example/${i}`, finalUrl: 'https://x.example/' }),
  );
  const verdicts = [{ one: 'a.example/', other: 'b.example/', same: true }];
  const read = readHar(formatHar({ now: NOW, past: PAST, verdicts, responses }, '1'));
  expect(read.now).toBe(NOW);
  expect(read.past).toEqual(PAST);
  expect(read.verdicts).toEqual(verdicts);
  expect(read.responses.map((r) => Buffer.from(r.body))).toEqual(bodies);
  expect(read.responses.map(({ body, ...rest }) => rest)).toEqual(responses.map(({ body, ...rest }) => rest));
});

test('a request body comes back with its hash', () => {
  const requestBody = '{"model":"m"}';
  const [read] = written([answer({ method: 'POST', requestBody, bodyHash: sha256(requestBody) })]).responses;
  expect(read).toMatchObject({ method: 'POST', requestBody, bodyHash: sha256(requestBody) });
});

test('entries are sorted, equal ones stay in order, doubles stand once', () => {
  const later = answer({ at: '2026-11-21T08:00:00.000Z', url: 'https://a.example/' });
  const [first, second] = [answer({ body: Buffer.from('1') }), answer({ body: Buffer.from('2') })];
  const read = written([later, second, first, second, answer({ method: 'DELETE' })]).responses;
  expect(read.map((r) => [r.at.slice(8, 10), r.method, String(r.body)])).toEqual([
    ['20', 'DELETE', '<rss/>'],
    ['20', 'GET', '2'],
    ['20', 'GET', '1'],
    ['21', 'GET', '<rss/>'],
  ]);
  expect(formatHar(readHar(formatHar({ now: NOW, responses: [later, second, first] }, '1')), '1')).toBe(
    formatHar({ now: NOW, responses: [second, later, first, second] }, '1'),
  );
});

test('only harmless headers are kept', () => {
  const headers = { 'set-cookie': 'id=1', authorization: 'x', server: 'y', etag: '"1"', 'tdm-reservation': '1' };
  expect(written([answer({ headers })]).responses[0]?.headers).toEqual({ etag: '"1"', 'tdm-reservation': '1' });
});

test('it is HAR 1.2 as other tools expect it', () => {
  const { log } = JSON.parse(formatHar({ now: NOW, responses: [answer()] }, '1.2.3'));
  expect(log).toMatchObject({ version: '1.2', creator: { name: 'pullquote', version: '1.2.3' } });
  expect(log.entries[0]).toMatchObject({
    startedDateTime: '2026-11-20T08:00:00.000Z',
    time: 0,
    cache: {},
    timings: { send: 0, wait: 0, receive: 0 },
    request: { method: 'GET', httpVersion: 'HTTP/1.1', cookies: [], headers: [], queryString: [], headersSize: -1 },
    response: {
      statusText: '',
      cookies: [],
      redirectURL: '',
      content: { size: 6, mimeType: 'text/xml', text: '<rss/>' },
    },
  });
});

test('a browser’s recording is read: zones, redirects, decoded text, missing bodies', () => {
  const entry = (url: string, response: object, at = '2026-11-22T10:00:00.000+01:00') => ({
    startedDateTime: at,
    request: { method: 'get', url, headers: [] },
    response: { status: 200, headers: [], content: {}, ...response },
  });
  const latin = { headers: [{ name: 'Content-Type', value: 'text/html; charset=ISO-8859-1' }], content: { text: 'é' } };
  const har = {
    log: {
      entries: [
        entry('https://a.example/', latin),
        entry('https://b.example/', { status: 301, redirectURL: 'https://a.example/' }, '2026-11-22T07:00:00Z'),
      ],
    },
  };
  const { now, past, verdicts, responses } = readHar(`\uFEFF${JSON.stringify(har)}`);
  expect(now).toBe('2026-11-22T09:00:00.000Z');
  expect(past).toBeUndefined();
  expect(verdicts).toBeUndefined();
  expect(responses[0]?.headers.location).toBe('https://a.example/');
  expect(responses[1]).toMatchObject({ method: 'GET', headers: { 'content-type': 'text/html; charset=utf-8' } });
  expect(String(responses[1]?.body)).toBe('é');
});

test.each([
  ['no JSON', 'hello', 'not JSON'],
  ['no log', '{}', 'log'],
  ['no date', '{"log":{"entries":[{"startedDateTime":"soon"}]}}', 'log.entries.0.startedDateTime'],
])('what is no recording says so: %s', (_what, text, place) => {
  expect(() => readHar(text)).toThrow(place);
});

test('files are read packed or not, by their bytes', () => {
  const text = formatHar({ now: NOW, responses: [answer()] }, '1');
  expect(decodeHar(encodeHar(text, true))).toBe(text);
  expect(decodeHar(encodeHar(text, false))).toBe(text);
  expect(encodeHar(text, true)).toEqual(encodeHar(text, true));
  expect(() => decodeHar(encodeHar(text, true).subarray(0, 60))).toThrow('cannot be unpacked');
});
