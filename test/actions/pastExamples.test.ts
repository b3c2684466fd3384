import { describe, expect, it } from 'vitest';
import { examplesOf, sampleOf } from '../../src/actions/pastExamples.ts';
import { parseIssue } from '../../src/issue/parse.ts';
import type { BlockEvidence, Evidence } from '../../src/types.ts';

const LETTER = 'Who mends a tide?\n\nThis week [a gauge](https://quay.test/g) went quiet.';
const FRAME = 'Until next week,\nMZ\n\nP.S. 1: We meet on Thursdays.';
const EDITED =
  '## The quiet gauge\n\n[Ada’s note on the gauge](https://quay.test/g) is short and sad.\n\n> A quote of hers.';
const PLAIN = '## Gauge 7\n\n[Gauge 7](https://quay.test/7), Ada, Quay\n\n> Another quote.';
const VOICES = '## Voices\n\n@[ada](https://x.com/ada/status/1) (X)\n\n> A remark.';
const issue = (number: number, o: { letter?: string; blocks?: string[]; status?: string } = {}) => {
  const { letter = LETTER, blocks = [EDITED], status = 'draft' } = o;
  const front = `---\nnumber: ${number}\ndate: 2026-11-16\nstatus: ${status}\n---`;
  return parseIssue(`${[front, letter, FRAME, ...blocks.flatMap((block) => ['* * *', block])].join('\n\n')}\n`);
};
const drafted = (markdown: string, writer: BlockEvidence['writer'] = 'model'): BlockEvidence => ({
  ...{ storyId: markdown.slice(3, 12), slot: 'reads', markdown, writer, score: 1, reasons: [] },
  ...{ items: [], quotes: [], passages: [], checks: [] },
});
const evidence = (letter: string, ...blocks: BlockEvidence[]): Evidence => ({
  ...{
    version: 1,
    number: 1,
    window: { since: '2026-11-09', until: '2026-11-16' },
    draftedAt: '2026-11-16T00:00:00.000Z',
  },
  bill: { model: 'none', budget: 0, dollars: 0, lines: [] },
  letter: { markdown: `${letter}\n\n${FRAME}`, writer: 'model' },
  ...{ subjects: [], preheader: '', blocks, runnersUp: [], dropped: {}, notes: [] },
});

describe('what an issue shows of its editor’s voice', () => {
  it('is letter and blocks in plain words, without frame, quotes and addresses', () => {
    expect(sampleOf(issue(1), undefined)).toEqual({
      approved: false,
      letter: 'Who mends a tide?\n\nThis week a gauge went quiet.',
      blocks: [{ words: 'The quiet gauge\nAda’s note on the gauge is short and sad.', edited: true }],
    });
  });

  it('is nothing that the machine wrote and nobody touched, but for a block that was approved with the rest', () => {
    const known = evidence(LETTER, drafted(EDITED), drafted(PLAIN, 'extractive'));
    const sample = sampleOf(issue(1, { blocks: [EDITED, PLAIN, VOICES] }), known);
    expect(sample.letter).toBe('');
    expect(sample.blocks).toMatchObject([{ edited: false }]);
    expect(examplesOf([sample])).toBeUndefined();
    expect(examplesOf([{ ...sample, approved: true }])?.blocks).toHaveLength(1);
  });

  it('is a machine’s letter or block that somebody changed', () => {
    const known = evidence('Another letter.', drafted(EDITED.replace('short and sad', 'long')));
    expect(sampleOf(issue(1), known)).toMatchObject({ letter: /^Who/, blocks: [{ edited: true }] });
  });
});

describe('examples', () => {
  const sample = (name: string, o: { approved?: boolean; words?: number; edited?: boolean } = {}) => ({
    approved: o.approved ?? false,
    letter: `${name} ${'word '.repeat((o.words ?? 10) - 1)}`.trim(),
    blocks: [{ words: `${name}’s block`, edited: o.edited ?? true }],
  });

  it('are the newest first, approved ones before drafts', () => {
    const found = examplesOf([
      sample('one'),
      sample('two', { approved: true }),
      sample('three'),
      sample('four', { approved: true }),
    ]);
    expect(found?.letters.map((letter) => letter.split(' ')[0])).toEqual(['four', 'two', 'three', 'one']);
    expect(found?.blocks).toEqual(['four’s block', 'two’s block', 'three’s block']);
  });

  it('are at most 600 words of letters, whole ones, and three blocks, changed ones first', () => {
    const many = [
      sample('one', { words: 90, approved: true }),
      sample('two', { words: 350, approved: true, edited: false }),
      sample('three', { words: 300, approved: true }),
      sample('four', { words: 900, approved: true }),
    ];
    const found = examplesOf(many);
    expect(found?.letters.map((letter) => letter.split(' ')[0])).toEqual(['three', 'one']);
    expect(found?.blocks).toEqual(['four’s block', 'three’s block', 'one’s block']);
    expect(examplesOf([])).toBeUndefined();
  });
});
