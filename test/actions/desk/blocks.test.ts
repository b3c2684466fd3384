import { expect, test } from 'vitest';
import { addBlock } from '../../../src/actions/desk/addBlock.ts';
import { change } from '../../../src/actions/desk/change.ts';
import { deleteBlock } from '../../../src/actions/desk/deleteBlock.ts';
import { editBlock } from '../../../src/actions/desk/editBlock.ts';
import { editLetter } from '../../../src/actions/desk/editLetter.ts';
import { editLine } from '../../../src/actions/desk/editLine.ts';
import { moveBlock } from '../../../src/actions/desk/moveBlock.ts';
import { restoreBlock } from '../../../src/actions/desk/restoreBlock.ts';
import { deskView } from '../../../src/actions/desk/view.ts';
import { approvalHash } from '../../../src/issue/approval.ts';
import { desk, done, NUMBER } from './desk.ts';

test('an edit changes the block’s own bytes and nothing else, in the file’s line ends', async () => {
  const { world, workspace, text, ref, writeElsewhere } = await desk();
  writeElsewhere((await text()).replaceAll('\n', '\r\n'));
  const before = await text();
  const block = await ref(1);
  const made = done(await editBlock(world, workspace, NUMBER, { block, markdown: '## Other\n\nWords.\n\n' }));
  const old = before.slice(
    before.indexOf('## The harbour'),
    before.indexOf('\r\n\r\n* * *', before.indexOf('## The harbour')),
  );
  expect(await text()).toBe(before.replace(old, '## Other\r\n\r\nWords.'));
  expect(made.block).toEqual(await ref(1));
});

test('a heading typed into a block makes two of it; code left open swallows nothing', async () => {
  const { world, workspace, bodies, ref } = await desk();
  const others = (await bodies()).slice(1);
  done(
    await editBlock(world, workspace, NUMBER, { block: await ref(0), markdown: '## One\n\nA.\n\n## Two\n\n```\nopen' }),
  );
  expect(await bodies()).toEqual(['## One\n\nA.', '## Two\n\n```\nopen\n```', ...others]);
});

test('a block without words is refused; one that was written already is done', async () => {
  const { world, workspace, text, ref } = await desk();
  const [block, before] = [await ref(0), await text()];
  expect(await editBlock(world, workspace, NUMBER, { block, markdown: ' \n' })).toMatchObject({
    ok: false,
    refused: expect.stringMatching(/delete/),
  });
  expect(await text()).toBe(before);
  const edit = { block, markdown: '## New\n\nWords.' };
  done(await editBlock(world, workspace, NUMBER, edit));
  expect(done(await editBlock(world, workspace, NUMBER, edit)).block).toEqual(await ref(0));
});

test('a block that was changed elsewhere is a conflict with both versions; other blocks may change', async () => {
  const { world, workspace, text, ref, writeElsewhere } = await desk();
  const block = await ref(1);
  writeElsewhere((await text()).replace('## The lantern 0', '## Elsewhere'));
  const mine = '## The harbour 1\n\n[A report on the harbour 1](https://paper1.example/1) is mine.';
  done(await editBlock(world, workspace, NUMBER, { block, markdown: mine }));
  writeElsewhere((await text()).replace('is mine.', 'is theirs.'));
  const before = await text();
  expect(await editBlock(world, workspace, NUMBER, { block: { index: 1, rev: block.rev }, markdown: mine })).toEqual({
    ok: false,
    conflict: {
      yours: mine,
      theirs: mine.replace('mine', 'theirs'),
      block: await ref(1),
      detail: expect.stringContaining('elsewhere'),
    },
  });
  expect(await text()).toBe(before);
});

