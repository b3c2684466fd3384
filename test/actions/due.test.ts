import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { seeded } from '../../bench/random.ts';
import { nextVisit, type Visited } from '../../src/actions/due.ts';
import { afterFailure, afterSuccess, dueAt } from '../../src/actions/health.ts';
import type { SourceHealth } from '../../src/types.ts';
import { source } from '../support/items.ts';

const FOLDER = 'test/fixtures/due';
const read = (name: string) => JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));
const names = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.in.json'))
  .map((name) => name.replace('.in.json', ''));
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WEEK = 168 * HOUR;
const NOW = '2026-11-18T12:00:00.000Z';

describe('the next visit', () => {
  it('finds its fixtures', () => {
    expect(names.length).toBeGreaterThan(20);
  });

  test.each(names)('%s', (name) => {
    const { earliest, latest } = read(`${name}.expected.json`);
    const input = read(`${name}.in.json`) as Visited;
    for (let i = 0; i < 50; i++) {
      const at = nextVisit({ ...input, key: `${input.key} ${i}` });
      expect([at >= earliest, at <= latest], at).toEqual([true, true]);
    }
  });
});

const pick = (random: () => number, most: number) => Math.floor(random() * most);
/** Any visit that can be, whatever the feed and the clock say. */
function anyVisit(random: () => number): Visited {
  const at = Date.parse('2026-01-01T00:00:00Z') + pick(random, 365 * 86_400) * 1000;
  const iso = (time: number) => new Date(time).toISOString();
  const some = (most: number) => [...Array(most).keys()].filter(() => random() < 0.5);
  const [hours, days] = [some(24), some(7)];
  const now = iso(at);
  const health: SourceHealth = {
    ...{ sourceId: 's', lastTriedAt: now, failuresInARow: random() < 0.3 ? pick(random, 12) : 0 },
    ...(random() < 0.7 ? { itemsAWeek: random() < 0.3 ? 0 : 10 ** (random() * 6 - 1) } : {}),
    ...(random() < 0.1 ? { silentSince: iso(at - 9 * WEEK) } : {}),
    visits: {
      ...(random() < 0.5 ? { everyMinutes: 5 + pick(random, 7 * 1440 - 4) } : {}),
      ...(random() < 0.4 && hours.length < 24 ? { skipHours: hours } : {}),
      ...(random() < 0.4 && days.length < 7 ? { skipDays: days } : {}),
    },
  };
  const before = { sourceId: 's', lastTriedAt: iso(at - (random() - 0.1) * WEEK), failuresInARow: 0 };
  return {
    ...{ now, health, key: `feed ${random()}`, unchanged: random() < 0.5 },
    ...(random() < 0.8 ? { before } : {}),
    ...(random() < 0.8 ? { workedAt: iso(at - random() * WEEK) } : {}),
  };
}

describe('of 4,000 visits', () => {
  const random = seeded(10);
  const visits = Array.from({ length: 4000 }, () => anyVisit(random));
  const wait = (visited: Visited) => Date.parse(nextVisit(visited)) - Date.parse(visited.now);

  it('each is followed by a later one, in a quarter of an hour at the earliest, in bounds', () => {
    for (const visited of visits) {
      // what it wants or a week, a tenth more, and a week of which only the last hour is free
      const most = 1.1 * WEEK + WEEK;
      expect(wait(visited), JSON.stringify(visited)).toBeGreaterThanOrEqual(15 * MINUTE);
      expect(wait(visited), JSON.stringify(visited)).toBeLessThanOrEqual(most);
    }
  });

  it('none comes sooner than the feed wants, nor when it wants none', () => {
    for (const visited of visits) {
      const { everyMinutes = 0, skipHours = [], skipDays = [] } = visited.health.visits ?? {};
      const next = new Date(nextVisit(visited));
      expect(wait(visited)).toBeGreaterThanOrEqual(everyMinutes * MINUTE);
      expect(skipHours).not.toContain(next.getUTCHours());
      expect(skipDays).not.toContain(next.getUTCDay());
    }
  });

  it('none comes before the crawl would ask the source again', () => {
    for (const visited of visits) {
      const next = nextVisit(visited);
      const alone = visited.before !== undefined && !(visited.before.lastTriedAt <= (visited.workedAt ?? ''));
      if (!alone) expect(dueAt(visited.health, next, next)).toBeUndefined();
    }
  });

  it('more entries never mean a longer wait', () => {
    for (const visited of visits) {
      const { visits: _, ...free } = visited.health;
      const at = (itemsAWeek: number) => wait({ ...visited, health: { ...free, itemsAWeek } });
      const rate = visited.health.itemsAWeek ?? 0;
      expect(at(rate * 1.5 + 0.1)).toBeLessThanOrEqual(at(rate));
    }
    const at = (itemsAWeek: number) => wait({ ...(visits[0] as Visited), health: { ...HEALTH, itemsAWeek } });
    expect(at(50)).toBeLessThan(at(5));
  });

  it('more failures never mean a shorter wait', () => {
    for (const visited of visits) {
      const { visits: _, ...free } = visited.health;
      const at = (failuresInARow: number) => wait({ ...visited, health: { ...free, failuresInARow } });
      for (let n = 1; n < 12; n++) expect(at(n + 1)).toBeGreaterThanOrEqual(at(n));
    }
  });
});

const HEALTH: SourceHealth = { sourceId: 'harbour', lastTriedAt: NOW, failuresInARow: 0, itemsAWeek: 25 };

describe('sources of one rate', () => {
  const next = (key: string) => Date.parse(nextVisit({ now: NOW, health: HEALTH, key }));
  const all = Array.from({ length: 10_000 }, (_, i) => next(`feed ${i}`)).sort((a, b) => a - b);

  it('are spread evenly over a fifth of their wait, two hours', () => {
    const [first, last] = [all[0] as number, all.at(-1) as number];
    expect(last - first).toBeGreaterThan(0.19 * 2 * HOUR);
    const tenths = Array<number>(10).fill(0);
    for (const at of all) {
      const tenth = Math.min(9, Math.floor((10 * (at - first)) / (last - first)));
      tenths[tenth] = (tenths[tenth] as number) + 1;
    }
    expect(Math.min(...tenths)).toBeGreaterThan(800);
  });

  it('come at the same moment whenever it is worked out', () => {
    expect(next('feed 1')).toBe(next('feed 1'));
    expect(next('feed 1')).not.toBe(next('feed 2'));
  });
});

describe('what a feed asked for', () => {
  const visits = { everyMinutes: 60 };
  const answer = { entries: [], requests: [] };

  it('is remembered by its health, through failures and answers that have not changed', () => {
    const known = afterSuccess(source(), { ...answer, visits }, NOW);
    expect(known.visits).toEqual(visits);
    expect(afterFailure(source(), known, 'broke off', NOW).visits).toEqual(visits);
    expect(afterSuccess(source(), { ...answer, unchanged: true }, NOW, known).visits).toEqual(visits);
  });

  it('is forgotten once a new answer does not say it', () => {
    const known = afterSuccess(source(), { ...answer, visits }, NOW);
    expect(afterSuccess(source(), { ...answer, unchanged: false }, NOW, known).visits).toBeUndefined();
    expect(afterSuccess(source(), { ...answer, visits: { everyMinutes: 5 } }, NOW, known).visits).toEqual({
      everyMinutes: 5,
    });
  });
});
