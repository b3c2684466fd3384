import { beforeEach, describe, expect, it } from 'vitest';
import { candidates } from '../../../src/actions/desk/candidates.ts';
import { editBlock } from '../../../src/actions/desk/editBlock.ts';
import { source } from '../../../src/actions/desk/source.ts';
import { wordProofs } from '../../../src/actions/desk/wordProofs.ts';
import { verifyQuote } from '../../../src/text/quote.ts';
import { answerAbout, type Desk, draftedDesk, nameOf, pageOf } from '../../support/deskWeek.ts';
import { item, prose } from '../../support/items.ts';
import { scripted } from '../../support/telling.ts';
import { tempStore } from '../../support/world.ts';

const SAID = 'Half of what a model for harbours says is about the weather, and it is the better half by far.';
const long = pageOf(0, { text: `${pageOf(0).text} ${prose('harbours')}` });
const post = item({
  ...{ url: 'https://news.ycombinator.com/item?id=77', title: 'A post', sourceId: 'hn', sourceName: 'Hacker News' },
  ...{ author: 'ferryman', voice: { handle: 'ferryman', where: 'HN' }, about: [long.url] },
  ...{ text: SAID, textFrom: 'feed', incomplete: false },
});
const shut = pageOf(9, { linkOnly: true });
let desk: Desk;
beforeEach(async () => {
  desk = await draftedDesk({ items: [long, post, pageOf(1), shut], ask: scripted(answerAbout).ask });
});

describe('candidates', () => {
  it('are words of the story’s pages and posts, none that the issue quotes, each proven and with its passage', async () => {
    const found = await candidates(desk.world, desk.workspace, 1, { block: await desk.ref(`](${long.url})`) });
    expect(found.length).toBeGreaterThan(4);
    expect(found.length).toBeLessThanOrEqual(12);
    expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
    for (const { text, url, passage } of found) {
      expect(verifyQuote(text, url === long.url ? long.text : SAID)).toMatchObject({ ok: true });
      expect(passage).toContain(text);
      expect(desk.issue()).not.toContain(text);
    }
    expect(found.find(({ voice }) => voice)).toMatchObject({ text: SAID, voice: { handle: 'ferryman', where: 'HN' } });
  });

  it('there are none of a block that is gone, or whose pages are not here', async () => {
    expect(await candidates(desk.world, desk.workspace, 1, { block: { index: 0, rev: '0'.repeat(16) } })).toEqual([]);
    const bare = { ...desk.world, store: await tempStore() };
    expect(await candidates(bare, desk.workspace, 1, { block: await desk.ref(long.url) })).toEqual([]);
  });
});

describe('source', () => {
  it('is the captured text with what the issue quotes marked', async () => {
    const { text, marks, whole, ...rest } = await source(desk.world, desk.workspace, 1, {
      url: `${long.url}?utm_source=a`,
    });
    expect([text, whole]).toEqual([long.text, true]);
    expect(rest).toMatchObject({ title: long.title, site: 'Site 0', capturedAt: long.capturedAt });
    expect(marks).toHaveLength(1);
    for (const { start, end } of marks) expect(desk.issue()).toContain(`> ${text.slice(start, end)}`);
  });

  it('is passages alone where the store has nothing, and says so', async () => {
    const bare = { ...desk.world, store: await tempStore() };
    const { text, marks, whole, title } = await source(bare, desk.workspace, 1, { url: long.url });
    expect([whole, title]).toEqual([false, long.title]);
    for (const passage of text.split(/\n\n\(another passage of the page\)\n\n/)) expect(long.text).toContain(passage);
    expect(marks).toHaveLength(1);
  });

  it('is refused for a page that may not be quoted, or of which nothing is captured', async () => {
    await expect(source(desk.world, desk.workspace, 1, { url: shut.url })).rejects.toThrow(/link-only/);
    await expect(source(desk.world, desk.workspace, 1, { url: 'https://nowhere.test/x' })).rejects.toThrow(
      /nothing is captured/,
    );
  });
});

describe('word proofs', () => {
  it('show each number and name of the block’s own words in its source, and what stands nowhere', async () => {
    const fresh = await draftedDesk({ items: [long, pageOf(1)], ask: scripted(answerAbout).ask });
    const block = await fresh.ref(`](${long.url})`);
    const markdown = `## ${nameOf(0)} speaks up\n\n[A model](${long.url}) was made by 20 people of Porthermond for 3 dollars, not by Ada Byron or 99 others, in November 2026.\n\n> ${SAID}`;
    const changed = await editBlock(fresh.world, fresh.workspace, 1, { block, markdown });
    const now = changed.ok && changed.block ? changed.block : block;
    const proofs = await wordProofs(fresh.world, fresh.workspace, 1, { block: now });
    const shown = Object.fromEntries(
      proofs.map(({ words, found }) => [words, found?.passage.slice(found.start, found.end)]),
    );
    expect(shown).toMatchObject({
      [nameOf(0)]: nameOf(0),
      '20': '20',
      Porthermond: 'Porthermond',
      '3 dollars': '3 dollars',
      'Ada Byron': undefined,
      '99': undefined,
      'November 2026': '2026-11-10',
    });
    for (const { found } of proofs) if (found) expect(found.url).toBe(long.url);
    expect(proofs.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['number', 'name', 'date']));
    const words = proofs.map((proof) => proof.words);
    expect(words).not.toContain('A');
    expect(words.indexOf('Porthermond')).toBeGreaterThan(words.indexOf(nameOf(0)));
  });

  it('there are none of a block that is gone', async () => {
    expect(await wordProofs(desk.world, desk.workspace, 1, { block: { index: 9, rev: '0'.repeat(16) } })).toEqual([]);
  });
});
