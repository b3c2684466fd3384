/**
 * A farm of hosts on addresses of 127.0.0.0/8 for the chaos test. Its feeds grow, some answers are late and some fail, and it keeps its own log of
 * when each request began and ended, so that nobody takes a crawler's word for its politeness.
 */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type FarmFeed, listing, rss } from './crawlFarmPages.ts';

/** One request, from its first line to the moment when its answer was handed over whole, or its connection closed. */
export interface Asked {
  host: string;
  path: string;
  /** In milliseconds of `performance.now`. */
  start: number;
  end: number;
  /** 0: the connection was cut on purpose, or by who asked. */
  status: number;
}
/** A connection was made and nothing asked yet; a request came; its answer was handed over. */
export type Moment = 'connected' | 'asked' | 'answered';
export interface ChaosFarm {
  port: number;
  /** For PULLQUOTE_ALLOW. */
  allow: string;
  log: Asked[];
  /** From now on everything is answered, and soon. */
  calm(): void;
  /** Gives the port from which the next such thing is done, or undefined where there is none for so long. */
  next(moment: Moment, ms: number): Promise<number | undefined>;
  close(): Promise<void>;
}

/** Milliseconds between two requests that the robots.txt of a host with a listing asks for. */
export const CRAWL_DELAY_MS = 1000;
const ROBOTS = `User-agent: *\nCrawl-delay: ${CRAWL_DELAY_MS / 1000}\n`;
/** Of a hundred answers so many are cut off, out of order or missing; and so many come a second or two late. */
const FAILING = 4;
const SLOW = 6;

/** `random` gives numbers from 0 to 1. */
export async function startChaosFarm(feeds: FarmFeed[], random: () => number): Promise<ChaosFarm> {
  const byAddress = new Map(feeds.map((feed) => [feed.host + feed.path, feed]));
  const log: Asked[] = [];
  const waiting = new Set<{ moment: Moment; tell(port: number | undefined): void }>();
  const open = new Set<Socket>();
  let isCalm = false;

  function happened(moment: Moment, port: number | undefined): void {
    for (const one of waiting) if (one.moment === moment) one.tell(port);
  }
  function answer(request: IncomingMessage, response: ServerResponse): void {
    const { localAddress: host = '', remotePort } = request.socket;
    const path = request.url ?? '';
    const asked: Asked = { host, path, start: performance.now(), end: Number.POSITIVE_INFINITY, status: 0 };
    log.push(asked);
    const ended = () => {
      asked.end = Math.min(asked.end, performance.now());
    };
    response.on('close', ended).on('finish', () => {
      ended();
      happened('answered', remotePort);
    });
    happened('asked', remotePort);
    const send = () => {
      if (response.destroyed) return;
      const feed = byAddress.get(host + path);
      asked.status = reply(request, response, feed && !isCalm && random() * 100 < FAILING, feed, port);
    };
    const late = isCalm ? 5 : random() * 100 < SLOW ? 1000 + random() * 1000 : 5 + random() * 150;
    setTimeout(send, late);
  }

  const server = createServer({ keepAliveTimeout: 60_000 }, answer);
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    happened('connected', socket.remotePort);
  });
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...{ port, log, allow: `127.30.0.0/16:${port}` },
    calm() {
      isCalm = true;
    },
    next: (moment, ms) =>
      new Promise((resolve) => {
        const one = {
          moment,
          tell(from: number | undefined) {
            clearTimeout(late);
            waiting.delete(one);
            resolve(from);
          },
        };
        const late = setTimeout(() => one.tell(undefined), ms);
        waiting.add(one);
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
}

/** Gives the status, 0 for a connection that is cut in the middle. */
function reply(
  { url, headers }: IncomingMessage,
  response: ServerResponse,
  fails: boolean | undefined,
  feed: FarmFeed | undefined,
  port: number,
): number {
  const send = (status: number, body: string, more: Record<string, string> = {}) => {
    response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...more });
    response.end(body);
    return status;
  };
  if (url === '/robots.txt') return send(200, ROBOTS, { 'content-type': 'text/plain' });
  if (!feed) return send(404, 'no such page');
  const body = feed.kind === 'feed' ? rss(feed, port) : listing(feed, port);
  const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`;
  if (fails) {
    const [way] = etag.slice(1);
    if ('01234567'.includes(way as string)) return send(404, 'gone for a while');
    if ('89ab'.includes(way as string)) return send(500, 'out of order');
    response.writeHead(200, { 'content-length': Buffer.byteLength(body) });
    response.write(body.slice(0, body.length / 2), () => response.destroy());
    return 0;
  }
  if (headers['if-none-match'] === etag) return send(304, '', { etag });
  return send(200, body, { 'content-type': feed.kind === 'feed' ? 'application/rss+xml' : 'text/html', etag });
}

/** The most requests that a host had at once, by host. */
export function mostAtOnce(log: Asked[]): Map<string, number> {
  return new Map([...Map.groupBy(log, ({ host }) => host)].map(([host, asked]) => [host, mostOverlapping(asked)]));
}

function mostOverlapping(asked: Asked[]): number {
  const moments = asked.flatMap(({ start, end }) => [
    { at: start, step: 1 },
    { at: end, step: -1 },
  ]);
  // what ends at the moment when another begins does not overlap it
  moments.sort((a, b) => a.at - b.at || a.step - b.step);
  let [now, most] = [0, 0];
  for (const { step } of moments) {
    now += step;
    most = Math.max(most, now);
  }
  return most;
}

/** The shortest pause, in milliseconds, between the end of a listing's answer and the next request of its host; negative where they overlap. */
export function shortestPause(log: Asked[], isListing: (asked: Asked) => boolean): number {
  let shortest = Number.POSITIVE_INFINITY;
  for (const asked of Map.groupBy(log, ({ host }) => host).values()) {
    const inOrder = asked.toSorted((a, b) => a.start - b.start);
    for (const [i, { end }] of inOrder.entries()) {
      const next = inOrder[i + 1];
      if (isListing(inOrder[i] as Asked) && next) shortest = Math.min(shortest, next.start - end);
    }
  }
  return shortest;
}
