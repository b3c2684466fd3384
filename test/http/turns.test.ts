import { expect, test } from 'vitest';
import { serve, textOf } from '../support/door.ts';
import { type Handler, type LoopbackServer, reply } from '../support/servers.ts';
import { at, gateway, nameOf, openWeb, page } from '../support/web.ts';

/** Counts how many requests each name has at one moment. */
function counting(handler: Handler): { handler: Handler; most: Record<string, number> } {
  const running: Record<string, number> = {};
  const most: Record<string, number> = {};
  const counted: Handler = async (hit, response, n) => {
    const name = nameOf(hit);
    running[name] = (running[name] ?? 0) + 1;
    most[name] = Math.max(most[name] ?? 0, running[name]);
    await new Promise((resolve) => setImmediate(resolve));
    running[name]--;
    await handler(hit, response, n);
  };
  return { handler: counted, most };
}

test('where redirects lead is limited by its own host, however many hosts send there', async () => {
  const { handler, most } = counting((hit, response) => {
    if (nameOf(hit) === 'target') return reply(response, 200, 'here');
    reply(response, 302, '', { location: `http://target.example:${server.port}${hit.path}` });
  });
  const server: LoopbackServer = await serve(handler);
  const { fetch } = openWeb();
  const names = Array.from({ length: 12 }, (_, i) => `short${i}`);
  const answers = await Promise.all(names.map((name, i) => fetch(page(at(server, name, `/${i}`)))));
  expect(answers.map(textOf)).toEqual(names.map(() => 'here'));
  expect(most.target).toBeLessThanOrEqual(2);
});

test('hosts that redirect to each other do not wait for each other for ever', async () => {
  const server: LoopbackServer = await serve((hit, response) => {
    const other = nameOf(hit) === 'left' ? 'right' : 'left';
    if (hit.path.startsWith('/end')) return reply(response, 200, nameOf(hit));
    reply(response, 302, '', { location: `http://${other}.example:${server.port}/end${hit.path}` });
  });
  const { fetch } = openWeb();
  const urls = Array.from({ length: 20 }, (_, i) => at(server, i % 2 ? 'left' : 'right', `/${i}`));
  const answers = await Promise.all(urls.map((url) => fetch(page(url))));
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(20);
});

test('a request that waits for where it was sent holds no place where it came from', async () => {
  const { opened, open } = gateway();
  const server: LoopbackServer = await serve(async (hit, response) => {
    if (nameOf(hit) === 'stuck') await opened;
    if (!hit.path.startsWith('/to')) return reply(response, 200, 'words');
    reply(response, 302, '', { location: `http://stuck.example:${server.port}/page` });
  });
  const { fetch } = openWeb();
  const sent = Array.from({ length: 6 }, (_, i) => fetch(page(at(server, 'front', `/to/${i}`))));
  expect((await fetch(page(at(server, 'front', '/page')))).status).toBe(200);
  open();
  expect((await Promise.all(sent)).map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200, 200]);
});

test('robots.txt of where it leads is asked for and obeyed, and its crawl-delay kept', async () => {
  const server: LoopbackServer = await serve((hit, response) => {
    const target = nameOf(hit) === 'target';
    if (hit.path === '/robots.txt') return reply(response, target ? 200 : 404, RULES);
    if (target) return reply(response, 200, 'words');
    reply(response, 302, '', { location: `http://target.example:${server.port}${hit.path}` });
  });
  const RULES = 'User-agent: *\nCrawl-delay: 7\nDisallow: /no\n';
  const { fetch, waited } = openWeb();
  const get = (path: string, robots = true) => fetch(page(at(server, 'front', path), { robots }));
  expect(await Promise.all(['/1', '/2', '/3'].map((path) => get(path)))).toHaveLength(3);
  expect(waited).toHaveLength(2);
  for (const ms of waited) expect(ms > 0 && ms <= 7000).toBe(true);
  await expect(get('/no')).rejects.toThrow(`robots.txt of target.example:${server.port} does not allow`);
  expect((await get('/no', false)).status).toBe(200);
  expect(server.hits.filter((hit) => hit.path === '/robots.txt')).toHaveLength(2);
});

