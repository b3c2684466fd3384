/** What each change must be given. Every field is bounded: whoever sends it may not be our page. */
import { z } from 'zod';
import { day } from '../config/fields.ts';

const text = (most: number) => z.string().max(most);
const markdown = text(500_000);
const url = text(4000).min(1);
const place = z.int().min(0).max(10_000);
export const slot = z.enum(['lead', 'voices', 'reads', 'watch', 'recurring']);
export const rev = z.string().regex(/^[0-9a-f]{16}$/, '16 hex digits');
export const block = z.strictObject({ index: place, rev });
const name = text(200);
const address = z.email().max(320);
const optional = z.exactOptional;

export const shapes = {
  editBlock: z.strictObject({ block, markdown }),
  editLetter: z.strictObject({ rev, markdown }),
  editLine: z.strictObject({ line: z.enum(['subject', 'preheader']), was: text(5000), text: text(5000) }),
  moveBlock: z.strictObject({ block, to: place }),
  deleteBlock: z.strictObject({ block }),
  restoreBlock: z.strictObject({ storyId: text(100).min(1) }),
  addBlock: z.strictObject({ markdown, at: optional(place) }),
  swapQuote: z.strictObject({
    block,
    quote: text(50_000),
    candidate: z.strictObject({
      text: text(50_000).min(1),
      url,
      seconds: optional(z.number().min(0).max(10_000_000)),
      voice: optional(z.strictObject({ handle: name, where: name })),
    }),
  }),
  quotePassage: z.strictObject({ block, url, start: z.int().min(0), end: z.int().min(1) }),
  vouch: z.strictObject({ quote: text(50_000).min(1), by: name.min(1), url, heard: day, at: optional(name) }),
  nothing: z.strictObject({}),
  rewriteBlock: z.strictObject({ block, remark: text(2000) }),
  pullIn: z.strictObject({ id: text(200).min(1), at: optional(place) }),
  mute: z.union([
    z.strictObject({ source: name.min(1), block: optional(block) }),
    z.strictObject({ domain: name.min(1), block: optional(block) }),
    z.strictObject({ url, block: optional(block) }),
  ]),
  pin: z.strictObject({ url, slot: optional(slot), off: optional(z.boolean()) }),
  notSame: z.strictObject({ block, url }),
  addFind: z.strictObject({
    url,
    note: optional(text(2000)),
    section: optional(slot),
    author: optional(name),
    text: optional(text(100_000)),
  }),
  opened: z.strictObject({ url }),
  approve: z.strictObject({ by: optional(name), letterAsIs: optional(z.boolean()), offline: optional(z.boolean()) }),
  testSend: z.strictObject({
    to: z.union([address, z.array(address).min(1).max(5)]),
    platform: optional(name),
    offline: optional(z.boolean()),
  }),
  publish: z.strictObject({
    to: name.min(1),
    what: z.enum(['draft', 'schedule', 'send']),
    at: optional(text(40)),
    confirm: optional(z.union([z.string().max(20), z.number()])),
    offline: optional(z.boolean()),
  }),
};

/** What was wrong with a shape, in a line for whoever sent it. */
export function wrongShape(error: z.ZodError): string {
  return error.issues
    .slice(0, 5)
    .map(({ path, message }) => `${path.length ? path.join('.') : 'the body'}: ${message}`)
    .join('; ');
}
