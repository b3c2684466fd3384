/** A request as asked becomes a request as sent: secrets filled in, headers complete. */
import { SourceError } from '../errors.ts';
import type { FetchRequest, StoredResponse } from '../types.ts';
import type { Journey } from './follow.ts';
import { expandSecrets, type Veil } from './secrets.ts';

export interface Opened extends Omit<Journey, 'maxBytes' | 'cut' | 'hide'> {
  /** Hides what this request filled in, what others may have filled in, and the keys in its headers. */
  veil: Veil;
}

/** Headers whose value is a key, whoever put it there. */
const KEY_HEADERS = /^((proxy-)?authorization|cookie|(.+-)?(api|auth|access)-(key|token))$/;

/**
 * Fills in `${NAME}` for the operator's requests alone, moves a user name in the URL into a header, and makes the request conditional
 * where an answer is stored. Throws SourceError for an unset variable or a URL that is none.
 */
export function openRequest(
  request: FetchRequest,
  o: { secrets: Record<string, string>; userAgent: string; veil: (used: Map<string, string>) => Veil },
  stored: StoredResponse | undefined,
): Opened {
  const used = new Map<string, string>();
  const fill = (text: string) =>
    request.from === 'operator' ? expandSecrets(text, o.secrets, used, request.url) : text;
  const url = parseUrl(fill(request.url), request.url);
  const headers: Record<string, string> = { accept: '*/*', 'user-agent': o.userAgent };
  for (const [name, value] of Object.entries(request.headers ?? {})) headers[name.toLowerCase()] = fill(value);
  if (request.from === 'operator') addUser(url, headers);
  for (const [name, value] of Object.entries(headers)) {
    if (KEY_HEADERS.test(name)) for (const key of keysIn(value)) if (!used.has(key)) used.set(key, '[removed]');
  }
  const conditional = request.cache === 'revalidate' && stored ? conditionOf(stored) : undefined;
  return {
    url,
    shown: request.url,
    method: request.method ?? 'GET',
    headers,
    ...(request.body ? { body: request.body } : {}),
    policy: request.from,
    ...(conditional ? { conditional } : {}),
    veil: o.veil(used),
  };
}

function parseUrl(text: string, shown: string): URL {
  try {
    return new URL(text);
  } catch {
    throw new SourceError(`"${shown}" is not a URL`);
  }
}

/** RFC 9110 §13.1: an entity tag or a date means something only to the address that gave it, so it is asked where redirects end. */
function conditionOf({ finalUrl, headers }: StoredResponse): Opened['conditional'] {
  const { etag, 'last-modified': modified } = headers;
  if (!etag && !modified) return undefined;
  const asked = { ...(etag ? { 'if-none-match': etag } : {}), ...(modified ? { 'if-modified-since': modified } : {}) };
  return { of: finalUrl, headers: asked };
}

/** What is secret in a header: what stands after the scheme; for Basic (RFC 7617) the password in it, too. */
function keysIn(value: string): string[] {
  const [, scheme = '', rest = value] = value.match(/^(bearer|basic|token) +(.+)$/i) ?? [];
  if (scheme.toLowerCase() !== 'basic') return [rest];
  const plain = Buffer.from(rest, 'base64').toString('utf8');
  return [rest, plain.slice(plain.indexOf(':') + 1)].filter((key) => key !== '');
}

/** `https://user:password@host/`, as paid feeds have it (RFC 7617). */
function addUser(url: URL, headers: Record<string, string>): void {
  if (url.username === '' && url.password === '') return;
  const plain = `${unescaped(url.username)}:${unescaped(url.password)}`;
  headers.authorization ??= `Basic ${Buffer.from(plain).toString('base64')}`;
  url.username = '';
  url.password = '';
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
