/** What a platform refused, as a sentence with the next step. */
import { UserError } from '../errors.ts';
import { oneLine } from '../text/normalize.ts';
import { retryAfterMs } from '../text/retryAfter.ts';

/** An answer that refuses a call. */
export interface Refused {
  /** The platform's name in newsletter.yaml. */
  name: string;
  call: { method: string; path: string };
  status: number;
  json: unknown;
  text: string;
  headers: Record<string, string>;
  now: Date;
  /** What the platform's own code means, and what to do. */
  explained?: string | undefined;
}

const LONGEST = 300;
const MOST_REASONS = 5;
const PLAN = /\b(upgrade|plan|subscription|payment|billing|paid|trial)\b/i;

/** A UserError, exit code 4: what was refused, in the platform's words, and what to do. */
export function refusal(r: Refused): UserError {
  const said = reasonsIn(r.json).join('; ') || (isPage(r.text) ? '' : r.text);
  const words = oneWord(said);
  const head = `${r.name} refused ${r.call.method} ${r.call.path} (${r.status})${words ? `: ${words}` : ''}`;
  return new UserError(`${head.replace(/[.!\s]+$/, '')}. ${r.explained ?? nextStep(r, words)}`, 4);
}

/** A platform's words on one line, and not too many of them. */
export function oneWord(text: string): string {
  const line = oneLine(text.slice(0, LONGEST * 4));
  return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 1)}…`;
}

function nextStep(r: Refused, words: string): string {
  const key = `${r.name.toUpperCase()}_API_KEY`;
  const file = `platforms.${r.name} in newsletter.yaml`;
  if (r.status === 429) return `Too many requests: try again ${whenIn(r.headers, r.now)}`;
  if (r.status === 402 || (r.status === 403 && PLAN.test(words))) {
    return 'The plan of this account does not allow it: change the plan there, or publish with --to file and paste';
  }
  if (r.status === 401)
    return `Check ${key} in .env; make a new API key on the platform if it was revoked or cut short`;
  if (r.status === 403) return `The key in ${key} may not do this: make one on the platform that may write campaigns`;
  if (r.status === 404 || r.status === 410) {
    return `What it names is not there: check the ids of ${file}, and run publish again if the issue was deleted there`;
  }
  if (r.status === 409 || r.status === 423)
    return 'It is being changed, or is there already: look at it on the platform, then run the command again';
  if (r.status === 413) return 'The issue is too large for the platform: shorten it, approve it and publish again';
  return `Correct what it names (${file}, or issue.md and approve again), then run the command again`;
}

/**
 * When a platform wants to be asked again, in words: by Retry-After (RFC 9110 §10.2.3), by Brevo's `x-sib-ratelimit-reset`, or by a reset
 * header in seconds or in Unix time.
 */
export function whenIn(headers: Record<string, string>, now: Date): string {
  const ms = retryAfterMs(headers, now) ?? resetMs(headers, now);
  if (ms === undefined) return 'in a few minutes (it does not say when)';
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  const at = new Date(now.getTime() + seconds * 1000);
  if (Number.isNaN(at.getTime())) return 'in a few minutes (it does not say when)';
  const clock = `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `in ${seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`}, after ${clock}`;
}

function resetMs(headers: Record<string, string>, now: Date): number | undefined {
  for (const name of ['x-sib-ratelimit-reset', 'x-ratelimit-reset', 'ratelimit-reset']) {
    const value = headers[name]?.trim() ?? '';
    if (!/^\d{1,13}(\.\d+)?$/.test(value)) continue;
    const number = Number(value);
    // seconds since 1970, rather than from now
    const ms = number > 1e9 ? number * 1000 - now.getTime() : number * 1000;
    if (ms >= 0) return ms;
  }
  return undefined;
}

function isPage(text: string): boolean {
  return /^\s*</.test(text);
}

/** Every reason in an error body, with its field where it names one; the shapes of all platforms that are built. */
export function reasonsIn(json: unknown, field = ''): string[] {
  const found = collect(json, field, 0);
  return [...new Set(found)].slice(0, MOST_REASONS);
}

function collect(value: unknown, field: string, depth: number): string[] {
  if (depth > 5) return [];
  if (typeof value === 'string') return value.trim() === '' ? [] : [field ? `${field}: ${value.trim()}` : value.trim()];
  if (Array.isArray(value)) return value.slice(0, MOST_REASONS).flatMap((one) => collect(one, field, depth + 1));
  if (typeof value !== 'object' || value === null) return [];
  const o = value as Record<string, unknown>;
  const own = fieldOf(o) || field;
  const deeper = ['errors', 'detail', 'details', 'context'].flatMap((key) => inner(o[key], own, depth));
  const words = ['message', 'msg', 'error', 'reason'].flatMap((key) => inner(o[key], own, depth));
  const reasons = [...words, ...deeper];
  if (reasons.length > 0) return reasons;
  return collect(o.title ?? o.name ?? o.code ?? o.type, own, depth + 1);
}

/** `errors: {subject: ["is missing"]}` has the field for a name; other objects say themselves which field they are of. */
function inner(value: unknown, field: string, depth: number): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return collect(value, field, depth + 1);
  const direct = collect(value, field, depth + 1);
  if (direct.length > 0) return direct;
  return Object.entries(value).flatMap(([name, one]) => collect(one, name, depth + 1));
}

/** Mailchimp's `field`, Ghost's `property`, and `loc: ["body", "subject"]` of Buttondown. */
function fieldOf(o: Record<string, unknown>): string {
  if (Array.isArray(o.loc)) return String(o.loc.at(-1) ?? '');
  const name = o.field ?? o.property ?? o.param;
  return typeof name === 'string' ? name : '';
}
