import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { change } from '../../../src/actions/desk/change.ts';
import { deleteBlock } from '../../../src/actions/desk/deleteBlock.ts';
import { editBlock } from '../../../src/actions/desk/editBlock.ts';
import { formatHistory, historyPath, readHistory, recorded, textsAround } from '../../../src/actions/desk/history.ts';
import { moveBlock } from '../../../src/actions/desk/moveBlock.ts';
import { markOpened } from '../../../src/actions/desk/opened.ts';
import { redo, undo } from '../../../src/actions/desk/undo.ts';
import { deskView } from '../../../src/actions/desk/view.ts';
import { openFiles } from '../../../src/files/index.ts';
import { approvalHash } from '../../../src/issue/approval.ts';
import { desk, done, NUMBER } from './desk.ts';

test('changes are undone and done again one by one, to the byte, also by another process', async () => {
  const { world, workspace, text, ref } = await desk();
  const texts = [await text()];
  done(await editBlock(world, workspace, NUMBER, { block: await ref(0), markdown: '## One' }));
  texts.push(await text());
  done(await moveBlock(world, workspace, NUMBER, { block: await ref(0), to: 2 }));
  texts.push(await text());
  done(await deleteBlock(world, workspace, NUMBER, { block: await ref(3) }));
  texts.push(await text());
  const later = { ...world, files: openFiles(world.files.root) };
  const shown = [];
  for (const wanted of [texts[2], texts[1], texts[0]]) {
    shown.push((await deskView(later, workspace, NUMBER)).undo);
    done(await undo(later, workspace, NUMBER));
    expect(await text()).toBe(wanted);
  }
  expect(shown).toEqual(['block deleted', 'block moved', 'block edited']);
  expect(await undo(later, workspace, NUMBER)).toMatchObject({ ok: false, refused: 'There is nothing to undo.' });
  for (const wanted of texts.slice(1)) {
    done(await redo(world, workspace, NUMBER));
    expect(await text()).toBe(wanted);
  }
  done(await undo(world, workspace, NUMBER));
  done(await editBlock(world, workspace, NUMBER, { block: await ref(1), markdown: '## Else' }));
  expect(await redo(world, workspace, NUMBER)).toMatchObject({ ok: false });
});

test('what was written elsewhere meanwhile stays; the same words changed there are a conflict', async () => {
  const { world, workspace, text, ref, writeElsewhere } = await desk();
  const first = await text();
  done(
    await editBlock(world, workspace, NUMBER, { block: await ref(0), markdown: '## One\n\n[A](https://a.example/)' }),
  );
  writeElsewhere((await text()).replace('## The harbour 1', '## Elsewhere'));
  done(await deleteBlock(world, workspace, NUMBER, { block: await ref(3) }));
  const changed = done(await undo(world, workspace, NUMBER));
  expect([changed.did, changed.block?.index]).toEqual(['undone: block deleted', 3]);
  done(await undo(world, workspace, NUMBER));
  expect(await text()).toBe(first.replace('## The harbour 1', '## Elsewhere'));
  done(await redo(world, workspace, NUMBER));
  writeElsewhere((await text()).replace('## One', '## Another'));
  const before = await text();
  expect(await undo(world, workspace, NUMBER)).toMatchObject({
    ok: false,
    conflict: {
      yours: expect.stringContaining('The lantern 0'),
      theirs: expect.stringContaining('## Another'),
      block: await ref(0),
    },
  });
  expect(await text()).toBe(before);
});

test('typing on is one change; going back over it is another', async () => {
  const { world, workspace, text, ref, time } = await desk();
  const first = await text();
  for (const words of ['And', 'And so', 'And so on.'])
    done(await editBlock(world, workspace, NUMBER, { block: await ref(0), markdown: `## One\n\n${words}` }));
  time.now = '2026-03-08T19:05:00.000Z';
  done(await editBlock(world, workspace, NUMBER, { block: await ref(0), markdown: '## One\n\nAnd so on. Later.' }));
  done(await undo(world, workspace, NUMBER));
  expect(await text()).toContain('\n\nAnd so on.\n');
  for (let n = 0; n < 3 && (await text()) !== first; n++) done(await undo(world, workspace, NUMBER));
  expect(await text()).toBe(first);
});

