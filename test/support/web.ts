import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach } from 'vitest';
import { createGate, type Gate } from '../../src/http/allow.ts';
import { type DoorOptions, doorBehind } from '../../src/http/door.ts';
import type { Fetch, FetchRequest } from '../../src/types.ts';
import { NOON } from './door.ts';
import type { Hit, LoopbackServer } from './servers.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0)) await thing.close();
});

/** The real guard, but for one thing: 127.0.0.1 stands for the open web. */
function webGate(): Gate {
  const real = createGate([]);
  return {
    enter: real.enter,
    refusal: (ip, ...rest) => (ip === '127.0.0.1' ? undefined : real.refusal(ip, ...rest)),
  };
}

/** A door onto a web in which every name leads to 127.0.0.1. Pauses take no time: what was waited for is in `waited`, in milliseconds. */
export function openWeb(o: Partial<DoorOptions> = {}): { fetch: Fetch; waited: number[] } {
  const waited: number[] = [];
  const door = doorBehind(webGate(), {
    clock: () => NOON,
    secrets: {},
    allow: [],
    userAgent: 'pullquote/0.1 (+https://pullquote.example)',
    wait: async (ms) => void waited.push(ms),
    resolve: (_name, _options, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
    ...o,
  });
  open.push(door);
  return { fetch: door.fetch, waited };
}

/** What a raw server does with a request: `n` counts them from 0, over all connections. */
export type RawHandler = (socket: Socket, head: string, n: number) => void;

/** A server that speaks as badly as it is told; `requests` holds the head of each request, `connections` counts. */
export async function serveRaw(handler: RawHandler, tls?: { key: string; cert: string }) {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const state = { connections: 0 };
  const onSocket = (socket: Socket) => {
    state.connections++;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (data) => {
      requests.push(String(data));
      handler(socket, String(data), requests.length - 1);
    });
  };
  const server: Server = tls ? createTlsServer(tls, onSocket) : createServer(onSocket);
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  open.push({ close });
  return { port, requests, state, url: `http://127.0.0.1:${port}` };
}

/** Something that happens when the test says so. */
export function gateway(): { opened: Promise<void>; open: () => void } {
  let release = () => {};
  const opened = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { opened, open: () => release() };
}

/** The address of a page under a name: one server stands for many hosts. */
export function at(server: LoopbackServer, name: string, path: string): string {
  return `http://${name}.example:${server.port}${path}`;
}

/** The name under which a request came. */
export function nameOf(hit: Hit): string {
  return hit.headers.host?.split('.')[0] ?? '';
}

/** A request for an address that was found in a page. */
export function page(url: string, more: Partial<FetchRequest> = {}): FetchRequest {
  return { url, from: 'crawled', ...more };
}
