import { expect, test } from 'vitest';
import { sha256 } from '../../src/text/hash.ts';
import type { Item, Store, StoredResponse } from '../../src/types.ts';
import { answer, at, item, page } from './material.ts';

const FEED = 'https://site.example/feed.xml';
const visit = (when: string, ...ids: string[]) => new Map(ids.map((id) => [id, { url: FEED, at: when }]));
const textOf = ({ body }: StoredResponse) => new TextDecoder().decode(body);
/** What was answered, in order; the last of all says when the sources' items were first seen. */
const bodies = (answers: StoredResponse[]) => answers.slice(0, -1).map((stored) => `${stored.url} ${textOf(stored)}`);
const all = (store: Store) => store.items('', '9999');

/** What every store must do, on whatever database. `open` gives an empty one, which is closed after the test. */
export function storeContract(open: () => Promise<Store>): void {
  test('items come back as they were, by date, then id, within the window', async () => {
    const store = await open();
    const full = item('full', {
      ...{ author: 'Ada', siteName: 'Site', language: 'en', discussionUrl: 'https://n.example/1', media: 'audio' },
      ...{
        durationSeconds: 61,
        imageUrl: 'https://site.example/i.png',
        cues: [{ at: 0, seconds: 1.5 }],
        linkOnly: true,
      },
      ...{ voice: { handle: 'ada', where: 'HN' }, counts: { points: 3 }, publishedAt: at(17), text: 'Ünï – "çödé" 🙂' },
    });
    await store.saveItems([item('b'), item('a'), full, item('late', { publishedAt: at(19) })], new Map());
    expect((await store.items(at(17), at(19))).map(({ id }) => id)).toEqual(['full', 'a', 'b']);
    expect((await store.items(at(17), at(18)))[0]).toEqual(full);
    expect((await store.items(at(19), at(20))).map(({ id }) => id)).toEqual(['late']);
  });

  test('saving again changes only what changed', async () => {
    const store = await open();
    expect(await store.saveItems([item('a'), item('b')], new Map())).toEqual({ added: 2, changed: 0 });
    const again = { firstSeenAt: at(21), capturedAt: at(21) };
    expect(await store.saveItems([item('a', again), item('b', { ...again, title: 'New' })], new Map())).toEqual({
      added: 0,
      changed: 1,
    });
    expect(await all(store)).toEqual([item('a'), item('b', { title: 'New', capturedAt: at(21) })]);
    expect(await store.saveItems([], new Map())).toEqual({ added: 0, changed: 0 });
  });

  test('an entry without a date keeps the moment it was first seen for one, until it has a date', async () => {
    const store = await open();
    const seen = (when: string, own: Partial<Item> = {}) =>
      item('a', { publishedAt: when, firstSeenAt: when, capturedAt: when, ...own });
    await store.saveItems([seen(at(20))], new Map());
    await store.saveItems([seen(at(21), { title: 'Retitled' })], new Map());
    expect(await all(store)).toMatchObject([
      { title: 'Retitled', publishedAt: at(20), firstSeenAt: at(20), capturedAt: at(21) },
    ]);
    await store.saveItems([seen(at(22), { publishedAt: at(3) })], new Map());
    expect(await all(store)).toMatchObject([{ publishedAt: at(3), firstSeenAt: at(20) }]);
    await store.saveItems([seen(at(23))], new Map());
    expect(await all(store)).toMatchObject([{ publishedAt: at(3), firstSeenAt: at(20) }]);
  });

  test('an id that comes twice in one call is seen twice, in order', async () => {
    const store = await open();
    const seen = (when: string, own: Partial<Item> = {}) =>
      item('a', { publishedAt: when, firstSeenAt: when, capturedAt: when, ...own });
    expect(await store.saveItems([seen(at(20)), seen(at(21)), seen(at(22), { title: 'New' })], new Map())).toEqual({
      added: 1,
      changed: 0,
    });
    expect(await all(store)).toMatchObject([
      { title: 'New', publishedAt: at(20), firstSeenAt: at(20), capturedAt: at(22) },
    ]);
  });

  test('the words of a page are joined in where the feed gave none', async () => {
    const store = await open();
    await store.saveItems([item('a', { author: 'Submitter', links: ['https://in.example/'] }), item('b')], new Map());
    await store.savePage(
      page('a', { author: 'Writer', siteName: 'The Site', imageUrl: 'https://i.example/', language: 'de' }),
    );
    expect((await store.itemsAt('site.example/a'))[0]).toEqual({
      ...item('a'),
      ...{ author: 'Writer', siteName: 'The Site', imageUrl: 'https://i.example/', language: 'de' },
      ...{ text: 'The words of the page.', textFrom: 'page', capturedAt: at(20, 1), minutes: 4, incomplete: false },
      links: ['https://in.example/', 'https://out.example/'],
    });
    expect(await store.itemsAt('site.example/b')).toEqual([item('b')]);
    expect(await store.itemsAt('site.example/none')).toEqual([]);
  });

  test('every item of a page gets its words, also those that are crawled later', async () => {
    const store = await open();
    await store.savePage(page('a'));
    await store.saveItems(
      [item('1', { canonicalUrl: 'site.example/a' }), item('2', { canonicalUrl: 'site.example/a' })],
      new Map(),
    );
    expect((await all(store)).map(({ text }) => text)).toEqual(['The words of the page.', 'The words of the page.']);
  });

  test("a feed's own full text stays; a teaser gives way; a page without words gives nothing", async () => {
    const store = await open();
    const full = item('full', { text: 'All of it.', textFrom: 'feed', incomplete: false });
    await store.saveItems([full, item('teaser', { text: 'Some…', textFrom: 'feed' }), item('empty')], new Map());
    for (const id of ['full', 'teaser']) await store.savePage(page(id));
    await store.savePage(page('empty', { text: '', incomplete: true, author: 'Nobody' }));
    expect(await store.itemsAt('site.example/full')).toEqual([full]);
    expect(await store.itemsAt('site.example/teaser')).toMatchObject([
      { text: 'The words of the page.', textFrom: 'page' },
    ]);
    expect(await store.itemsAt('site.example/empty')).toEqual([item('empty')]);
  });

  test('a transcript is a page with cues; a page that reserved its rights makes its items link-only', async () => {
    const store = await open();
    await store.saveItems([item('talk'), item('mine')], new Map());
    await store.savePage(page('talk', { cues: [{ at: 0, seconds: 5 }] }));
    await store.savePage(page('mine', { optedOut: true }));
    expect(await store.itemsAt('site.example/talk')).toMatchObject([
      { textFrom: 'transcript', cues: [{ at: 0, seconds: 5 }] },
    ]);
    expect(await store.itemsAt('site.example/mine')).toEqual([item('mine', { linkOnly: true })]);
  });

  test('a page is replaced by its next capture', async () => {
    const store = await open();
    expect(await store.page('site.example/a')).toBeUndefined();
    await store.savePage(page('a'));
    await store.savePage(page('a', { text: 'Newer words.' }));
    expect(await store.page('site.example/a')).toEqual(page('a', { text: 'Newer words.' }));
  });

  test('answers come back byte for byte, by method, URL and body', async () => {
    const store = await open();
    const bytes = Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256);
    const post = answer(FEED, 'x', at(20), {
      method: 'POST',
      bodyHash: sha256('ask'),
      requestBody: 'ask',
      body: bytes,
      status: 201,
    });
    await store.keep(post);
    await store.keep(answer(FEED, '', at(20)));
    expect(await store.latest('POST', FEED, sha256('ask'))).toEqual(post);
    expect((await store.latest('GET', FEED, ''))?.body).toHaveLength(0);
    expect(await store.latest('POST', FEED, sha256('other'))).toBeUndefined();
    expect(await store.latest('GET', `${FEED}?`, '')).toBeUndefined();
  });

  test('the same body again is the same answer, with newer headers; another body is a newer one', async () => {
    const store = await open();
    await store.keep(answer(FEED, 'one', at(20)));
    await store.keep(answer(FEED, 'one', at(21), { headers: { etag: 'W/2' } }));
    expect(await store.latest('GET', FEED, '')).toMatchObject({ at: at(20), headers: { etag: 'W/2' } });
    await store.keep(answer(FEED, 'two', at(22)));
    await store.keep(answer(FEED, 'one', at(23)));
    expect(await store.latest('GET', FEED, '')).toMatchObject({ at: at(23) });
  });

  test('a recording gets the answers that its items were read from, in order', async () => {
    const store = await open();
    const other = 'https://other.example/feed.xml';
    await store.keep(answer(FEED, 'one', at(20)));
    await store.saveItems([item('a'), item('b'), item('c')], visit(at(20), 'a', 'b', 'c'));
    // the third visit finds the bytes of the second, so that no new answer is stored
    await store.keep(answer(FEED, 'two', at(21)));
    await store.saveItems([item('b', { title: 'New' }), item('d')], visit(at(21), 'b', 'd'));
    await store.keep(answer(FEED, 'two', at(22)));
    await store.saveItems([item('e')], visit(at(22), 'e'));
    await store.keep(answer(other, 'other', at(21)));
    await store.saveItems([item('z')], new Map([['z', { url: other, at: at(21) }]]));

    expect(bodies(await store.answersFor(['a']))).toEqual([`${FEED} one`]);
    expect(bodies(await store.answersFor(['d', 'e', 'd']))).toEqual([`${FEED} two`]);
    // first seen in one, its words are from two: both are needed to end in the same item
    expect(bodies(await store.answersFor(['b']))).toEqual([`${FEED} one`, `${FEED} two`]);
    expect(bodies(await store.answersFor(['z']))).toEqual([`${other} other`]);
    expect(await store.answersFor(['nobody'])).toEqual([]);
    expect(await store.answersFor([])).toEqual([]);
  });

  test('a recording gets all that the words of a recording were read from', async () => {
    const store = await open();
    const said = ['https://watch.example/?v=1', 'workspace:transcripts/1.vtt', 'https://cdn.example/1.json'];
    const second = { url: 'https://cdn.example/a.txt' };
    await store.saveItems(
      [item('a', { transcripts: [second], chaptersUrl: 'https://cdn.example/none.json' })],
      new Map(),
    );
    for (const url of [...said, second.url]) await store.keep(answer(url, 'words', at(20)));
    await store.savePage(page('a', { readFrom: said }));
    expect(bodies(await store.answersFor(['a'])).sort()).toEqual(
      [...said, second.url].map((url) => `${url} words`).sort(),
    );
  });

  test('a recording gets pages and transcripts as they were captured, and what their sites say to crawlers', async () => {
    const store = await open();
    await store.saveItems([item('a', { transcript: { url: 'https://cdn.example/a.vtt' } })], new Map());
    await store.keep(answer('https://site.example/robots.txt', 'robots', at(19)));
    await store.keep(answer('https://site.example/a', 'page', at(20, 1)));
    await store.keep(answer('https://cdn.example/a.vtt', 'words', at(20, 1)));
    await store.savePage(page('a'));
    await store.keep(answer('https://site.example/a', 'page, edited later', at(23)));
    expect(bodies(await store.answersFor(['a']))).toEqual([
      'https://site.example/robots.txt robots',
      'https://site.example/a page',
      'https://cdn.example/a.vtt words',
    ]);
  });

  test('a recording gets all that the sources were asked for when they last worked', async () => {
    const store = await open();
    const [list, day, gone] = ['https://api.example/list', 'https://api.example/day', 'https://api.example/gone'];
    await store.saveItems([item('a', { sourceId: 'api' }), item('z', { sourceId: 'other' })], new Map());
    await store.saveHealth({
      ...{ sourceId: 'api', lastTriedAt: at(23), lastSuccessAt: at(21), failuresInARow: 1 },
      ...{ requests: [list, day, gone], requestsAt: at(21) },
    });
    await store.saveHealth({
      sourceId: 'other',
      lastTriedAt: at(21),
      failuresInARow: 0,
      requests: [FEED],
      requestsAt: at(21),
    });
    for (const url of [list, FEED]) await store.keep(answer(url, 'read', at(21)));
    // what a crawl that failed afterwards read is not what the items are from, unless there is nothing else
    await store.keep(answer(day, 'read', at(20)));
    await store.saveItems([item('b', { sourceId: 'api' })], new Map([['b', { url: day, at: at(20) }]]));
    await store.keep(answer(day, 'newer', at(23)));
    expect(bodies(await store.answersFor(['a']))).toEqual([`${day} read`, `${list} read`]);
    expect(bodies(await store.answersFor(['z']))).toEqual([`${FEED} read`]);
  });

  test('a recording says when the items of its sources were first seen', async () => {
    const store = await open();
    await store.keep(answer(FEED, 'one', at(20)));
    const old = item('old', { publishedAt: at(3), firstSeenAt: at(4), capturedAt: at(4) });
    await store.saveItems([old, item('a'), item('z', { sourceId: 'other' })], visit(at(20), 'old', 'a', 'z'));
    const said = (await store.answersFor(['a'])).at(-1) as StoredResponse;
    expect(said).toMatchObject({ url: 'pullquote:first-seen', at: at(20) });
    expect(JSON.parse(textOf(said))).toEqual({ old: at(4), a: at(20) });
    expect(await store.firstSeen(['other', 'nobody', 'other'])).toEqual(new Map([['z', at(20)]]));
    expect(await store.firstSeen([])).toEqual(new Map());
  });

  test('who looks for missing pages reads back only items that want one, or have one', async () => {
    const store = await open();
    const whole = { text: 'All of it.', textFrom: 'feed', incomplete: false } as const;
    await store.saveItems(
      [
        item('whole', whole),
        item('wanting', { publishedAt: at(17) }),
        item('kept', { linkOnly: true }),
        item('late', { publishedAt: at(19) }),
        item('captured', { ...whole, publishedAt: at(17, 1) }),
      ],
      new Map(),
    );
    await store.savePage(page('captured'));
    const ids = async () => (await store.itemsWithPages(at(17), at(19))).map(({ id }) => id);
    expect(await ids()).toEqual(['wanting', 'captured']);
    await store.saveItems([item('wanting', { ...whole, publishedAt: at(17) }), item('whole')], new Map());
    expect(await ids()).toEqual(['captured', 'whole']);
  });

  test('the dates of the newest items of one source', async () => {
    const store = await open();
    await store.saveItems(
      [
        item('a', { publishedAt: at(3) }),
        item('b'),
        item('c', { publishedAt: at(19) }),
        item('z', { sourceId: 'other' }),
      ],
      new Map(),
    );
    expect(await store.datesOf('site', 2)).toEqual([at(19), at(18)]);
    expect(await store.datesOf('nobody', 9)).toEqual([]);
  });

  test('how a source was read, and when it wants to be visited, comes back as it was', async () => {
    const store = await open();
    const health = {
      ...{ sourceId: 'site', lastTriedAt: at(20), failuresInARow: 0 },
      ...{ visits: { everyMinutes: 60, skipHours: [1, 2] }, reading: { items: 3, as: 'abc', at: at(20) } },
    };
    await store.saveHealth(health);
    expect(await store.healthOf('site')).toEqual(health);
  });

  test("one source's items, whatever their dates", async () => {
    const store = await open();
    await store.saveItems(
      [item('new', { sourceId: 'mine' }), item('old', { sourceId: 'mine', publishedAt: at(1) }), item('other')],
      new Map(),
    );
    await store.savePage(page('old'));
    expect(await store.itemsOf('mine')).toMatchObject([
      { id: 'old', text: 'The words of the page.' },
      { id: 'new', text: '' },
    ]);
    expect(await store.itemsOf('nobody')).toEqual([]);
  });

  test('running time, chapters, a title and a summary come from the page where the item has none', async () => {
    const store = await open();
    const parts = [{ seconds: 0, title: 'Hello' }];
    const found = page('find', { title: 'Found', durationSeconds: 90, chapters: parts, text: '', summary: 'Said.' });
    const url = 'https://site.example/find';
    await store.saveItems(
      [
        item('1', { canonicalUrl: 'site.example/find', url, title: url }),
        item('2', { canonicalUrl: 'site.example/find', url, title: `${url}?utm_source=x` }),
        item('3', { canonicalUrl: 'site.example/find', url, title: '', summary: '' }),
        item('5', { canonicalUrl: 'site.example/find', url, title: '', summary: '', linkOnly: true }),
        item('4', { canonicalUrl: 'site.example/find', url, durationSeconds: 5, chapters: [] }),
      ],
      new Map(),
    );
    await store.savePage(found);
    for (const id of ['1', '2', '3'])
      expect((await all(store)).find((stored) => stored.id === id)).toMatchObject({
        ...{ title: 'Found', durationSeconds: 90, chapters: parts, text: '' },
      });
    const summaries = (await all(store)).map(({ id, summary }) => [id, summary]);
    expect(summaries).toContainEqual(['1', 'A teaser.']);
    expect(summaries).toContainEqual(['3', 'Said.']);
    expect(summaries).toContainEqual(['5', '']);
    expect((await all(store)).find(({ id }) => id === '4')).toMatchObject({
      ...{ title: 'Title of 4', durationSeconds: 5, chapters: [] },
    });
    await store.savePage({ ...found, optedOut: true });
    const kept = (await all(store)).find(({ id }) => id === '1');
    expect(kept).toMatchObject({ title: 'Found', durationSeconds: 90, linkOnly: true });
    expect(kept).not.toHaveProperty('chapters');
  });

  test('versions of a feed that nothing was read from are let go', async () => {
    const store = await open();
    await store.keep(answer(FEED, 'one', at(10)));
    await store.saveItems([item('a')], visit(at(10), 'a'));
    await store.keep(answer(FEED, 'two', at(11)));
    await store.keep(answer(FEED, 'three', at(12)));
    // a visit between two versions saw the older: two is gone, so that one is the newest before it
    await store.saveItems([item('b')], visit(at(11, 5), 'b'));
    expect(bodies(await store.answersFor(['b']))).toEqual([`${FEED} one`]);
    expect(await store.latest('GET', FEED, '')).toMatchObject({ at: at(12) });
  });

  test('health is one row a source', async () => {
    const store = await open();
    const well = { sourceId: 'b', lastTriedAt: at(20), lastSuccessAt: at(20), failuresInARow: 0 };
    const more = {
      itemsAWeek: 2.5,
      silentSince: at(1),
      movedTo: 'https://new.example/',
      requests: [FEED, `${FEED}?2`],
    };
    await store.saveHealth({ ...well, ...more });
    expect(await store.health()).toEqual([{ ...well, ...more }]);
    await store.saveHealth({ sourceId: 'a', lastTriedAt: at(20), failuresInARow: 1, lastError: 'refused' });
    await store.saveHealth({
      sourceId: 'b',
      lastTriedAt: at(21),
      lastSuccessAt: at(20),
      failuresInARow: 1,
      lastError: 'gone',
    });
    expect(await store.health()).toEqual([
      { sourceId: 'a', lastTriedAt: at(20), failuresInARow: 1, lastError: 'refused' },
      { sourceId: 'b', lastTriedAt: at(21), lastSuccessAt: at(20), failuresInARow: 1, lastError: 'gone' },
    ]);
  });

  test('runs are told newest first; one that was killed has no end', async () => {
    const store = await open();
    const first = await store.startRun({ command: 'crawl', startedAt: at(20) });
    const second = await store.startRun({ command: 'draft', startedAt: at(21) });
    await store.startRun({ command: 'draft', startedAt: at(22) });
    await store.endRun(second, 'failed', at(21, 1), 'no disk');
    await store.endRun(first, 'done', at(20, 1));
    expect(await store.runs(10)).toEqual([
      { command: 'draft', startedAt: at(22) },
      { command: 'draft', startedAt: at(21), endedAt: at(21, 1), outcome: 'failed', detail: 'no disk' },
      { command: 'crawl', startedAt: at(20), endedAt: at(20, 1), outcome: 'done' },
    ]);
    expect(await store.runs(1)).toHaveLength(1);
    await store.forgetRun(second);
    expect((await store.runs(10)).map(({ startedAt }) => startedAt)).toEqual([at(22), at(20)]);
  });

  test('verdicts come back by their pages, the later one of a pair, where both pages are asked for', async () => {
    const store = await open();
    const many = Array.from({ length: 1200 }, (_, i) => ({
      one: 'a.example/',
      other: `b${i}.example/`,
      same: i % 2 > 0,
    }));
    await store.saveVerdicts([...many, { one: 'b7.example/', other: 'c.example/', same: true }], at(20));
    await store.saveVerdicts([{ one: 'a.example/', other: 'b7.example/', same: false }], at(21));
    await store.saveVerdicts([], at(22));
    expect(await store.verdicts(['c.example/', 'b7.example/', 'a.example/', 'none.example/'])).toEqual([
      { one: 'a.example/', other: 'b7.example/', same: false },
      { one: 'b7.example/', other: 'c.example/', same: true },
    ]);
    expect(await store.verdicts(['c.example/'])).toEqual([]);
    expect(await store.verdicts([])).toEqual([]);
    const pages = ['a.example/', ...many.map(({ other }) => other)];
    expect(await store.verdicts(pages)).toHaveLength(1200);
  });

  test('calls at the same time do not lose anything', async () => {
    const store = await open();
    const ids = Array.from({ length: 40 }, (_, i) => `i${String(i).padStart(2, '0')}`);
    await Promise.all([
      ...ids.map((id) => store.saveItems([item(id)], new Map())),
      ...ids.map((id) => store.keep(answer(`https://site.example/${id}`, id, at(20)))),
      ...ids.map((id) => store.savePage(page(id))),
    ]);
    expect((await all(store)).map(({ id }) => id)).toEqual(ids);
    expect(bodies(await store.answersFor(ids))).toHaveLength(40);
  });

  test('ten thousand items are saved, and saved again unchanged', async () => {
    const store = await open();
    const many = Array.from({ length: 10_000 }, (_, i) =>
      item(`n${i}`, { text: 'word '.repeat(200), textFrom: 'feed', incomplete: false }),
    );
    expect(await store.saveItems(many, new Map())).toEqual({ added: 10_000, changed: 0 });
    expect(await store.saveItems(many, new Map())).toEqual({ added: 0, changed: 0 });
    expect(await all(store)).toHaveLength(10_000);
  });

  test('the health of one source, and the pages of some', async () => {
    const store = await open();
    const health = { sourceId: 'b', lastTriedAt: at(20), lastSuccessAt: at(20), failuresInARow: 0, itemsAWeek: 0.25 };
    await store.saveHealth(health);
    expect(await store.healthOf('b')).toEqual(health);
    expect(await store.healthOf('a')).toBeUndefined();
    const many = Array.from({ length: 1200 }, (_, i) => `site.example/${i}`);
    for (const id of ['3', '1100']) await store.savePage(page(id));
    expect(await store.pages([...many, ...many])).toEqual(
      new Map([3, 1100].map((id) => [`site.example/${id}`, page(`${id}`)])),
    );
    expect(await store.pages([])).toEqual(new Map());
  });

  test('what is done together is seen together by others, and within it at once', async () => {
    const store = await open();
    const found = await store.together(async (tx, statements) => {
      await tx.keep(answer(FEED, 'one', at(20)));
      await tx.saveItems([item('a')], visit(at(20), 'a'));
      await tx.savePage(page('a'));
      await tx.saveHealth({ sourceId: 'site', lastTriedAt: at(20), failuresInARow: 0 });
      const { rows } = await statements.executeSql('select $2 as two, $1 as one, $2 as again', ['1', '2']);
      expect(rows).toEqual([{ one: '1', two: '2', again: '2' }]);
      return tx.items('', '9999');
    });
    expect(found).toMatchObject([{ id: 'a', text: 'The words of the page.' }]);
    expect(await all(store)).toEqual(found);
    expect(bodies(await store.answersFor(['a']))).toEqual([`${FEED} one`]);
  });

  test('what is done together is taken back together, whatever of it failed', async () => {
    const store = await open();
    await store.saveItems([item('a')], new Map());
    const begun = async (tx: Store) => {
      await tx.saveItems([item('a', { title: 'New' }), item('b')], new Map());
      await tx.savePage(page('a'));
      await tx.startRun({ command: 'crawl', startedAt: at(20) });
    };
    const thrown = store.together(async (tx) => {
      await begun(tx);
      throw new Error('the work itself');
    });
    await expect(thrown).rejects.toThrow('the work itself');
    // also where the work did not mind
    const swallowed = store.together(async (tx, statements) => {
      await begun(tx);
      await statements.executeSql('insert into no_such_table values ($1)', [1]).catch(() => undefined);
    });
    await expect(swallowed).rejects.toThrow(/no_such_table/);
    const nested = store.together(async (tx) => {
      await begun(tx);
      await tx.together(async () => undefined);
    });
    await expect(nested).rejects.toThrow('not within another one');
    expect(await all(store)).toEqual([item('a')]);
    expect(await store.runs(9)).toEqual([]);
  });

  test('many that are done together at once do not lose anything', async () => {
    const store = await open();
    const ids = Array.from({ length: 20 }, (_, i) => `i${String(i).padStart(2, '0')}`);
    const each = ids.map((id) =>
      store.together(async (tx) => {
        await tx.saveItems([item('all', { title: `By ${id}` }), item(id)], new Map());
        await tx.saveHealth({ sourceId: 'site', lastTriedAt: at(20), failuresInARow: 0 });
      }),
    );
    await Promise.all(each);
    expect((await all(store)).map(({ id }) => id)).toEqual(['all', ...ids]);
  });

  test('items that were seen at once are counted as new once, and keep the earliest answer', async () => {
    const store = await open();
    await store.keep(answer(FEED, 'one', at(20)));
    const seen = Array.from({ length: 12 }, (_, i) =>
      store.saveItems([item('a', { title: `Title ${i}` }), item(`own${i}`)], visit(at(20), 'a', `own${i}`)),
    );
    const counts = await Promise.all(seen);
    expect(counts.reduce((sum, { added }) => sum + added, 0)).toBe(13);
    expect(await all(store)).toHaveLength(13);
    const kept = Array.from({ length: 12 }, () => store.keep(answer(FEED, 'two', at(21), { headers: { etag: '2' } })));
    await Promise.all(kept);
    expect(bodies(await store.answersFor(['a']))).toEqual([`${FEED} one`]);
  });

  test('any text that a feed or a server can send comes back', async () => {
    const store = await open();
    const odd = 'NUL \0, half pairs \ud83d and \ude42, a whole one 🙂, a flag 🇵🇹, \u202eturned, \ufffe';
    const known = item('a', { title: odd, text: odd, summary: odd, author: odd, links: [odd], categories: [odd] });
    await store.saveItems([known], new Map());
    await store.savePage(page('a', { title: odd, text: odd, incomplete: true, author: odd }));
    expect((await store.page('site.example/a'))?.text).toBe(odd);
    expect(await all(store)).toMatchObject([{ title: odd, summary: odd, categories: [odd] }]);
    expect(await store.search(['flag 🇵🇹'], '', '9999', 9)).toHaveLength(1);
    // what stands in a column of its own may lose what no database can hold, and nothing else
    const error = `${odd} after`;
    await store.saveHealth({ sourceId: 'a', lastTriedAt: at(20), failuresInARow: 1, lastError: error });
    expect((await store.healthOf('a'))?.lastError?.replaceAll('\0', '\ufffd')).toBe(
      error.toWellFormed().replaceAll('\0', '\ufffd'),
    );
    const run = await store.startRun({ command: 'crawl', startedAt: at(20) });
    await store.endRun(run, 'failed', at(21), 'cut off\0');
    expect((await store.runs(1))[0]?.detail).toMatch(/^cut off/);
    await store.keep(answer(FEED, 'x', at(20), { requestBody: 'a\0b', headers: { 'x-odd': odd } }));
    expect((await store.latest('GET', FEED, ''))?.headers).toEqual({ 'x-odd': odd });
    await store.saveVerdicts([{ one: 'a\0', other: 'b', same: true }], at(20));
    expect(await store.verdicts(['a\0', 'b'])).toHaveLength(1);
  });

  test('the order is that of code points, whatever the language of the database', async () => {
    const store = await open();
    const ids = ['B', 'Z', '_', 'a', 'b', 'e', 'z', 'é', '中', '🙂'];
    await store.saveItems(
      [...ids].reverse().map((id) => item(id)),
      new Map(),
    );
    expect((await all(store)).map(({ id }) => id)).toEqual(ids);
    for (const sourceId of [...ids].reverse())
      await store.saveHealth({ sourceId, lastTriedAt: at(20), failuresInARow: 0 });
    expect((await store.health()).map(({ sourceId }) => sourceId)).toEqual(ids);
    expect((await store.items('2026-11-18T', '2026-11-18a')).length).toBe(ids.length);
    expect(await store.items('2026-11-18t', '9999')).toEqual([]);
  });

  test('search takes capitals for small letters, in every alphabet', async () => {
    const store = await open();
    await store.saveItems(
      [item('a', { title: 'Der ÖFFENTLICHE Brief' }), item('b', { title: '100% of it_all' })],
      new Map(),
    );
    await store.savePage(page('b', { text: 'Said on the PAGE alone.' }));
    const find = async (...words: string[]) => (await store.search(words, '', '9999', 9)).map(({ id }) => id);
    expect(await find('öffentliche', 'BRIEF')).toEqual(['a']);
    expect(await find('page alone')).toEqual(['b']);
    expect(await find('100%')).toEqual(['b']);
    expect(await find('it%all')).toEqual([]);
    expect(await find()).toEqual(['b', 'a']);
  });

  test('addresses of any length', async () => {
    const store = await open();
    const letters = Array.from({ length: 200 }, (_, i) => sha256(`${i}`)).join('');
    const [long, other] = [`site.example/${letters}`, `site.example/${letters}x`];
    for (const canonicalUrl of [long, other])
      await store.saveItems(
        [item(canonicalUrl.slice(-3), { canonicalUrl, url: `https://${canonicalUrl}` })],
        new Map(),
      );
    await store.savePage(page('', { canonicalUrl: long, url: `https://${long}` }));
    expect((await store.itemsAt(long)).map(({ text }) => text)).toEqual(['The words of the page.']);
    expect((await store.itemsAt(other)).map(({ text }) => text)).toEqual(['']);
    expect([...(await store.pages([long, other])).keys()]).toEqual([long]);
    await store.keep(answer(`https://${long}`, 'long', at(20)));
    expect(await store.latest('GET', `https://${long}`, '')).toMatchObject({ url: `https://${long}` });
    await store.saveVerdicts([{ one: long, other, same: true }], at(20));
    expect(await store.verdicts([long, other])).toEqual([{ one: long, other, same: true }]);
  });
}
