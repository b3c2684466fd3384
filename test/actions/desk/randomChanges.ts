/** Hundreds of random changes at the desk, with somebody else writing to the file meanwhile. */
import { expect } from 'vitest';
import { addBlock } from '../../../src/actions/desk/addBlock.ts';
import { deleteBlock } from '../../../src/actions/desk/deleteBlock.ts';
import { editBlock } from '../../../src/actions/desk/editBlock.ts';
import { editLetter } from '../../../src/actions/desk/editLetter.ts';
import { moveBlock } from '../../../src/actions/desk/moveBlock.ts';
import { restoreBlock } from '../../../src/actions/desk/restoreBlock.ts';
import type { BlockRef, Changed } from '../../../src/actions/desk/types.ts';
import { redo, undo } from '../../../src/actions/desk/undo.ts';
import { deskView } from '../../../src/actions/desk/view.ts';
import { parseIssue } from '../../../src/issue/parse.ts';
import { seeded } from '../../issue/invent.ts';
import { type Desk, desk, NUMBER } from './desk.ts';

type Chance = () => number;
const pick = <T>(list: T[], chance: Chance): T | undefined => list[Math.floor(chance() * list.length)];

/** Words that an editor might leave in a block, awkward ones among them; each can be known again by its number. */
function typed(n: number, old: string, chance: Chance): string {
  const mark = `written ${n}`;
  const forms = [
    `${old}\n\nAnd this was ${mark}.`,
    `## Own heading ${mark}\n\nA paragraph about [a page](https://own.example/${n}).`,
    `Words without a heading, ${mark}.`,
    `## One of two, ${mark}\n\nText.\n\n### The second\n\n- a list\n- of two`,
    `## Open code, ${mark}\n\n\`\`\`\nnever closed`,
    `## Ruled, ${mark}\n\nBefore.\n\n* * *\n\nAfter.`,
    `  \n\n## Blanks around, ${mark}  \r\n\r\nText.\r\n\n`,
    `- list without heading, ${mark}\n\n  > quoted in it`,
    `# A title in the middle, ${mark}\n\nText <b>bold</b> &amp; so on.`,
    `[ref]: https://own.example/ref-${n}\n\n## Defined, ${mark}\n\nSee [it][ref].`,
    `> A quote alone, ${mark}`,
    `1. ${mark}\n***\n---`,
  ];
  return pick(forms, chance) as string;
}

/** Somebody with an editor of their own: a word into a block, a block away, two in another order, or a field. */
function elsewhere(text: string, n: number, chance: Chance): string {
  const blocks = text.split(/(?=^## )/m);
  const at = 1 + Math.floor(chance() * (blocks.length - 1));
  const form = Math.floor(chance() * 4);
  if (blocks.length < 3 || form === 0) return text.replace(/^subject: .*$/m, `subject: Elsewhere ${n}`);
  if (form === 1) blocks[at] = `${blocks[at]?.trimEnd()}\n\nElsewhere ${n}.\n\n* * *\n\n`;
  if (form === 2) blocks.splice(at, 1);
  if (form === 3) blocks.splice(1, 0, ...blocks.splice(at, 1).map((block) => `${block.trimEnd()}\n\n* * *\n\n`));
  return blocks.join('');
}

interface Step {
  changed: Changed;
  /** Words that must be in the file where it was done, and in the conflict where it was not. */
  words?: string;
  /** The block that may differ. */
  touched?: string;
}

async function step(it: Desk, n: number, chance: Chance, old: { ref: BlockRef; body: string }[]): Promise<Step> {
  const { world, workspace } = it;
  const view = await deskView(world, workspace, NUMBER);
  // now and then the page is behind: it names a block as it was a while ago
  const fresh = view.blocks.map(({ index, rev, markdown }) => ({ ref: { index, rev }, body: markdown }));
  const behind = old.filter(({ body }) => !fresh.some((each) => each.body === body));
  const seen = (chance() < 0.2 ? pick(behind, chance) : undefined) ?? pick(fresh, chance);
  for (const each of fresh) old.push(each);
  old.splice(0, old.length - 60);
  const deed = chance();
  const words = seen ? typed(n, seen.body, chance) : '';
  if (!seen || deed < 0.08)
    return {
      changed: await addBlock(world, workspace, NUMBER, { markdown: `## Added ${n}\n\nNew.`, at: n % 5 }),
      words: `## Added ${n}`,
    };
  if (deed < 0.45)
    return {
      changed: await editBlock(world, workspace, NUMBER, { block: seen.ref, markdown: words }),
      words,
      touched: seen.body,
    };
  if (deed < 0.58)
    return { changed: await moveBlock(world, workspace, NUMBER, { block: seen.ref, to: Math.floor(chance() * 8) }) };
  if (deed < 0.68)
    return { changed: await deleteBlock(world, workspace, NUMBER, { block: seen.ref }), touched: seen.body };
  if (deed < 0.76) {
    const gone = pick(view.deleted, chance);
    if (gone)
      return { changed: await restoreBlock(world, workspace, NUMBER, { storyId: gone.storyId }), words: gone.markdown };
  }
  if (deed < 0.8) {
    const markdown = `Dear all, ${n}.\n\nUntil next week,\nKim`;
    return { changed: await editLetter(world, workspace, NUMBER, { rev: view.letter.rev, markdown }), words: markdown };
  }
  return { changed: await (deed < 0.92 ? undo : redo)(world, workspace, NUMBER), touched: '*' };
}

const lines = (text: string) =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line && !/^`{3}$/.test(line));

/** Fails where words are lost, the file can't be read, or a block changed that was not touched. */
export async function randomChanges(seed: number, steps = 300): Promise<void> {
  const chance = seeded(seed);
  const it = await desk({ stories: 6 });
  const old: { ref: BlockRef; body: string }[] = [];
  const counts = { done: 0, conflict: 0, refused: 0 };
  for (let n = 0; n < steps; n++) {
    if (chance() < 0.15) it.writeElsewhere(elsewhere(await it.text(), n, chance));
    const [before, bodies] = [await it.text(), await it.bodies()];
    const { changed, words, touched } = await step(it, n, chance, old);
    const [after, now] = [await it.text(), await it.bodies()];
    expect(() => parseIssue(after)).not.toThrow();
    if (!changed.ok) {
      expect(after).toBe(before);
      if ('conflict' in changed) counts.conflict++;
      else counts.refused++;
      if ('conflict' in changed && words) expect(changed.conflict.yours).toBe(words);
      continue;
    }
    counts.done++;
    for (const line of words ? lines(words) : []) expect(after, `${changed.did} ${n}`).toContain(line);
    if (touched === '*') continue;
    const rest = [...now];
    for (const body of bodies) {
      if (body === touched) continue;
      expect(rest, `${changed.did} ${n}`).toContain(body);
      rest.splice(rest.indexOf(body), 1);
    }
  }
  expect(counts.done).toBeGreaterThan(steps / 2);
  // a collision takes some luck
  if (steps >= 300) expect(counts.conflict).toBeGreaterThan(0);
}
