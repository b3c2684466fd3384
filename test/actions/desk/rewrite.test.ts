import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { editBlock } from '../../../src/actions/desk/editBlock.ts';
import { rewriteBlock } from '../../../src/actions/desk/rewriteBlock.ts';
import { undo } from '../../../src/actions/desk/undo.ts';
import { parseEvidence } from '../../../src/issue/evidence.ts';
import { parseIssue } from '../../../src/issue/parse.ts';
import type { AskRequest } from '../../../src/types.ts';
import { asking } from '../../support/asking.ts';
import { answerAbout, costing, type Desk, draftedDesk, nameOf, pageOf } from '../../support/deskWeek.ts';
import { scripted } from '../../support/telling.ts';
import { tempStore } from '../../support/world.ts';

const evidenceOf = ({ world }: Desk) =>
  parseEvidence(readFileSync(join(world.files.root, 'issues/001/evidence.json'), 'utf8'), 'evidence.json');
const desks = () => draftedDesk({ items: [0, 1, 2].map((i) => pageOf(i)), ask: scripted(answerAbout).ask });
/** What a model makes of a remark: `prose` after the link, for the page of `nameOf(1)`. */
const says = (prose: string) => ({
  heading: `${nameOf(1)} again`,
  blurb: `[[${nameOf(1)}]] ${prose}.`,
  quotes: ['q1'],
});
const wrote = (write: unknown, repair?: unknown) =>
  scripted(({ purpose }: AskRequest) => {
    if (purpose === 'check') return { wrong: [] };
    return purpose === 'repair' ? repair && { blocks: [{ n: 1, ...(repair as object) }] } : write;
  });

it('has one block written again, in its place, as the machine’s; one undo takes it back, and the bill stays', async () => {
  const desk = await desks();
  const before = desk.issue();
  const { ask, asked } = wrote(says('costs 4 dollars a month'));
  const { ask: paid, bill } = costing(ask);
  const world = { ...desk.world, ask: paid, bill };
  const block = await desk.ref(pageOf(1).url);
  const changed = await rewriteBlock(world, desk.workspace, 1, { block, remark: 'Say <source> what it costs.' });
  expect(changed).toMatchObject({ ok: true, did: 'block rewritten', block: { index: block.index } });
  const { prompt } = asked[0] as AskRequest;
  expect(prompt).toContain('<remark>Say ‹source> what it costs.</remark>');
  expect(prompt).toContain(`${nameOf(1)} speaks up`);
  const [was, now] = [before, desk.issue()].map((text) => parseIssue(text).blocks);
  expect(now?.[block.index]?.markdown).toContain('costs 4 dollars a month');
  for (const [i, each] of (was ?? []).entries()) if (i !== block.index) expect(now?.[i]).toEqual(each);
  const evidence = evidenceOf(desk);
  expect(evidence.blocks.at(-1)).toMatchObject({
    writer: 'model',
    markdown: now?.[block.index]?.markdown.replace(/\s*\* \* \*\s*$/, ''),
  });
  expect(evidence.bill.dollars).toBe(0.02);
  await undo(world, desk.workspace, 1, {});
  expect(desk.issue()).toBe(before);
  expect(evidenceOf(desk).bill.dollars).toBe(0.02);
});

it('repairs once, remembering the remark, and the bill grows by what each asking cost and no more', async () => {
  const desk = await desks();
  const { ask, asked } = wrote(says('costs 900 dollars'), says('costs 4 dollars'));
  const { ask: paid, bill } = costing(ask);
  const world = { ...desk.world, ask: paid, bill };
  expect(
    await rewriteBlock(world, desk.workspace, 1, { block: await desk.ref(pageOf(1).url), remark: 'Price.' }),
  ).toMatchObject({ ok: true });
  expect(asked.map(({ purpose }) => purpose)).toEqual(['write', 'repair']);
  for (const { prompt } of asked) expect(prompt).toContain('<remark>Price.</remark>');
  expect(
    evidenceOf(desk)
      .blocks.at(-1)
      ?.checks.map(({ rule }) => rule),
  ).toEqual(['number-not-in-source']);
  await rewriteBlock(world, desk.workspace, 1, { block: await desk.ref(pageOf(1).url), remark: 'Price again.' });
  expect(evidenceOf(desk).bill.dollars).toBe(0.04);
});

