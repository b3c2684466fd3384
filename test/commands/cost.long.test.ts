/** What an issue of a real week takes with a model that answers well (P6). Tokens are counted by the server, from the prompts that it got. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { parseIssue } from '../../src/issue/parse.ts';
import { limitsOf, TYPICAL } from '../../src/llm/limits.ts';
import type { Bill } from '../../src/types.ts';
import { issueFile, NEWSLETTER, pullquote, workspace } from '../support/cli.ts';
import { type Counted, goodModel } from '../support/goodModel.ts';
import { type ModelServer, startModelServer } from '../support/model-server.ts';

const WEEKS = resolve('../shared/data/weeks');
const WEEK = join(WEEKS, '2026-W31');
const WINDOW = ['--since', '2026-07-26', '--until', '2026-08-03'];
const PRICE = { input: 0.15, cached: 0.003, output: 0.6 };
const FIFTEEN = `sections: [{ slot: lead }, { slot: reads, max: 14 }]
limits: { perSource: 15, perDomain: 4 }
`;
const DAY = 86_400_000;

interface Entry {
  request: { url: string };
  response: { content: { text: string } };
}
interface Har {
  log: { entries: Entry[] };
}
interface Source {
  url: string;
  name: string;
  maxItems?: number;
}
const harOf = (week: string): Har => JSON.parse(gunzipSync(readFileSync(join(WEEKS, week, 'week.har.gz'))).toString());
const isFeed = (url: string) => url.startsWith('https://feeds.week.test/');

/** The feeds of the week, the longest of them cut to so many items. */
function sourcesOf(most?: number): Source[] {
  const lines = readFileSync(join(WEEK, 'feeds.txt'), 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [url = '', name = ''] = line.split('\t');
    return { url, name, ...(most && url.endsWith('/hackernews.xml') ? { maxItems: most } : {}) };
  });
}

/** Another week's recording as if it were of this one, under feeds of its own; `host` puts its pages under other addresses, too. */
function shifted(week: string, days: number, host?: string): { entries: Entry[]; sources: Source[] } {
  const feeds = `https://${host ?? week.toLowerCase()}.feeds.week.test/`;
  const moved = (text: string) =>
    host ? text.replace(/https:\/\/(?!feeds\.week\.test)(?=[a-z0-9])/g, `https://${host}.`) : text;
  const entries = harOf(week).log.entries.map((entry) => {
    const { url } = entry.request;
    const body = moved(entry.response.content.text);
    const text = isFeed(url)
      ? body.replace(/<pubDate>(.*?)<\/pubDate>/g, (_, date) => {
          return `<pubDate>${new Date(Date.parse(date) + days * DAY).toUTCString()}</pubDate>`;
        })
      : body;
    const request = {
      ...entry.request,
      url: isFeed(url) ? url.replace('https://feeds.week.test/', feeds) : moved(url),
    };
    return { ...entry, request, response: { ...entry.response, content: { ...entry.response.content, text } } };
  });
  const sources = entries
    .filter(({ request: { url } }) => url.startsWith(feeds))
    .map(({ request: { url } }) => ({ url, name: `${week} ${host ?? ''} ${url.slice(feeds.length, -4)}` }));
  return { entries, sources };
}

/** All three weeks in one, and the middle one once more at other addresses. */
function thousand(): { har: Har; sources: Source[] } {
  const har = harOf('2026-W31');
  const more = [shifted('2026-W28', 21), shifted('2026-W33', -14), shifted('2026-W31', 0, 'copy')];
  har.log.entries.push(...more.flatMap(({ entries }) => entries));
  return { har, sources: [...sourcesOf(), ...more.flatMap(({ sources }) => sources)] };
}

let server: ModelServer;
afterEach(() => server.close());

/** A workspace that has crawled these sources, with a model beside it. */
async function crawled(sources: Source[], har?: Har) {
  const model = goodModel();
  server = await startModelServer(model.answer);
  const price = JSON.stringify(PRICE);
  const dir = workspace({
    'sources.yaml': sources.map((source) => `- ${JSON.stringify({ kind: 'feed', ...source })}\n`).join(''),
    'newsletter.yaml': `${NEWSLETTER}${FIFTEEN}model: { name: deepseek/deepseek-flash, url: "${server.url}", price: ${price} }\n`,
  });
  const recording = har ? join(dir, 'weeks.har.gz') : join(WEEK, 'week.har.gz');
  if (har) writeFileSync(recording, gzipSync(JSON.stringify(har)));
  const ran = await pullquote(['-C', dir, 'crawl', '--json', ...WINDOW, '--replay', recording]);
  const report = JSON.parse(ran.stdout) as { sources: { items: number }[] };
  const env = { PULLQUOTE_ALLOW: server.host, DEEPSEEK_API_KEY: 'sk-planted-key' };
  const draft = async (...args: string[]) => {
    const drafted = await pullquote(['-C', dir, 'draft', '--no-crawl', '--json', ...WINDOW, ...args], { env });
    expect(drafted).toMatchObject({ code: 0 });
    return JSON.parse(drafted.stdout) as {
      bill: Bill;
      written: { writers: Record<string, number> };
      estimate?: { calls: number; dollars: number };
    };
  };
  const blocks = () => parseIssue(issueFile(dir, 'issue.md')).blocks.length;
  return { counted: model.counted, items: report.sources.reduce((sum, { items }) => sum + items, 0), draft, blocks };
}

