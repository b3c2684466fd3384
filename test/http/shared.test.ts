import { expect, test } from 'vitest';
import type { HostTurns } from '../../src/types.ts';
import { serve, textOf } from '../support/door.ts';
import { type LoopbackServer, reply } from '../support/servers.ts';
import { at, nameOf, openWeb, page } from '../support/web.ts';

/** Turns of a single process, every one of them written down. */
function writtenDown(o: { held?: () => boolean; take?: () => void; giveBack?: () => void } = {}) {
  const said: string[] = [];
  const turns: HostTurns = {
    async take(host, { delayMs }) {
      const name = host.split('.')[0];
      said.push(`take ${name} ${delayMs}`);
      o.take?.();
      const giveBack = async () => {
        said.push(`give back ${name}`);
        o.giveBack?.();
      };
      return { held: o.held ?? (() => true), giveBack };
    },
  };
  return { turns, said };
}

test('each hop takes a turn with its own host and gives it back before the next', async () => {
  const server: LoopbackServer = await serve((hit, response) => {
    if (nameOf(hit) === 'target') return reply(response, 200, 'here');
    reply(response, 302, '', { location: `http://target.example:${server.port}/` });
  });
  const { turns, said } = writtenDown();
  const { fetch } = openWeb({ turns });
  expect(textOf(await fetch(page(at(server, 'front', '/'))))).toBe('here');
  expect(said).toEqual(['take front 0', 'give back front', 'take target 0', 'give back target']);
});

test('a turn is given back when the request fails, whatever becomes of that', async () => {
  const server = await serve((hit, response) => {
    if (hit.path === '/page') return reply(response, 200, 'words');
    response.destroy();
  });
  const giveBack = () => {
    throw new Error('the database is gone');
  };
  const { turns, said } = writtenDown({ giveBack });
  const { fetch } = openWeb({ turns });
  await expect(fetch(page(at(server, 'one', '/broken')))).rejects.toThrow('the answer broke off');
  expect(textOf(await fetch(page(at(server, 'one', '/page'))))).toBe('words');
  expect(said).toEqual(['take one 0', 'give back one', 'take one 0', 'give back one']);
});

test('what is sent takes no turn', async () => {
  const server = await serve((_hit, response) => reply(response, 200, 'done'));
  const { turns, said } = writtenDown();
  const { fetch } = openWeb({ turns });
  await fetch(page(at(server, 'one', '/'), { method: 'POST', body: 'words' }));
  expect(said).toEqual([]);
});

test('the crawl-delay goes with the turn, but never a longer one than is kept', async () => {
  const server = await serve((hit, response) => {
    const rules = `User-agent: *\nCrawl-delay: ${nameOf(hit) === 'slow' ? 3 : 3600}\n`;
    reply(response, 200, hit.path === '/robots.txt' ? rules : 'words');
  });
  const { turns, said } = writtenDown();
  const { fetch } = openWeb({ turns });
  for (const name of ['slow', 'slower']) await fetch(page(at(server, name, '/'), { robots: true }));
  expect(said.filter((line) => line.startsWith('take'))).toEqual([
    'take slow 0',
    'take slow 3000',
    'take slower 0',
    'take slower 10000',
  ]);
});

test('a turn that was lost is not used: neither for the first try nor for another one', async () => {
  const server = await serve((_hit, response) => reply(response, 503, 'busy'));
  const never = openWeb({ turns: writtenDown({ held: () => false }).turns });
  const url = at(server, 'one', '/');
  await expect(never.fetch(page(url))).rejects.toThrow(
    `${url}: not asked, as its turn with one.example:${server.port} was lost: this process was stopped for longer than its lease`,
  );
  expect(server.hits).toHaveLength(0);
  const once = openWeb({ turns: writtenDown({ held: () => server.hits.length === 0 }).turns });
  await expect(once.fetch(page(url))).rejects.toThrow('was lost');
  expect(server.hits).toHaveLength(1);
});

test('no turn, no request', async () => {
  const server = await serve((_hit, response) => reply(response, 200, 'words'));
  const take = () => {
    throw new Error('it does not answer');
  };
  const { turns, said } = writtenDown({ take });
  const url = at(server, 'one', '/');
  await expect(openWeb({ turns }).fetch(page(url))).rejects.toThrow(
    `${url}: not asked, as the database gave no turn with one.example:${server.port}: it does not answer`,
  );
  expect(server.hits).toHaveLength(0);
  expect(said).toEqual(['take one 0']);
});

test('the wait for a turn ends when the request does', async () => {
  const server = await serve((_hit, response) => reply(response, 200, 'words'));
  const stop = new AbortController();
  const turns: HostTurns = {
    take: (_host, { signal }) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
        stop.abort();
      }),
  };
  const asked = openWeb({ turns }).fetch(page(at(server, 'one', '/'), { signal: stop.signal }));
  await expect(asked).rejects.toThrow("the crawl's time was over");
  expect(server.hits).toHaveLength(0);
});

test('a host that was silent too often costs no turn', async () => {
  const server = await serve(() => {});
  const { turns, said } = writtenDown();
  const { fetch } = openWeb({ turns });
  const silent = page(at(server, 'dead', '/'), { timeoutMs: 100 });
  for (const _ of [1, 2, 3]) await expect(fetch(silent)).rejects.toThrow('timed out');
  await expect(fetch(silent)).rejects.toThrow('silent too often');
  expect(said.filter((line) => line.startsWith('take'))).toHaveLength(3);
});

test('a turn that is lost while the connection is made is not used', async () => {
  const paths: string[] = [];
  const server = await serve((hit, response) => {
    paths.push(hit.path);
    reply(response, 200, 'words');
  });
  // held when the request is begun, and no more when it is about to be written
  let asked = 0;
  const { turns, said } = writtenDown({ held: () => ++asked !== 2 });
  const { fetch } = openWeb({ turns });
  await expect(fetch(page(at(server, 'one', '/late')))).rejects.toThrow(/its turn with one\.\S+ was lost/);
  expect(textOf(await fetch(page(at(server, 'one', '/next'))))).toBe('words');
  expect(paths.filter((path) => path !== '/robots.txt')).toEqual(['/next']);
  expect(said.filter((line) => line.startsWith('give back'))).toHaveLength(2);
});
