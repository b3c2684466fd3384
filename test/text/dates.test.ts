import { describe, expect, it } from 'vitest';
import { type DateMention, datesIn } from '../../src/text/dates.ts';
import { dateSupport, indexDates } from '../../src/text/datesCheck.ts';

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const show = ({ year, month, day, weekday }: DateMention): string =>
  [year ?? '-', month ?? '-', day ?? '-', ...(weekday === undefined ? [] : [WEEKDAYS[weekday]])].join(' ');

describe('datesIn', () => {
  it.each([
    [
      'full dates',
      'March 3, 2026; 3 March 2026; Mar. 3rd 2026; the 3rd of March',
      ['2026 3 3', '2026 3 3', '2026 3 3', '- 3 3'],
    ],
    ['digits', '2025-01-31, 31.01.2025, 12/31/2025', ['2025 1 31', '2025 1 31', '2025 12 31']],
    ['months', 'in January, mid-June, May 2023, in May', ['- 1 -', '- 6 -', '2023 5 -', '- 5 -']],
    ['years', 'since 2019, 2024-25, ICLR 2025', ['2019 - -', '2024 - -', '2025 - -', '2025 - -']],
    ['spans of days', 'January 27–29, 2025', ['2025 1 27', '2025 1 29']],
    ['weekdays', 'on Tuesday', ['- - - Tue']],
    ['spoken dates', 'it went out on january twenty ninth', ['- 1 29']],
    ['a day that no month has', 'January 34, 2025', ['2025 1 34']],
    ['words that look like months', 'You may march on. Jan left. $2025, 2,025 and FP2025', []],
  ])('%s', (_, text, expected) => {
    expect(datesIn(text).map(show)).toEqual(expected);
  });
});

describe('dateSupport', () => {
  const publishedAt = '2026-05-19T06:00:00.000Z';
  const indexOf = (text: string) => indexDates([{ text, mentions: datesIn(text), publishedAt }]);
  const index = indexOf('On Monday it opened. It closes on January 27, after May 2025.');
  const has = (text: string): boolean => datesIn(text).every((date) => dateSupport(date, index) !== undefined);

  it.each([
    'January 27',
    'in January',
    'January 27, 2026',
    'January 27, 2027',
    'May 2025',
    '2025',
    'May 19, 2026',
    'Monday, May 18',
  ])('has %s', (text) => {
    expect(has(text)).toBe(true);
  });
  it.each([
    'January 17',
    'January 27, 2025',
    'May 2024',
    '2024',
    'June 2025',
    'Friday',
    'Tuesday',
    'Monday, May 11',
    'May 20',
  ])('has no %s', (text) => {
    expect(has(text)).toBe(false);
  });
});
