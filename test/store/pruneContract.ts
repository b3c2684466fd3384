import { expect, test } from 'vitest';
import type { Forget, Item, Store } from '../../src/types.ts';
import { answer, at, item, page } from './material.ts';

const FEED = 'https://site.example/feed.xml';
const BEFORE = at(15);
const OLD = { publishedAt: at(3), firstSeenAt: at(4), capturedAt: at(4) };
const old = (id: string, own: Partial<Item> = {}) => item(id, { ...OLD, ...own });
const prune = (store: Store, own: Partial<Forget> = {}) =>
  store.prune({ before: BEFORE, keep: [], sources: ['site'], ...own });
const ids = async (store: Store) => (await store.items('', '9999')).map(({ id }) => id);

/** What every store must forget, and what not. `givesRoomBack`: by itself, at once. */
export function pruneContract(open: () => Promise<Store>, givesRoomBack: boolean): void {
  test('items go when they were published and first seen before, and no earlier', async () => {
    const store = await open();
    const items = [
      old('both'),
      old('seen-late', { firstSeenAt: BEFORE }),
      old('dated-late', { publishedAt: BEFORE }),
      item('young'),
    ];
    await store.saveItems(items, new Map());
    expect(await prune(store)).toMatchObject({ items: 1, pages: 0, responses: 0 });
    expect((await ids(store)).sort()).toEqual(['dated-late', 'seen-late', 'young']);
    expect(await prune(store)).toMatchObject({ items: 0, bytes: 0 });
  });

  test('an item without a date stays while its source is read: it would come back as new', async () => {
    const store = await open();
    const undated = { publishedAt: at(4), firstSeenAt: at(4), capturedAt: at(4) };
    await store.saveItems([item('read', undated), item('unread', { ...undated, sourceId: 'gone' })], new Map());
    await store.savePage(page('read', { capturedAt: at(4) }));
    expect(await prune(store)).toMatchObject({ items: 1, pages: 1 });
    // the feed is read once more: nothing is new, and the moment it was first seen is that of then
    const again = await store.saveItems(
      [item('read', { publishedAt: at(28), firstSeenAt: at(28), capturedAt: at(28) })],
      new Map(),
    );
    expect(again).toEqual({ added: 0, changed: 0 });
    expect(await store.items('', '9999')).toMatchObject([{ id: 'read', publishedAt: at(4), firstSeenAt: at(4) }]);
  });

  test('what is needed stays whole: item, page, and the answers that they were read from', async () => {
    const store = await open();
    await store.keep(answer(FEED, 'old', at(4)));
    await store.saveItems(
      [old('needed'), old('other')],
      new Map(['needed', 'other'].map((id) => [id, { url: FEED, at: at(4) }])),
    );
    for (const id of ['needed', 'other']) {
      await store.keep(answer(`https://site.example/${id}`, id, at(4, id.length)));
      await store.savePage(page(id, { capturedAt: at(4, id.length) }));
    }
    expect(await prune(store, { keep: ['site.example/needed'] })).toMatchObject({ items: 1, pages: 1, responses: 1 });
    expect(await store.itemsAt('site.example/needed')).toMatchObject([{ text: 'The words of the page.' }]);
    expect(await store.page('site.example/other')).toBeUndefined();
    const kept = await store.answersFor(['needed']);
    expect(kept.map(({ url }) => url)).toEqual(expect.arrayContaining([FEED, 'https://site.example/needed']));
  });

  test('a page stays while a younger item is about it', async () => {
    const store = await open();
    await store.saveItems([item('young')], new Map());
    await store.savePage(page('young', { capturedAt: at(4) }));
    await store.keep(answer('https://site.example/young', 'young', at(4)));
    expect(await prune(store)).toMatchObject({ pages: 0, responses: 0 });
  });

  test('paid answers stay until they are that old; so does the newest answer to what a source asks for', async () => {
    const store = await open();
    const asked = (when: string, bodyHash: string) =>
      answer('https://model.example/chat', bodyHash, when, { method: 'POST', bodyHash, requestBody: 'What is new?' });
    for (const response of [asked(at(14, 23), 'old'), asked(BEFORE, 'young'), answer(FEED, 'first', at(2))])
      await store.keep(response);
    await store.saveItems([old('a')], new Map([['a', { url: FEED, at: at(2) }]]));
    await store.keep(answer(FEED, 'second', at(3)));
    await store.saveHealth({
      sourceId: 'site',
      lastTriedAt: at(20),
      failuresInARow: 0,
      requests: [FEED],
      requestsAt: at(20),
    });
    expect(await prune(store)).toMatchObject({ items: 1, responses: 2 });
    expect(await store.latest('POST', 'https://model.example/chat', 'young')).toBeDefined();
    expect(await store.latest('POST', 'https://model.example/chat', 'old')).toBeUndefined();
    expect(await store.latest('GET', FEED, '')).toMatchObject({ at: at(3) });
  });

  test('runs, verdicts and the health of sources that are read no more go; the outbox stays', async () => {
    const store = await open();
    for (const startedAt of [at(14), at(15)]) await store.startRun({ command: 'crawl', startedAt });
    await store.saveVerdicts([{ one: 'a', other: 'b', same: true }], at(14));
    await store.saveVerdicts([{ one: 'a', other: 'c', same: true }], at(16));
    for (const sourceId of ['site', 'gone'])
      await store.saveHealth({ sourceId, lastTriedAt: at(1), failuresInARow: 9 });
    const entry = {
      number: 1,
      platform: 'file',
      key: 'k',
      step: 'create',
      state: 'begun',
      sha256: '',
      at: at(1),
    } as const;
    await store.saveOutbox(entry);
    expect(await prune(store)).toMatchObject({ runs: 1, verdicts: 1, sources: 1 });
    expect((await store.runs(9)).map(({ startedAt }) => startedAt)).toEqual([at(15)]);
    expect((await store.health()).map(({ sourceId }) => sourceId)).toEqual(['site']);
    expect(await store.verdicts(['a', 'b', 'c'])).toEqual([{ one: 'a', other: 'c', same: true }]);
    expect(await store.outbox(1, 'file')).toEqual(entry);
  });

  test('a dry run counts the same and changes nothing; what follows is as counted', async () => {
    const store = await open();
    const text = 'Words. '.repeat(3000);
    const many = Array.from({ length: 700 }, (_, i) => old(`n${i}`, { text: `${i} ${text}` }));
    await store.saveItems([...many, item('young')], new Map());
    const counted = await prune(store, { dryRun: true });
    expect(counted).toMatchObject({ items: 700, compacted: false });
    expect(counted.bytes).toBeGreaterThan(700 * text.length);
    expect(await ids(store)).toHaveLength(701);
    expect(await prune(store)).toEqual({ ...counted, compacted: givesRoomBack });
    expect(await ids(store)).toEqual(['young']);
  });
}
