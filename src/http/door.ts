/** The one door to the network: guard, robots, limits, cache and recording around every request of a run. */
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  Fetch,
  FetchRequest,
  FetchResponse,
  HostTurns,
  Recorder,
  ResponseCache,
  StoredResponse,
} from '../types.ts';
import { createGate, type Gate } from './allow.ts';
import { explain } from './failures.ts';
import { follow } from './follow.ts';
import { createHosts, type Wait } from './hosts.ts';
import { withKeeping } from './keep.ts';
import { openRequest } from './open.ts';
import { createRobots, type Robots } from './robots.ts';
import { createVeils } from './secrets.ts';
import { sendInTurn } from './turns.ts';
import { createWire, type Resolve } from './wire.ts';
import { isWorkspaceUrl, readWorkspaceFile, type WorkspaceFile } from './workspace.ts';

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
  /** Where other processes ask the same hosts: each request that reads waits for its turn among theirs, too. */
  turns?: HostTurns;
  /** What `workspace:transcripts/…` addresses are read with; without it no such file is there. */
  workspaceFile?: WorkspaceFile;
  /** Told of what a site asked for and does not get whole, once a site. */
  note?: (message: string) => void;
  /** How names are resolved; by default as the system does. */
  resolve?: Resolve;
  /** How a pause between tries, or for a crawl-delay, is made; by default by waiting. */
  wait?: Wait;
}

export interface Door {
  fetch: Fetch;
  close(): Promise<void>;
}

const TIMEOUT_MS = 30_000;
const MAX_BYTES = 10_000_000;

/**
 * Opens the door. `fetch` gives every HTTP answer, error statuses too, and rejects with SourceError where there was none. `close` ends
 * all connections. Two doors share nothing. Throws UserError where an entry of `allow` cannot be read.
 */
export function createDoor(o: DoorOptions): Door {
  return doorBehind(createGate(o.allow), o);
}

/** The same with another guard, for tests in which loopback servers stand for the open web. */
export function doorBehind(gate: Gate, o: DoorOptions): Door {
  const wire = createWire(gate, o.resolve);
  const wait = o.wait ?? ((ms, signal) => sleep(ms, undefined, signal ? { signal } : {}));
  const hiding = createVeils(o.secrets);
  const guests = { wire, hosts: createHosts(wait), turns: o.turns, clock: o.clock, wait };

  /** Over the network: guard, redirects, and each hop in its turn. No secret leaves, whatever goes wrong. */
  async function visit(request: FetchRequest, stored: StoredResponse | undefined, who: Asking): Promise<FetchResponse> {
    const { timeoutMs = TIMEOUT_MS, maxBytes = MAX_BYTES, signal } = request;
    const now = () => o.clock().toISOString();
    if (isWorkspaceUrl(request.url)) return readWorkspaceFile(request, { ...o, now: now(), maxBytes });
    const { veil, ...opened } = openRequest(request, { ...o, veil: hiding }, stored);
    const send = sendInTurn(guests, {
      timeoutMs,
      signal,
      robots: who.robots,
      retries: request.retries,
      place: request.place,
    });
    try {
      const arrival = await follow({ ...opened, maxBytes, cut: who.cut, hide: veil.text }, send, gate);
      const { finalUrl = request.url, status, movedTo } = arrival;
      const headers = Object.entries(arrival.headers).map(([name, value]) => [name, veil.text(value)]);
      const body = veil.bytes(request.strip?.(arrival.body) ?? arrival.body);
      const answer = { status, headers: Object.fromEntries(headers), body, at: now() };
      const moved = movedTo && opened.method === 'GET' ? { movedTo } : {};
      return { url: request.url, finalUrl, ...answer, from: 'network', ...moved };
    } catch (error) {
      throw explain(error, { url: request.url, timeoutMs, ended: signal, hide: veil.text });
    }
  }

  // robots.txt takes its turn as pages do: whoever waits for it holds no place yet
  const forRobots = withKeeping(o, (request, stored) => visit(request, stored, { cut: true }));
  const robots = createRobots(forRobots, o.userAgent, o.note);
  const fetch = withKeeping(o, (request, stored) => {
    return visit(request, stored, { cut: false, ...(request.robots ? { robots } : {}) });
  });
  return { fetch, close: wire.close };
}

/** Who asks: a page, which robots.txt is asked about where the request wants it; or robots.txt itself, of which the beginning is enough. */
interface Asking {
  cut: boolean;
  robots?: Robots;
}
