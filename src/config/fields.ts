/** Shapes that several of the files share. */
import { z } from 'zod';
import { SECRET } from '../text/secret.ts';
import { shown } from './problems.ts';
import { hasOpenPlaceholder } from './secrets.ts';
import { SLOTS } from './slots.ts';

export const slot = z.enum(SLOTS);

/** Text that says something; white space around it goes. */
export const text = z.string().trim().min(1);
/** Text for a subject, a header or a heading. */
export const line = text.refine((value) => !/[\r\n]/.test(value), 'must be one line');
export const email = text.refine(isEmail, 'must be an email address such as mz@example.com');
export const day = z.string().refine(isDay, 'must be a day such as 2026-11-22');

/** An http(s) address, which may hold `${NAME}` anywhere. */
export const url = text.superRefine((value, context) => {
  const wrong = whatIsWrongWithUrl(value);
  if (wrong) context.addIssue({ code: 'custom', message: wrong, input: value });
});

function whatIsWrongWithUrl(value: string): string | undefined {
  if (hasOpenPlaceholder(value)) return 'has a `${` that is no `${NAME}`; a name has letters, digits and _ alone';
  // a whole address may be a secret
  if (new RegExp(`^${SECRET.source}`).test(value)) return undefined;
  const plain = value.replace(SECRET, 'x');
  if (!/^[a-z][a-z0-9+.-]*:/i.test(plain) && URL.canParse(`https://${plain}`) && plain.includes('.'))
    return `must begin with https:// or http://, as in https://${value.slice(0, 80)}`;
  const parsed = URL.canParse(plain) ? new URL(plain) : undefined;
  if (parsed && /^https?:$/.test(parsed.protocol) && parsed.hostname !== '') return undefined;
  return `must be a web address such as https://example.com/feed.xml, not ${shown(value)}`;
}

/** Whether the text is one email address, without a name beside it. */
export function isEmail(value: string): boolean {
  return value.length <= 254 && /^[^\s@<>",;:\\]+@[^\s@<>",;:\\]+$/.test(value);
}

/** Whether the text is a day of the calendar, written 2026-11-22. */
export function isDay(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const at = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value);
}
