/** What the known fields of an issue's front matter must look like. Every scalar arrives as the text that stands in the file. */
import { z } from 'zod';
import type { Issue } from '../types.ts';

export type FrontFields = Pick<
  Issue,
  'number' | 'date' | 'window' | 'subject' | 'preheader' | 'status' | 'approved' | 'vouched' | 'corrections'
>;

const WANTED_DAY = 'write a day as year-month-day, for example 2026-01-05';
const day = z.string(WANTED_DAY).refine(isDay, WANTED_DAY);
const line = (what: string) => z.string(`write ${what} as text`);
const required = (what: string) => line(what).refine((text) => text.trim() !== '', `write ${what}`);

const window = z
  .object({ since: day, until: day }, 'write { since: 2026-01-05, until: 2026-01-12 }')
  .refine(({ since, until }) => since < until, 'since must be before until');
const vouched = z.object(
  {
    quote: required('the words that you heard, or their first eight'),
    by: required('who said it'),
    url: required('where it was said, as a link'),
    heard: day,
    at: line('the time in the recording').exactOptional(),
  },
  'write { quote, by, url, heard }',
);
const correction = z.object({ date: day, text: required('what was wrong and what is right') }, 'write { date, text }');
const approval = z.object({ by: z.string().min(1), at: z.string().min(1), sha256: z.string().regex(/^[0-9a-f]{64}$/) });

/** Each field alone; `approved` that says anything but who, when and over what is no approval, and no mistake either. */
export const frontSchema = z.object({
  number: z
    .union([z.string(), z.number()], 'write the issue’s number, for example 90')
    .refine(
      (text) => /^\d{1,9}$/.test(String(text)) && Number(text) > 0,
      'the number must be a whole number from 1, for example 90',
    )
    .transform(Number),
  date: day,
  window: window.exactOptional(),
  subject: line('the subject').exactOptional(),
  preheader: line('the preheader').exactOptional(),
  status: z
    .enum(['draft', 'approved', 'published'], 'the status must be draft, approved or published')
    .default('draft'),
  approved: approval.exactOptional().catch(undefined as never),
  vouched: z.array(vouched, 'write a list, each entry with quote, by, url and heard').exactOptional(),
  corrections: z.array(correction, 'write a list, each entry with date and text').exactOptional(),
});

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
