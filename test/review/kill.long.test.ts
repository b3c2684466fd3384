/** The desk's process is killed again and again while an editor works: what was acknowledged is in the files, what was not is there whole or not at all. */
import { existsSync, type FSWatcher, readFileSync, rmSync, watch } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { bodyAt, refOf } from '../../src/actions/desk/find.ts';
import type { BlockRef, Candidate } from '../../src/actions/desk/types.ts';
import { editorSchema } from '../../src/config/editor.ts';
import { parseEvidence } from '../../src/issue/evidence.ts';
import { parseIssue } from '../../src/issue/parse.ts';
import { revOf } from '../../src/issue/pieces.ts';
import { letterBody } from '../../src/text/markdown-tree.ts';
import { seeded } from '../issue/invent.ts';
import { copyOf, draftedWeek, issueFile } from '../support/cli.ts';
import { buttons, type Session, session } from '../support/deskHttp.ts';
import { type Review, startReview } from '../support/deskPage.ts';

const EDITS = 200;
const LIVES = 40;

/** Everything that a change may touch, as it is on the disk. */
interface State {
  text: string;
  /** Bodies of the blocks, in order. */
  bodies: string[];
  letter: string;
  /** Stories that the machine has told. */
  stories: string[];
  editorYaml: string;
}
/** A change to be asked for, and whether what came of it is the whole of it. */
interface Edit {
  verb: string;
  args: Record<string, unknown>;
  isWhole(before: State, after: State): boolean;
}

/** Fails where any of the files can't be read. */
function stateOf(dir: string): State {
  const text = issueFile(dir, 'issue.md');
  const issue = parseIssue(text);
  const yaml = join(dir, 'editor.yaml');
  const editorYaml = existsSync(yaml) ? readFileSync(yaml, 'utf8') : '';
  editorSchema.parse(parse(editorYaml) ?? {});
  return {
    text,
    bodies: [...issue.blocks.keys()].map((at) => bodyAt(issue, at)),
    letter: letterBody(issue.letter),
    stories: parseEvidence(issueFile(dir, 'evidence.json'), 'evidence.json').blocks.map(({ storyId }) => storyId),
    editorYaml,
  };
}

const sorted = (list: string[]) => list.toSorted().join('\0');
const rest = (list: string[], at: number) => list.filter((_, i) => i !== at).join('\0');

/** Some change that can be made to the issue as it stands. `seen`: the texts that it has had, which undo and redo lead to. */
async function someEdit(n: number, now: State, desk: Session, seen: Set<string>, chance: () => number): Promise<Edit> {
  const issue = parseIssue(now.text);
  const count = now.bodies.length;
  const at = Math.floor(chance() * count);
  const block: BlockRef = refOf(issue, at);
  const others = (a: State, b: State) => rest(a.bodies, at) === rest(b.bodies, at);
  const form = chance();
  if (form < 0.16) return { verb: 'undo', args: {}, isWhole: (_, after) => seen.has(after.text) };
  if (form < 0.22) return { verb: 'redo', args: {}, isWhole: (_, after) => seen.has(after.text) };
  if (form < 0.28) {
    const markdown = `Dear all, this is letter ${n}.\n\n${'It has its words. '.repeat(n)}\n\nUntil next week,\nKim`;
    const isWhole = (before: State, after: State) =>
      after.letter === markdown && sorted(before.bodies) === sorted(after.bodies);
    return { verb: 'edit-letter', args: { rev: revOf(now.letter), markdown }, isWhole };
  }
  if (form < 0.34) {
    const args = { line: 'subject', was: issue.subject ?? '', text: `Subject ${n} of “many”: yes` };
    return { verb: 'edit-line', args, isWhole: (_, after) => parseIssue(after.text).subject === args.text };
  }
  if (count > 2 && form < 0.44)
    return {
      verb: 'move-block',
      args: { block, to: Math.floor(chance() * count) },
      isWhole: (before, after) => sorted(before.bodies) === sorted(after.bodies),
    };
  if (count > 3 && form < 0.54)
    return {
      verb: 'delete-block',
      args: { block },
      isWhole: (before, after) => rest(before.bodies, at) === after.bodies.join('\0'),
    };
  if (form < 0.62) {
    const gone = buttons<{ storyId: string }>(await desk.part('/part/blocks'), 'restore-block')[0];
    const isWhole = (before: State, after: State) =>
      after.bodies.length === before.bodies.length + 1 && before.bodies.every((body) => after.bodies.includes(body));
    if (gone) return { verb: 'restore-block', args: gone, isWhole };
  }
  if (form < 0.7) {
    const found = await desk.part(`/part/candidates?index=${at}&rev=${block.rev}&quote=0`);
    const [swap] = buttons<{ quote: string; candidate: Candidate }>(found, 'swap-quote');
    const words = swap?.candidate.text.slice(0, 20) ?? '';
    const isWhole = (before: State, after: State) =>
      others(before, after) && (after.bodies[at] ?? '').replace(/[\\>\n]/g, '').includes(words.replace(/[\\>\n]/g, ''));
    if (swap) return { verb: 'swap-quote', args: { block, ...swap }, isWhole };
  }
  if (form < 0.78) {
    const [row] = buttons<{ id: string }>(await desk.part('/part/bench'), 'pull-in');
    // what is told is in the evidence too, or was there already and comes back
    const isWhole = (before: State, after: State) =>
      after.bodies.length === before.bodies.length + 1 &&
      before.bodies.every((body) => after.bodies.includes(body)) &&
      after.stories.length - before.stories.length <= 1;
    if (row) return { verb: 'pull-in', args: row, isWhole };
  }
  if (count > 3 && form < 0.82) {
    const domain = `muted-${n}.test`;
    const isWhole = (before: State, after: State) =>
      rest(before.bodies, at) === after.bodies.join('\0') && after.editorYaml.includes(domain);
    return { verb: 'mute', args: { domain, block }, isWhole };
  }
  const markdown = `${now.bodies[at]}\n\nWritten at ${n}. ${'These are more of the words. '.repeat(n)}End ${n}.`;
  const isWhole = (before: State, after: State) =>
    others(before, after) && after.bodies[at]?.trim() === markdown.trim();
  return { verb: 'edit-block', args: { block, markdown }, isWhole };
}

