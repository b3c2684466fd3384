import { describe, expect, it } from 'vitest';
import { cluster, clusterItems } from '../../src/stages/cluster.ts';
import type { ClusterInput } from '../../src/types.ts';
import { original } from '../support/items.ts';

const launch = [
  'Norrland Labs opens the weights of Fjord, a model that reads a million tokens',
  'Fjord, the open model of Norrland Labs, reads a million tokens for a tenth of the price',
  'Norrland Labs gives Fjord away: open weights, a million tokens of context',
];
const lawsuit = [
  'Publishers sue Cinder over books in its training data',
  'Cinder is sued by three publishers for training on their books',
  'Court to hear the publishers against Cinder in March',
];
const filler = Array.from(
  { length: 30 },
  (_, i) => `Notes on subject${i} and its ${['gears', 'rivers', 'songs', 'kites', 'stamps'][i % 5]} number${i * 7}`,
);
const inputs: ClusterInput[] = [...launch, ...lawsuit, ...filler].map((title, i) => ({
  id: `id${i}`,
  title,
  text: '',
  publishedAt: `2026-11-1${i % 5}T00:00:00.000Z`,
}));
const groupsOf = (items: ClusterInput[]) =>
  clusterItems(items)
    .map((ids) => ids.toSorted())
    .filter((ids) => ids.length > 1)
    .toSorted();

it('pages that are called by their address, since nobody could read them, are not alike', () => {
  const unread = ['a', 'b', 'c'].map((page) => `https://wall.test/members/${page}`);
  const named = inputs.map(({ id, title }) => original({ url: `https://${id}.test/`, title }));
  const groups = cluster([...unread.map((url) => original({ url, title: url })), ...named], {
    same: [],
    different: [],
  });
  for (const url of unread) expect(groups.find((group) => group.some((item) => item.url === url))).toHaveLength(1);
});

describe('clusterItems', () => {
  it('finds what is one event in headlines alone, and leaves the rest alone', () => {
    expect(groupsOf(inputs)).toEqual([
      ['id0', 'id1', 'id2'],
      ['id3', 'id4', 'id5'],
    ]);
  });

  it('gives every id exactly once, in whatever order they come', () => {
    const shuffled = inputs.toSorted((a, b) => (a.id.length % 3) - (b.id.length % 3) || (a.title < b.title ? 1 : -1));
    expect(clusterItems(shuffled).flat().toSorted()).toEqual(inputs.map(({ id }) => id).toSorted());
    expect(groupsOf(shuffled)).toEqual(groupsOf(inputs));
  });

  it('does not join what lies further apart than the window', () => {
    const [a, b] = [
      inputs[0] as ClusterInput,
      { ...(inputs[1] as ClusterInput), publishedAt: '2026-12-20T00:00:00.000Z' },
    ];
    expect(clusterItems([a, b, ...inputs.slice(3)]).some((ids) => ids.includes('id0') && ids.includes('id1'))).toBe(
      false,
    );
  });

  it('joins two items that share a rare link, and none that share a link everybody has or a front page', () => {
    const page = (id: string, title: string, links: string[]): ClusterInput => ({
      id,
      title,
      text: '',
      links,
      url: `https://${id}.test/post`,
    });
    const groups = clusterItems([
      page('a', 'Kites at dawn', ['https://lab.test/paper']),
      page('b', 'A remark on rivers', ['https://lab.test/paper', 'https://common.test/x']),
      ...['c', 'd', 'e', 'f'].map((id) =>
        page(id, `Thoughts of ${id} upon ${id}${id}`, ['https://common.test/x', 'https://home.test/']),
      ),
    ]);
    expect(groups.filter((ids) => ids.length > 1).map((ids) => ids.toSorted())).toEqual([['a', 'b']]);
  });

  it('does not join what only links the same account', () => {
    const groups = clusterItems([
      { id: 'a', title: 'Kites at dawn', text: '', links: ['https://x.com/ada', 'https://github.com/ada'] },
      { id: 'b', title: 'A remark on rivers', text: '', links: ['https://x.com/ada', 'https://github.com/ada'] },
    ]);
    expect(groups).toHaveLength(2);
  });

  it('joins a post to the page that it links', () => {
    const groups = clusterItems([
      { id: 'page', title: 'Kites at dawn', text: '', url: 'https://lab.test/paper' },
      {
        id: 'post',
        title: 'this is worth an hour',
        text: '',
        url: 'https://x.com/a/status/1',
        links: ['https://lab.test/paper?utm_source=x'],
      },
    ]);
    expect(groups).toHaveLength(1);
  });

  it('takes equal items, empty ones and none at all', () => {
    expect(clusterItems([])).toEqual([]);
    expect(clusterItems([{ id: 'only', title: '', text: '' }])).toEqual([['only']]);
    const equal = Array.from({ length: 60 }, (_, i) => ({ id: `e${i}`, title: 'The very same words', text: '' }));
    expect(clusterItems(equal).flat()).toHaveLength(60);
  });
});

