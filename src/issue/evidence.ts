/** `evidence.json`: what a draft was made of, read and written. */
import { z } from 'zod';
import { UserError } from '../errors.ts';
import { pageKey } from '../text/url.ts';
import type { Evidence } from '../types.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a day such as 2026-01-05');
const count = z.number().int().min(0);
const writer = z.enum(['extractive', 'model']);
const dropReason = z.enum([
  'off-topic',
  'round-up',
  'promotion',
  'job-ad',
  'notice',
  'backlog',
  'repeats',
  'muted',
  'told-before',
  'outside-window',
  'no-text',
  'source-limit',
  'domain-limit',
  'no-room',
  'link-only',
]);
const rule = z.enum([
  'quote-not-found',
  'quote-other-page',
  'attribution-mismatch',
  'number-not-in-source',
  'date-not-in-source',
  'name-not-in-source',
  'link-not-in-source',
  'claims-experience',
  'hype',
  'too-long',
  'repeats',
  'role-swapped',
  'source-incomplete',
  'bad-answer',
  'budget',
]);
const check = z.object({
  rule,
  level: z.enum(['error', 'warning']),
  ok: z.boolean(),
  detail: z.string(),
  block: count.exactOptional(),
});
const billLine = z.object({
  purpose: z.string(),
  calls: count,
  cachedCalls: count,
  tokensIn: count,
  tokensOut: count,
  tokensCached: count,
  tokensReasoning: count,
  dollars: z.number(),
});
const quote = z.object({
  text: z.string(),
  url: z.string(),
  capturedAt: z.string(),
  sha256: z.string(),
  start: count,
  end: count,
  passage: z.string(),
});
const source = z.object({
  url: z.string(),
  title: z.string(),
  source: z.string(),
  author: z.string().exactOptional(),
  publishedAt: z.string(),
});
const block = z.object({
  storyId: z.string(),
  slot: z.enum(['lead', 'voices', 'reads', 'watch', 'recurring', 'house']),
  markdown: z.string(),
  writer,
  score: z.number(),
  reasons: z.array(z.object({ term: z.string(), value: z.number(), detail: z.string() })),
  told: z
    .object({
      number: z.number().int().min(0),
      heading: z.string(),
      url: z.string(),
      update: z.boolean(),
      detail: z.string(),
    })
    .exactOptional(),
  items: z.array(source),
  quotes: z.array(quote),
  passages: z.array(z.object({ url: z.string(), text: z.string() })),
  checks: z.array(check),
});

/** The shape of `evidence.json`. */
export const evidenceSchema = z.object({
  version: z.literal(1, 'must be 1: a newer Pullquote wrote this file, so update Pullquote'),
  number: z.number().int().positive(),
  window: z.object({ since: day, until: day }),
  draftedAt: z.string(),
  bill: z.object({ model: z.string(), budget: z.number(), dollars: z.number(), lines: z.array(billLine) }),
  letter: z.object({ markdown: z.string(), writer }),
  subjects: z.array(z.string()),
  preheader: z.string(),
  blocks: z.array(block),
  proven: z.array(quote).exactOptional(),
  runnersUp: z.array(
    z.object({ storyId: z.string(), title: z.string(), url: z.string(), score: z.number(), reason: dropReason }),
  ),
  dropped: z.partialRecord(dropReason, count),
  notes: z.array(z.string()),
}) satisfies z.ZodType<Evidence>;

const MEND = 'Take the file back from version control, or delete it and run `pullquote draft` again.';

/** Reads `evidence.json`. Throws UserError that names `file`, the path within it and what was expected. */
export function parseEvidence(text: string, file: string): Evidence {
  let data: unknown;
  try {
    data = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new UserError(`${file} is no valid JSON: ${(error as Error).message}. ${MEND}`);
  }
  const read = evidenceSchema.safeParse(data);
  if (read.success) return read.data;
  const wrong = read.error.issues
    .slice(0, 10)
    .map(({ path, message }) => `  ${path.join('.') || 'the whole'}: ${message}`);
  throw new UserError(`${file} is not as Pullquote wrote it:\n${wrong.join('\n')}\n${MEND}`);
}

/** The text of `evidence.json`: keys always in the same order, so that two drafts can be compared line by line. */
export function formatEvidence(evidence: Evidence): string {
  const { dropped, ...rest } = evidenceSchema.parse(evidence);
  const reasons = Object.entries(dropped).sort(([a], [b]) => (a < b ? -1 : 1));
  const { notes, ...before } = rest;
  return `${JSON.stringify({ ...before, dropped: Object.fromEntries(reasons), notes }, null, 2)}\n`;
}

/**
 * What is known of a page in a clone without captured sources: the passages of its quotes and of machine prose, kept apart so that no quote
 * runs from one into the next. Undefined where there are none.
 */
export function passagesOf(evidence: Evidence, url: string): string | undefined {
  const key = pageKey(url);
  const texts = evidence.blocks.flatMap(({ quotes, passages }) => [
    ...quotes.map(({ url: page, passage }) => ({ url: page, text: passage })),
    ...passages,
  ]);
  for (const { url: page, passage } of evidence.proven ?? []) texts.push({ url: page, text: passage });
  const passages = texts.filter((each) => pageKey(each.url) === key).map(({ text }) => text);
  return passages.length ? [...new Set(passages)].join('\n\n(another passage of the page)\n\n') : undefined;
}
