/**
 * One request, one answer: the only place that opens connections. undici's own `fetch`, with an Agent for each policy; it is loaded with
 * the first request, since many commands make none.
 */
import { type LookupAddress, type LookupOptions, lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { Agent, buildConnector, Dispatcher } from 'undici';
import type { Gate, Policy } from './allow.ts';
import { WireError } from './failures.ts';

/** A request as it goes out: secrets filled in, one address. */
export interface Hop {
  url: URL;
  method: string;
  headers: Record<string, string>;
  body?: string;
  policy: Policy;
  maxBytes: number;
  /** What is over `maxBytes` is left unread, rather than an error. */
  cut?: boolean;
  signal: AbortSignal;
  /** Called when the request is about to be written, which may be long after it was begun; throws where it may not be any more. */
  check?: (() => void) | undefined;
}
/** Where a redirect leads is `location`; its body is not read. */
export interface HopAnswer {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
  location?: string;
}
export interface Wire {
  send(hop: Hop): Promise<HopAnswer>;
  close(): Promise<void>;
}
/** Resolves a host name; the system's own by default. */
export type Resolve = (
  hostname: string,
  options: { all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const CONNECT_MS = 10_000;
/** Long security policies need more than Node's 16 KB. */
const MAX_HEADER_BYTES = 65_536;

/** Opens nothing yet. `close` ends every connection. */
export function createWire(gate: Gate, resolve: Resolve = systemLookup as Resolve): Wire {
  let opening: Promise<Record<Policy, Agent>> | undefined;
  const open = async () => ({
    operator: await agentFor('operator', gate, resolve),
    crawled: await agentFor('crawled', gate, resolve),
  });
  return {
    async send(hop) {
      opening ??= open();
      return send(hop, (await opening)[hop.policy]);
    },
    close: async () => {
      const agents = await opening;
      await Promise.all([agents?.operator.destroy(), agents?.crawled.destroy()]);
    },
  };
}

/** Its timeouts are off: the signal of the whole request is the one clock that a slow drip cannot restart. */
async function agentFor(policy: Policy, gate: Gate, resolve: Resolve): Promise<Agent> {
  const { Agent, buildConnector } = await import('undici');
  return new Agent({
    allowH2: false,
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (options, done) => {
      const port = Number(options.port || (options.protocol === 'https:' ? 443 : 80));
      const lookup = guardedLookup(policy, port, gate, resolve);
      // the types know `lookup` only beside `host` and `port`, which each connection brings itself
      buildConnector({ allowH2: false, timeout: CONNECT_MS, lookup } as buildConnector.BuildOptions)(options, done);
    },
  });
}

/** Judges every address that a name has, at the moment of connecting, so that a name cannot change between check and use. */
function guardedLookup(policy: Policy, port: number, gate: Gate, resolve: Resolve): LookupFunction {
  return (hostname, options: LookupOptions, done) => {
    resolve(hostname, { all: true }, (error, addresses) => {
      if (error) return done(error, '', 0);
      let refused: string | undefined;
      const open = addresses.filter(({ address }) => {
        const refusal = gate.refusal(address, hostname, port, policy);
        refused ??= refusal;
        return refusal === undefined;
      });
      const first = open[0];
      if (!first) return done(new WireError(`it is not opened: ${refused ?? `${hostname} has no address`}`), '', 0);
      if (options.all) return done(null, open);
      return done(null, first.address, first.family);
    });
  };
}

async function send(hop: Hop, agent: Agent): Promise<HopAnswer> {
  const { fetch } = await import('undici');
  const dispatcher = hop.check ? agent.compose(checkedBy(hop.check)) : agent;
  const stop = new AbortController();
  const response = await fetch(hop.url, {
    dispatcher,
    method: hop.method,
    headers: hop.headers,
    redirect: 'manual',
    signal: AbortSignal.any([hop.signal, stop.signal]),
    ...(hop.body === undefined ? {} : { body: hop.body }),
  });
  const headers: Record<string, string> = {};
  for (const [name, value] of response.headers) if (name !== 'set-cookie') headers[name] = value;
  const answer = { status: response.status, headers };
  const location = headers.location;
  if (location && REDIRECTS.has(response.status)) {
    stop.abort();
    return { ...answer, body: new Uint8Array(), location };
  }
  try {
    return { ...answer, body: await readUpTo(response.body, hop) };
  } catch (error) {
    stop.abort();
    throw error;
  }
}

/** Whoever is stopped while a connection is made must not write when it goes on. */
function checkedBy(check: () => void): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) => {
    const checked: Dispatcher.DispatchHandler = Object.create(handler, {
      onRequestStart: {
        value: (controller: Dispatcher.DispatchController, context: unknown) => {
          handler.onRequestStart?.(controller, context);
          try {
            check();
          } catch (error) {
            controller.abort(error as Error);
          }
        },
      },
    });
    return dispatch(options, checked);
  };
}

/** Counts decoded bytes as they come, so that an endless body and a gzip bomb both end at the cap. */
async function readUpTo(body: AsyncIterable<unknown> | null, { maxBytes, cut }: Hop): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    const bytes = chunk as Uint8Array;
    chunks.push(bytes);
    size += bytes.length;
    if (size <= maxBytes) continue;
    // leaving the loop cancels the body, and with it the connection
    if (cut) return Buffer.concat(chunks, maxBytes);
    throw new WireError(`more than ${megabytes(maxBytes)} MB, which is the most that is read`);
  }
  return Buffer.concat(chunks, size);
}

function megabytes(bytes: number): string {
  return String(Math.round(bytes / 10_000) / 100);
}
