import { describe, expect, it } from 'vitest';
import { formatEvidence, parseEvidence, passagesOf } from '../../src/issue/evidence.ts';
import { draftOf, story } from './invent.ts';

const { evidence } = draftOf([story(1), story(2)], 1);

describe('evidence.json', () => {
  it('comes back as it was written, whatever the order of keys', () => {
    const text = formatEvidence(evidence);
    expect(parseEvidence(text, 'issues/007/evidence.json')).toEqual(evidence);
    const shuffled = Object.fromEntries(Object.entries(evidence).toReversed()) as unknown as typeof evidence;
    expect(formatEvidence({ ...shuffled, dropped: { 'off-topic': 2, muted: 1 } })).toBe(
      formatEvidence({ ...evidence, dropped: { muted: 1, 'off-topic': 2 } }),
    );
    expect(text.endsWith('}\n')).toBe(true);
  });
  it.each([
    ['{', /^issues\/007\/evidence\.json is no valid JSON: .*pullquote draft/s],
    ['{}', /version: must be 1/],
    [formatEvidence(evidence).replace('"version": 1', '"version": 2'), /version: must be 1: a newer Pullquote/],
    [formatEvidence(evidence).replace('"slot": "reads"', '"slot": "read"'), /blocks\.0\.slot: /],
    [formatEvidence(evidence).replace('"until": "2026-03-09"', '"until": "soon"'), /window\.until: must be a day/],
  ])('says what is wrong with a broken one (%#)', (text, message) => {
    expect(() => parseEvidence(text, 'issues/007/evidence.json')).toThrow(message);
  });
});

describe('passagesOf', () => {
  it('gives the passages of a page, apart from one another, and nothing for another page', () => {
    const [first, second] = evidence.blocks;
    if (!first || !second) throw new Error('two blocks');
    const url = 'https://paper1.example/1';
    const quote = { text: 'b', url, capturedAt: '', sha256: '', start: 0, end: 1, passage: 'A b c.' };
    const blocks = [
      { ...first, quotes: [quote] },
      {
        ...second,
        passages: [
          { url: `${url}?utm_source=x`, text: 'D e.' },
          { url, text: 'A b c.' },
        ],
      },
    ];
    expect(passagesOf({ ...evidence, blocks }, url)).toMatch(/^A b c\.\n\n\(.*\)\n\nD e\.$/);
    expect(passagesOf({ ...evidence, blocks }, 'https://paper1.example/2')).toBeUndefined();
  });
});