/** Kills at some moment after a change was sent: within `usual` milliseconds or little more, or when the files are being written. */
function killSoon(
  dir: string,
  review: Review,
  usual: number,
  chance: () => number,
): { armed: () => void; dead: Promise<void> } {
  const watchers: FSWatcher[] = [];
  let dead = () => {};
  const isDead = new Promise<void>((done) => {
    dead = done;
  });
  const kill = () => {
    for (const watcher of watchers) watcher.close();
    void review.kill().then(dead);
  };
  const [byFiles, moment] = [chance() < 0.5, chance()];
  const armed = () => {
    // whatever happens, it dies
    setTimeout(kill, byFiles ? 10 * usual : moment * 1.3 * usual);
    if (!byFiles) return;
    let left = Math.floor(moment * 14);
    for (const folder of ['.pullquote', '.pullquote/desk', 'issues/001', '.'])
      watchers.push(watch(join(dir, folder), () => left-- === 0 && kill()));
  };
  return { armed, dead: isDead };
}

test(`${EDITS} edits and ${LIVES} killed desks: nothing acknowledged is lost, nothing is there by half`, async () => {
  const dir = copyOf((await draftedWeek()).dir, (path) => !path.endsWith('/.pullquote/lock'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const chance = seeded(20_261_122);
  let now = stateOf(dir);
  const seen = new Set([now.text]);
  const counts = { done: 0, refused: 0, heard: 0, whole: 0, nothing: 0 };
  const verbs: Record<string, number> = {};
  let n = 0;
  // milliseconds that a change takes on this machine, on the average
  let usual = 30;
  const born = async () => {
    const review = await startReview(dir, { model: 'none' });
    onTestFinished(() => review.kill());
    return review;
  };
  let review = await born();
  for (let life = 1; life <= LIVES; life++) {
    const desk = await session(review.url);
    for (const last = Math.round((life * EDITS) / LIVES); ++n < last; ) {
      const edit = await someEdit(n, now, desk, seen, chance);
      const began = performance.now();
      const answer = await desk.change(edit.verb, edit.args);
      usual += (performance.now() - began - usual) / n;
      const after = stateOf(dir);
      expect(answer?.rev).toBe(revOf(after.text));
      if (answer?.changed.ok) {
        expect([n, edit.verb, edit.isWhole(now, after)]).toEqual([n, edit.verb, true]);
        counts.done++;
        verbs[edit.verb] = (verbs[edit.verb] ?? 0) + 1;
      } else {
        expect(after.text).toBe(now.text);
        counts.refused++;
      }
      now = after;
      seen.add(now.text);
    }
    const edit = await someEdit(n, now, desk, seen, chance);
    const { armed, dead } = killSoon(dir, review, usual, chance);
    const answer = await desk.change(edit.verb, edit.args, { sent: armed });
    await dead;
    const { port } = review;
    // it finishes what was decided
    review = await born();
    // a tab that stayed open, and what a browser keeps for it, find the desk again
    expect(review.port).toBe(port);
    const after = stateOf(dir);
    const what = [life, n, edit.verb, answer?.changed];
    if (answer) expect([what, answer.rev]).toEqual([what, revOf(after.text)]);
    if (answer) counts.heard++;
    else if (after.text === now.text) counts.nothing++;
    else {
      expect([what, edit.isWhole(now, after)]).toEqual([what, true]);
      counts.whole++;
    }
    now = after;
    seen.add(now.text);
  }
  console.log(counts, verbs);
  expect(n).toBe(EDITS);
  expect(counts.done).toBeGreaterThan(120);
  // the moments of the kills were of every kind
  expect(Math.min(counts.heard, counts.whole, counts.nothing)).toBeGreaterThan(0);
  expect(Object.keys(verbs).length).toBeGreaterThanOrEqual(9);
});
