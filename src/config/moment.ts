import { Temporal } from 'temporal-polyfill';
import { UserError } from '../errors.ts';
import type { Iso } from '../types.ts';

const WRITTEN = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(\.\d+)?\s?(Z|[+-]\d\d:?\d\d)?$/i;

/** A moment as people write it: `2026-11-23 09:00` in `timezone`, or with an offset (`…+01:00`, `…Z`). Throws UserError where it is none, or falls into the hour that a clock change leaves out. */
export function parseMoment(text: string, timezone: string): Iso {
  const [, day, time, seconds = '', , offset] = WRITTEN.exec(text.trim()) ?? [];
  if (day === undefined) throw noMoment(text);
  const local = `${day}T${time}${seconds}`;
  try {
    if (offset !== undefined)
      return new Date(Temporal.Instant.from(`${local}${offset}`).epochMilliseconds).toISOString();
    const there = Temporal.PlainDateTime.from(local).toZonedDateTime(timezone, { disambiguation: 'reject' });
    return new Date(there.epochMilliseconds).toISOString();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw noMoment(text);
  }
}

function noMoment(text: string): UserError {
  return new UserError(
    `“${text}” is no time. Write it as "2026-11-23 09:00", in the time zone of newsletter.yaml, or with an offset, as 2026-11-23T09:00+01:00; where clocks change, a time may be there twice or never.`,
  );
}
