/** A request with its redirects, followed by hand: every hop after the first is a crawled address, whoever wrote the first. */
import { SourceError } from '../errors.ts';
import type { Gate } from './allow.ts';
import { RedirectedError, WireError } from './failures.ts';
import type { Hop, HopAnswer } from './wire.ts';

/** One hop as it is handed to whoever sends it; `shown` is its address for messages. */
export interface Step extends Omit<Hop, 'signal'> {
  /** The URL as written. */
  shown: string;
}
export type Send = (step: Step) => Promise<HopAnswer>;

/** The first hop, secrets filled in, and what messages call it. */
export interface Journey extends Step {
  /** Headers that ask whether the answer of one address, as messages show it, has changed. Nobody else would understand them. */
  conditional?: { of: string; headers: Record<string, string> };
  /** Hides secrets in addresses. */
  hide: (text: string) => string;
}
export interface Arrival extends HopAnswer {
  /** Undefined where nothing was redirected. */
  finalUrl?: string;
  /** The same, where only redirects that are meant to last led to an answer that can be used. */
  movedTo?: string;
}

const MOST_REDIRECTS = 5;
const LONGEST_SHOWN = 200;
/** All that another site is told: no key, no cookie, no header that the operator wrote for the first one. */
const FOR_ANYBODY = new Set(['accept', 'accept-language', 'user-agent']);

/** RFC 9110 §15.4: 301 and 308 are permanent, 302, 303 and 307 are not. */
export function isLasting(status: number): boolean {
  return status === 301 || status === 308;
}

/** Follows up to five redirects. Throws SourceError for an address that may not be opened, WireError for a loop. */
export async function follow(journey: Journey, send: Send, gate: Gate): Promise<Arrival> {
  const { conditional, hide, maxBytes, cut } = journey;
  let { url, shown, method, headers, body, policy } = journey;
  const seen = new Set<string>();
  let lasting = true;
  for (;;) {
    gate.enter(url, policy, seen.size === 0 ? shown : `${journey.shown}: it redirects to ${brief(shown)}, which`);
    seen.add(url.href);
    const asked = conditional?.of === shown ? { ...headers, ...conditional.headers } : headers;
    const step = { url: withoutUser(url), shown, method, headers: asked, policy, maxBytes };
    const whole = { ...step, ...(cut ? { cut } : {}), ...(body === undefined ? {} : { body }) };
    const answer = await (seen.size === 1 ? send(whole) : sendOn(send, whole));
    if (answer.location === undefined)
      return seen.size === 1 ? answer : { ...answer, ...landed(shown, answer, lasting) };

    lasting &&= isLasting(answer.status);
    const next = nextUrl(answer.location, url, hide);
    shown = hide(next.href);
    if (seen.has(next.href)) throw new WireError(`it redirects in a circle, back to ${brief(shown)}`);
    if (seen.size > MOST_REDIRECTS) throw new WireError(`it redirects more than ${MOST_REDIRECTS} times`);
    // RFC 9110 §15.4: 303 asks for a GET; so, by habit, do 301 and 302 after a POST
    if (answer.status === 303 || (method === 'POST' && answer.status < 303)) [method, body] = ['GET', undefined];
    // another scheme is another origin: what goes over TLS does not go on in the open
    if (next.origin !== url.origin) {
      if (body !== undefined) {
        const to = brief(hide(next.origin));
        throw new SourceError(
          `${journey.shown}: it redirects to ${to}; what is sent there is not handed on to another host`,
        );
      }
      headers = Object.fromEntries(Object.entries(headers).filter(([name]) => FOR_ANYBODY.has(name)));
    }
    policy = 'crawled';
    url = next;
  }
}

/** Where a later hop fails, whoever wrote the first address learns of which one is spoken. */
async function sendOn(send: Send, step: Step): Promise<HopAnswer> {
  try {
    return await send(step);
  } catch (error) {
    throw error instanceof SourceError ? error : new RedirectedError(brief(step.shown), error);
  }
}

/** An address of which a key was cut out is of no use to anybody. */
function landed(shown: string, { status }: HopAnswer, lasting: boolean): Pick<Arrival, 'finalUrl' | 'movedTo'> {
  const usable = lasting && (status === 304 || (status >= 200 && status < 300)) && !shown.includes('[removed]');
  return { finalUrl: shown, ...(usable ? { movedTo: shown } : {}) };
}

function nextUrl(location: string, base: URL, hide: (text: string) => string): URL {
  try {
    const next = new URL(asUtf8(location), base);
    next.hash = '';
    return next;
  } catch {
    throw new WireError(`it redirects to "${brief(hide(location))}", which is no address`);
  }
}

/** Headers come as one letter a byte; where these bytes are UTF-8, browsers read them as such, and so do we. */
function asUtf8(location: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(location, 'latin1'));
  } catch {
    return location;
  }
}

function brief(text: string): string {
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}

/** `fetch` refuses user names in URLs; the operator's own go into a header before this. */
function withoutUser(url: URL): URL {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return bare;
}
