import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sift } from '../../src/stages/sift.ts';
import { noticeOf } from '../../src/text/notices.ts';
import { item } from '../support/items.ts';

const read = (name: string) => JSON.parse(readFileSync(`test/fixtures/signals/${name}.json`, 'utf8'));
const nobody = () => false;

interface Old {
  url: string;
  title?: string;
  own?: boolean;
  sourceId?: string;
  at?: string;
  pageSays?: string;
}
const backlog = (read('backlog.in') as Old[]).map(({ pageSays, at, ...rest }) =>
  item({ ...rest, ...(at ? { publishedAt: at } : {}), ...(pageSays ? { pageSays: { publishedAt: pageSays } } : {}) }),
);

describe('sift', () => {
  it('knows job ads, entries of status pages and advertisements, and reports about such things as none', () => {
    const pages = read('notices.in') as { title: string; url: string; own: boolean }[];
    expect(pages.map((page) => noticeOf(page) ?? null)).toEqual(read('notices.expected'));
  });

  it('drops old pages that come with a new date, and nothing that only looks like them', () => {
    const { items, dropped } = sift(backlog, nobody);
    const kept = new Set(items);
    expect(backlog.filter((one) => !kept.has(one)).map(({ url }) => url)).toEqual(read('backlog.expected'));
    expect(dropped).toEqual({ backlog: read('backlog.expected').length });
  });

  it('leaves what the editor chose, and everything undated that one crawl saw', () => {
    expect(sift(backlog, () => true)).toEqual({ items: backlog, dropped: {} });
    const undated = Array.from({ length: 8 }, (_, i) =>
      item({
        url: `https://list.test/${i < 2 ? '2020/01/' : ''}${i}`,
        publishedAt: '2026-11-10T12:00:00.000Z',
        firstSeenAt: '2026-11-10T12:00:00.000Z',
      }),
    );
    expect(sift(undated, nobody).dropped).toEqual({ backlog: 2 });
  });
});
