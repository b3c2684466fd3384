import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { mergeThree } from '../../src/issue/three.ts';

const FOLDER = new URL('../fixtures/three/', import.meta.url);
const read = (name: string, side: string) => readFileSync(new URL(`${name}.${side}.md`, FOLDER), 'utf8');
const names = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.base.md'))
  .map((file) => file.replace('.base.md', ''));

test.each(names)('both changes are in the outcome: %s', (name) => {
  const [base, ours, theirs] = ['base', 'ours', 'theirs'].map((side) => read(name, side)) as [string, string, string];
  expect(mergeThree(base, ours, theirs)).toEqual({ ok: true, markdown: read(name, 'merged') });
  expect(mergeThree(base, base, theirs)).toEqual({ ok: true, markdown: theirs });
  expect(mergeThree(base, ours, base)).toEqual({ ok: true, markdown: ours });
});

const base = read('both-edit', 'base');

test('one line that both changed collides, with both versions', () => {
  const [ours, theirs] = ['all lanterns', 'no lanterns'].map((words) => base.replace('on lanterns', `on ${words}`));
  expect(mergeThree(base, ours as string, theirs as string)).toMatchObject({
    ok: false,
    piece: 'block',
    yours: expect.stringContaining('all lanterns'),
    theirs: expect.stringContaining('no lanterns'),
    index: 0,
  });
});

test('a block that one side deleted and the other changed collides', () => {
  const gone = base.replace(/## Harbours[\s\S]*?\* \* \*\n\n/, '');
  const changed = base.replace('about ships', 'about boats');
  expect(mergeThree(base, gone, changed)).toMatchObject({
    ok: false,
    yours: '',
    theirs: expect.stringContaining('boats'),
  });
  const collision = mergeThree(base, changed, gone);
  expect(collision).toMatchObject({ ok: false, yours: expect.stringContaining('boats') });
  expect(collision).not.toHaveProperty('theirs');
});

test('letter and fields collide too; a status is always theirs', () => {
  const letters = ['snowed', 'hailed'].map((word) => base.replace('rained', word)) as [string, string];
  expect(mergeThree(base, ...letters)).toMatchObject({ ok: false, piece: 'letter' });
  const subjects = ['One', 'Two'].map((word) => base.replace('A week', word)) as [string, string];
  expect(mergeThree(base, ...subjects)).toMatchObject({ ok: false, piece: 'front', yours: '"One"', theirs: '"Two"' });
  const ours = base.replace('status: draft', 'status: approved').replace('apples', 'pears');
  const theirs = base.replace('A week', 'Two');
  const merged = mergeThree(base, ours, theirs);
  expect(merged.ok && merged.markdown).toContain('status: draft');
  expect(merged.ok && merged.markdown).toContain('pears');
});
