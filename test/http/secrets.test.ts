import { expect, test } from 'vitest';
import { createRecorder } from '../../src/http/recorder.ts';
import { NOON, openDoor, serve, textOf } from '../support/door.ts';
import { memoryCache } from '../support/memory-cache.ts';
import { reply } from '../support/servers.ts';

const TOKEN = 'tok/en+w th=ü"8';
const secrets = { FEED_TOKEN: TOKEN, SHORT: 'ai', API_KEY: 'sk-0123456789abcdef' };

test('a secret goes over the wire and comes out nowhere', async () => {
  const server = await serve((hit, response) => {
    const echo = `${hit.path} ${hit.headers['x-key']} ${TOKEN} ${encodeURIComponent(TOKEN)} ${JSON.stringify(TOKEN)}`;
    reply(response, 200, echo, { 'x-echo': String(hit.headers['x-key']), etag: `"${secrets.API_KEY}"` });
  });
  const recorder = createRecorder({ version: '1', clock: () => NOON });
  const cache = memoryCache();
  const { fetch } = openDoor({ allow: [server.host], secrets, recorder, cache });
  const url = `${server.url}/feed?token=\${FEED_TOKEN}`;
  const headers = { 'X-Key': '${API_KEY}' };
  const answer = await fetch({ url, headers, from: 'operator', cache: 'revalidate' });
  expect(decodeURIComponent(server.hits[0]?.path ?? '')).toContain(TOKEN);
  expect(server.hits[0]?.headers['x-key']).toBe(secrets.API_KEY);
  const everything = JSON.stringify([answer, cache.kept, textOf(answer), recorder.toHar()]);
  for (const value of [TOKEN, encodeURIComponent(TOKEN), encodeURI(TOKEN), secrets.API_KEY]) {
    expect(everything).not.toContain(value);
    expect(everything).not.toContain(JSON.stringify(value).slice(1, -1));
  }
  expect(answer.url).toBe(url);
  expect(textOf(answer)).toContain('${FEED_TOKEN}');
});

test('a body without the secret keeps its bytes, whatever they are', async () => {
  const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x80, 0x61, 0x69]);
  const server = await serve((_hit, response) => reply(response, 200, bytes));
  const { fetch } = openDoor({ allow: [server.host], secrets });
  const answer = await fetch({ url: `${server.url}/\${SHORT}?k=\${API_KEY}`, from: 'operator' });
  expect(Buffer.from(answer.body)).toEqual(bytes);
});

test('an error names the variable, not its value', async () => {
  const { fetch } = openDoor({ secrets });
  const inner = fetch({ url: 'http://10.0.0.1/?k=${API_KEY}', from: 'operator' });
  await expect(inner).rejects.toThrow('http://10.0.0.1/?k=${API_KEY}');
  await expect(inner).rejects.not.toThrow(secrets.API_KEY);
  const unset = fetch({ url: 'https://example.com/${NO_SUCH}', from: 'operator' });
  await expect(unset).rejects.toThrow('NO_SUCH is not set: https://example.com/${NO_SUCH} needs it');
});

test('a secret host is hidden in what refuses it', async () => {
  const { fetch } = openDoor({ secrets: { HOST: '192.168.7.7' } });
  const refused = await fetch({ url: 'http://${HOST}/feed', from: 'operator' }).catch((e: Error) => e.message);
  expect(refused).toContain('${HOST}');
  expect(refused).not.toContain('192.168.7.7');
});

test('robots.txt of a secret host is recorded under the name of the secret', async () => {
  const server = await serve((hit, response) => reply(response, hit.path === '/robots.txt' ? 404 : 200, 'page'));
  const recorder = createRecorder({ version: '1', clock: () => NOON });
  const { fetch } = openDoor({ allow: [server.host], secrets: { SITE: server.host }, recorder });
  expect((await fetch({ url: 'http://${SITE}/list', from: 'operator', robots: true })).status).toBe(200);
  expect(recorder.toHar()).toContain('http://${SITE}/robots.txt');
  expect(recorder.toHar()).not.toContain(server.host);
});

test('nothing is filled in for a crawled link', async () => {
  const asked: string[] = [];
  const { fetch } = openDoor({
    secrets: { ...secrets, HOST: 'evil.example' },
    resolve: (name, _options, done) => {
      asked.push(name);
      done(Object.assign(new Error('x'), { code: 'ENOTFOUND' }), []);
    },
  });
  await expect(fetch({ url: 'https://${HOST}/', from: 'crawled' })).rejects.toThrow('not opened');
  await expect(fetch({ url: 'https://blog.example/?k=${API_KEY}', from: 'crawled' })).rejects.toThrow('no host');
  expect(asked).toEqual(['blog.example']);
});

