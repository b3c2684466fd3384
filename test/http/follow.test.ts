import { afterEach, expect, test } from 'vitest';
import type { Gate } from '../../src/http/allow.ts';
import { follow, type Journey, type Send } from '../../src/http/follow.ts';
import { createWire, type Wire } from '../../src/http/wire.ts';
import { serve, textOf } from '../support/door.ts';
import { type Handler, reply, routes } from '../support/servers.ts';

/** Lets loopback servers stand for the open web, under names of our own; the guard itself has its tests next door. */
const OPEN_GATE: Gate = { enter: () => {}, refusal: () => undefined };
const wires: Wire[] = [];
afterEach(async () => {
  for (const wire of wires.splice(0)) await wire.close();
});

const sendOver =
  (wire: Wire): Send =>
  (step) =>
    wire.send({ ...step, signal: AbortSignal.timeout(10_000) });

function walk(url: string, more: Partial<Journey> = {}) {
  const wire = createWire(OPEN_GATE, (_name, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]));
  wires.push(wire);
  const journey: Journey = {
    url: new URL(url),
    shown: url,
    method: 'GET',
    headers: {},
    policy: 'operator',
    maxBytes: 1_000_000,
    hide: (text) => text,
    ...more,
  };
  return follow(journey, sendOver(wire), OPEN_GATE);
}
const to =
  (location: string, status = 302): Handler =>
  (_hit, response) =>
    reply(response, status, 'moved', { location });

test('redirects are followed to the end, relative ones too', async () => {
  const server = await serve((hit, response, n) =>
    routes({
      '/a': to('b?x=1'),
      '/b': to(`http://two.example:${server.port}/c#top`, 308),
      '/c': (_hit, r) => reply(r, 200, 'arrived'),
    })(hit, response, n),
  );
  const arrival = await walk(`http://one.example:${server.port}/a`);
  expect(textOf(arrival)).toBe('arrived');
  expect(arrival.finalUrl).toBe(`http://two.example:${server.port}/c`);
});

test('no redirect, no final URL of its own; a redirect to nowhere stays an answer', async () => {
  const server = await serve((_hit, response) => reply(response, 301, 'see elsewhere'));
  expect(await walk(server.url)).toMatchObject({ status: 301 });
  expect(await walk(server.url)).not.toHaveProperty('finalUrl');
});

test('a circle is named, a long chain ends after five, a broken target is quoted', async () => {
  const server = await serve((hit, response) => {
    const step = Number(hit.path.match(/^\/step\/(\d+)/)?.[1] ?? 0);
    if (step === 6) return reply(response, 200, 'never reached');
    const next = { '/round': '/about', '/about': '/round', '/odd': 'http://' }[hit.path] ?? `/step/${step + 1}`;
    reply(response, 302, '', { location: next });
  });
  await expect(walk(`${server.url}/round`)).rejects.toThrow(`redirects in a circle, back to ${server.url}/round`);
  await expect(walk(`${server.url}/step/0`)).rejects.toThrow('redirects more than 5 times');
  expect(await walk(`${server.url}/step/1`)).toMatchObject({ status: 200 });
  await expect(walk(`${server.url}/odd`)).rejects.toThrow('"http://", which is no address');
});

test('every hop after the first is a crawled one, and is entered and sent alone', async () => {
  const server = await serve((hit, response, n) =>
    routes({ '/a': to('/b'), '/b': (_hit, r) => reply(r, 200) })(hit, response, n),
  );
  const happened: string[] = [];
  const gate: Gate = {
    enter: (url, policy) => void happened.push(`enter ${policy} ${url.pathname}`),
    refusal: () => undefined,
  };
  const wire = createWire(gate);
  wires.push(wire);
  const send: Send = (step) => {
    happened.push(`send ${step.policy} ${step.shown}`);
    return sendOver(wire)(step);
  };
  const journey = { shown: 'A', method: 'GET', headers: {}, policy: 'operator', maxBytes: 1, hide: String } as const;
  await follow({ ...journey, url: new URL(`${server.url}/a`) }, send, gate);
  expect(happened).toEqual([
    'enter operator /a',
    'send operator A',
    'enter crawled /b',
    `send crawled ${server.url}/b`,
  ]);
});

test('another host learns no key and gets no body', async () => {
  const server = await serve((hit, response, n) =>
    routes({
      '/same': to('/end'),
      '/other': to(`http://two.example:${server.port}/end`),
      '/kept': to(`http://two.example:${server.port}/end`, 307),
      '/end': (_hit, r) => reply(r, 200),
    })(hit, response, n),
  );
  const headers = { authorization: 'Bearer abc', 'x-api-key': 'abc', accept: 'text/html', 'user-agent': 'p' };
  const base = `http://one.example:${server.port}`;
  await walk(`${base}/same`, { headers });
  expect(server.hits.at(-1)?.headers.authorization).toBe('Bearer abc');
  await walk(`${base}/other`, { headers, method: 'POST', body: 'words' });
  expect(server.hits.at(-1)).toMatchObject({ method: 'GET', body: '', headers: { accept: 'text/html' } });
  expect(server.hits.at(-1)?.headers).not.toHaveProperty('authorization');
  expect(server.hits.at(-1)?.headers).not.toHaveProperty('x-api-key');
  await expect(walk(`${base}/kept`, { method: 'POST', body: 'words' })).rejects.toThrow(
    'not handed on to another host',
  );
});
