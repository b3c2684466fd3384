import { expect, test } from 'vitest';
import { serve, textOf } from '../support/door.ts';
import { reply } from '../support/servers.ts';
import { at, nameOf, openWeb, page } from '../support/web.ts';

test('what ends from outside ends on the wire and in the queue, in words, and blames no host', async () => {
  const server = await serve((hit, response) => {
    if (hit.path === '/later') reply(response, 200, 'still here');
  });
  const end = new AbortController();
  const { fetch } = openWeb();
  const { signal } = end;
  const urls = Array.from({ length: 30 }, (_, i) => at(server, i < 15 ? 'one' : 'two', `/${i}`));
  const said = Promise.all(urls.map((url) => fetch(page(url, { signal })).catch((error: Error) => error)));
  while (server.hits.length < 4) await new Promise((resolve) => setImmediate(resolve));
  end.abort();
  for (const [i, error] of (await said).entries()) {
    expect(error).toMatchObject({
      name: 'SourceError',
      message: `${urls[i]}: the crawl's time was over before it answered`,
    });
  }
  expect(server.hits).toHaveLength(4);
  await expect(fetch(page(urls[0] as string, { signal }))).rejects.toThrow("the crawl's time was over");
  expect(textOf(await fetch(page(at(server, 'one', '/later'))))).toBe('still here');
});

test('it also ends a pause, the wait for robots.txt and what is posted', async () => {
  const server = await serve((hit, response) => {
    if (hit.path === '/busy') reply(response, 429, '', { 'retry-after': '5' });
    if (hit.path === '/robots.txt' && nameOf(hit) === 'free') reply(response, 404);
  });
  const end = new AbortController();
  const { signal } = end;
  let waiting = 0;
  const wait = (_ms: number, ended?: AbortSignal) =>
    new Promise((_resolve, reject) => {
      waiting++;
      ended?.addEventListener('abort', () => reject(ended.reason));
    });
  const { fetch } = openWeb({ wait });
  const requests = [
    page(at(server, 'one', '/busy'), { signal }),
    page(at(server, 'four', '/busy'), { signal, method: 'POST', body: 'x' }),
    page(at(server, 'two', '/page'), { signal, robots: true }),
    page(at(server, 'three', '/ask'), { signal, method: 'POST', body: 'x' }),
  ];
  const said = Promise.all(requests.map((request) => fetch(request).catch((error: Error) => error.message)));
  while (server.hits.length < 4 || waiting < 2) await new Promise((resolve) => setImmediate(resolve));
  end.abort();
  for (const message of await said) expect(message).toContain("the crawl's time was over before it answered");
});

test('a deadline is no silence of the hosts that it met', async () => {
  const server = await serve((hit, response) => {
    if (hit.path === '/later') reply(response, 200, 'still here');
  });
  const { fetch } = openWeb();
  for (let n = 1; n <= 4; n++) {
    const end = new AbortController();
    const asked = fetch(page(at(server, 'one', `/${n}`), { signal: end.signal })).catch(
      (error: Error) => error.message,
    );
    while (server.hits.length < n) await new Promise((resolve) => setImmediate(resolve));
    end.abort(new DOMException('over', 'TimeoutError'));
    expect(await asked).toContain("the crawl's time was over");
  }
  expect(textOf(await fetch(page(at(server, 'one', '/later'))))).toBe('still here');
});
