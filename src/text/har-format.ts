/** Writing a recording: what HAR 1.2 asks for, and nothing that says who asked. */
import { isUtf8 } from 'node:buffer';
import type { StoredResponse } from '../types.ts';
import { inOrder, type Recording } from './har.ts';
import { sha256 } from './hash.ts';

/** The only headers that a recording keeps: what crawling reads, no cookie, no key. */
const KEPT_HEADERS = new Set([
  'content-type',
  'etag',
  'last-modified',
  'content-language',
  'x-robots-tag',
  'tdm-reservation',
  'link',
  'retry-after',
]);

/** A recording as HAR 1.2 text: sorted, doubles once, only harmless headers. `version` is that of Pullquote. */
export function formatHar(recording: Recording, version: string): string {
  const log = {
    version: '1.2',
    creator: { name: 'pullquote', version },
    _pullquote: {
      now: recording.now,
      ...(recording.past ? { past: recording.past } : {}),
      ...(recording.verdicts?.length ? { verdicts: recording.verdicts } : {}),
    },
    entries: withoutDoubles(inOrder(recording.responses)).map(entryOf),
  };
  return `${JSON.stringify({ log }, null, 1)}\n`;
}

function entryOf(stored: StoredResponse): object {
  return {
    startedDateTime: stored.at,
    time: 0,
    request: requestOf(stored),
    response: {
      status: stored.status,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: Object.entries(stored.headers)
        .filter(([name]) => KEPT_HEADERS.has(name))
        .map(([name, value]) => ({ name, value })),
      content: contentOf(stored),
      redirectURL: '',
      headersSize: -1,
      bodySize: -1,
      ...(stored.finalUrl === stored.url ? {} : { _finalUrl: stored.finalUrl }),
      ...(stored.status === 0 ? { _error: Buffer.from(stored.body).toString('utf8') } : {}),
    },
    cache: {},
    timings: { send: 0, wait: 0, receive: 0 },
  };
}

function requestOf(stored: StoredResponse): object {
  const body = stored.requestBody ?? '';
  return {
    method: stored.method,
    url: stored.url,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: [],
    queryString: [],
    headersSize: -1,
    bodySize: Buffer.byteLength(body),
    ...(body === ''
      ? {}
      : { postData: { mimeType: /^\s*[[{]/.test(body) ? 'application/json' : 'text/plain', text: body } }),
  };
}

function contentOf({ body, headers, status }: StoredResponse): object {
  if (status === 0) return { size: 0, mimeType: 'x-unknown', text: '' };
  const facts = { size: body.length, mimeType: headers['content-type'] ?? 'application/octet-stream' };
  const bytes = Buffer.from(body);
  return isUtf8(bytes)
    ? { ...facts, text: bytes.toString('utf8') }
    : { ...facts, encoding: 'base64', text: bytes.toString('base64') };
}

function withoutDoubles(responses: StoredResponse[]): StoredResponse[] {
  const seen = new Set<string>();
  return responses.filter((r) => {
    const key = [r.at, r.url, r.method, r.bodyHash, r.status, sha256(r.body)].join('\n');
    return !seen.has(key) && seen.add(key);
  });
}
