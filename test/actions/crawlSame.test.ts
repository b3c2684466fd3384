import { describe, expect, it } from 'vitest';
import { crawl } from '../../src/actions/crawl.ts';
import type { Fetch, Store } from '../../src/types.ts';
import { prose, source } from '../support/items.ts';
import { crawlWorld, given, tempStore } from '../support/world.ts';

const WINDOW = { sinceAt: '2026-11-09T00:00:00.000Z', untilAt: '2026-11-16T00:00:00.000Z' };
const FIRST = '2026-11-14T06:00:00.000Z';
const LATER = '2026-11-15T06:00:00.000Z';
const MUCH_LATER = '2027-01-15T06:00:00.000Z';
const SOURCE = source({ id: 'lamp', name: 'The Lamp', url: 'https://lamp.test/feed' });

function feed(slugs: string[], more = ''): string {
  const items = slugs.map(
    (slug, i) =>
      `<item><title>${slug}</title><link>https://lamp.test/${slug}</link><guid>${slug}</guid><pubDate>${new Date(`2026-11-${10 + i}`).toUTCString()}</pubDate><description><![CDATA[<p>${prose(slug, 12)}</p>]]></description></item>`,
  );
  return `<rss version="2.0"><channel><title>lamp</title><link>https://lamp.test/</link>${more}${items.join('')}</channel></rss>`;
}
/** The door's answer: the body, of when it is, and whether it is a 304. */
const answering =
  (body: string, at: string, from: 'network' | 'revalidated'): Fetch =>
  async (request) =>
    given(request, body, { at, from });
/** A feed whose body says so when it is read. */
const UNREADABLE = 'this is no feed, and whoever reads it will say so';

async function crawlOnce(store: Store, fetch: Fetch, now: string, o: { name?: string; version?: string } = {}) {
  const { name = SOURCE.name, version = '1.0.0' } = o;
  const world = await crawlWorld(fetch, { store, now, version });
  const report = await crawl(world, [{ ...SOURCE, name }], WINDOW);
  return { ...report.sources[0], titles: (await store.items('', '9999')).map(({ title }) => title) };
}
const again = (store: Store, o: { name?: string; version?: string; at?: string; now?: string } = {}) =>
  crawlOnce(store, answering(UNREADABLE, o.at ?? FIRST, 'revalidated'), o.now ?? LATER, o);

describe('a feed that has not changed', () => {
  it('is not read again, and its report is that of its items', async () => {
    const store = await tempStore();
    await crawlOnce(store, answering(feed(['oil', 'wick']), FIRST, 'network'), FIRST);
    expect(await again(store)).toMatchObject({
      items: 2,
      added: 0,
      unchanged: true,
      warnings: [],
      titles: ['oil', 'wick'],
    });
    expect(await store.healthOf('lamp')).toMatchObject({ lastSuccessAt: LATER, failuresInARow: 0, itemsAWeek: 2.7 });
  });

  it('falls silent as time goes by', async () => {
    const store = await tempStore();
    const slugs = ['one', 'two', 'three', 'four', 'five'];
    await crawlOnce(store, answering(feed(slugs), FIRST, 'network'), FIRST);
    expect((await store.healthOf('lamp'))?.silentSince).toBeUndefined();
    await again(store, { now: MUCH_LATER });
    expect(await store.healthOf('lamp')).toMatchObject({ itemsAWeek: 0, silentSince: '2026-11-14T00:00:00.000Z' });
  });

  it.each<[string, { name?: string; version?: string; at?: string }]>([
    ['by another Pullquote', { version: '1.0.1' }],
    ['for a line of sources.yaml that was changed', { name: 'The Lantern' }],
    // killed after the answer was stored, and before its items were
    ['whose items were never stored', { at: LATER }],
  ])('is read again where it would be read %s', async (_, o) => {
    const store = await tempStore();
    await crawlOnce(store, answering(feed(['oil']), FIRST, 'network'), FIRST);
    expect((await again(store, o)).error).toMatch(/not a feed/);
    const read = answering(feed(['oil', 'wick']), o.at ?? FIRST, 'revalidated');
    expect(await crawlOnce(store, read, MUCH_LATER, o)).toMatchObject({ items: 2, added: 1, titles: ['oil', 'wick'] });
  });

  it('is read again after a failure, and as long as there is something to remark', async () => {
    const store = await tempStore();
    const odd = feed(['oil'], '<item><title>nowhere</title></item>');
    const first = await crawlOnce(store, answering(odd, FIRST, 'network'), FIRST);
    expect(first.warnings).not.toEqual([]);
    expect((await crawlOnce(store, answering(odd, FIRST, 'revalidated'), LATER)).warnings).toEqual(first.warnings);
    await crawlOnce(store, answering(feed(['oil']), LATER, 'network'), LATER);
    await crawlOnce(store, answering('', LATER, 'network'), LATER);
    expect((await again(store, { at: LATER, now: MUCH_LATER })).error).toMatch(/not a feed/);
  });
});
