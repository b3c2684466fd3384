import { describe, expect, it } from 'vitest';
import { seeded } from '../bench/random.ts';
import { findStories, type Week } from '../src/pipeline.ts';
import type { Item, RankContext } from '../src/types.ts';
import { context, item, newsletter, prose, source } from './support/items.ts';

const NOUNS =
  'otter lantern ferry gantry orchard kiln saddle thimble vessel almanac bobbin dredger easel furnace'.split(' ');
const SOURCES = ['lab', 'paper', 'wire', 'blog', 'board', 'list'];
const UNTIL = '2026-11-16T00:00:00.000Z';

/** Several thoughts of its own on each of a few nouns, so that two texts are alike only where they are on the same. */
function text(next: () => number, name: string, nouns: string[]): string {
  return nouns
    .map(
      (noun) =>
        `${name} and the ${noun} were ${Math.floor(next() * 900)} days apart, because every ${noun} fails in its own way.`,
    )
    .concat(prose(`the language model ${name}`, 3 + Math.floor(next() * 4)))
    .join(' ');
}

/** A week in which everything occurs: events told several times, copies, comments, posts with one link, link lists, equal dates and equal scores. */
function week(): Item[] {
  const next = seeded(7);
  const pick = <T>(list: T[]) => list[Math.floor(next() * list.length)] as T;
  const items: Item[] = [];
  for (let event = 0; event < 45; event++) {
    const name = `Model${event}`;
    const nouns = [pick(NOUNS), pick(NOUNS), pick(NOUNS)];
    const day = `2026-11-${String(9 + (event % 6)).padStart(2, '0')}T10:00:00.000Z`;
    for (let i = 0; i <= event % 4; i++) {
      const sourceId = SOURCES[(event + i) % SOURCES.length] as string;
      const url = `https://${sourceId}.test/${event}/${i}`;
      const words = { title: `${name} and the ${nouns[i % 3]}`, text: text(next, name, nouns) };
      const counts = event % 3 === 0 ? { counts: { points: 60 } } : {};
      items.push(item({ url, sourceId, sourceName: sourceId, ...words, publishedAt: day, ...counts }));
      if (i === 1) items.push(item({ url, sourceId: 'aggregator', own: false, ...words, publishedAt: day }));
      if (i === 2)
        items.push(item({ url: `https://copies.test/${event}`, sourceId: 'wire', ...words, publishedAt: day }));
      if (i === 0) {
        const remark = { about: [url], voice: { handle: `reader${event}`, where: 'HN' }, sourceId: 'board' };
        items.push(
          item({ url: `https://board.test/c/${event}`, text: `${name} is late, and late is the word.`, ...remark }),
        );
      }
    }
  }
  const links = items.map(({ url }) => url);
  items.push(item({ url: 'https://list.test/all', sourceId: 'list', title: 'All of it', text: 'Short.', links }));
  for (const url of links.slice(0, 6))
    items.push(
      item({ url: `https://posts.test/${items.length}`, text: `See ${url}`, links: [url], sourceId: 'posts' }),
    );
  return items;
}

const KNOWN: RankContext = context({
  newsletter: newsletter({ limits: { perSource: 4, perDomain: 4 } }),
  sources: SOURCES.map((id) => source({ id, url: `https://${id}.test/feed` })),
  until: UNTIL,
});
const find = (items: Item[], known = KNOWN) => findStories(items, known);

/** All that a week says, without what it was read from. */
function said({ stories, selection, funnel }: Week) {
  return {
    stories: stories.map(({ id, title, score, items, lead, reasons }) => ({
      ...{ id, title, score, reasons, lead: lead.id },
      items: items.map((one) => [one.id, one.copies.map((copy) => copy.id).sort()]),
    })),
    chosen: selection.chosen.map(({ id, slot, quotes }) => ({ id, slot, quotes })),
    runnersUp: selection.runnersUp.map(({ story, reason }) => [story.id, reason]),
    dropped: Object.entries(selection.dropped).sort(),
    funnel,
  };
}

/** Fisher and Yates (1938). */
function shuffled<T>(list: T[], seed: number): T[] {
  const next = seeded(seed);
  const mixed = [...list];
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [mixed[i], mixed[j]] = [mixed[j] as T, mixed[i] as T];
  }
  return mixed;
}

/** Every item in one story, as itself or as a copy, or counted as left out before there were stories. */
function expectEveryItemOnce({ stories, funnel }: Week, items: Item[]): void {
  const ids = stories.flatMap((story) => story.items.flatMap((one) => [one.id, ...one.copies.map(({ id }) => id)]));
  expect(new Set(ids).size).toBe(ids.length);
  const known = new Set(items.map(({ id }) => id));
  for (const id of ids) expect(known.has(id)).toBe(true);
  expect(funnel.items).toBe(items.length);
  expect(funnel.told + funnel.leftOut.reduce((sum, line) => sum + line.items, 0)).toBe(items.length);
  // nothing is lost between the stages: there is no past issue here that could have told it
  expect(funnel.leftOut.some(({ reason }) => reason === 'told-before')).toBe(false);
  const outside = funnel.leftOut.reduce((sum, line) => sum + (line.stories > 0 ? 0 : line.items), 0);
  expect(ids.length + outside).toBe(items.length);
  expect(funnel.leftOut.reduce((sum, line) => sum + line.stories, 0) + funnel.chosen).toBe(stories.length);
}

