import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bench } from '../../../src/actions/desk/bench.ts';
import { figures } from '../../../src/actions/desk/figures.ts';
import { searchWeek } from '../../../src/actions/desk/search.ts';
import { readWeek, refreshWeek } from '../../../src/actions/desk/weekFile.ts';
import { parseIssue } from '../../../src/issue/parse.ts';
import { draftedDesk, nameOf, pageOf } from '../../support/deskWeek.ts';
import { tempStore } from '../../support/world.ts';

const PATH = '.pullquote/weeks/001.json';

it('a draft writes down the week without a word of its pages: every story, its terms and why it is not in', async () => {
  const { world, issue } = await draftedDesk();
  const text = (await world.files.read(PATH)) ?? '';
  expect(text).not.toContain('Nobody should believe');
  const week = await readWeek(world.files, 1);
  expect(week?.stories).toHaveLength(8);
  expect(week?.window).toEqual({ since: '2026-11-09', until: '2026-11-16' });
  for (const { lead, items, why, slot, reasons } of week?.stories ?? []) {
    expect(items.map(({ id }) => id)).toContain(lead);
    expect(reasons.length).toBeGreaterThan(0);
    expect(issue().includes(items[0]?.url as string)).toBe(slot !== undefined);
    expect(why === undefined).toBe(slot !== undefined);
  }
});

it('the bench has what is not in the issue, best first, and says what can be told', async () => {
  const { world, workspace, issue } = await draftedDesk();
  const inbox = [{ url: 'https://find.test/a', added: '2026-11-10' }];
  const { runnersUp, note, ...rest } = await bench(world, { ...workspace, editor: { ...workspace.editor, inbox } }, 1);
  expect(note).toBeUndefined();
  expect(rest.inbox).toEqual(inbox.map((find) => ({ ...find, id: expect.stringMatching(/^find:inbox-/) })));
  expect(runnersUp.length).toBe(8 - parseIssue(issue()).blocks.length);
  for (const row of runnersUp) {
    expect(row).toMatchObject({ quotable: true, inIssue: false, id: expect.stringMatching(/^story:[0-9a-f]{16}$/) });
    expect(row.reason).toBeDefined();
    expect(issue()).not.toContain(row.url);
  }
  const scores = runnersUp.map(({ score }) => score ?? 0);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
});

it.each([
  ['gone', (root: string) => rmSync(join(root, PATH))],
  ['cut off', (root: string) => writeFileSync(join(root, PATH), '{"version": 1, "stor')],
  ['another version’s', (root: string) => writeFileSync(join(root, PATH), '{"version": 99, "number": 1}')],
  ['no week at all', (root: string) => writeFileSync(join(root, PATH), 'null')],
])('where the week file is %s, evidence.json is all that is known until the week is read again', async (_, spoil) => {
  const { world, workspace } = await draftedDesk();
  const whole = await bench(world, workspace, 1);
  spoil(world.files.root);
  const less = await bench(world, workspace, 1);
  expect(less.note).toContain('read the week again');
  expect(less.runnersUp.map(({ id }) => id).sort()).toEqual(whole.runnersUp.map(({ id }) => id).sort());
  expect(less.runnersUp.every(({ quotable }) => !quotable)).toBe(true);
  const { leftOut, stories } = await figures(world, workspace, 1);
  expect(leftOut.length).toBeGreaterThan(0);
  expect(stories).toHaveLength(8);
  expect(await refreshWeek(world, workspace, 1)).toMatchObject({ ok: true, note: '8 items make 8 stories.' });
  expect(await bench(world, workspace, 1)).toEqual(whole);
});

it('in a store without the pages nothing can be told, and reading the week again says why it can’t', async () => {
  const { world, workspace } = await draftedDesk();
  const bare = { ...world, store: await tempStore() };
  const { runnersUp, note } = await bench(bare, workspace, 1);
  expect(note).toContain('not here');
  expect(runnersUp.some(({ quotable }) => quotable)).toBe(false);
  expect(await refreshWeek(bare, workspace, 1)).toMatchObject({
    ok: false,
    refused: expect.stringContaining('no item'),
  });
  expect((await readWeek(world.files, 1))?.stories).toHaveLength(8);
});

it('finds pages of the week by all of the words, whatever their case, each under its story', async () => {
  const { world, workspace, issue } = await draftedDesk();
  const [row, ...more] = await searchWeek(world, workspace, 1, `  ${nameOf(2).toUpperCase()}   patience measured `);
  expect([row, more]).toEqual([undefined, []]);
  const [found, ...others] = await searchWeek(world, workspace, 1, `${nameOf(2).toUpperCase()} measured`);
  expect(others).toEqual([]);
  const url = pageOf(2).url;
  expect(found).toMatchObject({
    url,
    quotable: true,
    inIssue: issue().includes(url),
    id: expect.stringContaining('story:'),
  });
  expect(await searchWeek(world, workspace, 1, '   ')).toEqual([]);
  expect(await searchWeek(world, workspace, 1, '%')).toEqual([]);
  expect((await searchWeek(world, workspace, 1, 'language model')).length).toBe(8);
});

it('a page that came in after the week was found is searched too, by itself', async () => {
  const { world, workspace } = await draftedDesk();
  await world.store.saveItems([pageOf(40), pageOf(41, { publishedAt: '2026-11-17T00:00:00.000Z' })], new Map());
  const rows = await searchWeek(world, workspace, 1, 'language model made');
  expect(rows.map(({ id }) => id.slice(0, 5))).toContain('item:');
  expect(rows.map(({ url }) => url)).toContain(pageOf(40).url);
  expect(rows.map(({ url }) => url)).not.toContain(pageOf(41).url);
});

it('the figures add up: items told and left out are all there are, and each source has what it brought', async () => {
  const { world, workspace, issue } = await draftedDesk();
  const { funnel, leftOut, stories, sources } = await figures(world, workspace, 1);
  const count = (label: string) => funnel.find((step) => step.label === label)?.count;
  expect(count('items')).toBe(8);
  expect(count('blocks')).toBe(parseIssue(issue()).blocks.length);
  expect(leftOut.reduce((sum, { items }) => sum + items, 0) + (count('chosen') ?? 0)).toBe(8);
  expect(stories.filter(({ inIssue }) => inIssue)).toHaveLength(count('chosen') ?? 0);
  expect(sources.reduce((sum, { items }) => sum + items, 0)).toBe(8);
  expect(sources.reduce((sum, { told }) => sum + told, 0)).toBe(count('chosen'));
});
