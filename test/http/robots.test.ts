import { expect, test } from 'vitest';
import { createRecorder } from '../../src/http/recorder.ts';
import { createReplay } from '../../src/http/replay.ts';
import { readHar } from '../../src/text/har.ts';
import { NOON, openDoor, serve } from '../support/door.ts';
import { reply, routes } from '../support/servers.ts';

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
