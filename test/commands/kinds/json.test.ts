import { expect, it } from 'vitest';
import { crawlRecorded } from '../../support/recording.ts';

const yaml = `- kind: json
  name: Mill
  url: https://api.mill.test/v1/posts?key=\${MILL_KEY}
  items: data.posts
  home: https://mill.test/
  map: { id: nr, url: "https://mill.test/{slug}", title: name, author: "by[].name", publishedAt: at, summary: about, points: score }
`;
const post = {
  nr: 7,
  slug: 'flour',
  name: 'Flour &amp; water',
  by: [{ name: 'Ana' }, { name: 'Ivo' }],
  score: '1,234',
};

it('a list of any shape gives items by its map, and its key is nowhere', async () => {
  const body = { data: { posts: [{ ...post, at: 1_794_500_000, about: '<p>It <b>rises</b>.</p>' }, { nr: 8 }] } };
  const { ran, items } = await crawlRecorded(yaml, [{ url: 'https://api.mill.test/v1/posts?key=${MILL_KEY}', body }], {
    env: { MILL_KEY: 'very-secret-key' },
  });
  expect(ran.code).toBe(0);
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({
    ...{ url: 'https://mill.test/flour', guid: '7', sourceName: 'Mill', title: 'Flour & water', author: 'Ana, Ivo' },
    ...{ publishedAt: '2026-11-12T16:13:20.000Z', own: true, summary: 'It rises.', counts: { points: 1234 } },
  });
  expect(JSON.parse(ran.stdout).sources[0].warnings).toEqual(['entries without an address or a title, left out: 1']);
  expect(`${ran.stdout}${ran.stderr}${JSON.stringify(items)}`).not.toContain('very-secret');
});

it('words about a page of another site are the list’s, not the page’s', async () => {
  const elsewhere = yaml.replace('https://mill.test/{slug}', 'https://elsewhere.test/{slug}');
  const body = { data: { posts: [{ ...post, about: 'It rises.' }] } };
  const { items } = await crawlRecorded(elsewhere, [{ url: 'https://api.mill.test/v1/posts?key=${MILL_KEY}', body }], {
    env: { MILL_KEY: 'k' },
  });
  expect(items[0]).toMatchObject({ own: false, text: '', summary: 'It rises.' });
});

it('a path that finds no list is told with the names that are there', async () => {
  const body = { token: 'a-value', data: { rows: [] } };
  const { ran } = await crawlRecorded(yaml, [{ url: 'https://api.mill.test/v1/posts?key=${MILL_KEY}', body }], {
    env: { MILL_KEY: 'k' },
  });
  expect(ran.stderr).toContain('it has no list at `data.posts`; `data` is an object with rows');
  expect(`${ran.stdout}${ran.stderr}`).not.toContain('a-value');
});
