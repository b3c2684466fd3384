import { describe, expect, test } from 'vitest';
import { windowOf } from '../../src/config/window.ts';

const sunday = new Date('2026-11-22T18:00:00Z');

describe('the window of an issue', () => {
  test('a first issue tells of the week that ends tonight', () => {
    expect(windowOf({ now: sunday, timezone: 'UTC' })).toEqual({
      since: '2026-11-16',
      until: '2026-11-23',
      sinceAt: '2026-11-16T00:00:00.000Z',
      untilAt: '2026-11-23T00:00:00.000Z',
    });
  });

  test('a later one begins where the last ended, however long ago', () => {
    const { since, until } = windowOf({ lastUntil: '2026-11-02', now: sunday, timezone: 'UTC' });
    expect([since, until]).toEqual(['2026-11-02', '2026-11-23']);
  });

  test('today is the day of the time zone, not of UTC', () => {
    const late = new Date('2026-11-22T20:00:00Z');
    expect(windowOf({ now: late, timezone: 'Asia/Tokyo' }).until).toBe('2026-11-24');
    expect(windowOf({ now: late, timezone: 'America/Los_Angeles' }).until).toBe('2026-11-23');
    expect(windowOf({ now: late, timezone: 'Asia/Tokyo' }).untilAt).toBe('2026-11-23T15:00:00.000Z');
  });

  test('days keep their midnights over a clock change', () => {
    // New York goes back on 1 November 2026, so that this week has 169 hours
    const { sinceAt, untilAt } = windowOf({
      since: '2026-10-26',
      until: '2026-11-02',
      now: sunday,
      timezone: 'America/New_York',
    });
    expect([sinceAt, untilAt]).toEqual(['2026-10-26T04:00:00.000Z', '2026-11-02T05:00:00.000Z']);
  });

  test('where midnight is skipped, the day begins at its first moment', () => {
    // in Beirut the clocks of 29 March 2026 went from 0:00 to 1:00
    const { sinceAt } = windowOf({ since: '2026-03-29', until: '2026-03-30', now: sunday, timezone: 'Asia/Beirut' });
    expect(sinceAt).toBe('2026-03-28T22:00:00.000Z');
  });

  test('an end that the editor chose before the last issue gets a week of its own', () => {
    const { since } = windowOf({ until: '2026-10-12', lastUntil: '2026-11-16', now: sunday, timezone: 'UTC' });
    expect(since).toBe('2026-10-05');
  });

  test.each(['2026-13-01', '2026-02-30', '22.11.2026', 'yesterday', '2026-11-22T00:00', ''])('%j is no day', (day) => {
    expect(() => windowOf({ since: day, now: sunday, timezone: 'UTC' })).toThrow(
      /^since ".*" is not a day; write it as 2026-11-22$/,
    );
    expect(() => windowOf({ until: day, now: sunday, timezone: 'UTC' })).toThrow(/^until /);
  });

  test('an empty window is refused, and says why', () => {
    expect(() => windowOf({ since: '2026-11-22', until: '2026-11-22', now: sunday, timezone: 'UTC' })).toThrow(
      /not before/,
    );
    expect(() => windowOf({ lastUntil: '2026-11-23', now: sunday, timezone: 'UTC' })).toThrow(/nothing is new/);
  });
});
