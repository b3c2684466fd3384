import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseTranscript, secondsAt } from '../../src/text/transcript.ts';

const folder = new URL('../fixtures/transcripts/', import.meta.url);
const inputs = readdirSync(folder).filter((name) => name.includes('.in.'));

describe('transcripts', () => {
  it.each(inputs)('%s', (input) => {
    const body = readFileSync(new URL(input, folder), 'utf8');
    const expected = JSON.parse(readFileSync(new URL(input.replace(/\.in\..*/, '.expected.json'), folder), 'utf8'));
    const found = parseTranscript(body, expected.type ?? undefined, `https://a.example/${input}?x=1`);
    expect(found?.text).toBe(expected.text);
    const starts = expected.cues.map(([words, seconds]: [string, number]) => ({
      at: expected.text.indexOf(words),
      seconds,
    }));
    expect(found?.cues).toEqual(starts);
  });

  it('parts a long talk after sentences, and one without sentences all the same', () => {
    const cues = (words: string) =>
      Array.from({ length: 200 }, (_, i) => ({ startTime: i, endTime: i + 1, body: words }));
    const parse = (words: string) =>
      parseTranscript(JSON.stringify({ segments: cues(words) }), undefined, '')?.text.split('\n\n') ?? [];
    const sentences = parse('The gate was late again today.');
    expect(sentences.length).toBeGreaterThan(5);
    expect(sentences.every((paragraph) => paragraph.endsWith('.'))).toBe(true);
    expect(parse('the gate was late again').length).toBeGreaterThan(2);
  });

  it('begins a paragraph after a silence', () => {
    const vtt = 'WEBVTT\n\n00:01.000 --> 00:02.000\nOne.\n\n00:09.000 --> 00:10.000\nTwo.\n';
    expect(parseTranscript(vtt, 'text/vtt', '')?.text).toBe('One.\n\nTwo.');
  });

  it.each([
    ['nothing', ''],
    ['captions without words', 'WEBVTT\n\n00:01.000 --> 00:02.000\n[Music]\n'],
    ['JSON of something else', '{"error":"not found"}'],
    ['JSON with an empty list', '[]'],
    ['bytes', '\u0000\u0001PK\u0003\u0004 and so on'],
  ])('undefined for %s', (_what, body) => {
    expect(parseTranscript(body, 'application/json', 'https://a.example/t.json')).toBeUndefined();
  });

  it.each([
    ['time lines', '00:00:01 --> 00:00:02\n'.repeat(50_000)],
    ['open brackets', '['.repeat(500_000)],
    ['open tags', '<v '.repeat(200_000)],
    ['one long line', 'A'.repeat(500_000)],
    ['names', 'Aa '.repeat(200_000)],
    ['spaces', `Aa${' '.repeat(200_000)}b\n[${' '.repeat(200_000)}c`],
    ['digits', '1:'.repeat(200_000)],
  ])('comes back from endless %s', (_what, body) => {
    expect(() => parseTranscript(body, undefined, '')).not.toThrow();
    expect(() => parseTranscript(`WEBVTT\n\n${body}`, undefined, '')).not.toThrow();
  });
});

describe('secondsAt', () => {
  const cues = [
    { at: 5, seconds: 1 },
    { at: 20, seconds: 9 },
    { at: 21, seconds: 12 },
  ];
  it.each([
    [0, undefined],
    [5, 1],
    [19, 1],
    [20, 9],
    [500, 12],
  ])('offset %i: %s', (offset, seconds) => {
    expect(secondsAt(cues, offset)).toBe(seconds);
  });
  it('knows nothing without cues', () => {
    expect(secondsAt([], 3)).toBeUndefined();
  });
});
