import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/index.ts';
import type { SourceHealth, Store } from '../../src/types.ts';
import { NEWSLETTER, pullquote, started, workspace } from '../support/cli.ts';
import { entry, type Farm, MODELS, startFarm } from '../support/farm.ts';
import { type LoopbackServer, reply, routes, startServer } from '../support/servers.ts';

const WINDOW = ['--since', '2026-11-09', '--until', '2026-11-16'];
const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
async function farmOf(feeds: Record<string, string[]>): Promise<Farm> {
  const entries = Object.entries(feeds).map(([name, models]) => [
    name,
    models.map((model, i) => entry(model, `2026-11-1${i}T08:00:00Z`)),
  ]);
  const farm = await startFarm(Object.fromEntries(entries));
  closing.push(farm.close);
  return farm;
}
async function serving(handler: Parameters<typeof startServer>[0]): Promise<LoopbackServer> {
  const server = await startServer(handler);
  closing.push(server.close);
  return server;
}
/** The store of a workspace, closed before anything else opens it. */
async function inStore<T>(dir: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore({ path: join(dir, '.pullquote/state.db') });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
const LONG = 'A name that somebody wrote who had all the time of the world';

/** Three sources: one that is well, one that moved, one that is gone. */
async function threeSources() {
  const farm = await farmOf({ good: ['Fjord', 'Cinder'], moved: ['Osprey'] });
  const moved = await serving(
    routes({
      '/old': (_, response) => {
        const feed = `<rss version="2.0" xmlns:a="http://www.w3.org/2005/Atom"><channel><title>x</title><a:link rel="self" href="https://new.example.org/feed.xml"/><item><title>One</title><link>https://one.test/</link></item></channel></rss>`;
        reply(response, 200, feed, { 'content-type': 'application/rss+xml' });
      },
    }),
  );
  const dir = workspace({
    'sources.yaml': [
      `- { kind: feed, url: "${farm.url}/good.xml", name: Good Lab, id: good }`,
      `- { kind: feed, url: "${moved.url}/old", name: Moved, id: moved }`,
      `- { kind: feed, url: "${farm.url}/gone.xml", name: ${LONG}, id: gone }`,
    ].join('\n'),
    'newsletter.yaml': NEWSLETTER,
  });
  const env = { PULLQUOTE_ALLOW: `${farm.host} ${moved.host}` };
  return { farm, moved, env, dir };
}

describe('crawl', () => {
  it('ends with a table of at most 80 columns, all that is cut in it below, and a line of totals', async () => {
    const { farm, moved, env, dir } = await threeSources();
    const { code, stdout, stderr } = await pullquote(['-C', dir, 'crawl', ...WINDOW], { env });
    expect(code).toBe(0);
    const [table = '', details = '', totals] = stdout.split('\n\n');
    expect(table.split('\n').map((line) => line.length > 80)).toEqual([false, false, false, false]);
    expect(table.split('\n')[0]).toMatch(/^source +kind +items +new +state$/);
    expect(table).toMatch(/^Good Lab +feed +2 +2$/m);
    expect(table).toMatch(/^A name that somebody wr… +feed +0 +0 +failed: answered 404.*…$/m);
    expect(table).toMatch(/^Moved +feed +1 +1 +moved to/m);
    expect(details).toContain(
      `moved: Moved: in sources.yaml, write https://new.example.org/feed.xml in place of ${moved.url}/old`,
    );
    expect(details).toMatch(`failed: ${LONG}: answered 404: `);
    expect(details).toContain(`(${farm.url}/gone.xml)`);
    expect(totals).toMatch(/^Crawled 3 sources: 3 new items, .*1 failed\.\n$/);
    expect(stderr).toMatch(/^sources: 3\n/);
  });

  it('says the same as JSON, and nothing beside it when it is to be quiet', async () => {
    const { env, dir, farm } = await threeSources();
    const { code, stdout, stderr } = await pullquote(['-C', dir, 'crawl', '--json', '--quiet', ...WINDOW], { env });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout).sources).toMatchObject([
      { id: 'good', kind: 'feed', url: `${farm.url}/good.xml`, items: 2, added: 2, warnings: [] },
      { id: 'moved', movedTo: 'https://new.example.org/feed.xml' },
      { id: 'gone', items: 0, error: expect.stringContaining('404') },
    ]);
    expect(await inStore(dir, (store) => store.health())).toMatchObject([
      { sourceId: 'gone', failuresInARow: 1 },
      { sourceId: 'good', requests: [`${farm.url}/good.xml`] },
      { sourceId: 'moved', movedTo: 'https://new.example.org/feed.xml' },
    ]);
  });

  it('asks every feed conditionally the second time, and no page again', async () => {
    const names = MODELS.slice(0, 8).map((name) => name.toLowerCase());
    const farm = await farmOf(Object.fromEntries(names.map((name, i) => [name, [MODELS[i] as string]])));
    const sources = names.map((name) => `- { kind: feed, url: "${farm.url}/${name}.xml", id: ${name} }`);
    const dir = workspace({ 'sources.yaml': sources.join('\n'), 'newsletter.yaml': NEWSLETTER });
    const env = { PULLQUOTE_ALLOW: farm.host };
    await pullquote(['-C', dir, 'crawl', ...WINDOW], { env });
    const first = farm.hits.length;
    const { stdout } = await pullquote(['-C', dir, 'crawl', '--json', ...WINDOW], { env });
    const second = farm.hits.slice(first);
    expect(second.map(({ path }) => path).sort()).toEqual(names.map((name) => `/${name}.xml`).sort());
    expect(second.every(({ headers }) => headers['if-none-match'])).toBe(true);
    const report = JSON.parse(stdout);
    expect(
      report.sources.every(({ unchanged, added }: { unchanged: boolean; added: number }) => unchanged && !added),
    ).toBe(true);
    expect(report.pages.wanted).toBe(0);
  });

  it('prints nothing that a feed could move the cursor with', async () => {
    const server = await serving((_, response) =>
      reply(response, 200, '<title>\u001b[2J\u0007\u202eow\u0085ned</title><body>', { 'content-type': 'text/html' }),
    );
    const farm = await farmOf({ good: ['Fjord'] });
    const dir = workspace({
      'sources.yaml': `- { kind: feed, url: "${server.url}/x" }\n- { kind: feed, url: "${farm.url}/good.xml" }`,
      'newsletter.yaml': NEWSLETTER,
    });
    const env = { PULLQUOTE_ALLOW: `${server.host} ${farm.host}` };
    const { stdout } = await pullquote(['-C', dir, 'crawl', ...WINDOW], { env });
    expect(stdout).toContain('HTML');
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it.each(['0', 'soon'])('wants minutes for a deadline, not “%s”', async (given) => {
    const { code, stderr } = await pullquote(['crawl', `--deadline=${given}`]);
    expect(code).toBe(2);
    expect(stderr).toContain('minutes are expected, such as 20');
  });

  it('keeps what it had when it is killed, and the next one goes on', async () => {
    const farm = await farmOf({ good: ['Fjord', 'Cinder'] });
    const hanging = await serving(() => {});
    const sources = [`- { kind: feed, url: "${farm.url}/good.xml" }`, `- { kind: feed, url: "${hanging.url}/x" }`];
    const dir = workspace({ 'sources.yaml': sources.join('\n'), 'newsletter.yaml': NEWSLETTER });
    const env = { PULLQUOTE_ALLOW: `${farm.host} ${hanging.host}` };
    const { child, ended } = started(['-C', dir, 'crawl', ...WINDOW], { env });
    const stored = () => inStore(dir, async (store) => (await store.items('', '9999')).length);
    await expect.poll(() => hanging.hits.length, { timeout: 30_000 }).toBe(1);
    await expect.poll(stored, { timeout: 30_000 }).toBe(2);
    child.kill('SIGKILL');
    await ended;
    await hanging.close();
    const { code, stdout } = await pullquote(['-C', dir, 'crawl', ...WINDOW], { env });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Crawled 2 sources: 0 new items, 1 failed\.$/m);
  });

  it('gives back what it had when its time is over', async () => {
    const farm = await farmOf({ good: ['Fjord'] });
    const hanging = await serving(() => {});
    const dir = workspace({
      'sources.yaml': `- { kind: feed, url: "${hanging.url}/x", name: Slow }\n- { kind: feed, url: "${farm.url}/good.xml" }`,
      'newsletter.yaml': NEWSLETTER,
    });
    const env = { PULLQUOTE_ALLOW: `${farm.host} ${hanging.host}` };
    const { code, stdout } = await pullquote(['-C', dir, 'crawl', '--deadline', '0.03', ...WINDOW], { env });
    expect(code).toBe(0);
    expect(stdout).toContain('failed: Slow: not read in time: the crawl had 0.03 minutes');
    expect(stdout).toContain('1 new item');
  });
});