describe('the order of items', () => {
  it('changes no story, id, score, reason, slot or quote', async () => {
    const items = week();
    expect(items.length).toBeGreaterThanOrEqual(150);
    const first = await find(items);
    expect(first.stories.length).toBeGreaterThanOrEqual(20);
    expect(first.stories.length).toBeLessThan(items.length / 2);
    expect(first.roundups).toBeGreaterThanOrEqual(1);
    expect(first.stories.some((story) => story.items.some(({ copies }) => copies.length > 0))).toBe(true);
    expect(first.selection.chosen.length).toBeGreaterThanOrEqual(5);
    for (let seed = 1; seed <= 6; seed++) expect(said(await find(shuffled(items, seed)))).toEqual(said(first));
    expect(said(await find(items.toReversed()))).toEqual(said(first));
  });

  it('leaves every item in one story or in the ledger, also what is muted', async () => {
    const items = week();
    expectEveryItemOnce(await find(items), items);
    const editor = { ...KNOWN.editor, mutes: [{ source: 'wire' }, { domain: 'blog.test' }] };
    const muted = await find(items, { ...KNOWN, editor });
    expectEveryItemOnce(muted, items);
    expect(muted.funnel.leftOut.find(({ reason }) => reason === 'muted')?.items).toBe(muted.selection.dropped.muted);
  });
});

const many = (count: number, make: (i: number) => Parameters<typeof item>[0]) =>
  Array.from({ length: count }, (_, i) => item(make(i)));
const LANGUAGES = [
  'Ein Modell lernt aus Fehlern, und niemand zahlt dafür.',
  'Un modèle apprend de ses erreurs, et personne ne paie.',
  'Un modelo aprende de sus errores y nadie paga.',
  'Модель учится на ошибках, и никто не платит.',
  'モデルは間違いから学び、誰も払わない。',
  '模型从错误中学习，没有人付钱。',
  '모델은 실수에서 배우고 아무도 돈을 내지 않는다.',
  'النموذج يتعلم من أخطائه ولا أحد يدفع.',
  'Το μοντέλο μαθαίνει από λάθη και κανείς δεν πληρώνει.',
  'मॉडल गलतियों से सीखता है और कोई भुगतान नहीं करता।',
];

const ODD: Record<string, { items: Item[]; stories: (count: number) => boolean }> = {
  'no item at all': { items: [], stories: (count) => count === 0 },
  'the same page five hundred times': {
    items: many(500, (i) => ({
      url: 'https://a.test/p',
      sourceId: `s${i}`,
      title: 'A language model',
      text: prose('it'),
    })),
    stories: (count) => count === 1,
  },
  'the same words on five hundred pages': {
    items: many(500, (i) => ({
      url: `https://a${i}.test/p`,
      sourceId: `s${i}`,
      title: 'A language model',
      text: prose('it', 24),
    })),
    stories: (count) => count === 1,
  },
  'nothing but different words': {
    items: many(300, (i) => ({ url: `https://a${i}.test/p`, title: `qa${i} qb${i}`, text: `qc${i} qd${i} qe${i}` })),
    stories: (count) => count === 300,
  },
  'one item of 50,000 words': {
    items: [
      ...many(20, (i) => ({ url: `https://a${i}.test/p`, title: `Kettle${i}`, text: prose(`kettle ${i}`) })),
      item({
        url: 'https://long.test/p',
        title: 'Long',
        text: Array.from({ length: 50_000 }, (_, i) => `word${i % 9973}`).join(' '),
      }),
    ],
    stories: (count) => count >= 1,
  },
  'ten languages': {
    items: many(100, (i) => ({
      url: `https://l${i}.test/p`,
      title: (LANGUAGES[i % 10] ?? '').slice(0, 20),
      text: `${LANGUAGES[i % 10]} ${i}`,
    })),
    stories: (count) => count >= 10 && count <= 100,
  },
  'no titles and no words': {
    items: many(200, (i) => ({ url: `https://a${i}.test/p`, title: '', text: '' })),
    stories: (count) => count === 200,
  },
  'no dates, and dates far from now': {
    items: many(60, (i) => ({
      ...{ url: `https://a${i}.test/p`, title: `Kettle${i} of the language model`, text: prose(`kettle${i}`) },
      publishedAt: ['', 'never', '0001-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z'][i % 4] as string,
    })),
    stories: (count) => count >= 1,
  },
};

describe('a week that nobody would expect', () => {
  for (const [what, { items, stories }] of Object.entries(ODD))
    it(`is told all the same: ${what}`, async () => {
      const found = await find(items);
      expect(stories(found.stories.length), `${found.stories.length} stories`).toBe(true);
      expectEveryItemOnce(found, items);
      for (const { score } of found.stories) expect(Number.isFinite(score)).toBe(true);
      expect(said(await find(shuffled(items, 5)))).toEqual(said(found));
    });
});

/** How often the words of these items are read while their stories are found. */
async function readsOf(items: Item[]): Promise<number> {
  let reads = 0;
  const counted = items.map((one) => {
    const { text, ...rest } = one;
    return Object.defineProperty(rest as Item, 'text', {
      ...{ enumerable: true, configurable: true },
      get: () => {
        reads++;
        return text;
      },
    });
  });
  await find(counted);
  return reads;
}

describe('the work', () => {
  const copies = (count: number) =>
    many(count, (i) => ({
      url: `https://a${i}.test/p`,
      sourceId: `s${i}`,
      title: 'A language model',
      text: prose('it', 24),
    }));
  const strangers = (count: number) =>
    many(count, (i) => ({
      url: `https://a${i}.test/p`,
      title: `qa${i} qb${i}`,
      text: `qc${i} qd${i} qe${i} the same end`,
    }));
  for (const [what, make] of Object.entries({ copies, strangers }))
    it(`grows with the number of items and not with its square: ${what}`, async () => {
      const [few, lots] = [await readsOf(make(100)), await readsOf(make(800))];
      expect(few).toBeGreaterThanOrEqual(100);
      expect(lots).toBeLessThanOrEqual(few * 8 * 1.25);
    });
});
