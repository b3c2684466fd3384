import { describe, expect, it } from 'vitest';
import { rank } from '../../src/stages/rank.ts';
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
});
