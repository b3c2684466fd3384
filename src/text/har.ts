/**
 * Recordings as HAR 1.2, the format that browsers save. Ours add underscore fields, as the format allows: `log._pullquote` with the
 * moment and what the run knew of past issues and from earlier runs, `_finalUrl` where a request was redirected, `_error` where there was no answer.
 */
import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { UserError } from '../errors.ts';
import type { Iso, PastIssues, StoredResponse, Verdict } from '../types.ts';
import { sha256 } from './hash.ts';

/** A recording as data. An answer with status 0 is a fetch that failed; its body is the message. */
export interface Recording {
  /** Where the clock of a replay stands. */
  now: Iso;
  /** What the run knew of past issues, where it was a draft's. */
  past?: PastIssues;
  /** What the run had from earlier ones of which pages tell one story. */
  verdicts?: Verdict[];
  /** By moment, then URL, method and body. */
  responses: StoredResponse[];
}

/** Far more than a year of weeks; a bomb stops here. */
const MAX_BYTES = 400_000_000;

const pairs = z.array(z.object({ name: z.string(), value: z.string() })).default([]);
const entrySchema = z.object({
  startedDateTime: z.string().refine((at) => !Number.isNaN(Date.parse(at)), 'is not a date'),
  request: z.object({
    method: z.string(),
    url: z.string(),
    postData: z.object({ text: z.string().optional() }).optional(),
  }),
  response: z.object({
    status: z.number().int(),
    headers: pairs,
    redirectURL: z.string().optional(),
    content: z.object({ text: z.string().optional(), encoding: z.string().optional() }).default({}),
    _finalUrl: z.string().optional(),
    _error: z.string().nullish(),
  }),
});
const pastStorySchema = z.object({
  number: z.int().min(0),
  heading: z.string(),
  url: z.string(),
  pages: z.array(z.string()),
  titles: z.array(z.string()),
  text: z.string(),
  until: z.iso.date(),
});
const pastSchema = z.object({
  number: z.int().positive(),
  told: z.array(z.string()),
  stories: z.array(pastStorySchema).exactOptional(),
  examples: z.object({ letters: z.array(z.string()), blocks: z.array(z.string()) }).exactOptional(),
  lastUntil: z.iso.date().exactOptional(),
  lastDraftedAt: z.iso.datetime().exactOptional(),
});
const harSchema = z.object({
  log: z.object({
    entries: z.array(entrySchema),
    _pullquote: z
      .object({
        now: z.iso.datetime(),
        past: pastSchema.exactOptional(),
        verdicts: z.array(z.object({ one: z.string(), other: z.string(), same: z.boolean() })).exactOptional(),
      })
      .optional(),
  }),
});
type HarEntry = z.infer<typeof entrySchema>;

/** The text of a recording from the bytes of its file, gzipped or not (by its first bytes, not its name). Throws UserError. */
export function decodeHar(bytes: Uint8Array): string {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return Buffer.from(bytes).toString('utf8');
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BYTES }).toString('utf8');
  } catch (error) {
    throw new UserError(`The recording cannot be unpacked: ${(error as Error).message}. Was it copied whole?`);
  }
}

/** The bytes of a recording's file. */
export function encodeHar(text: string, gz: boolean): Uint8Array {
  return gz ? gzipSync(text, { level: 9 }) : Buffer.from(text, 'utf8');
}

/** Reads HAR 1.2, ours or a browser's. Throws UserError where the text is none, naming the first place that is wrong. */
export function readHar(text: string): Recording {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new UserError(`The recording is not JSON: ${(error as Error).message}`);
  }
  const parsed = harSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new UserError(`The recording is not HAR 1.2: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { entries, _pullquote: ours } = parsed.data.log;
  const responses = inOrder(entries.map((entry) => responseOf(entry, ours !== undefined)));
  return {
    now: ours?.now ?? responses.at(-1)?.at ?? '1970-01-01T00:00:00.000Z',
    ...(ours?.past ? { past: ours.past } : {}),
    ...(ours?.verdicts ? { verdicts: ours.verdicts } : {}),
    responses,
  };
}

function responseOf(entry: HarEntry, ours: boolean): StoredResponse {
  const { request, response } = entry;
  const posted = request.postData?.text ?? '';
  const headers = Object.fromEntries(response.headers.map(({ name, value }) => [name.toLowerCase(), value]));
  if (response.redirectURL) headers.location = response.redirectURL;
  const { text = '', encoding } = response.content;
  // A browser saves text already decoded, whatever the page's own charset was; our bytes are the page's.
  if (!ours && encoding !== 'base64') headers['content-type'] = asUtf8(headers['content-type'] ?? '');
  return {
    method: request.method.toUpperCase(),
    url: request.url,
    bodyHash: posted === '' ? '' : sha256(posted),
    ...(posted === '' ? {} : { requestBody: posted }),
    finalUrl: response._finalUrl ?? request.url,
    status: response.status,
    headers,
    body:
      response.status === 0
        ? Buffer.from(
            ours ? (response._error ?? '') : `${request.url}: ${response._error || 'it failed when it was recorded'}`,
          )
        : Buffer.from(text, encoding === 'base64' ? 'base64' : 'utf8'),
    at: new Date(entry.startedDateTime).toISOString(),
  };
}

function asUtf8(contentType: string): string {
  const type = contentType.split(';')[0]?.trim();
  return type ? `${type}; charset=utf-8` : 'text/plain; charset=utf-8';
}

/** Stable: several answers to one request at one moment stay in the order in which they came. */
export function inOrder(responses: StoredResponse[]): StoredResponse[] {
  const key = (r: StoredResponse) => [r.at, r.url, r.method, r.bodyHash];
  return responses
    .map((response) => ({ response, key: key(response) }))
    .sort((a, b) => {
      for (const [i, part] of a.key.entries()) {
        const other = b.key[i] ?? '';
        if (part !== other) return part < other ? -1 : 1;
      }
      return 0;
    })
    .map(({ response }) => response);
}