test('a user name in the operator’s URL becomes a header, and its password is hidden', async () => {
  const server = await serve((hit, response) => reply(response, 200, `you are ${hit.headers.authorization}`));
  const { fetch } = openDoor({ allow: [server.host], secrets: { PASS: 'p@ss:word' } });
  const answer = await fetch({ url: `http://me:p%40ss%3Aword@${server.host}/paid`, from: 'operator' });
  expect(server.hits[0]?.headers.authorization).toBe(`Basic ${btoa('me:p@ss:word')}`);
  expect(textOf(answer)).not.toContain(btoa('me:p@ss:word'));
});

test('a key in a header is hidden, too, when the server repeats it', async () => {
  const server = await serve((hit, response) => {
    const { authorization = '', 'idempotency-key': issue = '' } = hit.headers;
    const password = Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString();
    reply(
      response,
      401,
      authorization.startsWith('Basic') ? `no ${password} ${issue}` : 'bad key sk-live-123456 given',
    );
  });
  const { fetch } = openDoor({ allow: [server.host] });
  const headers = { Authorization: 'Bearer sk-live-123456' };
  expect(textOf(await fetch({ url: server.url, headers, from: 'operator' }))).toBe('bad key [removed] given');
  const basic = { Authorization: `Basic ${btoa('any:sk-live-123456')}`, 'Idempotency-Key': 'issue-number-089' };
  const answer = await fetch({ url: server.url, headers: basic, from: 'operator' });
  expect(textOf(answer)).toBe('no any:[removed] issue-number-089');
});

const ODD = 'Q+/=&"<é>\'\\ 0a1b2c3d';
const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
test.each<[how: string, write: (text: string) => string | Buffer]>([
  ['as it is', (text) => text],
  ['in small letters', (text) => text.toLowerCase()],
  ['in a URL', encodeURIComponent],
  ['in a URL in small letters', (text) => encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase())],
  ['in a URL in a URL', (text) => encodeURIComponent(encodeURIComponent(text))],
  ['in a URL in XML', (text) => xml(`?a=1&b=${encodeURI(text)}`)],
  ['in HTML in XML', (text) => xml(xml(text))],
  [
    'in numbered entities',
    (text) => text.replace(/[^a-z0-9]/gi, (letter) => `&#x${letter.charCodeAt(0).toString(16)};`),
  ],
  ['in JSON', JSON.stringify],
  ['in JSON in JSON', (text) => JSON.stringify(JSON.stringify(text))],
  ['in JSON as PHP writes it', (text) => JSON.stringify(text).replaceAll('/', '\\/').replaceAll('é', '\\u00e9')],
  ['in HTML in JSON', (text) => JSON.stringify(xml(text))],
  ['in base64', (text) => Buffer.from(text).toString('base64')],
  ['in UTF-16', (text) => Buffer.from(`\ufeff<p>${text}`, 'utf16le')],
  ['in XML in UTF-16 with its bytes turned', (text) => Buffer.from(`\ufeff<p>${xml(text)}`, 'utf16le').swap16()],
])('a secret is hidden when a server repeats it %s, to whoever asks', async (_, write) => {
  const server = await serve((_hit, response) => reply(response, 200, write(ODD)));
  const { fetch } = openDoor({ allow: [server.host], secrets: { ODD, OTHER: 'sk-another-one' } });
  const { body } = await fetch({ url: `${server.url}/no-key-in-it`, from: 'operator' });
  const text = Buffer.from(body).toString('latin1').replaceAll('\0', '');
  expect(text).toContain('${ODD}');
  expect(text.toLowerCase()).not.toContain('0a1b2c');
});

test('a value that was set as a URL has it is hidden as it was meant, too', async () => {
  const server = await serve((hit, response) => reply(response, 200, decodeURIComponent(hit.path)));
  const { fetch } = openDoor({ allow: [server.host], secrets: { CODED: 'ab%2Fcd%2Bef%3D%3D' } });
  expect(textOf(await fetch({ url: `${server.url}/?k=\${CODED}`, from: 'operator' }))).toBe('/?k=${CODED}');
});

test('a short value is hidden in answers to its own request alone, where it stands alone', async () => {
  const server = await serve((_hit, response) => reply(response, 302, '', { location: 'https://[a-b]/x-a-b-y?a-bc' }));
  const { fetch } = openDoor({ allow: [server.host], secrets: { TINY: 'a-b' } });
  const said = (url: string) => fetch({ url, from: 'operator' }).catch((error: Error) => error.message);
  expect(await said(`${server.url}/\${TINY}`)).toContain('"https://[${TINY}]/x-${TINY}-y?a-bc"');
  expect(await said(server.url)).toContain('"https://[a-b]/x-a-b-y?a-bc"');
});

test('a body of nothing but escapes is searched in fair time', async () => {
  const body = `0a1b2c3d${'\\'.repeat(2_000_000)}${'&amp;'.repeat(400_000)}${'%25'.repeat(400_000)}`;
  const server = await serve((_hit, response) => reply(response, 200, body));
  const { fetch } = openDoor({ allow: [server.host], secrets: { ESCAPES: `/&%${ODD}`, SLASHES: '////////' } });
  expect(textOf(await fetch({ url: server.url, from: 'operator' }))).toBe(body);
}, 20_000);