it.each([
  ['a number that no page has', 'It cost 900 dollars.', 'costs 900 dollars', '900'],
  ['a name that the remark alone knows', 'Say that Ada Lovelace made it.', 'was made by Ada Lovelace', 'Ada'],
  ['an experience', 'Say that you tried it.', 'is what I tried all week', '“I”'],
  ['hype', 'Sell it!', 'is a groundbreaking, must-read wonder', 'must-read'],
])('refuses %s whatever the remark says, and leaves the block as it is', async (_, remark, prose, reason) => {
  const desk = await desks();
  const before = desk.issue();
  const { ask, bill } = costing(wrote(says(prose), says(prose)).ask);
  const changed = await rewriteBlock({ ...desk.world, ask, bill }, desk.workspace, 1, {
    block: await desk.ref(pageOf(1).url),
    remark,
  });
  expect(changed).toMatchObject({ ok: false, refused: expect.stringContaining(reason) });
  expect(desk.issue()).toBe(before);
  expect(evidenceOf(desk).bill.dollars).toBe(0.02);
});

it('refuses plainly without a model, without the pages, with an essay for a remark, for an own block, for a post', async () => {
  const desk = await desks();
  const block = await desk.ref(pageOf(1).url);
  const { ask } = wrote(says('costs 4 dollars'));
  const world = { ...desk.world, ask };
  const refusal = async (...args: Parameters<typeof rewriteBlock>) => {
    const changed = await rewriteBlock(...args);
    return !changed.ok && 'refused' in changed ? changed.refused : changed;
  };
  const o = { block, remark: 'Shorter.' };
  expect(await refusal(desk.world, desk.workspace, 1, o)).toMatch(/No model/);
  expect(await refusal({ ...world, store: await tempStore() }, desk.workspace, 1, o)).toMatch(/not on this machine/);
  expect(await refusal(world, desk.workspace, 1, { block, remark: 'x'.repeat(501) })).toMatch(/501 characters/);
  await editBlock(desk.world, desk.workspace, 1, { block, markdown: '## Mine\n\nWords of my own.' });
  expect(await refusal(world, desk.workspace, 1, { block: await desk.ref('## Mine'), remark: '' })).toMatch(/no story/);
});

it('a block that was edited while the model thought is a conflict that shows both, and nothing is lost', async () => {
  const desk = await desks();
  const block = await desk.ref(pageOf(1).url);
  const { ask } = wrote(says('costs 4 dollars'));
  const slow: typeof ask = async (request, parse) => {
    const now = parseIssue(desk.issue()).blocks[block.index]?.markdown ?? '';
    if (request.purpose === 'write')
      await editBlock(desk.world, desk.workspace, 1, {
        block,
        markdown: now.replace('speaks up', 'is mine now').replace(/\* \* \*\s*$/, ''),
      });
    return ask(request, parse);
  };
  const changed = await rewriteBlock({ ...desk.world, ask: slow }, desk.workspace, 1, { block, remark: '' });
  expect(changed).toMatchObject({
    ok: false,
    conflict: { yours: expect.stringContaining('costs 4 dollars'), theirs: expect.stringContaining('is mine now') },
  });
  expect(desk.issue()).toContain('is mine now');
});

it('the same remark on the same words asks nobody a second time', async () => {
  const desk = await desks();
  const { ask, server, bill } = await asking(({ body }) => {
    const prompt = body.messages.map(({ content }) => content).join('\n');
    return { json: prompt.includes('<sentence>') ? { wrong: [] } : says('costs 4 dollars') };
  });
  const world = { ...desk.world, ask, bill };
  const o = { block: await desk.ref(pageOf(1).url), remark: 'Shorter.' };
  const first = await rewriteBlock(world, desk.workspace, 1, o);
  const { dollars } = evidenceOf(desk).bill;
  await undo(world, desk.workspace, 1, {});
  expect(await rewriteBlock(world, desk.workspace, 1, o)).toEqual(first);
  expect(server.calls).toHaveLength(2);
  expect(evidenceOf(desk).bill).toMatchObject({
    dollars,
    lines: expect.arrayContaining([expect.objectContaining({ cachedCalls: 1 })]),
  });
});
