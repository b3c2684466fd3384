import { describe, expect, it } from 'vitest';
import { select } from '../../src/stages/select.ts';
import { thinWeek } from '../../src/stages/select-thin.ts';
import { findId } from '../../src/text/find.ts';
import type { Original, Quote, RankContext, Story } from '../../src/types.ts';
import { context, NO_DECISIONS, newsletter, original, prose, source } from '../support/items.ts';

let score = 1000;
function story(changes: Partial<Original> & { url: string }, more: Partial<Story> = {}): Story {
  score -= 1;
  // no two tell the same thing
  const [title, text] = [`Title${score}`, `Text${score}.`];
  const lead = original({ text, incomplete: false, title, ...changes });
  return { id: lead.id, title: lead.title, items: [lead], lead, score, onTopic: true, reasons: [], ...more };
}
const quotesOf = ({ items, lead }: Story): Quote[] =>
  items
    .filter(({ text }) => text)
    .map((item, i) => ({
      id: `q${i}`,
      itemId: item.id,
      text: 'Words that stand there.',
      url: item.url,
      start: 0,
      end: 5,
      score: 1,
      ...(item.voice ? { voice: item.voice } : {}),
    }))
    .filter((quote) => quote.voice || quote.itemId === lead.id);
const choose = (stories: Story[], changes: Partial<RankContext> = {}) => select(stories, context(changes), quotesOf);
const many = (count: number) =>
  Array.from({ length: count }, (_, i) => story({ url: `https://site${i}.test/p`, sourceId: `s${i}` }));

