import { describe, expect, it } from 'vitest';
import { afterFailure, afterSuccess, dueAt, isHandPicked, lastSuccess } from '../../src/actions/health.ts';
import type { CrawledEntry, HackerNewsSource, Source, SourceHealth, XSource } from '../../src/types.ts';
import { source } from '../support/items.ts';

const NOW = '2026-11-16T06:00:00.000Z';
const HOUR = 3_600_000;
const ago = (hours: number) => new Date(Date.parse(NOW) - hours * HOUR).toISOString();
const entry = (publishedAt?: string, id = publishedAt ?? 'x'): CrawledEntry => ({
  ...{ id, url: `https://paper.test/${id}`, title: 'A title', categories: [], enclosures: [], transcripts: [] },
  ...{ seenAt: NOW, visit: { url: 'https://paper.test/feed', at: NOW } },
  ...(publishedAt === undefined ? {} : { publishedAt }),
});
const rate = (dates: (string | undefined)[], of: Source = source()) =>
  afterSuccess(of, { entries: dates.map((date) => entry(date)), requests: [] }, NOW);

describe('a source that failed for long', () => {
  const failed = (failuresInARow: number, hours: number): SourceHealth => ({
    ...{ sourceId: 'paper', lastTriedAt: ago(hours), failuresInARow },
  });
  const waits: [failures: number, hours: number][] = [
    [4, 6],
    [5, 12],
    [6, 24],
    [7, 48],
    [8, 72],
    [400, 72],
  ];
  it.each(waits)(
    'after %i failures waits %i hours, less the hour that a daily job may come early',
    (failures, hours) => {
      expect(dueAt(failed(failures, hours - 2), NOW, NOW)).toBe(ago(-1));
      expect(dueAt(failed(failures, hours - 1), NOW, NOW)).toBeUndefined();
    },
  );

  it('is asked every time until then, and when its last try lies in the future', () => {
    expect(dueAt(undefined, NOW, NOW)).toBeUndefined();
    for (const failures of [0, 1, 2, 3]) expect(dueAt(failed(failures, 0), NOW, NOW)).toBeUndefined();
    expect(dueAt(failed(9, -1), ago(-1), NOW)).toBeUndefined();
    expect(dueAt({ ...failed(9, 0), lastTriedAt: 'never' }, NOW, NOW)).toBeUndefined();
  });

  it('is asked where nothing has worked since: a machine without a network blames no source', () => {
    expect(dueAt(failed(9, 2), ago(2), NOW)).toBeDefined();
    expect(dueAt(failed(9, 2), ago(3), NOW)).toBeUndefined();
    expect(dueAt(failed(9, 2), undefined, NOW)).toBeUndefined();
    expect(
      lastSuccess([
        failed(9, 1),
        { ...failed(0, 1), lastSuccessAt: ago(5) },
        { ...failed(0, 1), lastSuccessAt: ago(4) },
      ]),
    ).toBe(ago(4));
    expect(lastSuccess([failed(9, 1)])).toBeUndefined();
  });

  it('is asked at once where its line or its secret was mended, and its failures count anew', () => {
    const before = { ...failed(9, 2), asked: 'this' };
    expect(dueAt(before, NOW, NOW, 'this')).toBeDefined();
    expect(dueAt(before, NOW, NOW, 'that')).toBeUndefined();
    expect(afterFailure(source(), before, 'gone', NOW, 'this')).toMatchObject({ failuresInARow: 10, asked: 'this' });
    expect(afterFailure(source(), before, 'gone', NOW, 'that')).toMatchObject({ failuresInARow: 1, asked: 'that' });
    // what an older version stored says nothing of what was asked
    expect(dueAt(failed(9, 2), NOW, NOW, 'that')).toBeDefined();
  });

  it('keeps what its last success said, and forgets its failures with the next', () => {
    const well = { ...rate([ago(1)]), movedTo: 'https://new.test/feed', requests: ['https://paper.test/feed'] };
    const sick = afterFailure(source(), afterFailure(source(), well, 'refused', ago(-1)), 'gone', ago(-2));
    expect(sick).toEqual({ ...well, lastTriedAt: ago(-2), failuresInARow: 2, lastError: 'gone' });
    expect(afterFailure(source(), undefined, 'gone', NOW)).toEqual({
      ...{ sourceId: 'paper', lastTriedAt: NOW, failuresInARow: 1, lastError: 'gone' },
    });
    expect(rate([])).toEqual({
      ...{ sourceId: 'paper', lastTriedAt: NOW, lastSuccessAt: NOW, failuresInARow: 0, itemsAWeek: 0 },
      ...{ requests: [], requestsAt: NOW },
    });
  });
});

