import { describe, expect, it } from 'vitest';
import { type ApiOptions, api } from '../../src/platforms/api.ts';
import { reasonsIn, whenIn } from '../../src/platforms/apiRefusal.ts';
import { NOON, openDoor, serve } from '../support/door.ts';
import { refusalOf } from '../support/platforms/stage.ts';
import { type Handler, reply } from '../support/servers.ts';
import { openWeb } from '../support/web.ts';

const SECRET = 'planted-key-0123456789';

async function client(handler: Handler, o: Partial<ApiOptions> = {}) {
  const server = await serve(handler);
  const door = openDoor({ secrets: { ACME_API_KEY: SECRET }, allow: [server.host] });
  const context = {
    fetch: door.fetch,
    settings: {},
    secret: (name: string) => (name === 'ACME_API_KEY' ? SECRET : undefined),
    clock: () => NOON,
    newsletter: 'Weekly Digest',
  };
  const headers = { authorization: 'Bearer ${ACME_API_KEY}' };
  return { ...api(context, { name: 'acme', base: `${server.url}/v1/`, headers, ...o }), server, ...door };
}
const answering = (status: number, body: string, headers: Record<string, string> = {}) =>
  client((_, response) => reply(response, status, body, headers));
const post = { method: 'POST', path: '/issues', body: { subject: 'Bills' } } as const;
const get = { method: 'GET', path: '/issues' } as const;

describe('a call', () => {
  it('sends the key, JSON and the query, and gives what was answered', async () => {
    const { call, server } = await client((_, response) => reply(response, 201, '{"id":7}', { 'x-left': '9' }));
    const query = { q: 'a b&c', page: '2' };
    expect(await call({ ...post, query, headers: { 'x-one': '1' } })).toMatchObject({
      status: 201,
      json: { id: 7 },
      text: '{"id":7}',
      headers: { 'x-left': '9' },
    });
    const [hit] = server.hits;
    expect(hit).toMatchObject({ method: 'POST', path: '/v1/issues?q=a+b%26c&page=2', body: '{"subject":"Bills"}' });
    expect(hit?.headers).toMatchObject({
      authorization: `Bearer ${SECRET}`,
      'content-type': 'application/json',
      accept: 'application/json',
      'x-one': '1',
    });
  });

  it('leaves words that look like a placeholder as they are', async () => {
    const { call, server } = await client((_, response) => reply(response, 200, '{}'));
    await call({
      ...post,
      path: `/issues/${encodeURIComponent('${ACME_API_KEY}')}`,
      body: { text: '${ACME_API_KEY}' },
    });
    expect(server.hits[0]?.body).toBe('{"text":"${ACME_API_KEY}"}');
    expect(server.hits[0]?.path).not.toContain(SECRET);
  });

  it('takes an empty body for an answer', async () => {
    const { call } = await answering(204, '');
    expect(await call(post)).toMatchObject({ status: 204, json: undefined });
  });

  it('gives a 404 where that is an answer, but not one that a proxy made', async () => {
    const ours = await answering(404, '{"detail":"Not Found"}');
    expect(await ours.call({ ...get, allow404: true })).toMatchObject({ status: 404 });
    expect(await refusalOf(ours.call(get))).toMatchObject({ exitCode: 4 });
    const proxy = await answering(404, '<h1>404 Not Found</h1>');
    const told = await refusalOf(proxy.call({ ...get, allow404: true }));
    expect(told).toMatchObject({ exitCode: 4, message: expect.not.stringContaining('<h1>') });
  });

  it('says which variable is not set before anything is asked', async () => {
    const { call, server } = await client(() => undefined, { headers: { 'x-key': '${OTHER_KEY}' } });
    expect(await refusalOf(call(get))).toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('OTHER_KEY is not set'),
    });
    expect(server.hits).toEqual([]);
  });
});

describe('a refusal', () => {
  it.each([
    [401, '{"message":"bad key"}', /bad key\. Check ACME_API_KEY in \.env/],
    [403, '{"message":"no scope"}', /key in ACME_API_KEY may not do this/],
    [403, '{"message":"Upgrade your plan to use the API."}', /plan of this account.*--to file/],
    [402, '{"error":"Payment required"}', /plan of this account/],
    [
      404,
      '{"message":"List not found"}',
      /List not found\. What it names is not there: check the ids of platforms\.acme/,
    ],
    [409, '{"message":"changed meanwhile"}', /look at it on the platform/],
    [413, 'Payload Too Large', /Payload Too Large\. The issue is too large/],
    [422, '{"errors":{"subject":["is too long","is odd"]}}', /subject: is too long; subject: is odd/],
    [400, '<html><body>Bad Request</body></html>', /refused POST \/issues \(400\)\. Correct what it names/],
  ])('%i %s: what was wrong and what to do', async (status, body, message) => {
    const { call, server } = await answering(status, body);
    expect(await refusalOf(call(post))).toMatchObject({ exitCode: 4, message: expect.stringMatching(message) });
    expect(server.hits).toHaveLength(1);
  });

  it('is told in the platform’s own terms where it has any', async () => {
    const explain = (status: number, json: unknown) => (status === 400 && json ? 'Ring them up' : undefined);
    const { call } = await client((_, response) => reply(response, 400, '{"message":"No."}'), { explain });
    expect((await refusalOf(call(post))).message).toBe('acme refused POST /issues (400): No. Ring them up');
  });

  it('is one line of bounded length without the key, whatever the platform echoes', async () => {
    const said = `Bearer ${SECRET} \u001b[31m\r\n\u202e${'no '.repeat(4_000)}`;
    const { call } = await answering(422, JSON.stringify({ message: said }));
    const { message } = await refusalOf(call(post));
    expect(message).not.toContain(SECRET);
    expect(message).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(message.length).toBeLessThan(600);
  });

  it.each([
    [
      { detail: [{ type: 'missing', loc: ['body', 'email', 'subject'], msg: 'Field required' }] },
      ['subject: Field required'],
    ],
    [{ errors: ['Subject is blank', 'Content is blank'] }, ['Subject is blank', 'Content is blank']],
    [
      { title: 'Invalid Resource', detail: 'Not valid.', errors: [{ field: 'list', message: 'none' }] },
      ['list: none', 'Not valid.'],
    ],
    [{ statusCode: 422, name: 'validation_error', message: 'Odd from.' }, ['Odd from.']],
    [
      { errors: [{ message: 'No.', context: 'Slug is long.', property: 'slug' }] },
      ['slug: No.', 'slug: Slug is long.'],
    ],
    [{ error: { message: 'inner' } }, ['inner']],
    [{ code: 'duplicate_parameter' }, ['duplicate_parameter']],
    ['just words', ['just words']],
    [null, []],
  ])('finds the reason in %j', (json, reasons) => {
    expect(reasonsIn(json)).toEqual(reasons);
  });

  it('survives an answer that goes deep or wide', () => {
    let deep: unknown = 'bottom';
    for (let n = 0; n < 5_000; n++) deep = { errors: [deep] };
    expect(reasonsIn(deep)).toEqual([]);
    expect(reasonsIn({ errors: Array.from({ length: 9_000 }, (_, n) => `wrong ${n}`) })).toHaveLength(5);
  });
});

