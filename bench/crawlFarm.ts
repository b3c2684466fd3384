/**
 * The farm of `bench/crawl.ts`, in a process of its own: 2,000 feeds on 500 addresses of 127.0.0.0/8 at one port. Each address is a host. It logs
 * when each request began and ended, and tells its parent what came of the log, so that nobody takes the crawler's word for its politeness.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { bodyOf, FEEDS, farmFeed, type Manner, placeOf } from './crawlFeeds.ts';

/** What was asked since the last report. */
export interface FarmReport {
  requests: number;
  /** How many were answered by each status; 0 for a connection that was closed on purpose. */
  statuses: Record<string, number>;
  /** The most requests that one host had at once. */
  mostAtOnce: number;
  /** The most that all hosts had at once. */
  mostInAll: number;
  bytes: number;
}
export type FarmMessage = { port: number } | { report: FarmReport };

/** From its first request to its last byte, in milliseconds of `performance.now`. */
interface Logged {
  host: string;
  start: number;
  end: number;
  status: number;
  bytes: number;
}
interface Served {
  body: Buffer;
  type: string;
  etag: string;
  manner: Manner;
}

const SLOW_MS = 2_000;
const MODIFIED = 'Sun, 15 Nov 2026 20:00:00 GMT';
let log: Logged[] = [];
const served = new Map<string, Served>();

function answer(request: IncomingMessage, response: ServerResponse): void {
  const host = request.socket.localAddress ?? '';
  const feed = served.get(`${host}${request.url}`);
  const logged: Logged = { host, start: performance.now(), end: Number.POSITIVE_INFINITY, status: 0, bytes: 0 };
  log.push(logged);
  const ended = () => {
    logged.end = Math.min(logged.end, performance.now());
  };
  response.on('finish', ended).on('close', ended);
  const send = (status: number, body: Buffer | string = '', headers: Record<string, string> = {}) => {
    Object.assign(logged, { status, bytes: body.length });
    response.writeHead(status, { ...headers, 'content-length': body.length });
    response.end(body);
  };
  const whole = ({ etag, type, body }: Served) => {
    const isKnown = request.headers['if-none-match'] === etag || request.headers['if-modified-since'] === MODIFIED;
    if (isKnown) send(304, '', { etag });
    else send(200, body, { etag, 'last-modified': MODIFIED, 'content-type': type });
  };
  if (feed?.manner === 'closed') request.socket.destroy();
  else if (feed?.manner === 'error') send(500, 'out of order');
  else if (feed === undefined || feed.manner === 'missing') send(404, 'no such page');
  else if (feed.manner === 'slow') void sleep(SLOW_MS).then(() => whole(feed));
  else whole(feed);
}

/** The most that overlap in time. */
function mostOverlapping(requests: Logged[]): number {
  const moments = requests.flatMap(({ start, end }) => [
    [start, 1],
    [end, -1],
  ]) as [number, number][];
  // what ends at the moment another begins does not overlap it
  moments.sort(([a, up], [b, down]) => a - b || up - down);
  let [now, most] = [0, 0];
  for (const [, step] of moments) {
    now += step;
    most = Math.max(most, now);
  }
  return most;
}

function report(): FarmReport {
  const statuses: Record<string, number> = {};
  for (const { status } of log) statuses[status] = (statuses[status] ?? 0) + 1;
  const byHost = Map.groupBy(log, ({ host }) => host);
  const mostAtOnce = Math.max(0, ...Array.from(byHost.values(), mostOverlapping));
  const bytes = log.reduce((sum, logged) => sum + logged.bytes, 0);
  return { requests: log.length, statuses, mostAtOnce, mostInAll: mostOverlapping(log), bytes };
}

const server = createServer({ keepAliveTimeout: 60_000 }, answer);
server.listen(0, '0.0.0.0', () => {
  const { port } = server.address() as AddressInfo;
  for (let n = 0; n < FEEDS; n++) {
    const { host, path } = placeOf(n);
    const feed = farmFeed(n);
    served.set(`${host}${path}`, { ...bodyOf(feed, `http://${host}:${port}`), etag: `"${n}-1"`, manner: feed.manner });
  }
  process.send?.({ port } satisfies FarmMessage);
});
process.on('message', () => {
  process.send?.({ report: report() } satisfies FarmMessage);
  log = [];
});
process.on('disconnect', () => process.exit());