const sumOf = (counted: Counted[], figure: 'tokensIn' | 'tokensOut' | 'tokensCached') =>
  counted.reduce((sum, one) => sum + one[figure], 0);
const dollarsOf = (counted: Counted[]) =>
  counted.reduce((sum, { tokensIn, tokensCached, tokensOut }) => {
    return sum + (tokensIn - tokensCached) * PRICE.input + tokensCached * PRICE.cached + tokensOut * PRICE.output;
  }, 0) / 1e6;

describe.skipIf(!existsSync(WEEK))('an issue of 15 blocks from the real weeks in ../shared', () => {
  it.each<[number, () => { sources: Source[]; har?: Har }]>([
    [100, () => ({ sources: sourcesOf(65) })],
    [300, () => ({ sources: sourcesOf(265) })],
    [1000, thousand],
  ])(
    'of %i items takes at most 20 calls and 100,000 tokens, and its second draft nothing',
    async (wanted, make) => {
      const { sources, har } = make();
      const { counted, items, draft, blocks } = await crawled(sources, har);
      expect(items).toBeGreaterThanOrEqual(wanted * 0.9);
      const { estimate } = await draft('--dry-run');
      expect(counted).toHaveLength(0);
      const { bill, written } = await draft();
      const tokens = sumOf(counted, 'tokensIn') + sumOf(counted, 'tokensOut');
      console.table({
        [`${items} items`]: {
          calls: counted.length,
          tokensIn: sumOf(counted, 'tokensIn'),
          cached: sumOf(counted, 'tokensCached'),
          tokensOut: sumOf(counted, 'tokensOut'),
          tokens,
          dollars: bill.dollars,
          estimate: estimate?.dollars,
          ...written.writers,
          purposes: bill.lines.map(({ purpose, calls, tokensIn }) => `${purpose} ${calls} (${tokensIn})`).join(', '),
        },
      });
      expect(blocks()).toBe(15);
      expect(counted.length).toBeLessThanOrEqual(20);
      expect(tokens).toBeLessThanOrEqual(100_000);
      expect(written.writers.model).toBeGreaterThanOrEqual(11);
      expect(bill.note).toBeUndefined();
      // the bill is the server's own count
      expect(bill.lines.reduce((sum, { calls }) => sum + calls, 0)).toBe(counted.length);
      expect(bill.dollars).toBeCloseTo(dollarsOf(counted), 5);
      expect(bill.dollars).toBeLessThanOrEqual(estimate?.dollars ?? 0);
      // what docs/models.md and doctor say of an issue
      expect(sumOf(counted, 'tokensIn')).toBeLessThanOrEqual(TYPICAL.tokensIn);
      expect(sumOf(counted, 'tokensOut')).toBeLessThanOrEqual(TYPICAL.tokensOut);
      expect(limitsOf(15)).toEqual({ calls: 20, tokens: 100_000 });

      const before = counted.length;
      const again = await draft();
      expect(counted).toHaveLength(before);
      expect(again.bill.dollars).toBe(0);
      expect(again.written.writers).toEqual(written.writers);
    },
    300_000,
  );

  it('with a budget of $0.01 never costs more, and there is an issue all the same', async () => {
    const { counted, draft, blocks } = await crawled(sourcesOf(265));
    const { bill, written } = await draft('--budget', '0.01');
    console.table({ 'budget $0.01': { calls: counted.length, dollars: dollarsOf(counted), ...written.writers } });
    expect(dollarsOf(counted)).toBeLessThanOrEqual(0.01);
    expect(bill.dollars).toBeLessThanOrEqual(0.01);
    expect(blocks()).toBe(15);
    expect(written.writers.model).toBeGreaterThan(0);
  }, 300_000);

  it('with no budget at all asks nobody', async () => {
    const { counted, draft, blocks } = await crawled(sourcesOf(65));
    const { written } = await draft('--budget', '0');
    expect(counted).toHaveLength(0);
    expect(written.writers.model).toBeUndefined();
    expect(blocks()).toBe(15);
  }, 300_000);
});