describe('select', () => {
  it('fills lead and reads in rank order and keeps runners-up with their reason', () => {
    const stories = many(20);
    const { chosen, runnersUp, dropped } = choose(stories);
    expect(chosen.map(({ id }) => id)).toEqual(stories.slice(0, 15).map(({ id }) => id));
    expect(chosen[0]?.slot).toBe('lead');
    expect(runnersUp.map(({ reason }) => reason)).toEqual(Array(5).fill('no-room'));
    expect(dropped).toEqual({ 'no-room': 5 });
  });

  it('takes at most two of a site and of a source, and says so', () => {
    const site = Array.from({ length: 4 }, (_, i) => story({ url: `https://lab.test/${i}`, sourceId: `s${i}` }));
    const feed = Array.from({ length: 4 }, (_, i) => story({ url: `https://blog${i}.test/p`, sourceId: 'group' }));
    expect(choose(site).dropped).toEqual({ 'domain-limit': 2 });
    expect(choose(feed).dropped).toEqual({ 'source-limit': 2 });
    const aggregated = Array.from({ length: 4 }, (_, i) =>
      story({ url: `https://blog${i}.test/p`, sourceId: 'hn', own: false }),
    );
    expect(choose(aggregated).chosen).toHaveLength(4);
  });

  it('lets another page of the story lead where a site has had its share', () => {
    const site = Array.from({ length: 3 }, (_, i) => story({ url: `https://lab.test/${i}`, sourceId: `s${i}` }));
    const third = site[2] as Story;
    const retold = original({
      url: 'https://other.test/p',
      title: 'The same, elsewhere',
      text: prose('it'),
      incomplete: false,
      sourceId: 's9',
    });
    const { chosen, dropped } = choose([...site.slice(0, 2), { ...third, items: [third.lead, retold] }]);
    expect(chosen.at(-1)).toMatchObject({ id: third.id, title: 'The same, elsewhere', lead: { url: retold.url } });
    expect(dropped).toEqual({});
  });

  it('drops what is off topic, told before, link-only or without words, each by name', () => {
    const { chosen, dropped } = choose([
      story({ url: 'https://a.test/p' }, { onTopic: false }),
      story({ url: 'https://b.test/p' }, { reasons: [{ term: 'novelty', value: -3, detail: '' }] }),
      story({ url: 'https://e.test/p', linkOnly: true }),
      story({ url: 'https://f.test/p', text: '', incomplete: true }),
    ]);
    expect(chosen).toEqual([]);
    expect(dropped).toEqual({ 'off-topic': 1, 'told-before': 1, 'link-only': 1, 'no-text': 1 });
  });

  describe('the editor’s finds', () => {
    const finds = (...written: { url: string; section?: 'lead' | 'voices' | 'watch' }[]) => ({
      editor: { ...NO_DECISIONS, inbox: written.map((find) => ({ ...find, added: '2026-11-15' })) },
    });
    const foundStory = (url: string, more: Partial<Original> = {}) => story({ url, sourceId: findId(url), ...more });
    const POST = 'https://x.com/ada/status/1';
    const post = () => foundStory(POST, { voice: { handle: 'ada', where: 'X' } });

    it('a post is a block of its own among the reads, or the lead where it was told to be', () => {
      const own = post();
      for (const section of [undefined, 'voices'] as const) {
        const { chosen } = choose([...many(3), own], finds({ url: POST, ...(section ? { section } : {}) }));
        expect(chosen.find(({ id }) => id === own.id)?.slot).toBe('reads');
      }
      expect(choose([...many(3), own], finds({ url: POST, section: 'lead' })).chosen[0]).toMatchObject({ id: own.id });
      // nobody chose it
      expect(choose([...many(3), post()]).chosen).toHaveLength(3);
    });

    it('a section of their own beats the score, and the block is about the page that has it', () => {
      const url = 'https://wall.test/ladders';
      const weak = story({ url: 'https://weak.test/p' });
      const page = original({ url, sourceId: findId(url), title: 'On Ladders', text: prose('it'), incomplete: false });
      const { chosen } = choose(
        [...many(3), { ...weak, items: [...weak.items, page] }],
        finds({ url, section: 'lead' }),
      );
      expect(chosen[0]).toMatchObject({ slot: 'lead', id: weak.id, title: 'On Ladders', lead: { url } });
    });

    it('a post on the lead is the first of its voices, and enough for the block', () => {
      const [lead] = many(1) as [Story];
      const voice = (url: string, handle: string, sourceId: string) =>
        original({ url, sourceId, text: 'Said.', incomplete: false, voice: { handle, where: 'X' } });
      const items = [...lead.items, voice('https://x.com/bo/status/2', 'bo', 's'), voice(POST, 'ada', findId(POST))];
      const speaking = (of: Original[]) =>
        choose([{ ...lead, items: of }], finds({ url: POST })).chosen.find(({ slot }) => slot === 'voices')?.quotes;
      expect(speaking(items)?.map((quote) => quote.voice?.handle)).toEqual(['ada', 'bo']);
      expect(speaking(items.filter(({ voice: who }) => who?.handle !== 'bo'))).toHaveLength(1);
      expect(speaking(items.slice(0, 2))).toBeUndefined();
    });
  });

  it('puts recordings into watch, with or without words, and never into reads', () => {
    const video = story({ url: 'https://www.youtube.com/watch?v=1', media: 'video', text: '', durationSeconds: 2100 });
    const { chosen } = choose([video, ...many(2)]);
    expect(chosen.find(({ id }) => id === video.id)?.slot).toBe('watch');
  });

  it('gathers the voices on the lead story in a block of their own, one a person, and none where there is only one', () => {
    const post = (handle: string, n: number) =>
      original({ url: `https://x.com/${handle}/status/${n}`, text: 'a post', voice: { handle, where: 'X' } });
    const lead = story({ url: 'https://lab.test/p' });
    const discussed = { ...lead, items: [lead.lead, post('ada', 1), post('ADA', 2), post('bob', 3)] };
    const voices = choose([discussed, ...many(2)]).chosen.find(({ slot }) => slot === 'voices');
    expect(voices?.quotes.map(({ voice }) => voice?.handle)).toEqual(['ada', 'bob']);
    expect(choose([{ ...lead, items: [lead.lead, post('ada', 1)] }]).chosen.some(({ slot }) => slot === 'voices')).toBe(
      false,
    );
  });

  it('keeps to the slot that a source or a pin names, and lets a pin in whatever speaks against it', () => {
    const stories = many(3);
    const editor = { ...NO_DECISIONS, pins: [{ url: 'https://site2.test/p', slot: 'lead' as const }] };
    const pinned = [{ ...(stories[2] as Story), onTopic: false }, ...stories.slice(0, 2)];
    expect(choose(pinned, { editor }).chosen[0]?.id).toBe(stories[2]?.id);
    const sources = [source({ id: 's0', section: 'watch' })];
    expect(choose(many(3), { sources }).chosen.find(({ lead }) => lead.sourceId === 's0')?.slot).toBe('watch');
  });

  it('fills a recurring slot from its source alone, under its title', () => {
    const sections = [
      { slot: 'reads' as const, max: 3 },
      { slot: 'recurring' as const, max: 1, title: 'Podcast of the week', source: 'pod' },
    ];
    const show = story({ url: 'https://pod.test/9', sourceId: 'pod', media: 'audio' });
    const { chosen } = choose([...many(2), show], { newsletter: newsletter({ sections }) });
    expect(chosen.at(-1)).toMatchObject({ slot: 'recurring', id: show.id, slotTitle: 'Podcast of the week' });
  });

  it('has one reason for every story that is not in the issue, whatever the week: the counts add up', () => {
    for (let seed = 1; seed <= 40; seed++) {
      let state = seed;
      const pick = (n: number) => {
        state = (state * 16807) % 2147483647;
        return state % n;
      };
      const stories = Array.from({ length: 5 + pick(40) }, (_, i) => {
        const url = `https://site${pick(9)}.test/${i}`;
        const kinds: Partial<Original>[] = [
          {},
          {},
          {},
          { text: '', incomplete: true },
          { linkOnly: true },
          { media: 'video' },
        ];
        const told = pick(7) === 0 ? { reasons: [{ term: 'novelty', value: -3, detail: '' }] } : {};
        const named = pick(3) === 0 ? { title: `Heron ${1 + pick(2)} again ${i}` } : {};
        return story(
          { url, sourceId: `s${pick(6)}`, ...named, ...kinds[pick(kinds.length)] },
          { onTopic: pick(5) > 0, ...told },
        );
      });
      const { chosen, dropped, why, runnersUp } = choose(stories);
      const inIt = new Set(chosen.map(({ id }) => id));
      const out = stories.filter(({ id }) => !inIt.has(id));
      expect([...why.keys()].sort()).toEqual(out.map(({ id }) => id).sort());
      expect(Object.values(dropped).reduce((sum, n) => sum + n, 0)).toBe(out.length);
      for (const { story: one, reason } of runnersUp) expect(why.get(one.id)).toBe(reason);
    }
  });

  it('tells nearly the same thing once, and no more than two of one version of one thing', () => {
    const text = 'The ferry company lets a model plan its winter timetable from this week on.';
    const [first, again] = [1, 2].map((n) =>
      story({ url: `https://ferry${n}.test/p`, sourceId: `f${n}`, title: 'A model plans the winter ferries', text }),
    ) as [Story, Story];
    const named = [
      'Heron 4 arrives with open weights and a smaller memory',
      'What a year of Heron-4 costs the libraries of Porto',
      'Heron 4 answers on a phone from 2019',
      'Heron 3 retires after eleven months of service',
    ].map((title, i) => story({ url: `https://name${i}.test/p`, sourceId: `n${i}`, title }));
    const { chosen, why } = choose([first, again, ...named, ...many(4)]);
    expect([...why]).toEqual([
      [again.id, 'repeats'],
      [named[2]?.id, 'repeats'],
    ]);
    expect(chosen).toHaveLength(8);
  });

  it('is not led by one weak source while another story can lead, and by it where nothing else is there', () => {
    const weak = story({ url: 'https://passed.test/on', own: false, sourceId: 'agg' });
    const strong = story({ url: 'https://lab.test/first-hand', sourceId: 'lab' });
    const leads = (stories: Story[]) => choose(stories).chosen.find(({ slot }) => slot === 'lead')?.id;
    expect(leads([weak, strong])).toBe(strong.id);
    expect(leads([weak])).toBe(weak.id);
    const spoken = { ...weak, reasons: [{ term: 'digests', value: 0.8, detail: '' }] };
    expect(leads([spoken, strong])).toBe(weak.id);
    const copied = {
      ...weak,
      items: [{ ...weak.lead, copies: [original({ url: weak.lead.url, sourceId: 'other', own: false })] }],
    };
    expect(leads([copied, strong])).toBe(weak.id);
  });

  it('says of a thin week that it is one, and why', () => {
    const thin = choose([...many(2), story({ url: 'https://x.test/1', text: '', incomplete: true })]);
    expect(thinWeek(thin, newsletter())).toBe(
      'A thin week: 2 of the 7 places for reading are filled; most of what was left out: no-text (1). The issue is shorter.',
    );
    expect(thinWeek(choose([]), newsletter())).toMatch(/no story fills the 7 places/);
    expect(thinWeek(choose(many(7)), newsletter())).toBeUndefined();
  });

  it('gives a thin week a short issue', () => {
    expect(choose([]).chosen).toEqual([]);
    expect(choose(many(2)).chosen).toHaveLength(2);
  });

  it('lets the places where people talk take turns', () => {
    const lead = story({ url: 'https://lab.test/a' });
    const says = (handle: string, where: string, i: number) =>
      original({ url: `https://talk.test/${i}`, text: `${handle} says`, voice: { handle, where } });
    const said = ['ada', 'bob', 'cyd', 'dee'].map((handle, i) => says(handle, 'HN', i));
    const discussed = { ...lead, items: [lead.lead, ...said, says('eve', 'X', 8), says('ADA', 'X', 9)] };
    const voices = choose([discussed]).chosen.find(({ slot }) => slot === 'voices');
    expect(voices?.quotes.map(({ voice }) => voice?.handle)).toEqual(['ada', 'eve', 'bob', 'cyd', 'dee']);
  });

  it('takes a find of the editor into the slot that was asked for, whatever its topic', () => {
    const url = 'https://friend.test/find';
    const found = story({ url, sourceId: findId(url) }, { onTopic: false });
    const inbox = [{ url: `${url}?utm_source=mail`, section: 'watch' as const, added: '2026-11-10' }];
    const { chosen } = choose([...many(3), found], { editor: { ...NO_DECISIONS, inbox } });
    expect(chosen.find(({ id }) => id === found.id)?.slot).toBe('watch');
  });

  describe('a private page', () => {
    const paid = {
      url: 'https://paid.test/p',
      title: 'Paid words',
      author: 'Paid Author',
      linkOnly: true,
      private: true,
    };

    it('is neither told nor a runner-up', () => {
      const { chosen, runnersUp, dropped } = choose([story(paid), ...many(2)]);
      expect(chosen).toHaveLength(2);
      expect(runnersUp).toEqual([]);
      expect(dropped).toEqual({ 'link-only': 1 });
    });

    it('that the editor pinned is a link without a word of its own', () => {
      const editor = { ...NO_DECISIONS, pins: [{ url: paid.url }] };
      const [first] = choose([story(paid)], { editor }).chosen;
      expect(first).toMatchObject({ title: 'paid.test', lead: { title: 'paid.test', url: paid.url, text: '' } });
      expect(JSON.stringify([first?.title, first?.lead, first?.items])).not.toMatch(/Paid/);
    });

    it('is not let in by another page of its story that was pinned', () => {
      const pinned = story({ url: 'https://open.test/p' });
      const lead = original(paid);
      const editor = { ...NO_DECISIONS, pins: [{ url: 'https://open.test/p' }] };
      const both = { ...pinned, lead, items: [lead, ...pinned.items] };
      expect(choose([both], { editor }).chosen[0]?.lead.url).toBe('https://open.test/p');
    });
  });

  it('says what is said among the voices there alone', () => {
    const voice = (handle: string) =>
      original({ url: `https://x.com/${handle}/status/1`, text: 'Words.', voice: { handle, where: 'X' } });
    const lead = story({ url: 'https://lab.test/p' });
    const { chosen } = choose([{ ...lead, items: [...lead.items, voice('a'), voice('b')] }]);
    expect(chosen.map(({ slot, quotes }) => [slot, quotes.map((quote) => quote.voice?.handle)])).toEqual([
      ['lead', [undefined]],
      ['voices', ['a', 'b']],
    ]);
  });
});
