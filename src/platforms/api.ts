/** One platform's JSON API over the door: what it is asked, and what its refusals and silences mean for people. */
import { SourceError, UserError } from '../errors.ts';
import { SECRET } from '../text/secret.ts';
import type { Fetch, FetchResponse } from '../types.ts';
import { oneWord, refusal } from './apiRefusal.ts';

/** What a platform is built with. */
export interface PlatformContext {
  /** The door. */
  fetch: Fetch;
  /** `platforms.NAME` of newsletter.yaml, checked by config. */
  settings: Record<string, unknown>;
  /** Value of an environment variable, where a platform must compute with it. */
  secret(name: string): string | undefined;
  clock: () => Date;
  newsletter: string;
}

/** One request; `path` begins with a slash and follows the base. */
export interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  query?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  timeoutMs?: number;
  /** A 404 of the platform's own is an answer. One that is a web page is not: a proxy in front of a sick server says so too. */
  allow404?: boolean;
  /** It asks what a write before it did, so that no answer to it leaves that open. */
  afterWrite?: boolean;
}
export interface ApiAnswer {
  status: number;
  /** Undefined where the body is empty. */
  json: unknown;
  text: string;
  headers: Record<string, string>;
}
export interface ApiOptions {
  /** The platform's name in newsletter.yaml, such as `kit`. */
  name: string;
  /** With its version, such as `https://api.kit.com/v4`. */
  base: string;
  /** How it authorises, with `${NAME_API_KEY}` left for the door to fill in. */
  headers: Record<string, string>;
  /** What a refusal means and what to do, where the platform's own code tells more than its status. */
  explain?(status: number, json: unknown): string | undefined;
}
export interface Api {
  call(call: Call): Promise<ApiAnswer>;
}

const READ_MS = 30_000;
/** A platform may render the whole issue before it answers. */
const WRITE_MS = 60_000;
/** Repeats of a GET after 429 or 503; the door waits as long as the platform asks, up to 20 s each. */
const READ_REPEATS = 2;
const MAX_BYTES = 20_000_000;
export const UNKNOWN =
  'Nobody knows whether it was done. Run the same command again: it looks the issue up before anything else';

/**
 * A client for one JSON API. `call` gives 2xx answers (and 404 where `allow404`). It throws UserError, exit code 4, where the platform
 * refuses, and SourceError where it gave no answer that can be understood, so that for a write nobody knows whether it was done. Writes
 * are sent once.
 */
export function api(context: PlatformContext, o: ApiOptions): Api {
  const base = o.base.replace(/\/+$/, '');
  return {
    async call(call) {
      needSecrets(o, base, context);
      const url = `${base}${call.path}${queryOf(call.query)}`;
      const answer = await send(context.fetch, call, url, o);
      return understood(answer, call, o, context.clock());
    },
  };
}

/** Throws UserError, exit code 2, for a variable that the address or a header needs and the environment lacks. */
function needSecrets(o: ApiOptions, base: string, context: PlatformContext): void {
  for (const text of [base, ...Object.values(o.headers)]) {
    for (const [, name = ''] of text.matchAll(SECRET)) {
      if (context.secret(name)) continue;
      throw new UserError(`${o.name}: ${name} is not set. Make an API key on the platform and put it into .env`);
    }
  }
}

function queryOf(query: Record<string, string> | undefined): string {
  const text = new URLSearchParams(query).toString();
  return text === '' ? '' : `?${text}`;
}

async function send(fetch: Fetch, call: Call, url: string, o: ApiOptions): Promise<FetchResponse> {
  const isRead = call.method === 'GET';
  const hasBody = call.body !== undefined;
  const type = hasBody ? { 'content-type': 'application/json' } : {};
  try {
    return await fetch({
      url,
      method: call.method,
      headers: { accept: 'application/json', ...type, ...o.headers, ...call.headers },
      ...(hasBody ? { body: JSON.stringify(call.body) } : {}),
      from: 'operator',
      cache: 'none',
      retries: isRead ? READ_REPEATS : 0,
      timeoutMs: call.timeoutMs ?? (isRead ? READ_MS : WRITE_MS),
      maxBytes: MAX_BYTES,
    });
  } catch (error) {
    if (error instanceof SourceError) throw unanswered(o.name, call, error.message, error.status);
    throw error;
  }
}

function understood(answer: FetchResponse, call: Call, o: ApiOptions, now: Date): ApiAnswer {
  const { status, headers, finalUrl, url } = answer;
  const text = withoutToken(Buffer.from(answer.body).toString('utf8'), call);
  const json = parsed(text);
  const isData = json !== undefined || text.trim() === '';
  // elsewhere neither key nor body arrived: the door hands on neither
  if (finalUrl !== url) {
    const to = new URL(finalUrl).origin;
    const mend = `Set url of platforms.${o.name} in newsletter.yaml to the address it leads to (${to})`;
    throw unanswered(
      o.name,
      call,
      `${call.path} redirects to ${oneWord(withoutToken(finalUrl, call))}. ${mend}`,
      status,
    );
  }
  if (status >= 200 && status < 300) {
    if (isData) return { status, json, text, headers };
    const mend = `check url of platforms.${o.name} in newsletter.yaml`;
    throw unanswered(o.name, call, `answered ${call.path} with a page instead of data; ${mend}`, status);
  }
  if (status === 404 && call.allow404 && json !== undefined) return { status, json, text, headers };
  if (status >= 400 && status < 500 && status !== 408) {
    throw refusal({ name: o.name, call, status, json, text, headers, now, explained: o.explain?.(status, json) });
  }
  throw unanswered(o.name, call, `answered ${status} to ${call.method} ${call.path}`, status);
}

/** A token that an adapter made of its key is not known to the door, and a platform may repeat it. */
function withoutToken(text: string, { headers = {} }: Call): string {
  const token = headers.authorization?.split(' ').at(-1) ?? '';
  if (token === '') return text;
  const signature = token.split('.').at(-1) ?? token;
  return [base64Of(token), token, signature].reduce((shown, one) => shown.replaceAll(one, '[removed]'), text);
}

function base64Of(text: string): string {
  return Buffer.from(text).toString('base64').replace(/=+$/, '');
}

/** No answer: for a read, a try later; for a write, nobody knows. */
function unanswered(name: string, call: Call, what: string, status: number | undefined): SourceError {
  const isOpen = call.method !== 'GET' || call.afterWrite;
  const next = isOpen ? UNKNOWN : 'Nothing was changed. Try again later';
  return new SourceError(`${name}: ${what}. ${next}`, status);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
