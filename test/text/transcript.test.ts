import { existsSync, readdirSync, readFileSync } from 'node:fs';
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

  it('without punctuation, a paragraph is what was said between two pauses', () => {
    // captions that stand until the next ones come: only how long they stand shows the silence
    const lines = Array.from({ length: 30 }, (_, i) => ({
      tStartMs: i * 2000 + (i >= 10 ? 4000 : 0) + (i >= 20 ? 4000 : 0),
      dDurationMs: i === 9 || i === 19 ? 6000 : 2000,
      segs: [{ utf8: `the ${i}th line of a talk` }],
    }));
    const found = parseTranscript(JSON.stringify({ events: lines }), undefined, '');
    const paragraphs = found?.text.split('\n\n') ?? [];
    expect(paragraphs.map((paragraph) => paragraph.slice(0, 12))).toEqual([
      'the 0th line',
      'the 10th lin',
      'the 20th lin',
    ]);
    for (const { at, seconds } of found?.cues ?? [])
      expect(found?.text.slice(at)).toMatch(new RegExp(`^the ${lineAt(seconds)}th`));
    function lineAt(seconds: number): number {
      return lines.findIndex((line) => line.tStartMs === seconds * 1000);
    }
  });

  it('takes a page for no captions and no JSON, but for HTML', () => {
    const page = `<!doctype html><html><body><p>Please sign in to read on.</p></body></html>`;
    expect(parseTranscript(page, 'text/vtt', 'https://a.example/t')).toBeUndefined();
    expect(parseTranscript(page, undefined, 'https://a.example/t.json')).toBeUndefined();
    expect(parseTranscript(page, 'text/html', 'https://a.example/t')?.text).toBe('Please sign in to read on.');
  });

  it('takes 200,000 captions and no more', () => {
    const time = (i: number) =>
      `${String(Math.floor(i / 3600)).padStart(2, '0')}:${String(Math.floor(i / 60) % 60).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}.000`;
    const captions = Array.from({ length: 70_000 }, (_, i) => `${time(i)} --> ${time(i + 1)}\nWord ${i}.\n`);
    const json = JSON.stringify(Array.from({ length: 230_000 }, (_, i) => ({ start: i % 10, text: 'x' })));
    expect(parseTranscript(`WEBVTT\n\n${captions.join('\n')}`, undefined, '')?.cues).toHaveLength(70_000);
    expect(parseTranscript(json, undefined, '')?.cues).toHaveLength(200_000);
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

const REFERENCE = '../shared/reference/';
describe.skipIf(!existsSync(REFERENCE))('real transcripts (skipped where ../shared/reference is not there)', () => {
  it('an unpunctuated video: running words, without the lines above them', () => {
    const found = parseTranscript(readFileSync(`${REFERENCE}video-transcript.txt`, 'utf8'), undefined, 'v.txt');
    expect(found?.text).toMatch(/^too many exciting things/);
    expect(found?.text.split(/\s+/).length).toBeGreaterThan(11_000);
    expect(found?.cues).toEqual([]);
  });

  it('a podcast, a line every few words: sentences over the line ends', () => {
    const found = parseTranscript(readFileSync(`${REFERENCE}podcast-transcript.txt`, 'utf8'), undefined, 'p.txt');
    expect(found?.text).toMatch(/^Today on the AI Daily Brief, why/);
    expect(found?.text).not.toContain('Discussion (0)');
    expect(found?.text).toContain('much longer than normal. I decided');
  });
});

const DATA = '../shared/data/transcripts/';
describe.skipIf(!existsSync(DATA))(
  'the podcast namespace’s examples (skipped where ../shared/data is not there)',
  () => {
    it.each(['example.json', 'example.srt', 'example.vtt'])('%s', (name) => {
      const found = parseTranscript(readFileSync(DATA + name, 'utf8'), undefined, name);
      expect(found?.text).not.toMatch(/-->|"body"|Travis:|Darth Vader/);
      expect(found?.cues.length).toBeGreaterThan(3);
      expect(found?.cues[0]?.at).toBe(0);
    });
  },
);
