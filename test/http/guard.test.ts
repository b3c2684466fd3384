import { expect, test } from 'vitest';
import { createDoor } from '../../src/http/door.ts';
import { openDoor, serve, textOf } from '../support/door.ts';
import { reply, routes } from '../support/servers.ts';

/** Every name leads where the table says; the system's resolver is never asked. */
function names(table: Record<string, string[]>) {
  return (
    hostname: string,
    _options: object,
    done: (error: NodeJS.ErrnoException | null, found: { address: string; family: number }[]) => void,
  ) => {
    const found = table[hostname];
    if (found)
      done(
        null,
        found.map((address) => ({ address, family: 4 })),
      );
    else done(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), []);
  };
}

test('an inner address that the operator wrote is refused with the line that would allow it', async () => {
  const server = await serve((_hit, response) => reply(response, 200, 'inner'));
  const { fetch } = openDoor();
  await expect(fetch({ url: `${server.url}/feed`, from: 'operator' })).rejects.toThrow(
    `PULLQUOTE_ALLOW=127.0.0.1:${server.port}`,
  );
  expect(server.hits).toHaveLength(0);
});

test.each([(port: number) => `127.0.0.1:${port}`, (port: number) => `127.0.0.0/8:${port}`])(
  'an allow-listed inner address opens for the operator',
  async (entry) => {
    const server = await serve((_hit, response) => reply(response, 200, 'inner'));
    const { fetch } = openDoor({ allow: [entry(server.port)] });
    expect(textOf(await fetch({ url: server.url, from: 'operator' }))).toBe('inner');
  },
);

test('a name such as localhost opens where its address is listed', async () => {
  const server = await serve((_hit, response) => reply(response, 200, 'by name'));
  const { fetch } = openDoor({ allow: [`127.0.0.1:${server.port}`], resolve: names({ localhost: ['127.0.0.1'] }) });
  expect(textOf(await fetch({ url: `http://localhost:${server.port}/`, from: 'operator' }))).toBe('by name');
});

test('the port counts: another port of an allowed host stays closed', async () => {
  const server = await serve((_hit, response) => reply(response, 200, 'inner'));
  const { fetch } = openDoor({ allow: [`127.0.0.1:${server.port + 1}`, `10.0.0.0/8:${server.port}`] });
  await expect(fetch({ url: server.url, from: 'operator' })).rejects.toThrow(/PULLQUOTE_ALLOW=127/);
  expect(server.hits).toHaveLength(0);
});

test('the list opens nothing for a crawled link', async () => {
  const server = await serve((_hit, response) => reply(response, 200, 'inner'));
  const { fetch } = openDoor({ allow: [server.host] });
  for (const url of [server.url, `http://2130706433:${server.port}/`, `http://[::ffff:127.0.0.1]:${server.port}/`]) {
    const refused = fetch({ url, from: 'crawled' });
    await expect(refused).rejects.toThrow('not opened');
    await expect(refused).rejects.not.toThrow('PULLQUOTE_ALLOW');
  }
  expect(server.hits).toHaveLength(0);
});

test('the list opens nothing for a redirect, not even to the same host', async () => {
  const server = await serve(
    routes({
      '/feed': (_hit, response) => reply(response, 302, '', { location: '/admin' }),
      '/admin': (_hit, response) => reply(response, 200, 'inner'),
    }),
  );
  const { fetch } = openDoor({ allow: [server.host] });
  await expect(fetch({ url: `${server.url}/feed`, from: 'operator' })).rejects.toThrow(/redirects to .*\/admin/);
  expect(server.hits.map((hit) => hit.path)).toEqual(['/feed']);
});

test('a name that leads to an inner address is refused when connecting', async () => {
  const server = await serve((_hit, response) => reply(response, 200, 'inner'));
  const { fetch } = openDoor({ resolve: names({ 'blog.example': ['127.0.0.1'] }) });
  const url = `http://blog.example:${server.port}/`;
  await expect(fetch({ url, from: 'crawled' })).rejects.toThrow(/blog\.example is at 127\.0\.0\.1/);
  await expect(fetch({ url, from: 'operator' })).rejects.toThrow(`PULLQUOTE_ALLOW=blog.example:${server.port}`);
  expect(server.hits).toHaveLength(0);
});

test('a connection that was opened for the operator is not used for a crawled link', async () => {
  const server = await serve((_hit, response) => reply(response, 200, 'inner'));
  const { fetch } = openDoor({
    allow: [`blog.example:${server.port}`],
    resolve: names({ 'blog.example': ['127.0.0.1'] }),
  });
  const url = `http://blog.example:${server.port}/`;
  expect(textOf(await fetch({ url, from: 'operator' }))).toBe('inner');
  await expect(fetch({ url, from: 'crawled' })).rejects.toThrow('not opened');
  expect(server.hits).toHaveLength(1);
});

test.each(['file:///etc/passwd', 'ftp://example.com/x', 'javascript:alert(1)', 'not a url', ''])(
  'no other scheme and no nonsense, whoever wrote it: %s',
  async (url) => {
    const { fetch } = openDoor({ allow: ['127.0.0.1:80'] });
    await expect(fetch({ url, from: 'operator' })).rejects.toMatchObject({ name: 'SourceError' });
    await expect(fetch({ url, from: 'crawled' })).rejects.toMatchObject({ name: 'SourceError' });
  },
);

test.each(['127.0.0.1', 'host', '127.0.0.1/33:80', 'name/8:80', ':80', 'host:0', 'host:99999', 'a:b:c'])(
  'an entry that cannot be read is an error that quotes it: %s',
  (entry) => {
    const options = { clock: () => new Date(0), secrets: {}, allow: [entry], userAgent: 'x' };
    expect(() => createDoor(options)).toThrow(`"${entry}"`);
  },
);
