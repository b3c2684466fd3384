/** Real HTTP servers on 127.0.0.1, for tests. Nothing here leaves the machine. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Hit {
  method: string;
  /** Path and query. */
  path: string;
  headers: Record<string, string | undefined>;
  body: string;
}
export interface LoopbackServer {
  /** `http://127.0.0.1:PORT`, without a slash. */
  url: string;
  /** `127.0.0.1:PORT`: what goes into PULLQUOTE_ALLOW. */
  host: string;
  port: number;
  /** What was asked, in order of arrival. */
  hits: Hit[];
  close(): Promise<void>;
}
/** Answers one request; `n` counts the requests for its path from 0. */
export type Handler = (hit: Hit, response: ServerResponse, n: number) => void | Promise<void>;

/** Starts a server on a free port. Close it in `afterEach` or `finally`; connections that still hang are cut. */
export async function startServer(handler: Handler): Promise<LoopbackServer> {
  const hits: Hit[] = [];
  const server = createServer(async (request, response) => {
    const hit = { ...about(request), body: await bodyOf(request) };
    const n = hits.filter((earlier) => earlier.path === hit.path).length;
    hits.push(hit);
    await handler(hit, response, n);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  return {
    url: `http://${host}`,
    host,
    port,
    hits,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function about(request: IncomingMessage): Omit<Hit, 'body'> {
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  return { method: request.method ?? '', path: request.url ?? '', headers: Object.fromEntries(headers) };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** A whole answer in one call. */
export function reply(
  response: ServerResponse,
  status: number,
  body: string | Uint8Array = '',
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, headers);
  response.end(body);
}

/** Answers by path; a path that is not there is a 404. */
export function routes(table: Record<string, Handler>): Handler {
  return (hit, response, n) => {
    const path = hit.path.split('?')[0] ?? '';
    const handler = Object.hasOwn(table, path) ? table[path] : undefined;
    return handler ? handler(hit, response, n) : reply(response, 404, 'no such page');
  };
}
