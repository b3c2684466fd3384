import { describe, expect, it } from 'vitest';
import { rank } from '../../src/stages/rank.ts';
import { SCORE_TERMS } from '../../src/text/scoreTerms.ts';
import { pageKey } from '../../src/text/url.ts';
import type { Original } from '../../src/types.ts';
import { context, item, NO_DECISIONS, newsletter, original, prose, source } from '../support/items.ts';

const ai = (n: number, changes: Partial<Original> = {}) =>
  original({
    url: `https://site${n}.test/p`,
    sourceId: `s${n}`,
    title: `A language model for task${n}`,
    text: prose(`task${n}`),
    incomplete: false,
    ...changes,
  });
const off = (n: number) =>
  original({
    url: `https://garden${n}.test/p`,
    sourceId: 'garden',
    title: `Pruning rose number ${n}`,
    text: prose(`roses ${n}`),
    incomplete: false,
  });
const base = [...Array.from({ length: 6 }, (_, n) => [ai(n + 20)]), ...Array.from({ length: 6 }, (_, n) => [off(n)])];
const scoreOf = (groups: Original[][], changes = {}) => {
  const stories = rank([...groups, ...base], [], context(changes));
  return groups.map((group) => stories.find((story) => story.items.includes(group[0] as Original)));
};
const term = (story: ReturnType<typeof scoreOf>[number], name: string) =>
  story?.reasons.find((reason) => reason.term === name)?.value ?? 0;

