/** What stands between the desk and everything else that can reach a port of this machine. */
import type { Context, MiddlewareHandler } from 'hono';
import { getPath } from 'hono/utils/url';
import { plainPage } from './plain.ts';
import { type Session, type Sessions, sameSecret } from './session.ts';

export interface GuardOptions {
  /** What the path of every request begins with: `/` and a secret. */
  base: string;
  /** The port that was really taken. */
  port: () => number;
  sessions: Sessions;
  cookieName: () => string;
}
/** What a route knows of who asks. */
export type Known = { Variables: { session: Session } };

/** Of every answer but the email's, which has a policy of its own: nothing runs or loads but the desk's own files, and nobody frames it. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "frame-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
const HEADERS: Record<string, string> = {
  'Content-Security-Policy': PAGE_POLICY,
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

/**
 * Sets the headers of every answer, refusals among them; a route's own policy stands. They are set before there is an answer: to add to one, Hono makes a stream of it, which costs an edit
 * milliseconds.
 */
export function guardHeaders(): MiddlewareHandler {
  return async (c, next) => {
    for (const [name, value] of Object.entries(HEADERS)) c.header(name, value);
    await next();
  };
}

/** What is not under the desk's own path. */
const OUTSIDE = '/outside';

/**
 * A request's path as the routes know it: what follows the desk's own.
 *
 * Browsers send the cookies of 127.0.0.1 to each of its ports, so that any other server on this machine would be handed the desk's, and could use it as the editor. The cookie is therefore bound to a
 * path that nobody else can name: no page learns it (no referrer is sent, nobody frames or reads the desk), so none can make the browser carry the cookie elsewhere. This does not stop who reads this
 * account's files, memory, terminal or browser history, nor, where the workspace may be read by others, who reads the path there and gets the editor to visit a server of theirs.
 */
export function pathWithin(base: string): (request: Request) => string {
  return (request) => {
    const path = getPath(request);
    return path.startsWith(`${base}/`) ? path.slice(base.length) : OUTSIDE;
  };
}

/**
 * Lets through what came to this very address, from a browser that came by a link, and changes only from our own page. A rebound name is told by its
 * Host (421, RFC 9110 §15.5.20), everything else that is not ours gets 403.
 */
export function guard(o: GuardOptions): MiddlewareHandler<Known> {
  return async (c, next) => {
    const host = c.req.header('host') ?? '';
    if (!hostsOf(o.port()).includes(host)) return c.text('This desk answers to its own address alone.', 421);
    if (isForeign(c)) return c.text('This desk answers to its own pages alone.', 403);
    if (c.req.path === OUTSIDE) return c.html(noSession(), 403);
    if (c.req.path === '/enter' && c.req.method === 'GET') return enter(c, o);
    const session = o.sessions.find(c.req.header('cookie'));
    if (!session)
      return c.req.path === '/' ? c.html(noSession(), 403) : c.text('No session: open the desk by its link.', 403);
    if (c.req.method !== 'GET') {
      const wrong = wrongChange(c, `http://${host}`, session);
      if (wrong) return c.text(wrong, 403);
    }
    c.set('session', session);
    return next();
  };
}

function hostsOf(port: number): string[] {
  const names = ['127.0.0.1', 'localhost'];
  // browsers leave HTTP's own port out
  return [...names.map((name) => `${name}:${port}`), ...(port === 80 ? names : [])];
}

/** Asked by a page that is not ours (Fetch Metadata): only a person's own navigation may come from elsewhere. Old browsers and programs send none of this. */
function isForeign(c: Context): boolean {
  const site = c.req.header('sec-fetch-site') ?? 'none';
  if (site === 'none' || site === 'same-origin') return false;
  const navigates = c.req.header('sec-fetch-mode') === 'navigate' && c.req.header('sec-fetch-dest') === 'document';
  return c.req.method !== 'GET' || !navigates;
}

function enter(c: Context, { sessions, cookieName, base }: GuardOptions): Response {
  const cookie = sessions.enter(c.req.query('token') ?? '');
  if (cookie) {
    c.header('Set-Cookie', `${cookieName()}=${cookie}; HttpOnly; SameSite=Strict; Path=${base}`);
    return c.redirect('./', 303);
  }
  // a browser that restores its tabs comes by the same link again
  if (sessions.find(c.req.header('cookie'))) return c.redirect('./', 303);
  return c.html(noSession(), 403);
}

/** What a change lacks; undefined: nothing. */
function wrongChange(c: Context, origin: string, { csrf }: Session): string | undefined {
  if (c.req.header('origin') !== origin) return `A change must come from ${origin}.`;
  if (c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() !== 'application/json')
    return 'A change must be application/json.';
  if (!sameSecret(c.req.header('x-csrf') ?? '', csrf))
    return 'A change must carry the token of the page: load it again.';
  return undefined;
}

function noSession(): string {
  return plainPage('This link opens the desk no more', [
    'A link opens the desk once, within ten minutes; the browser that it opened is then known by a cookie, until the desk ends.',
    'Press Enter in the terminal where “pullquote review” runs, and it prints a new link. If it runs no more, start it again.',
  ]);
}