test('other files go back with the issue; what is theirs in them stays', async () => {
  const { world, workspace, text, ref } = await desk();
  const { files } = world;
  await files.write('editor.yaml', '# mine\nmutes: []\n\n# pins\n');
  const first = await text();
  const block = await ref(0);
  done(
    await change(world, NUMBER, async ({ issue }) => ({
      issue: { ...issue, blocks: issue.blocks.slice(1) },
      did: 'source muted',
      files: [['editor.yaml', '# mine\nmutes: [{ source: paper }]\n\n# pins\n']],
    })),
  );
  await files.write('editor.yaml', '# mine\nmutes: [{ source: another }]\n\n# pins\n');
  expect(await undo(world, workspace, NUMBER)).toMatchObject({
    ok: false,
    conflict: { detail: expect.stringContaining('editor.yaml') },
  });
  await files.write('editor.yaml', '# mine\nmutes: [{ source: paper }]\n\n# pins\npins: []\n');
  done(await undo(world, workspace, NUMBER));
  expect([await text(), await ref(0)]).toEqual([first, block]);
  expect(await files.read('editor.yaml')).toBe('# mine\nmutes: []\n\n# pins\npins: []\n');
});

test('an approval comes back only with the very text that it was given to', async () => {
  const { world, workspace, text, ref, writeElsewhere } = await desk();
  const draft = await text();
  writeElsewhere(
    draft.replace(
      'status: draft',
      `status: approved\napproved: { by: Kim, at: "2026-03-08T19:00:00.000Z", sha256: ${approvalHash(draft)} }`,
    ),
  );
  const approved = await text();
  done(await editBlock(world, workspace, NUMBER, { block: await ref(0), markdown: '## One' }));
  done(await undo(world, workspace, NUMBER));
  expect(await text()).toBe(approved);
  done(await redo(world, workspace, NUMBER));
  writeElsewhere((await text()).replace('The harbour 1', 'Elsewhere'));
  done(await undo(world, workspace, NUMBER));
  expect((await deskView(world, workspace, NUMBER)).status).toBe('draft');
});

test('the history is never too long, and its oldest entries still lead back', async () => {
  const texts = Array.from({ length: 260 }, (_, n) => `first\nline ${n % 7} of ${n}\nlast\n`);
  let history = await readHistory((await desk()).world.files, NUMBER);
  for (const [n, after] of texts.slice(1).entries()) {
    const files = [{ path: 'a.md', before: texts[n] as string, after }];
    history = recorded(history, { did: 'edited', at: '2026-03-08T19:00:00.000Z', files });
  }
  expect(history.entries).toHaveLength(200);
  expect(textsAround(history, 0)).toEqual([{ path: 'a.md', before: texts[59], after: texts[60] }]);
  expect(formatHistory(history).length).toBeLessThan(40_000);
});

test('a history that is gone or broken costs the way back alone', async () => {
  const { world, workspace, ref } = await desk();
  const path = historyPath(NUMBER);
  await markOpened(world, workspace, NUMBER, { url: 'https://paper0.example/0' });
  await markOpened(world, workspace, NUMBER, { url: 'javascript:alert(1)' });
  expect((await deskView(world, workspace, NUMBER)).opened).toEqual(['https://paper0.example/0']);
  writeFileSync(join(world.files.root, path), '{"version":1,"entries":"none"}');
  expect(await deskView(world, workspace, NUMBER)).not.toHaveProperty('undo');
  done(await editBlock(world, workspace, NUMBER, { block: await ref(0), markdown: '## After' }));
  done(await undo(world, workspace, NUMBER));
});