test('the host that was silent is the one that is not asked again', async () => {
  const server: LoopbackServer = await serve((hit, response) => {
    if (nameOf(hit) === 'dead') return;
    if (hit.path === '/page') return reply(response, 200, 'words');
    reply(response, 302, '', { location: `http://dead.example:${server.port}${hit.path}` });
  });
  const { fetch } = openWeb();
  const get = (path: string) => fetch(page(at(server, 'front', path), { timeoutMs: 400 }));
  for (const path of ['/1', '/2', '/3']) await expect(get(path)).rejects.toThrow('timed out');
  await expect(get('/4')).rejects.toThrow(`dead.example:${server.port} was silent too often`);
  expect((await get('/page')).status).toBe(200);
  expect(server.hits.filter((hit) => nameOf(hit) === 'dead')).toHaveLength(3);
});

test('a host is not blamed for the time that the one before it took', async () => {
  const server: LoopbackServer = await serve((hit, response) => {
    if (hit.path === '/page') return reply(response, 200, 'words');
    if (nameOf(hit) === 'target') return;
    const location = `http://target.example:${server.port}/`;
    setTimeout(() => reply(response, 302, '', { location }), 300);
  });
  const { fetch } = openWeb();
  const late = Array.from({ length: 4 }, (_, i) => fetch(page(at(server, `short${i}`, '/'), { timeoutMs: 400 })));
  for (const outcome of await Promise.allSettled(late)) expect(outcome.status).toBe('rejected');
  expect((await fetch(page(at(server, 'target', '/page')))).status).toBe(200);
});

test('the time limit does not count the wait for a turn', async () => {
  const server = await serve((hit, response) => {
    if (hit.path === '/quick') return reply(response, 200, 'quick');
    setTimeout(() => reply(response, 200, 'slow'), 1200);
  });
  const { fetch } = openWeb();
  const slow = ['/a', '/b'].map((path) => fetch(page(at(server, 'one', path))));
  const quick = fetch(page(at(server, 'one', '/quick'), { timeoutMs: 1000 }));
  expect(textOf(await quick)).toBe('quick');
  expect((await Promise.all(slow)).map(textOf)).toEqual(['slow', 'slow']);
});

test('the time limit counts all hops and tries together', async () => {
  const server: LoopbackServer = await serve((hit, response) => {
    const n = Number(hit.path.slice(1));
    setTimeout(() => reply(response, 302, '', { location: `/${n + 1}` }), 150);
  });
  const { fetch } = openWeb();
  const url = at(server, 'one', '/0');
  await expect(fetch(page(url, { timeoutMs: 400 }))).rejects.toThrow(`${url}: timed out after 0.4 s`);
});

test('two doors share nothing', async () => {
  const server = await serve((hit, response) => {
    if (hit.path === '/robots.txt') reply(response, 404);
    if (hit.path === '/busy') reply(response, 503, '', { 'retry-after': '1' });
  });
  const [one, two] = [openWeb(), openWeb()];
  const silent = page(at(server, 'one', '/silent'), { timeoutMs: 150, robots: true });
  for (const _ of [1, 2, 3]) await expect(one.fetch(silent)).rejects.toThrow('timed out');
  await expect(one.fetch(silent)).rejects.toThrow('silent too often');
  await expect(two.fetch(silent)).rejects.toThrow('timed out');
  for (const { fetch } of [one, two]) await fetch(page(at(server, 'two', '/busy')));
  expect([one.waited, two.waited]).toEqual([
    [1000, 1000],
    [1000, 1000],
  ]);
  expect(server.hits.filter((hit) => hit.path === '/robots.txt')).toHaveLength(2);
});