it('the addresses of a crawl stay where a source was only looked at', () => {
  const crawled = afterSuccess(source(), { entries: [], requests: ['https://paper.test/feed'] }, ago(9));
  const looked = afterSuccess(source(), { entries: [] }, NOW, crawled);
  expect(looked).toMatchObject({ lastSuccessAt: NOW, requests: ['https://paper.test/feed'], requestsAt: ago(9) });
  expect(afterSuccess(source(), { entries: [] }, NOW)).not.toHaveProperty('requests');
});

describe('items a week', () => {
  it('are those of the last seven days', () => {
    expect(rate([1, 30, 100, 167, 169, 900].map(ago)).itemsAWeek).toBe(4);
    expect(rate([169, 900].map(ago)).itemsAWeek).toBe(0);
    expect(rate([ago(50)]).itemsAWeek).toBe(1);
  });

  it('are scaled where the feed does not reach back so far, but never from hours', () => {
    expect(rate([1, 20, 42].map(ago)).itemsAWeek).toBe(12);
    expect(rate([0.1, 0.2].map(ago)).itemsAWeek).toBe(14);
  });

  it('are unknown without dates; impossible dates and repeated entries do not count', () => {
    expect(rate([undefined, undefined]).itemsAWeek).toBeUndefined();
    expect(rate(['soon', '2031-01-01T00:00:00.000Z', undefined]).itemsAWeek).toBeUndefined();
    expect(rate([ago(1), ago(1), ago(400)]).itemsAWeek).toBe(1);
  });
});

describe('silence', () => {
  const days = (...list: number[]) => list.map((day) => ago(day * 24));
  it('is four weeks without an entry of a feed that had five a week', () => {
    expect(rate(days(28, 29.4, 31, 32, 33)).silentSince).toBe(ago(28 * 24));
    expect(rate(days(27, 29.4, 31, 32, 33)).silentSince).toBeUndefined();
  });

  it('is longer for those who write seldom, and unknown for those with few entries', () => {
    expect(rate(days(40, 50, 60, 70, 80)).silentSince).toBeUndefined();
    expect(rate(days(61, 71, 81, 91, 101)).silentSince).toBe(ago(61 * 24));
    expect(rate(days(300, 301, 302, 303)).silentSince).toBeUndefined();
  });

  it('and rate are nothing for a list that the operator wrote', () => {
    const { kind: _, ...base } = source();
    const list: Source = { ...base, kind: 'page', pages: ['https://paper.test/1'] };
    expect(rate(days(300, 301, 302, 303, 304), list)).not.toHaveProperty('silentSince');
    expect(rate(days(300, 301), list)).not.toHaveProperty('itemsAWeek');
  });

  it('a list is posts, videos, pages and items by their addresses', () => {
    const { kind: _, ...base } = source();
    const hn: HackerNewsSource = {
      ...base,
      kind: 'hackernews',
      minPoints: 100,
      comments: 8,
      frontPage: false,
      items: [],
    };
    const x: XSource = { ...base, kind: 'x', users: [], posts: ['https://x.com/a/status/1'], budget: 0.25 };
    const picked: [Source, boolean][] = [
      [source(), false],
      [{ ...base, kind: 'page', selector: 'a', pages: [] }, false],
      [{ ...base, kind: 'youtube', videos: [] }, false],
      [{ ...base, kind: 'youtube', videos: ['abc'] }, true],
      [{ ...base, kind: 'bluesky', posts: ['https://bsky.app/1'] }, true],
      [{ ...base, kind: 'bluesky', handle: 'ada.test', posts: [] }, false],
      [{ ...hn, items: [1] }, true],
      [{ ...hn, items: [1], query: 'LLM' }, false],
      [{ ...hn, frontPage: true, items: [1] }, false],
      [{ ...x }, true],
      [{ ...x, users: ['ada'] }, false],
      [{ ...x, search: 'LLM' }, false],
    ];
    for (const [of, is] of picked) expect(isHandPicked(of), JSON.stringify(of)).toBe(is);
  });
});
