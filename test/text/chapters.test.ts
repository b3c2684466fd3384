import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { asidesOf, chaptersIn, isAside, parseChapters, touches } from '../../src/text/chapters.ts';

const EXAMPLE = '../shared/data/transcripts/chapters/dev/example.json';
const file = (chapters: unknown) => JSON.stringify({ version: '1.2.0', chapters });

describe('parseChapters', () => {
  it('reads a chapters file in order of time, whatever the order of its list', () => {
    const found = parseChapters(
      `\ufeff${file([
        { startTime: 90, title: '  The second \n part ', img: 'https://x.test/i.png' },
        { startTime: 0, title: 'Opening the lock' },
        { startTime: 200.5, title: 'Third', toc: false },
      ])}`,
    );
    expect(found).toEqual([
      { seconds: 0, title: 'Opening the lock' },
      { seconds: 90, title: 'The second part' },
      { seconds: 200.5, title: 'Third' },
    ]);
  });

  it('reads a bare list with clocks', () => {
    const list = [
      { start: '00:01:05.500', title: 'One' },
      { start: '70', title: 'Two' },
    ];
    expect(parseChapters(JSON.stringify(list))).toEqual([
      { seconds: 65.5, title: 'One' },
      { seconds: 70, title: 'Two' },
    ]);
  });

  it.each([
    ['no time', { title: 'x' }],
    ['an empty time', { startTime: '', title: 'x' }],
    ['a time below nothing', { startTime: -1, title: 'x' }],
    ['no number', { startTime: 'soon', title: 'x' }],
    ['no title', { startTime: 1 }],
    ['an empty title', { startTime: 1, title: ' \u200b ' }],
    ['a title that is an object', { startTime: 1, title: {} }],
    ['null', null],
    ['a string', 'x'],
  ])('leaves out an entry with %s', (_what, entry) => {
    expect(parseChapters(file([entry, { startTime: 5, title: 'Kept' }]))).toEqual([{ seconds: 5, title: 'Kept' }]);
  });

  it.each(['', 'null', '7', '{"chapters": {}}', '<html>', '{"error": "gone"}'])('nothing in %s', (body) => {
    expect(parseChapters(body)).toEqual([]);
  });

  it('stays within bounds', () => {
    const many = Array.from({ length: 5000 }, (_, i) => ({ startTime: i, title: `T${'x'.repeat(1000)}` }));
    const found = parseChapters(file(many));
    expect(found).toHaveLength(500);
    expect(found.every(({ title }) => title.length <= 200)).toBe(true);
  });

  it.skipIf(!existsSync(EXAMPLE))(
    'reads the namespace’s own example (skipped where ../shared/data is not there)',
    () => {
      const found = parseChapters(readFileSync(EXAMPLE, 'utf8'));
      expect(found).toHaveLength(9);
      expect(found.filter(({ title }) => isAside(title)).map(({ seconds }) => seconds)).toEqual([0, 4600, 6089]);
    },
  );
});

describe('chaptersIn', () => {
  it.each([
    ['0:00 Rope\n9:30 Knots & nets\n1:02:33 Storms'],
    ['A talk about rope.\n\n(00:00) Rope\n(09:30) Knots & nets\n(1:02:33) Storms\n\nThanks to all.'],
    ['*OUTLINE:*\n0:00 - Rope\n9:30 - Knots & nets\n1:02:33 – Storms'],
    ['• [0:00] Rope\n• [9:30] Knots & nets\n• [1:02:33] Storms'],
    ['1. 0:00 Rope\n2. 9:30 Knots & nets\n3. 1:02:33 Storms'],
    ['👉 0:00: Rope\n👉 9:30: Knots & nets\n👉 1:02:33: Storms'],
    ['0:00 - 9:30 Rope\n9:30 - 1:02:33 Knots & nets\n1:02:33 - 1:10:00 Storms'],
    ['Rope (0:00)\nKnots & nets (9:30)\nStorms (1:02:33)'],
    ['Rope - 0:00\nKnots & nets - 9:30\nStorms - 1:02:33'],
  ])('%s', (description) => {
    expect(chaptersIn(description)).toEqual([
      { seconds: 0, title: 'Rope' },
      { seconds: 570, title: 'Knots & nets' },
      { seconds: 3753, title: 'Storms' },
    ]);
  });

  it('passes over a line that goes back', () => {
    expect(
      chaptersIn('0:00 Rope\n9:30 Knots\n3:10 is where I was wrong\n12:00 Nets').map(({ title }) => title),
    ).toEqual(['Rope', 'Knots', 'Nets']);
  });

  it.each([
    ['a single time', '0:00 Rope'],
    ['two times somewhere', 'See 3:45 for the knot.\n9:30 is the net.'],
    ['a programme of a day', '9:00 AM Doors\n10:00 AM Rope\n11:30 AM Nets'],
    ['a time without a title', '0:00\n9:30\n12:00'],
    ['prose', 'We met at noon and talked about 16:9 screens for an hour.'],
    ['nothing', ''],
  ])('none in %s', (_what, description) => {
    expect(chaptersIn(description)).toEqual([]);
  });

  it.each([
    ['times', '1:00 '.repeat(50_000)],
    ['lines', '0:00 x\n'.repeat(50_000)],
    ['marks', `${'-'.repeat(100_000)}0:00 x`],
    ['brackets', `0:00 ${'['.repeat(100_000)}`],
  ])('comes back from endless %s', (_what, description) => {
    expect(chaptersIn(description).length).toBeLessThanOrEqual(500);
  });
});

