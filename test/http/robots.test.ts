import { expect, test } from 'vitest';
import { createRecorder } from '../../src/http/recorder.ts';
import { createReplay } from '../../src/http/replay.ts';
import { readHar } from '../../src/text/har.ts';
import { NOON, openDoor, serve } from '../support/door.ts';
import { memoryCache } from '../support/memory-cache.ts';
import { type LoopbackServer, reply, routes } from '../support/servers.ts';
import { openWeb } from '../support/web.ts';

const RULES = 'User-agent: pullquote\nDisallow: /private\nCrawl-delay: 0.01\n\nUser-agent: *\nDisallow: /\n';

test('robots.txt is asked once per host, only for those who ask, and obeyed', async () => {
  const server = await serve(
    routes({
      '/robots.txt': (_hit, response) => reply(response, 200, RULES),
      '/post': (_hit, response) => reply(response, 200, 'words'),
      '/private/post': (_hit, response) => reply(response, 200, 'not for us'),
    }),
  );
  const { fetch } = openDoor({ allow: [server.host] });
  const page = (path: string) => fetch({ url: server.url + path, from: 'operator', robots: true });
  const [one, two] = await Promise.all([page('/post'), page('/post?2')]);
  expect([one.status, two.status]).toEqual([200, 200]);
  await expect(page('/private/post')).rejects.toThrow(
    `robots.txt of ${server.host} does not allow ${server.url}/private/post`,
  );
  await expect(page('/private/post')).rejects.toMatchObject({ name: 'SourceError', status: undefined });
  expect(server.hits.filter((hit) => hit.path === '/robots.txt')).toHaveLength(1);
  expect(server.hits.filter((hit) => hit.path === '/private/post')).toHaveLength(0);
  expect((await fetch({ url: `${server.url}/private/post`, from: 'operator' })).status).toBe(200);
});

test('none means all is allowed; one that a failing server keeps to itself means nothing is', async () => {
  let status = 404;
  const server = await serve((hit, response) => reply(response, hit.path === '/robots.txt' ? status : 200, '<html>'));
  const request = { url: `${server.url}/post`, from: 'operator', robots: true } as const;
  expect((await openDoor({ allow: [server.host] }).fetch(request)).status).toBe(200);
  status = 200;
  expect((await openDoor({ allow: [server.host] }).fetch(request)).status).toBe(200);
  status = 500;
  await expect(openDoor({ allow: [server.host] }).fetch(request)).rejects.toThrow('robots.txt answers 500');
});

test('a refusal is replayed in the same words', async () => {
  const server = await serve(routes({ '/robots.txt': (_hit, response) => reply(response, 200, RULES) }));
  const recorder = createRecorder({ version: '1', clock: () => NOON });
  const { fetch } = openDoor({ allow: [server.host], recorder });
  const request = { url: `${server.url}/private/x`, from: 'operator', robots: true } as const;
  const words = await fetch(request).catch((error: Error) => error.message);
  const replay = createReplay(readHar(recorder.toHar()), { file: 'week.har' });
  await expect(replay.fetch(request)).rejects.toThrow(words as string);
});

const asksFor = (server: LoopbackServer, path: string) => server.hits.filter((hit) => hit.path === path).length;

test('the one name that we give is the one that rules are looked up by', async () => {
  const rules = 'User-agent: PULLQUOTE/2\nAllow: /\n\nUser-agent: *\nDisallow: /\n';
  const server = await serve((hit, response) => reply(response, 200, hit.path === '/robots.txt' ? rules : 'words'));
  const { fetch } = openWeb();
  expect((await fetch({ url: `http://a.example:${server.port}/x`, from: 'crawled', robots: true })).status).toBe(200);
  for (const hit of server.hits) expect(hit.headers['user-agent']).toBe('pullquote/0.1 (+https://pullquote.example)');
});

test('one that cannot be had is remembered: its pages are left alone and it is asked for once', async () => {
  const server = await serve((hit, response) => {
    if (hit.path === '/robots.txt') response.destroy();
    else reply(response, 200, 'words');
  });
  const { fetch } = openDoor({ allow: [server.host] });
  const words = `${server.url}/robots.txt: the answer broke off, so the pages of that host are left alone`;
  for (const page of [1, 2, 3]) {
    await expect(fetch({ url: `${server.url}/${page}`, from: 'operator', robots: true })).rejects.toThrow(words);
  }
  expect(asksFor(server, '/robots.txt')).toBe(2);
  expect(server.hits).toHaveLength(2);
});

