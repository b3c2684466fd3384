import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dueDayFrom, dueDayOf, endOfIssue, lastDue, missedDays, nextDue } from '../../src/config/schedule.ts';

const FOLDER = 'test/fixtures/schedule';
const read = (name: string) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));
const names = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.in.json'))
  .map((name) => name.replace('.in.json', ''));

test.each(names)('%s', (name) => {
  const { rule, timezone, now } = read(`${name}.in.json`);
  const at = new Date(now);
  expect({ last: lastDue(rule, timezone, at), next: nextDue(rule, timezone, at).at }).toEqual(
    read(`${name}.expected.json`),
  );
});

describe.each([
  ['sun 18:00', 'Europe/Lisbon', 7],
  ['sun 01:30', 'Europe/Lisbon', 7],
  ['sun 02:30', 'America/New_York', 7],
  ['daily 02:30', 'America/New_York', 1],
  ['daily 01:30', 'Europe/Lisbon', 1],
  ['daily', 'Australia/Lord_Howe', 1],
])('%s in %s over four years, a leap year among them', (rule, timezone, days) => {
  test('comes once on each of its days, and what is next is last once it is there', () => {
    const start = Date.parse('2026-01-05T12:00:00Z');
    const end = Date.parse('2030-01-05T12:00:00Z');
    let next = nextDue(rule, timezone, new Date(start));
    let before = lastDue(rule, timezone, new Date(start));
    let count = 0;
    while (Date.parse(next.at) < end) {
      expect(lastDue(rule, timezone, new Date(next.at))).toEqual(next);
      expect(lastDue(rule, timezone, new Date(Date.parse(next.at) - 1))).toEqual(before);
      expect(Date.parse(next.day) - Date.parse(before.day)).toBe(days * 86_400_000);
      [before, next] = [next, nextDue(rule, timezone, new Date(next.at))];
      count++;
    }
    expect(count).toBe(Math.floor(1461 / days));
  });
});

test('an issue holds the whole of its day', () => {
  expect(endOfIssue({ day: '2028-02-28' })).toBe('2028-02-29');
  expect(endOfIssue({ day: '2026-12-31' })).toBe('2027-01-01');
});

test('an issue counts for the due day that its window ends nearest to', () => {
  const of = (until: string) => dueDayOf('sun 18:00', until);
  // Sunday 22 November ends on Monday the 23rd
  expect(['2026-11-23', '2026-11-24', '2026-11-26'].map(of)).toEqual(Array(3).fill('2026-11-22'));
  expect(['2026-11-27', '2026-11-28', '2026-11-29', '2026-11-30'].map(of)).toEqual(Array(4).fill('2026-11-29'));
});

test('a draft is on its way to the due day that is not over before its window ends', () => {
  const of = (until: string) => dueDayFrom('sun 18:00', until);
  expect(of('2026-11-23')).toBe('2026-11-22');
  expect(['2026-11-24', '2026-11-27', '2026-11-30'].map(of)).toEqual(Array(3).fill('2026-11-29'));
});

describe('weeks without an issue of their own', () => {
  const missed = (since: string, until: string) => missedDays('sun 18:00', { since, until });
  test('none from one issue to the next, early or late', () => {
    expect(missed('2026-11-16', '2026-11-23')).toEqual([]);
    expect(missed('2026-11-18', '2026-11-23')).toEqual([]);
    expect(missed('2026-11-21', '2026-11-30')).toEqual([]);
    expect(missed('2026-11-16', '2026-11-26')).toEqual([]);
    expect(missed('2026-11-23', '2026-11-25')).toEqual([]);
  });
  test('each one that was left out, oldest first', () => {
    expect(missed('2026-11-02', '2026-11-23')).toEqual(['2026-11-08', '2026-11-15']);
    expect(missed('2026-12-21', '2027-01-04')).toEqual(['2026-12-27']);
  });
});
