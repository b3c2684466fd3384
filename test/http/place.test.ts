import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createDoor } from '../../src/http/door.ts';
import { createRoom } from '../../src/text/room.ts';

/** A server that answers what it is told to, and says what it was asked for. */
async function serverOf(answer: (path: string, asked: string[]) => Promise<number> | number) {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(await answer(request.url ?? '', asked)).end('words');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { asked, url: (path: string) => `http://127.0.0.1:${port}${path}`, host: `127.0.0.1:${port}` };
}

function doorTo(hosts: string[], wait?: () => Promise<void>) {
  const door = createDoor({
    ...{ clock: () => new Date(), secrets: {}, allow: hosts, userAgent: 'test/1' },
    ...(wait ? { wait } : {}),
  });
  onTestFinished(() => door.close());
  return door;
}

it('whoever waits for a busy host keeps no place from others', async () => {
  const open = Promise.withResolvers<void>();
  const busy = await serverOf(async () => {
    await open.promise;
    return 200;
  });
  const other = await serverOf(() => 200);
  const door = doorTo([busy.host, other.host]);
  const room = createRoom(3);
  const ask = async (url: string) => {
    const place = room();
    await place.enter();
    try {
      return await door.fetch({ url, from: 'operator', place });
    } finally {
      place.leave();
    }
  };
  // two are asked at once, the others wait for their turns: more than there is room for
  const slow = ['/1', '/2', '/3', '/4', '/5', '/6'].map((path) => ask(busy.url(path)));
  expect((await ask(other.url('/'))).status).toBe(200);
  await vi.waitFor(() => expect(busy.asked).toHaveLength(2));
  open.resolve();
  for (const answer of await Promise.all(slow)) expect(answer.status).toBe(200);
});

it('a pause before a second try is given to others', async () => {
  const server = await serverOf((_, asked) => (asked.length === 1 ? 500 : 200));
  const said: string[] = [];
  const door = doorTo([server.host], async () => void said.push('pause'));
  const place = {
    enter: async () => void said.push('enter'),
    leave: () => void said.push('leave'),
  };
  expect((await door.fetch({ url: server.url('/'), from: 'operator', place })).status).toBe(200);
  expect(said).toEqual(['leave', 'enter', 'leave', 'pause', 'enter', 'enter']);
});

it('a request that is ended while it waits has its place again', async () => {
  const open = Promise.withResolvers<void>();
  const server = await serverOf(async () => {
    await open.promise;
    return 200;
  });
  const door = doorTo([server.host]);
  const first = ['/1', '/2'].map((path) => door.fetch({ url: server.url(path), from: 'operator' }));
  const end = new AbortController();
  const place = createRoom(1)();
  await place.enter();
  const waiting = door.fetch({ url: server.url('/3'), from: 'operator', place, signal: end.signal });
  end.abort(new Error('over'));
  await expect(waiting).rejects.toThrow();
  await place.enter();
  open.resolve();
  await Promise.all(first);
});