test.each([
  [429, false],
  [500, false],
  [503, false],
  [400, true],
  [401, true],
  [403, true],
  [404, true],
  [410, true],
])('robots.txt that answers %i: pages are read: %s', async (status, open) => {
  const server = await serve((hit, response) => reply(response, hit.path === '/robots.txt' ? status : 200));
  const { fetch } = openDoor({ allow: [server.host] });
  const asked = fetch({ url: `${server.url}/page`, from: 'operator', robots: true });
  if (open) expect((await asked).status).toBe(200);
  else await expect(asked).rejects.toThrow(`robots.txt answers ${status}, so the pages of that host are left alone`);
});

test('of a huge one the first 500 KiB are read, up to the last whole line', async () => {
  const line = `Disallow: /${'x'.repeat(88)}\n`;
  const start = 'User-agent: *\nDisallow: /early\n';
  const lines = Math.floor((500 * 1024 - start.length) / line.length);
  const left = 500 * 1024 - start.length - lines * line.length;
  // the cap falls right after the slash of a rule that is longer
  const cut = `#${'-'.repeat(left - 'Disallow: /'.length - 2)}\nDisallow: /cut\nDisallow: /late\n`;
  const rules = start + line.repeat(lines) + cut + line.repeat(20_000);
  const server = await serve((hit, response) => reply(response, 200, hit.path === '/robots.txt' ? rules : 'words'));
  const recorder = createRecorder({ version: '1', clock: () => NOON });
  const cache = memoryCache();
  const { fetch } = openDoor({ allow: [server.host], recorder, cache });
  const get = (via: typeof fetch, path: string) => via({ url: server.url + path, from: 'operator', robots: true });
  const readsAll = async (via: typeof fetch) => {
    for (const path of ['/late', '/cut', '/else']) expect((await get(via, path)).status).toBe(200);
    await expect(get(via, '/early')).rejects.toThrow('does not allow');
  };
  await readsAll(fetch);
  await readsAll(createReplay(readHar(recorder.toHar()), { file: 'x' }).fetch);
  expect(cache.kept.find((kept) => kept.url.endsWith('/robots.txt'))?.body).toHaveLength(500 * 1024);
});

test('it may be elsewhere, five redirects away, and speaks for the host that was asked', async () => {
  const server: LoopbackServer = await serve((hit, response) => {
    const [name, path] = [hit.headers.host?.split('.')[0], hit.path];
    const step = Number(path.match(/^\/r(\d)/)?.[1] ?? (path === '/robots.txt' && name === 'site' ? 0 : Number.NaN));
    if (step < 5) return reply(response, 302, '', { location: `http://h${step}.example:${server.port}/r${step + 1}` });
    reply(response, 200, step === 5 ? 'User-agent: *\nDisallow: /no' : 'words');
  });
  const { fetch } = openWeb();
  const get = (path: string) =>
    fetch({ url: `http://site.example:${server.port}${path}`, from: 'crawled', robots: true });
  expect((await get('/yes')).status).toBe(200);
  await expect(get('/no')).rejects.toThrow(`robots.txt of site.example:${server.port} does not allow`);
});

test('a crawl-delay is kept up to ten seconds; a longer one is cut, and told once', async () => {
  const server = await serve((hit, response) => {
    const delay = hit.headers.host?.startsWith('slow') ? 3600 : 2;
    reply(response, 200, hit.path === '/robots.txt' ? `User-agent: *\nCrawl-delay: ${delay}` : 'words');
  });
  const notes: string[] = [];
  const { fetch, waited } = openWeb({ note: (message) => void notes.push(message) });
  const get = (name: string, n: number) =>
    fetch({ url: `http://${name}.example:${server.port}/${n}`, from: 'crawled', robots: true });
  for (const n of [1, 2, 3]) await get('slow', n);
  for (const ms of waited.splice(0)) expect(ms > 2000 && ms <= 10_000).toBe(true);
  for (const n of [1, 2, 3]) await get('quick', n);
  expect(waited).toHaveLength(2);
  for (const ms of waited) expect(ms > 0 && ms <= 2000).toBe(true);
  expect(notes).toEqual([
    `http://slow.example:${server.port}/robots.txt asks for 3600 s between two requests; 10 s are kept`,
  ]);
});
