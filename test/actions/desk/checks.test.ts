import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { check } from '../../../src/actions/check.ts';
import { checks } from '../../../src/actions/desk/checks.ts';
import { deleteBlock } from '../../../src/actions/desk/deleteBlock.ts';
import { editBlock } from '../../../src/actions/desk/editBlock.ts';
import type { DeskCheck } from '../../../src/actions/desk/types.ts';
import { parseIssue } from '../../../src/issue/parse.ts';
import { answerAbout, type Desk, draftedDesk, pageOf } from '../../support/deskWeek.ts';
import { scripted } from '../../support/telling.ts';
import { tempStore } from '../../support/world.ts';

const desks = (n = 3) =>
  draftedDesk({ items: Array.from({ length: n }, (_, i) => pageOf(i)), ask: scripted(answerAbout).ask, max: 30 });
const write = ({ world }: Desk, text: string) => writeFileSync(join(world.files.root, 'issues/001/issue.md'), text);
const quoteIn = (desk: Desk, i: number) => {
  const { blocks } = parseIssue(desk.issue());
  const part = blocks.find(({ links }) => links.includes(pageOf(i).url))?.parts.find(({ kind }) => kind === 'quote');
  return part?.kind === 'quote' ? part.text : '';
};
const rulesOf = (rows: DeskCheck[]) => rows.filter(({ block }) => block).map(({ check: { rule } }) => rule);

/** What one press of its button makes of a block. */
async function mended(desk: Desk, { block, fix }: DeskCheck): Promise<string> {
  if (!block || fix?.kind !== 'replace') throw new Error('nothing to replace');
  const { markdown } = parseIssue(desk.issue()).blocks[block.index] ?? { markdown: '' };
  expect(markdown.split(fix.from)).toHaveLength(2);
  return markdown.replace(fix.from, () => fix.to).replace(/\s*\* \* \*\s*$/, '');
}

describe('what the proofreader finds', () => {
  it('is what `check` finds: in a clean issue, after edits, and in a clone that has passages alone', async () => {
    const desk = await desks(8);
    const same = async (world = desk.world) => {
      const [quick, whole] = [
        await checks(world, desk.workspace, 1),
        await check(world, desk.workspace, 1, { links: false }),
      ];
      const key = (each: { rule: string; detail: string }) => `${each.rule} ${each.detail}`;
      expect(quick.checks.map((row) => key(row.check)).sort()).toEqual(
        [...whole.checks.filter(({ ok }) => !ok), ...whole.email].map(key).sort(),
      );
      expect([quick.errors, quick.warnings]).toEqual([whole.errors, whole.warnings]);
      return quick;
    };
    expect((await same()).fromPassages).toBe(0);
    write(
      desk,
      desk
        .issue()
        .replace('was made by 21 people', 'was made by 22 people')
        .replace('before somebody else', 'after somebody else'),
    );
    expect((await same()).errors).toBeGreaterThan(0);
    write(desk, desk.issue().replace('What does a model cost?', 'What does Ada Byron cost, asks the Gazette?'));
    await same();
    await deleteBlock(desk.world, desk.workspace, 1, { block: await desk.ref(`](${pageOf(3).url})`) });
    await same();
    const bare = { ...desk.world, store: await tempStore() };
    expect((await same(bare)).fromPassages).toBeGreaterThan(0);
  });

  it('has a quote that is nearly the source’s put right with one press', async () => {
    const desk = await desks();
    const quote = quoteIn(desk, 1);
    write(desk, desk.issue().replace(quote, quote.replace('somebody else', 'nobody else')));
    const { checks: found } = await checks(desk.world, desk.workspace, 1);
    expect(found[0]).toMatchObject({ check: { rule: 'quote-not-found', level: 'error' }, fix: { kind: 'replace' } });
    const block = found[0]?.block ?? { index: 0, rev: '' };
    await editBlock(desk.world, desk.workspace, 1, { block, markdown: await mended(desk, found[0] as DeskCheck) });
    expect(rulesOf((await checks(desk.world, desk.workspace, 1)).checks)).toEqual([]);
  });

  it('has a quote of another page put under that page’s link', async () => {
    const desk = await desks();
    const [one, other] = [quoteIn(desk, 1), quoteIn(desk, 2)];
    const lines = `> ${one}`;
    write(desk, desk.issue().replace(lines, `[More](${pageOf(2).url}) and [that](${pageOf(1).url}).\n\n> ${other}`));
    const { checks: found } = await checks(desk.world, desk.workspace, 1);
    const row = found.find(({ check: { rule } }) => rule === 'quote-other-page') as DeskCheck;
    const markdown = await mended(desk, row);
    await editBlock(desk.world, desk.workspace, 1, { block: row.block ?? { index: 0, rev: '' }, markdown });
    expect(rulesOf((await checks(desk.world, desk.workspace, 1)).checks)).not.toContain('quote-other-page');
  });

  it('offers another quote where nothing is near, and vouching where nothing is captured', async () => {
    const desk = await desks();
    const own = '> The moon is a harbour that nobody has drawn on any chart.';
    write(desk, desk.issue().replace(`> ${quoteIn(desk, 1)}`, own));
    const [row] = (await checks(desk.world, desk.workspace, 1)).checks;
    expect(row).toMatchObject({ check: { rule: 'quote-not-found' }, fix: { kind: 'swap', quote: own.slice(2) } });
    write(desk, desk.issue().replace(own, `[A film](https://film.test/x).\n\n${own}`));
    const { checks: found } = await checks(desk.world, desk.workspace, 1);
    expect(found.find(({ fix }) => fix?.kind === 'vouch')).toMatchObject({
      check: { rule: 'source-incomplete' },
      fix: { quote: own.slice(2), url: 'https://film.test/x' },
    });
  });

  it('leads the editor to the words, and the model to those that are its own', async () => {
    const desk = await desks();
    const { ask } = scripted(answerAbout);
    // the heading is still the machine's, the sentence the editor's
    write(desk, desk.issue().replace('was made by 21 people', 'was made by 22 people'));
    const { checks: found } = await checks({ ...desk.world, ask }, desk.workspace, 1);
    expect(found.find(({ check: { rule } }) => rule === 'number-not-in-source')).toMatchObject({
      check: { level: 'warning' },
      fix: { kind: 'edit', at: '22' },
    });
    await desk.world.store.saveItems(
      [pageOf(2, { text: pageOf(2).text.replace('22 people', 'many people') })],
      new Map(),
    );
    const again = await checks({ ...desk.world, ask }, desk.workspace, 1);
    const row = again.checks.find(({ check: each }) => each.rule === 'number-not-in-source' && each.level === 'error');
    expect(row).toMatchObject({ fix: { kind: 'rewrite', remark: expect.stringContaining('22') } });
    const without = (await checks(desk.world, desk.workspace, 1)).checks.find(
      ({ check: each }) => each.level === 'error' && each.rule === 'number-not-in-source',
    );
    expect(without?.fix?.kind).toBe('edit');
    expect(again.checks.map(({ check: { level } }) => level)).toEqual(
      again.checks.map(({ check: { level } }) => level).sort(),
    );
  });
});
