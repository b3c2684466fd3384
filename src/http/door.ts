/** The one door to the network: guard, robots, limits, cache and recording around every request of a run. */
import { setTimeout as sleep } from 'node:timers/promises';
import { SourceError } from '../errors.ts';
import type { Fetch, FetchRequest, FetchResponse, Recorder, ResponseCache } from '../types.ts';
import { createGate } from './allow.ts';
import { explain, isTimeout } from './failures.ts';
import { follow } from './follow.ts';
import { createHosts } from './hosts.ts';
import { withKeeping } from './keep.ts';
import { type Opened, openRequest } from './open.ts';
import { withRetries } from './retry.ts';
import { createRobots, type Robots } from './robots.ts';
import { createWire, type Resolve } from './wire.ts';

export interface DoorOptions {
  /** Where answers are kept; without one every request goes out. */
  cache?: ResponseCache;
  clock: () => Date;
  /** Values of `${NAME}`, for requests that the operator wrote. */
  secrets: Record<string, string>;
  /** Entries of PULLQUOTE_ALLOW: `host:port` or `a.b.c.d/n:port`. */
  allow: string[];
  /** `name/version (+address)`; robots.txt is read by its name. */
  userAgent: string;
  recorder?: Recorder;
  /** How names are resolved; by default as the system does. */
  resolve?: Resolve;
  /** How a pause between tries is made; by default by waiting. */
  wait?: (ms: number) => Promise<unknown>;
}

const TIMEOUT_MS = 30_000;
const MAX_BYTES = 10_000_000;

/**
 * Opens the door. `fetch` gives every HTTP answer, error statuses too, and rejects with SourceError where there was none. `close` ends
 * all connections. Throws UserError where an entry of `allow` cannot be read.
 */
export function createDoor(o: DoorOptions): { fetch: Fetch; close(): Promise<void> } {
  const gate = createGate(o.allow);
  const wire = createWire(gate, o.resolve);
  const hosts = createHosts();
  const wait = o.wait ?? sleep;

  /** Over the network: tries, redirects, clock and cap. */
  async function visit(request: FetchRequest, opened: Opened, rules: Robots | undefined): Promise<FetchResponse> {
    const timeoutMs = request.timeoutMs ?? TIMEOUT_MS;
    const { veil } = opened;
    const onHop = async (url: string) => void (await rules?.check(url, 'crawled', veil.text(url)));
    const attempt = () => {
      const [maxBytes, signal] = [request.maxBytes ?? MAX_BYTES, AbortSignal.timeout(timeoutMs)];
      return follow({ ...opened, maxBytes, signal, hide: veil.text, onHop }, wire, gate);
    };
    try {
      const safe = opened.method === 'GET';
      const plan = { url: request.url, safe, most: hosts.retries(opened.url.host), now: o.clock, wait };
      const { finalUrl = request.url, status, headers, body } = await withRetries(plan, attempt);
      if (safe && (status === 429 || status === 503)) hosts.stayedBusy(opened.url.host);
      const shown = Object.entries(headers).map(([name, value]) => [name, veil.text(value)]);
      const bytes = veil.bytes(request.strip?.(body) ?? body);
      const answer = { status, headers: Object.fromEntries(shown), body: bytes };
      return { url: request.url, finalUrl, ...answer, at: o.clock().toISOString(), from: 'network' };
    } catch (error) {
      if (isTimeout(error)) hosts.wasSilent(opened.url.host);
      throw explain(error, request.url, timeoutMs);
    }
  }

  /** After robots.txt, and when the host has room. What is sent, rather than read, is limited by its sender. */
  async function visitInTurn(request: FetchRequest, opened: Opened): Promise<FetchResponse> {
    gate.enter(opened.url, opened.policy, request.url);
    const rules = request.robots ? robots : undefined;
    const delay = await rules?.check(opened.url.href, request.from, request.url);
    if (opened.method !== 'GET') return visit(request, opened, rules);
    const { host } = opened.url;
    return hosts.run(host, delay?.delayMs ?? 0, async () => {
      if (hosts.isSilent(host))
        throw new SourceError(`${request.url}: ${host} was silent too often and is not asked again`);
      return visit(request, opened, rules);
    });
  }

  /** No secret leaves in an error, whatever went wrong. */
  function opening(visitor: (request: FetchRequest, opened: Opened) => Promise<FetchResponse>): Fetch {
    return withKeeping(o, async (request, stored) => {
      const opened = openRequest(request, o, stored);
      try {
        return await visitor(request, opened);
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        throw new SourceError(opened.veil.text(error.message), error.status);
      }
    });
  }

  // robots.txt itself goes out of turn: a page that holds a place in the queue may wait for it
  const robots = createRobots(
    opening((request, opened) => visit(request, opened, undefined)),
    o.userAgent,
  );
  return { fetch: opening(visitInTurn), close: wire.close };
}
