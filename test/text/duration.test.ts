import { describe, expect, it } from 'vitest';
import { runningTime } from '../../src/text/duration.ts';

describe('runningTime', () => {
  it.each([
    ['1:02:03', 3723],
    ['01:02:03.4', 3723],
    ['62:03', 3723],
    ['3723', 3723],
    ['3723.6', 3724],
    [' 3723 ', 3723],
    ['PT1H2M3S', 3723],
    ['PT62M3S', 3723],
    ['PT3723S', 3723],
    ['P0DT1H2M3S', 3723],
    ['1h 2m 3s', 3723],
    ['1 hr 2 min', 3720],
    ['1 hour, 2 minutes', 3720],
    ['62 min', 3720],
    ['62 Minutes', 3720],
    ['45s', 45],
  ])('%s', (text, seconds) => {
    expect(runningTime(text)).toBe(seconds);
  });

  it.each([
    '',
    '0',
    '00:00:00',
    'PT0S',
    '-1:00',
    'about an hour',
    '1,234',
    '43200000',
    '1:2:3:4',
    '12:',
    'PT',
    '9'.repeat(500),
    `${'1 '.repeat(50_000)}h`,
  ])('nothing for %s', (text) => {
    expect(runningTime(text)).toBeUndefined();
  });
});