test('what was deleted elsewhere is no other block', async () => {
  const { world, workspace, text, ref, writeElsewhere } = await desk();
  const block = await ref(1);
  writeElsewhere((await text()).replace(/## The harbour 1[\s\S]*?\* \* \*\n\n/, ''));
  const changed = await editBlock(world, workspace, NUMBER, { block, markdown: 'My quite unlike sentence.' });
  expect(changed).toMatchObject({
    ok: false,
    conflict: { yours: 'My quite unlike sentence.', detail: expect.stringMatching(/deleted/) },
  });
  expect(changed).not.toHaveProperty('conflict.theirs');
});

test('moving leaves the rules where they are; a block is found where it stands now', async () => {
  const { world, workspace, bodies, text, ref, writeElsewhere } = await desk();
  const [a, b, c, d] = await bodies();
  const last = await ref(3);
  const rules = (await text()).split('* * *').length;
  done(await moveBlock(world, workspace, NUMBER, { block: last, to: 0 }));
  expect(await bodies()).toEqual([d, a, b, c]);
  expect((await text()).split('* * *')).toHaveLength(rules);
  writeElsewhere((await text()).replace('* * *\n\n', '* * *\n\nA line of the sponsor.\n\n* * *\n\n'));
  expect(done(await moveBlock(world, workspace, NUMBER, { block: last, to: 99 })).block?.index).toBe(4);
  expect((await bodies()).at(-1)).toBe(d);
});

test('a deleted block of the machine comes back in its place, an own one is added where it is told', async () => {
  const { world, workspace, bodies, ref, text } = await desk();
  const [before, all] = [await text(), await bodies()];
  done(await deleteBlock(world, workspace, NUMBER, { block: await ref(2) }));
  expect((await deskView(world, workspace, NUMBER)).deleted.map(({ storyId }) => storyId)).toEqual(['story-2']);
  done(await restoreBlock(world, workspace, NUMBER, { storyId: 'story-2' }));
  expect(await text()).toBe(before);
  expect(await restoreBlock(world, workspace, NUMBER, { storyId: 'story-2' })).toMatchObject({ ok: false });
  done(await addBlock(world, workspace, NUMBER, { markdown: 'Mine.', at: 1 }));
  done(await addBlock(world, workspace, NUMBER, { markdown: '## Last' }));
  expect(await bodies()).toEqual([all[0], 'Mine.', ...all.slice(1), '## Last']);
  done(await deleteBlock(world, workspace, NUMBER, { block: await ref(5) }));
  done(await deleteBlock(world, workspace, NUMBER, { block: await ref(1) }));
  expect(await text()).toBe(before);
});

test('letter and lines are written where they stand as they were read', async () => {
  const { world, workspace, bodies, text } = await desk();
  const { letter, subject } = await deskView(world, workspace, NUMBER);
  const blocks = await bodies();
  expect(letter.machine).toBe(true);
  done(await editLetter(world, workspace, NUMBER, { rev: letter.rev, markdown: 'Dear all,\nhello.' }));
  expect(await editLetter(world, workspace, NUMBER, { rev: letter.rev, markdown: 'Other.' })).toMatchObject({
    ok: false,
    conflict: { yours: 'Other.', theirs: 'Dear all,\nhello.' },
  });
  done(await editLine(world, workspace, NUMBER, { line: 'subject', was: subject, text: ' Two\nlines: "quoted" ' }));
  expect(await editLine(world, workspace, NUMBER, { line: 'subject', was: subject, text: 'No' })).toMatchObject({
    ok: false,
  });
  const view = await deskView(world, workspace, NUMBER);
  expect([view.subject, view.letter.markdown, view.letter.machine]).toEqual([
    'Two lines: "quoted"',
    'Dear all,\nhello.',
    false,
  ]);
  const empty = { rev: view.letter.rev, markdown: '' };
  done(await editLetter(world, workspace, NUMBER, empty));
  done(await editLine(world, workspace, NUMBER, { line: 'preheader', was: view.preheader, text: '' }));
  expect(await text()).not.toContain('preheader');
  expect(await bodies()).toEqual(blocks);
});

test('an approved issue that changes is a draft again and says so; a published one is not changed', async () => {
  const { world, workspace, text, ref, writeElsewhere } = await desk();
  const draft = await text();
  const as = (status: string) =>
    draft.replace(
      'status: draft',
      `status: ${status}\napproved: { by: Kim, at: "2026-03-08T19:00:00.000Z", sha256: ${approvalHash(draft)} }`,
    );
  writeElsewhere(as('approved'));
  const block = await ref(0);
  expect(done(await editBlock(world, workspace, NUMBER, { block, markdown: '## New' })).note).toMatch(/draft again/);
  expect(await text()).toMatch(/status: draft/);
  expect(await text()).not.toContain('approved:');
  writeElsewhere(as('published'));
  expect(await editBlock(world, workspace, NUMBER, { block, markdown: '## New' })).toMatchObject({
    ok: false,
    refused: expect.stringMatching(/published/),
  });
  expect(await text()).toBe(as('published'));
});

test('a file that changes while the desk works on it is worked on again; many changes at once lose none', async () => {
  const { world, workspace, text, ref, bodies, writeElsewhere } = await desk();
  let calls = 0;
  const changed = await change(world, NUMBER, async ({ issue, markdown }) => {
    if (++calls === 1) writeElsewhere(markdown.replace('## The lantern 0', '## Elsewhere'));
    return { issue: { ...issue, preheader: 'Beside' }, did: 'preheader edited' };
  });
  done(changed);
  expect(calls).toBe(2);
  expect(await text()).toMatch(/preheader: Beside[\s\S]*## Elsewhere/);
  const refs = await Promise.all([0, 1, 2, 3].map(ref));
  await Promise.all(
    refs.map((block, n) => editBlock(world, workspace, NUMBER, { block, markdown: `## At once ${n}` })),
  );
  expect(await bodies()).toEqual([0, 1, 2, 3].map((n) => `## At once ${n}`));
});
