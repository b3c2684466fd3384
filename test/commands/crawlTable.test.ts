import { describe, expect, it } from 'vitest';
import type { CrawlReport } from '../../src/actions/crawl.ts';
import type { SourceReport } from '../../src/actions/crawlSource.ts';
import { wasOffline } from '../../src/actions/offline.ts';
import { crawlTable } from '../../src/commands/crawlTable.ts';
import { listText } from '../../src/commands/sourcesText.ts';

const source = (changes: Partial<SourceReport> = {}): SourceReport => ({
  ...{
    id: 'a',
    name: 'A',
    kind: 'feed',
    url: 'https://a.test/feed',
    items: 3,
    added: 0,
    unchanged: true,
    warnings: [],
  },
  ...changes,
});
const report = (sources: SourceReport[], failed: CrawlReport['pages']['failed'] = []): CrawlReport => ({
  sources,
  pages: { wanted: failed.length, captured: 0, empty: 0, failed },
});
const DOWN = 'there is no host of that name (DNS)';

describe('the table of a crawl', () => {
  it('tells pages that fail alike once a site', () => {
    const urls = ['https://a.test/1', 'https://a.test/2', 'https://a.test/3', 'https://b.test/1'];
    const told = crawlTable(
      report(
        [source()],
        urls.map((url) => ({ url, error: `${url} answered 503` })),
      ),
      80,
    );
    expect(told.split('\n').filter((line) => line.startsWith('page failed'))).toEqual([
      'page failed: https://a.test/1 answered 503 (and 2 more of a.test)',
      'page failed: https://b.test/1 answered 503',
    ]);
  });

  it('of very many sources lists those of which there is something to say', () => {
    const many = Array.from({ length: 300 }, (_, i) => source({ id: `s${i}`, name: `Source ${i}` }));
    many[7] = source({ name: 'Fresh', added: 2 });
    many[9] = source({ name: 'Sick', error: 'answered 500' });
    const lines = crawlTable(report(many), 80).split('\n');
    expect(lines.slice(0, 4).map((line) => line.replace(/ +/g, ' '))).toEqual([
      'source kind items new state',
      'Fresh feed 3 2 unchanged',
      'Sick feed 3 0 failed: answered 500',
      '298 sources more brought nothing new.',
    ]);
    expect(crawlTable(report(many.slice(20)), 80)).toMatch(/^280 sources brought nothing new\.\n\nCrawled 280 sources/);
    expect(crawlTable(report(many.slice(0, 20)), 80).split('\n')).toHaveLength(25);
  });

  it('says what to do where there is nothing to crawl', () => {
    expect(crawlTable(report([]), 80)).toContain('`pullquote sources add URL` adds one');
  });
});

it('knows a machine that is offline from sources that are gone', () => {
  const robots = `https://b.test/robots.txt: ${DOWN}, so the pages of that host are left alone`;
  const skipped = { until: '2026-11-16T00:00:00.000Z', failuresInARow: 5, lastError: '' };
  expect(wasOffline(report([source({ error: DOWN }), source({ error: robots }), source({ skipped })]))).toBe(true);
  expect(wasOffline(report([source({ error: DOWN }), source({ error: 'answered 404' })]))).toBe(false);
  expect(wasOffline(report([source({ error: DOWN })]))).toBe(false);
});

it('a list of sources fits a terminal, and tells below what it cut', () => {
  const one = { id: 'a-source', kind: 'feed' as const, name: 'A source', address: `https://a.test/${'x'.repeat(80)}` };
  const well = { ...one, weight: 1.5, tags: ['lab'], enabled: true, itemsAWeek: 3, state: 'ok', failuresInARow: 0 };
  const error = 'answered 410: the source is gone or moved; check its address in sources.yaml';
  const sick = { ...well, id: 'sick', state: `failed 3 times in a row: ${error}`, failuresInARow: 3, lastError: error };
  const text = listText([well, sick], 80);
  const [table = '', below] = text.split('\n\n');
  for (const line of table.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  expect(table).toMatch(/^sick .*failed 3 times in a row$/m);
  expect(below).toBe(`sick: failed 3 times in a row: ${error}`);
  // a script or a search wants everything
  expect(listText([well], undefined)).toContain('https://a.test/xxxx');
});
