import { describe, expect, it } from 'vitest';
import { matchBlocks } from '../../src/issue/match.ts';
import type { BlockEvidence } from '../../src/types.ts';
import { blockOf, story } from './invent.ts';

const machine = (storyId: string, markdown: string): BlockEvidence => ({ ...blockOf(story(1), 1), storyId, markdown });
const links = (...pages: string[]) => pages.map((page) => `[${page}](https://${page}.example/)`).join(' ');

/** The story ids that blocks of a file are found to be. */
function found(file: string[], machines: BlockEvidence[]): (string | undefined)[] {
  return matchBlocks(
    file.map((markdown) => ({ markdown })),
    machines,
  ).map((block) => block?.storyId);
}

describe('matchBlocks', () => {
  it('goes by the most links in common, trackers, gift and time parameters aside', () => {
    const file = [`## X\n\n${links('a', 'c')}`, '## Y\n\n[b](https://www.b.example/?utm_source=z&gift=1)\n\n* * *\n'];
    expect(
      found(file, [machine('one', `## A\n\n${links('a', 'b')}`), machine('two', `## B\n\n${links('a', 'c', 'd')}`)]),
    ).toEqual(['two', 'one']);
  });
  it('decides ties by heading, then by order', () => {
    const machines = [machine('one', `## A\n\n${links('a', 'b')}`), machine('two', `## B\n\n${links('a', 'c')}`)];
    expect(found([`### b\n\n${links('a')} anew`], machines)).toEqual(['two']);
    expect(found([`## Z\n\n${links('a')} anew`], machines)).toEqual(['one']);
  });
  it('prefers the block that stands word for word', () => {
    const machines = [machine('wide', `## A\n\n${links('a', 'b', 'c')}`), machine('narrow', `## A\n\n${links('a')}`)];
    expect(found([`## A\n\n${links('a')}\n\n---\n`, `## A\n\n${links('a')} anew`], machines)).toEqual([
      'narrow',
      'wide',
    ]);
    const text = `## A\n\n${links('a')}`;
    expect(found([`${text}\n\nMore.`, text], [machine('one', text)])).toEqual([undefined, 'one']);
  });
  it('takes each story once: a copy, or a second half, is the editor’s own', () => {
    const text = `## A\n\n${links('a')}`;
    expect(found([text, text], [machine('one', text)])).toEqual(['one', undefined]);
    expect(found([text, text], [machine('one', text), machine('one', `${text} later`)])).toEqual(['one', undefined]);
  });
  it('tells the versions of a story apart by their lines', () => {
    const versions = ['First.', 'Second.'].map((line) => machine('one', `## A\n\n${links('a')}\n\n${line}`));
    const [match] = matchBlocks([{ markdown: `## A\n\n${links('a')} so\n\nSecond.` }], versions);
    expect(match).toBe(versions[1]);
  });
  it('goes by heading where there are no links', () => {
    const machines = [machine('house', '## Our *sponsor*\n\nBuy lanterns.'), machine('one', `## A\n\n${links('a')}`)];
    expect(found(['### our  sponsor\n\nBuy harps.', '## A\n\nNo link is left.', '## New\n\nWords.'], machines)).toEqual(
      ['house', 'one', undefined],
    );
  });
  it('does not take another page under the same heading for the same block', () => {
    expect(found([`## A\n\n${links('b')}`], [machine('one', `## A\n\n${links('a')}`)])).toEqual([undefined]);
  });
});