describe('cluster', () => {
  const items = [...launch, ...lawsuit].map((title, i) =>
    original({ url: `https://s${i}.test/p`, sourceId: `s${i}`, title }),
  );
  const urls = items.map(({ url }) => url);
  const joined = (groups: { url: string }[][], a: number, b: number) =>
    groups.some((group) => [a, b].every((i) => group.some(({ url }) => url === urls[i])));

  it('lets the editor’s word win over any likeness', () => {
    const groups = cluster(items, {
      same: [[urls[0] as string, urls[3] as string]],
      different: [[urls[0] as string, urls[1] as string]],
    });
    expect(joined(groups, 0, 3)).toBe(true);
    expect(joined(groups, 0, 1)).toBe(false);
    expect(groups.flat()).toHaveLength(items.length);
  });
});

describe('posts', () => {
  it('with one link are about that page, however many of them there are', () => {
    const article: ClusterInput = {
      id: 'page',
      title: launch[0] as string,
      text: '',
      url: 'https://norrland.test/fjord',
    };
    const posts = Array.from({ length: 7 }, (_, i) => ({
      id: `post${i}`,
      title: `Thought ${i} on ${['gears', 'rivers', 'songs', 'kites', 'stamps', 'looms', 'wells'][i]}`,
      text: `Word${i} word${i}`,
      links: ['https://norrland.test/fjord?utm_source=x'],
    }));
    const chatty = {
      id: 'chatty',
      title: 'Seven links',
      text: 'Look',
      links: posts.map((_, i) => `https://a.test/${i}`),
    };
    expect(groupsOf([article, ...posts, chatty])).toEqual([['page', ...posts.map(({ id }) => id)]]);
  });
});

describe('titles', () => {
  it('compares a title that begins like an address', () => {
    const wren = ['Wren: a model for phones by Norrland', 'Wren: a phone model by Norrland'].map((title, i) =>
      original({ url: `https://site${i}.test/p`, title }),
    );
    const others = filler.map((title, i) => original({ url: `https://other${i}.test/p`, title }));
    const groups = cluster([...wren, ...others], { same: [], different: [] });
    expect(groups.find((items) => items.some(({ id }) => id === wren[0]?.id))).toHaveLength(2);
  });
});

describe('remarks', () => {
  const article = original({
    url: 'https://norrland.test/fjord',
    title: launch[0] as string,
    discussionUrl: 'https://news.ycombinator.com/item?id=1',
  });
  const comment = (id: number, about: string[], text: string) =>
    original({ url: `https://news.ycombinator.com/item?id=${id}`, title: '', text, about });
  const ids = (groups: { id: string }[][]) => groups.map((items) => items.map(({ id }) => id).toSorted()).toSorted();
  const none = { same: [], different: [] };

  it('puts comments into the story of the page that they are about, however many there are and whatever they say', () => {
    const comments = [2, 3, 4, 5, 6].map((id) =>
      comment(id, ['https://www.norrland.test/fjord/', 'https://news.ycombinator.com/item?id=1'], `Remark ${id}`),
    );
    const lookalike = original({ url: 'https://cinder.test/suit', title: 'Remark 4 on publishers' });
    const groups = cluster([article, ...comments, lookalike], none);
    expect(ids(groups)).toEqual(ids([[article, ...comments], [lookalike]]));
  });

  it('follows answers to answers, also where only the thread is known, and ends where they go in a circle', () => {
    const first = comment(2, ['https://news.ycombinator.com/item?id=1'], 'First');
    const second = comment(3, ['https://news.ycombinator.com/item?id=2'], 'Second');
    expect(ids(cluster([second, first, article], none))).toEqual(ids([[article, first, second]]));
    const a = comment(8, ['https://news.ycombinator.com/item?id=9'], 'One');
    const b = comment(9, ['https://news.ycombinator.com/item?id=8'], 'Other');
    expect(
      cluster([a, b], none)
        .flat()
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual([a.id, b.id].toSorted());
  });

  it('leaves a comment on a page that nobody has to itself, and heeds the editor', () => {
    const lone = comment(7, ['https://elsewhere.test/page'], 'Lone');
    expect(ids(cluster([article, lone], none))).toEqual(ids([[article], [lone]]));
    const joined = comment(2, ['https://norrland.test/fjord'], 'First');
    const apart = cluster([article, joined], { same: [], different: [[article.url, joined.url]] });
    expect(ids(apart)).toEqual(ids([[article], [joined]]));
  });
});
