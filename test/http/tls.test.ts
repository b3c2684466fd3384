import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { serve, textOf } from '../support/door.ts';
import { reply } from '../support/servers.ts';
import { openWeb, serveRaw } from '../support/web.ts';

const pem = (name: string) => readFileSync(`test/fixtures/tls/${name}.pem`, 'utf8');
const before = getCACertificates('default');
beforeEach(() => setDefaultCACertificates([...before, pem('authority')]));
afterEach(() => setDefaultCACertificates(before));

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok';
const secure = (name: string, answer = OK) =>
  serveRaw((socket) => void socket.write(answer), { key: pem(name), cert: pem(name) });

test('a certificate that is in order opens', async () => {
  const { port } = await secure('good');
  const { fetch } = openWeb();
  expect(textOf(await fetch({ url: `https://www.site.example:${port}/`, from: 'crawled' }))).toBe('ok');
});

test.each([
  ['expired', 'site.example', 'its certificate has expired; only its publisher can renew it'],
  ['early', 'site.example', 'its certificate is not valid yet; check the clock of this machine'],
  ['self-signed', 'site.example', 'is self-signed; if you trust it, name the file of its certificate in NODE_EXTRA_CA'],
  ['good', 'other.example', 'its certificate is for another host; check the address'],
])('%s at %s is said in words, with what to do, and is not tried again', async (name, host, words) => {
  const server = await secure(name);
  const { fetch, waited } = openWeb();
  const url = `https://${host}:${server.port}/`;
  const said = await fetch({ url, from: 'crawled' }).catch((error: Error) => error.message);
  expect(said).toContain(`${url}: no secure connection (TLS): `);
  expect(said).toContain(words);
  expect([server.requests.length, waited.length]).toEqual([0, 0]);
  expect(server.state.connections).toBeLessThanOrEqual(1);
});

test('an unknown issuer is said in words', async () => {
  setDefaultCACertificates(before);
  const { port } = await secure('good');
  const { fetch } = openWeb();
  const asked = fetch({ url: `https://site.example:${port}/`, from: 'crawled' });
  await expect(asked).rejects.toThrow('nobody known here vouches for its certificate');
});

test('a port that does not speak TLS is said in words', async () => {
  const server = await serve((_hit, response) => reply(response, 200));
  const { fetch } = openWeb();
  const asked = fetch({ url: `https://site.example:${server.port}/`, from: 'crawled' });
  await expect(asked).rejects.toThrow('does not speak TLS; if the site has no https, write http://');
});

test('https may lead down to http, without what the operator wrote for the first', async () => {
  const plain = await serve((_hit, response) => reply(response, 200, 'in the open'));
  const to = `http://site.example:${plain.port}/page`;
  const head = `HTTP/1.1 301 Moved\r\nLocation: ${to}\r\nContent-Length: 0\r\n\r\n`;
  const { port, requests } = await secure('good', head);
  const { fetch } = openWeb({ secrets: { KEY: 'sk-0123456789' } });
  const headers = { 'x-api-key': '${KEY}', cookie: 'a=1', accept: 'text/html' };
  const answer = await fetch({ url: `https://me:pass@site.example:${port}/page`, headers, from: 'operator' });
  expect(textOf(answer)).toBe('in the open');
  expect(requests[0]).toMatch(/x-api-key: sk-0123456789/i);
  expect(requests[0]).toMatch(/authorization: Basic/i);
  const sent = plain.hits[0]?.headers ?? {};
  expect(sent.accept).toBe('text/html');
  for (const name of ['x-api-key', 'cookie', 'authorization']) expect(sent).not.toHaveProperty(name);
});
