import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bench } from '../../../src/actions/desk/bench.ts';
import { checks } from '../../../src/actions/desk/checks.ts';
import { deleteBlock } from '../../../src/actions/desk/deleteBlock.ts';
import { pullIn } from '../../../src/actions/desk/pullIn.ts';
import { searchWeek } from '../../../src/actions/desk/search.ts';
import { undo } from '../../../src/actions/desk/undo.ts';
import { parseEvidence } from '../../../src/issue/evidence.ts';
import { parseIssue } from '../../../src/issue/parse.ts';
import { answerAbout, costing, type Desk, draftedDesk, pageOf } from '../../support/deskWeek.ts';
import { scripted } from '../../support/telling.ts';
import { tempStore } from '../../support/world.ts';

const evidenceOf = ({ world }: Desk) =>
  parseEvidence(readFileSync(join(world.files.root, 'issues/001/evidence.json'), 'utf8'), 'evidence.json');
const first = async ({ world, workspace }: Desk) => (await bench(world, workspace, 1)).runnersUp[0];

it('tells a runner-up at the end, with its quote proven and its evidence, and undo takes it out', async () => {
  const desk = await draftedDesk();
  const before = desk.issue();
  const row = await first(desk);
  const changed = await pullIn(desk.world, desk.workspace, 1, { id: row?.id ?? '' });
  const { blocks } = parseIssue(desk.issue());
  expect(changed).toMatchObject({ ok: true, did: 'pulled in', block: { index: blocks.length - 1 } });
  expect(blocks.at(-1)?.markdown).toContain(`](${row?.url})`);
  expect(blocks.at(-1)?.parts.filter(({ kind }) => kind === 'quote')).toHaveLength(1);
  expect(desk.issue().startsWith(before.trimEnd())).toBe(true);
  expect(evidenceOf(desk).blocks.at(-1)).toMatchObject({ storyId: row?.id.slice(6), writer: 'extractive' });
  const { checks: found } = await checks(desk.world, desk.workspace, 1);
  expect(found.filter(({ block }) => block?.index === blocks.length - 1)).toEqual([]);
  expect((await bench(desk.world, desk.workspace, 1)).runnersUp.map(({ id }) => id)).not.toContain(row?.id);
  expect(await pullIn(desk.world, desk.workspace, 1, { id: row?.id ?? '' })).toMatchObject({ ok: false });
  await undo(desk.world, desk.workspace, 1, {});
  expect(desk.issue()).toBe(before);
});

it('puts it where it is asked for, and leaves every other block its bytes', async () => {
  const desk = await draftedDesk();
  const before = parseIssue(desk.issue()).blocks.map(({ markdown }) => markdown.trim());
  const row = await first(desk);
  await pullIn(desk.world, desk.workspace, 1, { id: row?.id ?? '', at: 1 });
  const after = parseIssue(desk.issue()).blocks.map(({ markdown }) => markdown.trim());
  expect(after[1]).toContain(row?.url);
  expect(after.filter((_, i) => i !== 1).map((text) => text.replace(/\s*\* \* \*$/, ''))).toEqual(
    before.map((text) => text.replace(/\s*\* \* \*$/, '')),
  );
});

it('asks the model where there is one, and its cost is on the bill', async () => {
  const desk = await draftedDesk();
  const { ask, bill } = costing(scripted(answerAbout).ask);
  const row = await first(desk);
  await pullIn({ ...desk.world, ask, bill }, desk.workspace, 1, { id: row?.id ?? '' });
  const evidence = evidenceOf(desk);
  expect(evidence.blocks.at(-1)?.writer).toBe('model');
  expect(evidence.bill).toMatchObject({ dollars: 0.02, model: 'test/model' });
});

it('what lies is not believed: the block is extractive, and says what was refused', async () => {
  const desk = await draftedDesk();
  const lies = { heading: 'A model of 4,000 people', blurb: '[[Made by 4,000 people]] in Oslo.', quotes: ['q1'] };
  const { ask } = scripted(({ purpose }) => (purpose === 'repair' ? { blocks: [{ n: 1, ...lies }] } : lies));
  const row = await first(desk);
  await pullIn({ ...desk.world, ask }, desk.workspace, 1, { id: row?.id ?? '' });
  const block = evidenceOf(desk).blocks.at(-1);
  expect(block?.writer).toBe('extractive');
  expect(block?.checks.map(({ rule }) => rule)).toContain('number-not-in-source');
  expect(desk.issue()).not.toContain('4,000');
});

it('brings back what the editor deleted, as it was, rather than telling it twice', async () => {
  const desk = await draftedDesk();
  const { blocks } = evidenceOf(desk);
  const gone = blocks.find(({ slot }) => slot === 'reads');
  await deleteBlock(desk.world, desk.workspace, 1, { block: await desk.ref(gone?.markdown ?? '') });
  expect(desk.issue()).not.toContain(gone?.markdown);
  const changed = await pullIn(desk.world, desk.workspace, 1, { id: `story:${gone?.storyId}` });
  expect(changed).toMatchObject({ ok: true, note: expect.stringContaining('deleted') });
  expect(desk.issue()).toContain(gone?.markdown);
  expect(evidenceOf(desk).blocks).toHaveLength(blocks.length);
});

it('makes a line with a link of what may not be quoted, and says so', async () => {
  const desk = await draftedDesk();
  await desk.world.store.saveItems([pageOf(30, { linkOnly: true, text: '', textFrom: 'none' })], new Map());
  const [row] = await searchWeek(desk.world, desk.workspace, 1, pageOf(30).title);
  expect(row).toMatchObject({ quotable: false, id: expect.stringMatching(/^item:/) });
  expect(await pullIn(desk.world, desk.workspace, 1, { id: row?.id ?? '' })).toMatchObject({
    ok: true,
    note: expect.stringContaining('Nothing of it could be quoted'),
  });
  const block = parseIssue(desk.issue()).blocks.at(-1);
  expect(block?.links).toEqual([pageOf(30).url]);
  expect(block?.parts.map(({ kind }) => kind)).toEqual(['prose']);
});

it('of a private page only its host and link come in', async () => {
  const desk = await draftedDesk();
  const page = pageOf(31, { private: true, linkOnly: true, author: 'Nobody Known' });
  await desk.world.store.saveItems([page], new Map());
  await pullIn(desk.world, desk.workspace, 1, { id: `item:${page.id}` });
  const [issue, evidence] = [desk.issue(), JSON.stringify(evidenceOf(desk))];
  expect(issue).toContain(`[site31.test](${page.url})`);
  for (const text of [issue, evidence])
    for (const secret of [page.title, 'Nobody Known', page.text.slice(0, 30)]) expect(text).not.toContain(secret);
});

it('refuses what is not stored here and what is nothing on the bench', async () => {
  const desk = await draftedDesk();
  const row = await first(desk);
  const bare = { ...desk.world, store: await tempStore() };
  expect(await pullIn(bare, desk.workspace, 1, { id: row?.id ?? '' })).toMatchObject({
    ok: false,
    refused: expect.stringContaining('crawl'),
  });
  for (const id of ['', 'story:', 'story:../../x', '__proto__'])
    await expect(pullIn(desk.world, desk.workspace, 1, { id })).rejects.toThrow(/on the bench/);
});
