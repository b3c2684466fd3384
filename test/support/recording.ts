import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../../src/store/index.ts';
import { encodeHar } from '../../src/text/har.ts';
import { formatHar } from '../../src/text/har-format.ts';
import { sha256 } from '../../src/text/hash.ts';
import type { Item } from '../../src/types.ts';
import { NEWSLETTER, pullquote, type Ran, workspace } from './cli.ts';

/** One answer of a recording. An object is written as JSON. */
export interface Recorded {
  url: string;
  body: string | object | Uint8Array;
  status?: number;
  type?: string;
  headers?: Record<string, string>;
  method?: string;
  requestBody?: string;
  /** When it was captured; by default when the recording was made. */
  at?: string;
}
const NOW = '2026-11-16T06:00:00.000Z';
export const WINDOW = ['--since', '2026-11-09', '--until', '2026-11-16'];

/** A HAR of these answers, as the bytes of a `.har.gz`. */
export function recordingOf(answers: Recorded[], now = NOW): Uint8Array {
  const responses = answers.map(({ url, body, status = 200, type, headers = {}, method = 'GET', requestBody, at }) => ({
    method,
    url,
    bodyHash: requestBody ? sha256(requestBody) : '',
    ...(requestBody ? { requestBody } : {}),
    finalUrl: url,
    status,
    headers: { 'content-type': type ?? (typeof body === 'string' ? 'text/html' : 'application/json'), ...headers },
    body: body instanceof Uint8Array ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
    at: at ?? now,
  }));
  return encodeHar(formatHar({ now, responses }, 'test'), true);
}

/** Crawls these sources through the real command from a recording, and gives what it said and the items that are stored. */
export async function crawlRecorded(
  sourcesYaml: string,
  answers: Recorded[],
  o: { args?: string[]; env?: Record<string, string>; now?: string } = {},
): Promise<{ ran: Ran; items: Item[]; dir: string }> {
  const dir = workspace({ 'sources.yaml': sourcesYaml, 'newsletter.yaml': NEWSLETTER });
  writeFileSync(join(dir, 'week.har.gz'), recordingOf(answers, o.now));
  const replay = ['--replay', join(dir, 'week.har.gz')];
  const ran = await pullquote(['-C', dir, 'crawl', '--json', ...WINDOW, ...replay, ...(o.args ?? [])], {
    env: o.env ?? {},
  });
  const store = await openStore({ path: join(dir, '.pullquote/state.db') });
  try {
    return { ran, items: await store.items('0000', '9999'), dir };
  } finally {
    await store.close();
  }
}
