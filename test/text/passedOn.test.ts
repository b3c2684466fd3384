import { expect, it } from 'vitest';
import { postedWords } from '../../src/text/passedOn.ts';

const SAID = 'A lamp that knows fog is worth two that know the sun.';
const QUOTED = '<blockquote><b>Ivo (@ivo)</b><p>No lamp knows fog.</p></blockquote>';
const words = (html: string, changes: Partial<Parameters<typeof postedWords>[0]> = {}) =>
  postedWords({ title: '', html, handle: 'mira', where: 'X', ...changes });

it.each([
  ['as it is', `<p>${SAID}</p>`, {}, SAID],
  ['by the account of the link, in other letters', SAID, { author: '@Mira' }, SAID],
  ['by a person’s name', SAID, { author: 'Mira Lamp' }, SAID],
  ['by an account behind a name', SAID, { author: 'Ivo Harbour (@ivo)' }, undefined],
  ['by another account: renamed, or repeated', SAID, { author: '@ivo' }, undefined],
  ['repeated, in its words', `RT @ivo: ${SAID}`, {}, undefined],
  ['repeated, in its title', SAID, { title: 'RT by @mira: A lamp' }, undefined],
  ['repeated by somebody, and its own writer’s', SAID, { title: 'RT by @ivo: A lamp', author: '@mira' }, SAID],
  ['above a post of somebody else', `<p>${SAID}</p><hr/>${QUOTED}`, {}, SAID],
  ['above one in a box', `${SAID}<div class="rsshub-quote">Ivo: No lamp knows fog.</div>`, {}, SAID],
  ['around one', `<p>${SAID}</p>${QUOTED}<p>And yet.</p>`, {}, undefined],
  ['of nothing but one', QUOTED, {}, ''],
  ['on Bluesky, with one', `${SAID}\n\n[contains quote post or other embedded content]`, { where: 'Bluesky' }, SAID],
  [
    'on Mastodon, which quotes by itself',
    `<p>${SAID}</p>${QUOTED}`,
    { where: 'Mastodon' },
    `${SAID}\n\nIvo (@ivo)\n\nNo lamp knows fog.`,
  ],
  ['below a warning', `<p><strong>Content warning:</strong> fog</p><hr /><p>${SAID}</p>`, { where: 'Mastodon' }, SAID],
  [
    'above what feeds of Hacker News add',
    `<p>${SAID}</p><hr><p>Comments URL: <a href="https://n.test/i">https://n.test/i</a></p><p>Points: 5</p><p># Comments: 2</p>`,
    { where: 'HN', author: 'mira' },
    SAID,
  ],
  [
    'of a link on Hacker News, where there are none',
    '<p>Article URL: https://a.test/</p><p>Comments URL: https://n.test/i</p><p>Points: 5</p><p># Comments: 2</p>',
    { where: 'HN' },
    '',
  ],
])('a post’s words, %s', (_, html, changes, said) => {
  expect(words(html, changes)).toBe(said);
});

it('comes back from endless markup', () => {
  for (const part of ['<div class="', '<p><strong>', '<blockquote>', 'Comments URL: ', '[contains ', ' \n'])
    for (const where of ['X', 'Mastodon', 'HN']) words(part.repeat(40_000), { where });
});