describe('rank', () => {
  it('separates what is on topic from what is not', () => {
    const stories = rank(base, [], context());
    expect(stories.filter(({ onTopic }) => onTopic).map(({ title }) => title)).toHaveLength(6);
    expect(stories.filter(({ onTopic }) => onTopic).every(({ title }) => title.includes('language model'))).toBe(true);
  });

  it('lets independent sites, a first-hand source and its weight count, each as a reason', () => {
    const [wide, alone, second] = scoreOf([[ai(1), ai(2), ai(3)], [ai(4)], [ai(5, { own: false })]]);
    expect(term(wide, 'breadth')).toBeGreaterThan(term(alone, 'breadth'));
    expect(term(alone, 'authority')).toBeGreaterThan(term(second, 'authority'));
    const [heavy] = scoreOf([[ai(4)]], { sources: [source({ id: 's4', weight: 3 })] });
    expect(term(heavy, 'authority')).toBeGreaterThan(term(alone, 'authority'));
    expect(wide?.score).toBeCloseTo(wide?.reasons.reduce((sum, { value }) => sum + value, 0) ?? 0, 6);
  });

  it('raises what round-ups link to', () => {
    const digest = original({
      url: 'https://digest.test/1',
      roundup: true,
      text: prose('links'),
      links: ['https://www.site1.test/p?utm_source=digest'],
    });
    const [linked] = rank([[ai(1)], ...base], [digest], context()).filter(({ lead }) => lead.sourceId === 's1');
    expect(linked?.reasons.find((reason) => reason.term === 'digests')?.value).toBeGreaterThan(0);
  });

  it('compares a point, a like and a view each on its own scale', () => {
    const [hot, warm] = scoreOf([[ai(1, { counts: { points: 600 } })], [ai(2, { counts: { views: 600 } })]]);
    expect(term(hot, 'buzz')).toBeGreaterThan(term(warm, 'buzz') + 0.5);
  });

  it('puts a pin on top and a story that was told at the bottom, and multiplies by the newsletter’s weights', () => {
    const editor = { ...NO_DECISIONS, pins: [{ url: 'https://site1.test/p' }] };
    expect(rank([[ai(1)], ...base], [], context({ editor }))[0]?.lead.sourceId).toBe('s1');
    const [told] = scoreOf([[ai(1)]], { told: new Set([pageKey('https://site1.test/p')]) });
    expect(term(told, 'novelty')).toBeLessThan(0);
    const [doubled] = scoreOf([[ai(1)]], { newsletter: newsletter({ weights: { authority: 2 } }) });
    const [plain] = scoreOf([[ai(1)]]);
    expect(term(doubled, 'authority')).toBeCloseTo(2 * term(plain, 'authority'), 6);
  });

  it('writes about the page that speaks first hand and has words, not about a post on it', () => {
    const post = ai(1, {
      url: 'https://x.com/ada/status/9900',
      voice: { handle: 'ada', where: 'X' },
      publishedAt: '2026-11-09T00:00:00.000Z',
    });
    const page = ai(2, { publishedAt: '2026-11-10T00:00:00.000Z' });
    const bare = ai(3, { text: '', incomplete: true });
    const [story] = scoreOf([[post, bare, page]]);
    expect(story?.lead.url).toBe(page.url);
  });

  it('counts a copy as a source of its own', () => {
    const copied = ai(1, { copies: [item({ url: 'https://site1.test/p', sourceId: 'hn', own: false })] });
    const [story, alone] = scoreOf([[copied], [ai(2)]]);
    expect(term(story, 'breadth')).toBeGreaterThan(term(alone, 'breadth'));
  });

  it('counts the same words printed elsewhere once', () => {
    const syndicated = ai(1, { copies: [item({ url: 'https://reprint.test/p', sourceId: 'reprint', own: true })] });
    const [story, alone] = scoreOf([[syndicated], [ai(2)]]);
    expect(term(story, 'breadth')).toBe(term(alone, 'breadth'));
  });

  describe('digests', () => {
    const digest = (text: string, n = 1) => original({ url: `https://digest${n}.test/1`, roundup: true, text });
    const says = [
      'Harbour Labs opened the weights of its otter model, and the port authorities of four countries run it already.',
      'Elsewhere the price of a training run fell again, and nobody could say for how long it would keep falling.',
      'A long quarrel about the alignment of chatbots went on, with more heat than news from either of the two sides.',
    ];
    const otter = { title: 'Harbour Labs opens the weights of Otter' };
    const told = (roundups: Original[], changes: Partial<Original> = otter) =>
      rank([[ai(1, changes)], ...base], roundups, context()).find(({ lead }) => lead.sourceId === 's1');

    it('raise what they tell without a link, more so at their top and in two of them', () => {
      const [top, end] = [says.join('\n\n'), says.toReversed().join('\n\n')];
      expect(term(told([digest(end)]), 'digests')).toBeGreaterThan(0.2);
      expect(term(told([digest(top)]), 'digests')).toBeGreaterThan(term(told([digest(end)]), 'digests'));
      expect(term(told([digest(top), digest(top, 2)]), 'digests')).toBeGreaterThan(
        term(told([digest(top)]), 'digests'),
      );
      expect(told([digest(top)])?.reasons.find(({ term: name }) => name === 'digests')?.detail).toBe(
        'linked by 0 digests, told by 1 digest',
      );
    });

    it('do not raise another story with a word of theirs', () => {
      expect(
        term(
          told([digest(says.join('\n\n'))], { title: 'The otters of the harbour have two pups this year' }),
          'digests',
        ),
      ).toBe(0);
    });

    it('say what a page that nobody could read is about', () => {
      const unread = { title: 'Tern 2: better by half', text: '', incomplete: true, own: false };
      const text = `Tern 2, a language model from the north, is better by half and has open weights.\n\n${says.join('\n\n')}`;
      expect(told([], unread)?.onTopic).toBe(false);
      expect(told([digest(text)], unread)?.onTopic).toBe(true);
    });
  });

  it('knows what is new by a title that is its name and version', () => {
    const fixtures: [string, boolean][] = [
      ['Heron 4.1', true],
      ['Introducing Fjord-7B', true],
      ['Tern 2 Mini: small and quick', true],
      ['Running Heron 4.1 on a phone from 2019', false],
      ['Seven ways to ask a model', false],
      ['7 ways to ask', false],
      ['We tried Heron 4.1 for a month', false],
      ['The year 2026', false],
    ];
    for (const [title, is] of fixtures) {
      const [story] = scoreOf([[ai(1, { title })]]);
      expect([title, term(story, 'release') > 0]).toEqual([title, is]);
    }
  });

  it('takes from what stands on weak feet, and says why', () => {
    const unread = { text: '', incomplete: true, own: false };
    const [post, page, asks, firm] = scoreOf([
      [ai(1, { ...unread, url: 'https://x.com/ada/status/77' })],
      [ai(2, unread)],
      [ai(3, { title: 'Is a language model a friend?' })],
      [ai(4)],
    ]);
    expect(term(post, 'standing')).toBeLessThan(term(page, 'standing'));
    expect(term(page, 'standing')).toBeLessThan(0);
    expect(term(asks, 'standing')).toBeLessThan(0);
    expect(term(firm, 'standing')).toBe(0);
    expect(post?.reasons.find(({ term: name }) => name === 'standing')?.detail).toBe(
      'no page, only posts, no page could be read',
    );
  });

  it('holds a count against the week’s counts of its kind, once there are some', () => {
    const crowd = (likes: number) =>
      Array.from({ length: 40 }, (_, n) => [ai(n + 60, { counts: { likes: likes * (n + 1) } })]);
    const buzzOf = (likes: number) => {
      const stories = rank([[ai(1, { counts: { likes: 2000 } })], ...crowd(likes)], [], context());
      return term(
        stories.find(({ lead }) => lead.sourceId === 's1'),
        'buzz',
      );
    };
    expect(buzzOf(10)).toBeGreaterThan(buzzOf(1000) + 0.5);
  });

  it('shows no term that is not documented, and takes one out at weight 0', () => {
    const stories = rank([[ai(1, { counts: { likes: 900 } }), ai(2)], ...base], [], context());
    for (const { reasons } of stories)
      for (const { term: name } of reasons) expect(Object.keys(SCORE_TERMS)).toContain(name);
    const [without] = scoreOf([[ai(1)]], { newsletter: newsletter({ weights: { relevance: 0 } }) });
    expect(without?.reasons.some(({ term: name }) => name === 'relevance')).toBe(false);
    expect(without?.onTopic).toBe(true);
  });
});