describe('a source that has failed for long', () => {
  /** A crawl was made an hour ago, and this source had failed four times by then. */
  async function failing() {
    const farm = await farmOf({ good: ['Fjord'], well: ['Cinder'] });
    const sources = ['good', 'well'].map(
      (name) => `- { kind: feed, url: "${farm.url}/${name}.xml", id: ${name}, name: ${name} }`,
    );
    const dir = workspace({ 'sources.yaml': sources.join('\n'), 'newsletter.yaml': NEWSLETTER });
    const env = { PULLQUOTE_ALLOW: farm.host };
    const tried = new Date(Date.now() - 3_600_000).toISOString();
    const sick: SourceHealth = { sourceId: 'good', lastTriedAt: tried, failuresInARow: 4, lastError: 'answered 500' };
    const well: SourceHealth = { sourceId: 'well', lastTriedAt: tried, lastSuccessAt: tried, failuresInARow: 0 };
    await inStore(dir, async (store) => {
      await store.saveHealth({ ...sick, lastSuccessAt: '2026-11-02T06:00:00.000Z' });
      await store.saveHealth(well);
    });
    return { farm, dir, env };
  }

  it('is left out, says when it is due and why, is shown by status, and is asked with --all', async () => {
    const { farm, dir, env } = await failing();
    const { code, stdout } = await pullquote(['-C', dir, 'crawl', ...WINDOW], { env });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^good +feed +0 +0 +skipped until 20\d\d-\d\d-\d\d \d\d:\d\d UTC$/m);
    expect(stdout).toMatch(/skipped: good: failed 4 times in a row .*last error: answered 500/);
    expect(stdout).toContain('1 new item, 1 skipped.');
    expect(farm.hits.map(({ path }) => path)).toEqual(['/well.xml']);

    const status = await pullquote(['-C', dir, 'status'], { env });
    expect(status.code).toBe(1);
    expect(status.stdout).toMatch(
      /sick: good: 4 failures in a row, last worked 2026-11-02 06:00 UTC; asked again from 20\S+ \d\d:\d\d UTC on, or by `crawl --all`\n {2}answered 500/,
    );

    const all = await pullquote(['-C', dir, 'crawl', '--all', ...WINDOW], { env });
    expect(all.stdout).toContain('1 new item.');
    expect(await pullquote(['-C', dir, 'status', '--json'], { env })).toMatchObject({ code: 0 });
  });

  it('is asked at once where its line was mended since', async () => {
    const { farm, dir, env } = await failing();
    await inStore(dir, async (store) => {
      const [sick] = (await store.health()).filter(({ sourceId }) => sourceId === 'good');
      await store.saveHealth({ ...(sick as SourceHealth), asked: 'another address' });
    });
    const { stdout } = await pullquote(['-C', dir, 'crawl', '--json', ...WINDOW], { env });
    expect(farm.hits.map(({ path }) => path).sort()).toEqual(['/good.xml', '/well.xml']);
    expect(JSON.parse(stdout).sources[0]).toMatchObject({ id: 'good', added: 1 });
  });

  it('counts as failed where nothing else could be crawled', async () => {
    const { farm, dir, env } = await failing();
    farm.feeds.delete('well');
    const { code, stderr } = await pullquote(['-C', dir, 'crawl', ...WINDOW], { env });
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /no source could be crawled\.\n {2}good: failed 4 times in a row .*\n {2}well: answered 404/,
    );
  });
});