describe('a limit', () => {
  it.each([
    [{ 'retry-after': '90' }, 'in 90 s, after 2026-11-22 12:01 UTC'],
    [{ 'retry-after': 'Sun, 22 Nov 2026 13:00:00 GMT' }, 'in 60 min, after 2026-11-22 13:00 UTC'],
    [{ 'x-sib-ratelimit-reset': '1800' }, 'in 30 min, after 2026-11-22 12:30 UTC'],
    [{ 'x-ratelimit-reset': String(NOON.getTime() / 1000 + 600) }, 'in 10 min, after 2026-11-22 12:10 UTC'],
    [{ 'ratelimit-reset': '1' }, 'in 1 s, after 2026-11-22 12:00 UTC'],
    [{ 'x-ratelimit-reset': 'soon' }, 'in a few minutes (it does not say when)'],
    [{ 'retry-after': '99999999999999' }, 'in a few minutes (it does not say when)'],
    [{}, 'in a few minutes (it does not say when)'],
  ])('%j', (headers, when) => {
    expect(whenIn(headers as Record<string, string>, NOON)).toBe(when);
  });

  it('is waited for by a read, as long as it asks, and never by a write', async () => {
    const busyOnce: Handler = (_, response, n) =>
      n === 0 ? reply(response, 429, 'Retry later', { 'retry-after': '7' }) : reply(response, 200, '{"n":1}');
    const reading = await client(busyOnce);
    expect(await reading.call(get)).toMatchObject({ json: { n: 1 } });
    expect(reading.waited).toEqual([7_000]);
    const writing = await client(busyOnce);
    expect((await refusalOf(writing.call(post))).message).toMatch(/Retry later.*try again in 7 s/);
    expect(writing.server.hits).toHaveLength(1);
  });
});

describe('no answer', () => {
  it.each([
    [500, '{"message":"oops"}'],
    [503, ''],
    [408, ''],
    [302, ''],
    [200, '<!doctype html><title>Just a moment</title>'],
  ])('%i %s leaves a write open, and a read undone', async (status, body) => {
    const { call } = await answering(status, body);
    expect((await refusalOf(call(post))).message).toMatch(/^acme: .* Nobody knows whether it was done\./);
    const reading = await refusalOf(call(get));
    expect(reading).toMatchObject({ name: 'SourceError', message: expect.stringMatching(/Nothing was changed/) });
    expect((await refusalOf(call({ ...get, afterWrite: true }))).message).toMatch(/Nobody knows/);
  });

  it('is told with the address to write down where a platform moved, since neither key nor words follow', async () => {
    const other = await serve((_, response) => reply(response, 200, '{"id":1}'));
    const to = `http://new.example:${other.port}`;
    const moved = await serve((_, response) => reply(response, 303, '', { location: `${to}/v1/issues` }));
    const door = openWeb({ secrets: { ACME_API_KEY: SECRET } });
    const context = { fetch: door.fetch, settings: {}, secret: () => SECRET, clock: () => NOON, newsletter: 'W' };
    const headers = { authorization: 'Bearer ${ACME_API_KEY}' };
    const { call } = api(context, { name: 'acme', base: `http://old.example:${moved.port}`, headers });
    const told = await refusalOf(call(post));
    expect(told).toMatchObject({ name: 'SourceError', message: expect.stringContaining(`leads to (${to})`) });
    expect(told.message).toMatch(/Set url of platforms\.acme in newsletter\.yaml.*Nobody knows/);
    expect(other.hits[0]?.headers.authorization).toBeUndefined();
    expect((await refusalOf(call(get))).message).toMatch(/redirects to .*Nothing was changed/);
  });

  it('names PULLQUOTE_ALLOW where an inner address is not allowed', async () => {
    const door = openDoor();
    const context = { fetch: door.fetch, settings: {}, secret: () => 'x', clock: () => NOON, newsletter: 'W' };
    const { call } = api(context, { name: 'acme', base: 'http://127.0.0.1:9/v1', headers: {} });
    expect((await refusalOf(call(get))).message).toMatch(/PULLQUOTE_ALLOW=127\.0\.0\.1:9/);
  });
});