describe('isAside', () => {
  it.each([
    'Sponsor',
    'Our sponsors',
    'Sponsor: Acme Ropes',
    'Thanks to our sponsors!',
    'This week is sponsored by Acme',
    'A word from our sponsor',
    'Message from Acme',
    'Brought to you by Acme',
    'Ad',
    'Ads',
    'AD BREAK',
    'Ad: Acme Ropes',
    'Advertisement',
    'Mid-roll',
    'Promo 2',
    'Intro',
    'Introduction',
    'Intro & welcome',
    'Cold open',
    'Episode highlight',
    'Introducing Ada Byron',
    'Outro',
    'Closing credits',
    'Coming up',
    'Thanks for listening',
    'Where to find Ada online',
  ])('%s', (title) => {
    expect(isAside(title)).toBe(true);
  });
  it.each([
    'State-sponsored attacks',
    'Why ads are coming to chatbots',
    'Introduction to transformers',
    'Opening the weights',
    'Closed models, open questions',
    'Adding memory',
    'The end of scaling',
    'What promotion means at a lab',
    'Music made by machines',
  ])('not %s', (title) => {
    expect(isAside(title)).toBe(false);
  });
});

describe('asidesOf', () => {
  const text = 'hello there. buy this rope. now to the nets. bye all.';
  const chapters = [
    { seconds: 0, title: 'Intro' },
    { seconds: 10, title: 'Sponsor' },
    { seconds: 30, title: 'Nets' },
    { seconds: 90, title: 'Outro' },
  ];
  const cue = (words: string, seconds: number) => ({ at: text.indexOf(words), seconds });
  const said = (places: { start: number; end: number }[]) => places.map(({ start, end }) => text.slice(start, end));

  it('finds what was said in a sponsor’s chapter, an intro and an outro', () => {
    const cues = [cue('hello', 1), cue('buy', 12), cue('now', 30), cue('bye', 95)];
    const places = asidesOf({ text, chapters, cues });
    expect(said(places)).toEqual(['hello there. buy this rope. ', 'bye all.']);
    expect(touches(places, text.indexOf('now'), text.indexOf(' bye'))).toBe(false);
    expect(touches(places, text.indexOf('this rope'), text.indexOf('nets'))).toBe(true);
  });

  it('takes words whose time is rough for a sponsor’s where they may be', () => {
    const cues = [cue('hello', 6), cue('now', 86)];
    const rough = [
      { seconds: 10, title: 'Sponsor' },
      { seconds: 11, title: 'Nets' },
      { seconds: 92, title: 'Outro' },
    ];
    expect(said(asidesOf({ text, chapters: rough, cues }))).toEqual(['hello there. buy this rope. ']);
    expect(said(asidesOf({ text, chapters: [...rough.slice(0, 2), { seconds: 91, title: 'Outro' }], cues }))).toEqual([
      text,
    ]);
  });

  it('knows nothing without chapters or times', () => {
    expect(asidesOf({ text, chapters })).toEqual([]);
    expect(asidesOf({ text, cues: [cue('hello', 1)] })).toEqual([]);
    expect(asidesOf({ text, chapters: [], cues: [] })).toEqual([]);
  });
});