describe('status', () => {
  it('hints at a source that has fallen silent, and stays healthy', async () => {
    const dir = workspace({
      'sources.yaml': '- { kind: feed, url: "https://a.test/feed", id: a, name: The Rest }\n',
      'newsletter.yaml': NEWSLETTER,
    });
    const now = new Date();
    const silentSince = new Date(now.getTime() - 40.5 * 86_400_000).toISOString();
    await inStore(dir, (store) =>
      store.saveHealth({
        ...{ sourceId: 'a', lastTriedAt: now.toISOString(), lastSuccessAt: now.toISOString(), failuresInARow: 0 },
        ...{ silentSince, itemsAWeek: 0, requests: ['https://a.test/feed'] },
      }),
    );
    const { code, stdout } = await pullquote(['-C', dir, 'status']);
    expect(code).toBe(0);
    expect(stdout).toContain(
      `silent: The Rest: nothing for 40 days, since ${silentSince.slice(0, 10)}; is it still written there?`,
    );
    const json = JSON.parse((await pullquote(['-C', dir, 'status', '--json'])).stdout);
    expect(json).toMatchObject({ healthy: true, silent: [{ sourceId: 'a', days: 40, itemsAWeek: 0 }], sick: [] });
    expect(json.silent[0]).not.toHaveProperty('requests');
  });
});
