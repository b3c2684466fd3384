/** Whether a worker is well, for whatever watches over it on the same machine. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UserError } from '../errors.ts';

export interface HealthServer {
  port: number;
  close(): Promise<void>;
}
const LOOPBACK = '127.0.0.1';
const OWN_NAMES = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i;

/**
 * Answers `GET /health` on this machine alone: 200, or 503 where `state().ok` is false, with the state as JSON. Whoever comes by another
 * name (a page in a browser, through a name that leads here) is refused. `port`: 0 for any. Throws UserError where the port is taken.
 */
export async function startHealth(o: { port: number; state(): { ok: boolean } }): Promise<HealthServer> {
  const server = createServer({ requestTimeout: 5_000, headersTimeout: 5_000 }, (request, response) => {
    const [status, body] = answer(request, o.state);
    send(request, response, status, body);
  });
  server.listen(o.port, LOOPBACK);
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'EADDRINUSE' ? 'is taken' : `can't be used (${message})`;
    throw new UserError(`port ${o.port} ${why}: give another for the worker's health, or none.`);
  }
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function answer({ headers, method, url }: IncomingMessage, state: () => { ok: boolean }): [number, object] {
  if (!OWN_NAMES.test(headers.host ?? '')) return [403, { error: 'ask this machine by its own name: 127.0.0.1' }];
  const asks = method === 'GET' || method === 'HEAD';
  if (!asks || url?.split('?', 1)[0] !== '/health') return [404, { error: 'there is only GET /health' }];
  const said = state();
  return [said.ok ? 200 : 503, said];
}

function send({ method }: IncomingMessage, response: ServerResponse, status: number, body: object): void {
  const text = `${JSON.stringify(body)}\n`;
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(method === 'HEAD' ? undefined : text);
}
