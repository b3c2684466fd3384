/** Who may use the desk: whoever came by a one-time link, known again by a cookie. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { sha256 } from '../text/hash.ts';

/** A browser that came by a link. */
export interface Session {
  /** Stands in the page, and goes back with every change: a page of another origin can't read it. */
  csrf: string;
}
export interface Sessions {
  /** A new one-time token. The links that were printed before it stay good until they are used or too old. */
  token(): string;
  /** Uses a token up. Gives the cookie's value, or undefined for one that was used, is too old or was never given. */
  enter(token: string): string | undefined;
  /** The session of a `Cookie` header (RFC 6265), if it has one. */
  find(cookies: string | undefined): Session | undefined;
}

/** Minutes that a link lives: it may stay in a terminal's or a browser's history. */
const MINUTES = 10;
/** So many browsers and links at most; the oldest are forgotten. */
const MOST = 20;

/** Sessions of one desk: they end with its process. */
export function createSessions(cookieName: () => string, clock: () => Date): Sessions {
  const tokens = new Map<string, number>();
  const sessions = new Map<string, Session>();
  return {
    token: () => {
      const token = secret();
      tokens.set(token, clock().getTime() + MINUTES * 60_000);
      forgetOldest(tokens);
      return token;
    },
    enter: (token) => {
      const known = [...tokens.keys()].find((each) => sameSecret(each, token));
      const until = known === undefined ? undefined : tokens.get(known);
      if (known === undefined || until === undefined) return undefined;
      tokens.delete(known);
      if (clock().getTime() > until) return undefined;
      const cookie = secret();
      sessions.set(cookie, { csrf: secret() });
      forgetOldest(sessions);
      return cookie;
    },
    find: (cookies) => {
      const value = cookieOf(cookies, cookieName());
      const known = value && [...sessions.keys()].find((each) => sameSecret(each, value));
      return known ? sessions.get(known) : undefined;
    },
  };
}

/** Whether two secrets are the same, in a time that does not tell how much of them is. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(a)), Buffer.from(sha256(b)));
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

function forgetOldest(kept: Map<string, unknown>): void {
  for (const key of kept.keys()) {
    if (kept.size <= MOST) return;
    kept.delete(key);
  }
}

function cookieOf(cookies: string | undefined, name: string): string | undefined {
  for (const pair of (cookies ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name) return value;
  }
  return undefined;
}
