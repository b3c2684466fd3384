import { expect, test } from 'vitest';
import { siteRights } from '../../src/actions/rights.ts';
import { SourceError } from '../../src/errors.ts';
import { createReplay } from '../../src/http/replay.ts';
import { readHar } from '../../src/text/har.ts';
import type { Fetch, FetchRequest } from '../../src/types.ts';
import { serve } from '../support/door.ts';
import { reply } from '../support/servers.ts';
import { openWeb } from '../support/web.ts';

const RULES = JSON.stringify([
  { location: '/', 'tdm-reservation': 1 },
  { location: '/free/*', 'tdm-reservation': 0 },
]);

test('a site is asked once, politely, however many of its pages are', async () => {
  const server = await serve((hit, response) => {
    if (hit.path === '/robots.txt') return reply(response, 200, 'User-agent: *\nDisallow: /');
    reply(response, 200, RULES, { 'content-type': 'application/json' });
  });
  const { reserved } = siteRights(openWeb().fetch);
  const site = `http://paper.example:${server.port}`;
  const said = await Promise.all(['/a', '/free/b', '/c?d=1', '/'].map((path) => reserved(site + path)));
  expect(said).toEqual([true, false, true, true]);
  expect(await reserved(`${site}/e`)).toBe(true);
  expect(server.hits.map((hit) => hit.path)).toEqual(['/.well-known/tdmrep.json']);
});

test('each origin speaks for itself', async () => {
  const server = await serve((hit, response) =>
    reply(response, hit.headers.host?.startsWith('paper') ? 200 : 404, RULES),
  );
  const { reserved } = siteRights(openWeb().fetch);
  expect(await reserved(`http://paper.example:${server.port}/a`)).toBe(true);
  expect(await reserved(`http://blog.example:${server.port}/a`)).toBe(false);
  expect(await reserved(`http://www.paper.example:${server.port}/a`)).toBe(false);
});

test.each([
  ['404', 404, RULES],
  ['403', 403, RULES],
  ['a page that says sorry with 200', 200, '<html>Not found</html>'],
  ['nothing', 200, ''],
  ['too much', 200, `[${'{"location":"/","tdm-reservation":1},'.repeat(10_000)}{}]`],
])('%s reserves nothing', async (_what, status, body) => {
  const server = await serve((_hit, response) => reply(response, status, body));
  const { reserved } = siteRights(openWeb().fetch);
  expect(await reserved(`http://paper.example:${server.port}/a`)).toBe(false);
});

test('a site that does not answer reserves nothing and is not asked again', async () => {
  const asked: FetchRequest[] = [];
  const fetch: Fetch = async (request) => {
    asked.push(request);
    throw new SourceError('timed out');
  };
  const { reserved } = siteRights(fetch);
  for (const page of [1, 2, 3]) expect(await reserved(`https://paper.example/${page}`)).toBe(false);
  expect(asked).toEqual([
    {
      ...{ url: 'https://paper.example/.well-known/tdmrep.json', from: 'crawled', cache: 'revalidate' },
      ...{ timeoutMs: 5000, maxBytes: 200_000 },
    },
  ]);
});

test('what is no page of the web has no site to ask; a mistake of ours is not swallowed', async () => {
  const broken: Fetch = async () => {
    throw new TypeError('ours');
  };
  const { reserved } = siteRights(broken);
  for (const url of ['workspace:transcripts/a.vtt', 'not a url', '']) expect(await reserved(url)).toBe(false);
  await expect(reserved('https://paper.example/')).rejects.toThrow('ours');
});

test('in a replay, what was not recorded is not there', async () => {
  const { fetch } = createReplay(readHar('{"log":{"entries":[]}}'), { file: 'x' });
  expect(await siteRights(fetch).reserved('https://paper.example/a')).toBe(false);
});
