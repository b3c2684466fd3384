import type { LookupAddress } from 'node:dns';
import { expect, test } from 'vitest';
import type { DoorOptions } from '../../src/http/door.ts';
import { guardAddress, guardUrl } from '../../src/text/guard.ts';
import { openDoor, serve, textOf } from '../support/door.ts';
import { reply } from '../support/servers.ts';
import { openWeb, serveRaw } from '../support/web.ts';

/** Answers the n-th look-up with the n-th list, the last one for ever; 127.0.0.1 stands for the open web. */
function resolver(...lists: string[][]) {
  const asked: string[] = [];
  const resolve: DoorOptions['resolve'] = (name, _options, done) => {
    const list = lists[Math.min(asked.push(name), lists.length) - 1] ?? [];
    const found: LookupAddress[] = list.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    done(null, found);
  };
  return { asked, resolve };
}
const ONCE = 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok';

test('a name that leads inside the second time is refused then', async () => {
  const server = await serveRaw((socket) => socket.end(ONCE));
  const { asked, resolve } = resolver(['127.0.0.1'], ['169.254.169.254']);
  const { fetch } = openWeb({ resolve });
  const url = `http://rebind.example:${server.port}/`;
  expect(textOf(await fetch({ url, from: 'crawled' }))).toBe('ok');
  await expect(fetch({ url, from: 'crawled' })).rejects.toThrow('rebind.example is at 169.254.169.254');
  expect(asked).toEqual(['rebind.example', 'rebind.example']);
});

test('what is connected to is what was judged: one look-up a connection', async () => {
  const server = await serve((_hit, response) => reply(response, 200, 'words'));
  const { asked, resolve } = resolver(['127.0.0.1'], ['10.0.0.1']);
  const { fetch } = openWeb({ resolve });
  expect((await fetch({ url: `http://once.example:${server.port}/`, from: 'crawled' })).status).toBe(200);
  expect(asked).toHaveLength(1);
});

test('a redirect is judged by where its name leads, like any address', async () => {
  const server = await serve((_hit, response) => reply(response, 302, '', { location: 'http://inner.example/' }));
  const { resolve } = resolver(['127.0.0.1'], ['192.168.1.1']);
  const { fetch } = openWeb({ resolve });
  const asked = fetch({ url: `http://front.example:${server.port}/`, from: 'operator' });
  const where = 'it redirects to http://inner.example/: it is not opened: its host inner.example is at 192.168.1.1';
  await expect(asked).rejects.toThrow(`${where}, which is not a public address`);
});

test('of several addresses only the public ones are used; none, and there is nothing to open', async () => {
  const server = await serve((_hit, response) => reply(response, 200, 'words'));
  const url = `http://many.example:${server.port}/`;
  const mixed = resolver(['10.0.0.1', '::1', '127.0.0.1', '::ffff:192.168.0.1']);
  expect(textOf(await openWeb(mixed).fetch({ url, from: 'crawled' }))).toBe('words');
  const inner = resolver(['10.0.0.1', 'fe80::1%eth0', '64:ff9b::a00:1']);
  await expect(openWeb(inner).fetch({ url, from: 'crawled' })).rejects.toThrow('many.example is at 10.0.0.1');
  await expect(openWeb(resolver([])).fetch({ url, from: 'crawled' })).rejects.toThrow('many.example has no address');
});

test.each([
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '0:0:0:0:0:ffff:a00:1',
  '::127.0.0.1',
  '64:ff9b::127.0.0.1',
  '64:ff9b::a9fe:a9fe',
  '64:ff9b:1::808:808',
  '2002:7f00:1::',
  '2002:c0a8:101::1',
  '2001:0:4136:e378::1',
  '2001:db8::1',
  '100::1',
  'fc00::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  '5f00::1',
  '0.0.0.0',
  '100.127.255.255',
  '198.19.255.255',
  '255.255.255.255',
  'not an address',
  '',
])('%s is an inner address', (ip) => {
  expect(guardAddress(ip).ok).toBe(false);
});

test.each(['8.8.8.8', '100.128.0.1', '::ffff:8.8.8.8', '64:ff9b::808:808', '2002:808:808::1', '2606:4700::1111'])(
  '%s is a public one',
  (ip) => {
    expect(guardAddress(ip)).toEqual({ ok: true });
  },
);

test.each([
  'http://localhost./',
  'http://localhost../',
  'http://LocalHost:8080/',
  'http://a.localhost/',
  'http://localhost。/',
  'http://127。0．0｡1/',
  'http://127.0.0.1./',
  'http://①②⑦.0.0.1/',
  'http://0177.0.0.01/',
  'http://2130706433/',
  'http://127.1/',
  'http://router/',
  'http://router./',
  'http://printer.local./',
  'http://[::ffff:7f00:1]/',
  'http://[64:ff9b::10.0.0.1]/',
  'http://user@blog.example/',
])('%s is not opened', (url) => {
  expect(guardUrl(url).ok).toBe(false);
});

test.each([
  'https://feeds.week.test/',
  'https://blog.example./',
  'https://bücher.example/',
  'https://blog.example:8443/',
])('%s is', (url) => {
  expect(guardUrl(url)).toEqual({ ok: true });
});

test('the list opens a port of a name, not the name', async () => {
  const [one, two] = [await serve((_h, r) => reply(r, 200)), await serve((_h, r) => reply(r, 200))];
  const { resolve } = resolver(['127.0.0.1']);
  const { fetch } = openDoor({ allow: [`nas.example:${one.port}`], resolve });
  const get = (port: number, name = 'nas.example') => fetch({ url: `http://${name}:${port}/`, from: 'operator' });
  expect((await get(one.port)).status).toBe(200);
  await expect(get(two.port)).rejects.toThrow(`PULLQUOTE_ALLOW=nas.example:${two.port}`);
  await expect(get(one.port, 'other.example')).rejects.toThrow('not opened');
});

test('a name server that says nothing does not keep a request for ever', async () => {
  const { fetch } = openWeb({ resolve: () => {} });
  const asked = fetch({ url: 'http://slow.example/', from: 'crawled', timeoutMs: 300 });
  await expect(asked).rejects.toThrow('http://slow.example/: timed out after 0.3 s');
});
