import { describe, expect, it } from 'vitest';
import { findQuotes } from '../../src/stages/quotes.ts';
import { verifyQuote } from '../../src/text/quote.ts';
import type { Original, Story } from '../../src/types.ts';
import { original } from '../support/items.ts';

const story = (...items: Original[]): Story => ({
  id: 's',
  title: items[0]?.title ?? '',
  items,
  lead: items[0] as Original,
  score: 1,
  onTopic: true,
  reasons: [],
});
const page = (text: string, changes: Partial<Original> = {}) =>
  original({ url: 'https://lab.test/p', text, incomplete: false, textFrom: 'page', ...changes });
const texts = (...items: Original[]) => findQuotes(story(...items)).map(({ text }) => text);

const GOOD =
  'The problem with a single score is that it rewards the model for guessing and never for saying that it does not know.';
/** In the middle of a page, where no sentence is favoured for its place. */
const amid = (...middle: string[]) => page(['Short.', 'Short.', 'Short.', ...middle, 'Short.', 'Short.'].join('\n\n'));

const PLAIN = 'The laboratory was founded in the spring by a group of nineteen people from four universities.';

describe('findQuotes', () => {
  it('prefers a sentence that somebody stands behind, and gives its place in the text', () => {
    const lead = page(`${PLAIN} ${GOOD}\n\n${PLAIN.replace('spring', 'autumn')}`);
    const [best] = findQuotes(story(lead));
    expect(best?.text).toContain(GOOD);
    expect(lead.text.slice(best?.start, best?.end)).toBe(best?.text);
    expect(best?.id).toBe('q1');
  });

  it.each([
    [
      'a plea to subscribe',
      'Subscribe to our newsletter and never miss a story about the models that should matter most to you.',
    ],
    [
      'a sponsor',
      'This episode is brought to you by a company that believes nobody should ever need to wait for a mattress.',
    ],
    [
      'a cookie banner',
      'We use cookies because we believe that you should always have the best experience on our own site.',
    ],
    ['a sentence cut off', 'The problem with a single score is that it rewards the model for guessing and never for'],
    [
      'one that starts in the middle',
      'rewards the model for guessing, which is why nobody should trust a single score that has not been measured twice.',
    ],
    [
      'a link',
      'The code is at https://lab.test/code and nobody should believe the numbers before they have run it themselves.',
    ],
    [
      'mojibake',
      'It isnâ€™t that nobody should trust a single score, it is that nobody has ever measured one of them twice.',
    ],
    [
      'a quotation without its end',
      '“Nobody should trust a single score that has not been measured twice by two different groups of people, she said.',
    ],
    [
      'somebody’s words without the name',
      '“Nobody should trust a single score, because it rewards the model for guessing and never for its doubts.”',
    ],
    ['too few words', 'Nobody should trust a single score.'],
    ['a note', 'Note: nobody should trust a single score before somebody else has measured it a second time.'],
    ['a caption', 'Figure 3: nobody should trust a single score before somebody else has measured it a second time.'],
    [
      'a byline',
      'By Ada Berg | Nobody should trust a single score before somebody else has measured it a second time.',
    ],
    [
      'what a browser adds to a link',
      'Nobody should trust a single score(opens in a new window) before somebody else has measured it a second time.',
    ],
    ['a bot', 'I am a bot, and nobody should believe that this action was performed by somebody who can read it.'],
    ['code', 'Nobody should ever call score() twice, because max_tokens is wrong the second time that it is asked.'],
    ['a flag', 'Nobody should trust a single score that was measured without --seed and never measured a second time.'],
    ['a plea for remarks', 'Let us know what you think, because nobody should trust a single score that we made.'],
  ])('does not offer %s', (_, text) => {
    expect(texts(page(`${text}\n\nShort.`))).toEqual([]);
  });

  it('does not offer the heading over again', () => {
    const title = 'Small models are cheaper than large ones and nobody should be surprised by the bill';
    expect(texts(page(`${title}.`, { title }))).toEqual([]);
  });

  it('does not offer a sentence that leans on the one before, where another stands alone', () => {
    const leaning =
      'This is why nobody should trust it, because it rewards the model for guessing and never for doubt.';
    expect(texts(page(`${leaning}\n\n${GOOD}`))[0]).toBe(GOOD);
  });

  it.each([
    [
      'a vendor’s own praise',
      'Today, we’re excited to announce Heron 3, our most capable model yet, which is even better than the first.',
    ],
    [
      'the page about itself',
      'In this post we want to share how the score was made and why we believe that it should matter to you.',
    ],
    ['an order', 'Explore the score in our new table because nobody should ever believe what they have not measured.'],
    [
      'a line of a list',
      'Failure recovery: Nobody should ever believe that the score is right because it is the first one.',
    ],
    [
      'a step of a story',
      'Finally, nobody should ever believe that the score is right because it is the first that was made.',
    ],
    [
      'a fix for what was told before',
      'To fix this, nobody should ever believe that the score is right because it is the first one.',
    ],
    [
      'somebody who was named before',
      'When we began, nobody trusted them, because the first score was wrong and the others were even worse.',
    ],
    [
      'a footnote’s mark',
      'Nobody should ever believe that the score is right because it is the first that was published2.',
    ],
  ])('prefers a plain sentence to %s', (_, text) => {
    expect(texts(amid(text, GOOD))[0]).toBe(GOOD);
  });

  it.each([
    [
      'what to do with a thing',
      'To build a scoreboard with one of the measures that matter most, use the Heron Workbench in the console.',
    ],
    [
      'what to do in a case',
      'When you need another measure for the same week, start a new run rather than going back and forth.',
    ],
    [
      'help for those with whom it fails',
      'If you can’t make a scoreboard, it may be because you never turned the memory of your account on.',
    ],
    [
      'what will be there later',
      'Measures for pictures and for sound, which are even slower, will be available soon in the console.',
    ],
    [
      'leave to ask',
      'Feel also free to ask in our forum why a score of yours is lower than that of the other laboratories.',
    ],
    [
      'a shop’s terms',
      'Because the cups are made to order, we do not accept general returns or an exchange for another size.',
    ],
  ])('prefers what merely tells something to %s', (_, text) => {
    expect(texts(amid(text, PLAIN))[0]).toBe(PLAIN);
  });

  it.each([
    ['a condition', 'When you measure the same model twice and it never agrees with itself, the score means nothing.'],
    [
      'a turn',
      'For the first time, open models of nineteen laboratories have beaten the closed ones at their own test.',
    ],
    [
      'a demand',
      'Every laboratory must show its whole method, and those who hide theirs cannot be trusted with the ranking.',
    ],
    [
      'a position',
      'We do not accept a ban on open models, because no laboratory of our size has ever asked us for one.',
    ],
    ['an opinion', 'To build a score that people trust, you have to show them where it was wrong and by how much.'],
  ])('takes %s that is no instruction for what it is', (_, said) => {
    expect(texts(amid(PLAIN, said))[0]).toBe(said);
  });

  it('takes what stands below a list’s heading without it', () => {
    const point = GOOD.replace('The problem', 'One problem');
    expect(texts(amid(`Failure Recovery. ${point}`, 'Short.'))[0]).toBe(point);
  });

  it('leaves the label of an abstract out, and keeps the offsets', () => {
    const lead = page(`Abstract:${GOOD}\n\n${PLAIN}`);
    const found = findQuotes(story(lead)).find(({ text }) => text === GOOD);
    expect(lead.text.slice(found?.start, found?.end)).toBe(GOOD);
  });

  it('prefers what is about the thing in the heading', () => {
    const about = (what: string) =>
      `Nobody should trust ${what} before somebody else has measured it a second time in another town.`;
    const lead = { ...amid(about('a thermometer'), about('the watermarking')), title: 'How a watermark works' };
    expect(texts(lead)[0]).toBe(about('the watermarking'));
  });

  it('never crosses a paragraph and never offers two passages that overlap', () => {
    const lead = page(
      Array.from(
        { length: 12 },
        (_, i) => `${GOOD.replace('a single', `the ${i}th`)} ${PLAIN.replace('nineteen', String(i))}`,
      ).join('\n\n'),
    );
    const found = findQuotes(story(lead));
    expect(found.length).toBeGreaterThan(5);
    expect(found.some(({ text }) => text.includes('\n'))).toBe(false);
    const spans = found.map(({ start, end }) => [start, end] as const).toSorted((a, b) => a[0] - b[0]);
    for (const [i, span] of spans.entries())
      if (i) expect(span[0]).toBeGreaterThanOrEqual((spans[i - 1] as readonly [number, number])[1]);
    for (const { text } of found) expect(text.split(/\s+/).length).toBeLessThanOrEqual(75);
  });

  it('takes posts whole, however many passages the lead offers', () => {
    const lead = page(Array.from({ length: 40 }, (_, i) => GOOD.replace('single', `number ${i}`)).join('\n\n'));
    const post = original({
      url: 'https://x.com/ada/status/1',
      text: 'Half of this thread is wrong.\n\nI measured it twice and got two answers.',
      voice: { handle: 'ada', where: 'X' },
    });
    const voices = findQuotes(story(lead, post)).filter(({ voice }) => voice);
    expect(voices).toMatchObject([{ text: post.text, url: post.url, voice: { handle: 'ada' } }]);
  });

  it('offers nothing of a page that is link-only, incomplete or has no words', () => {
    expect(texts(page(GOOD, { linkOnly: true }))).toEqual([]);
    expect(texts(page(GOOD, { incomplete: true }))).toEqual([]);
    expect(texts(page(''))).toEqual([]);
  });

  it('knows the second of a transcript', () => {
    const lead = page(`${PLAIN}\n\n${GOOD}`, {
      cues: [
        { at: 0, seconds: 10 },
        { at: PLAIN.length + 2, seconds: 75 },
      ],
    });
    expect(findQuotes(story(lead)).find(({ text }) => text === GOOD)?.seconds).toBe(75);
  });
});

describe('findQuotes in a recording', () => {
  const SPONSORED = GOOD.replace('a single score', 'a cheap rope').replace('model', 'sailor');
  const OUTRO = GOOD.replace('a single score', 'a long goodbye').replace('model', 'guest');
  const text = [SPONSORED, GOOD, OUTRO].join('\n\n');
  const cues = [SPONSORED, GOOD, OUTRO].map((words, i) => ({ at: text.indexOf(words), seconds: 60 + i * 60 }));
  const recording = (chapters: { seconds: number; title: string }[]) =>
    page(text, { media: 'audio', textFrom: 'transcript', cues, chapters });

  it('never quotes a sponsor’s chapter, an intro or an outro', () => {
    const chapters = [
      { seconds: 0, title: 'Sponsor: Acme Ropes' },
      { seconds: 119, title: 'Scores' },
      { seconds: 180, title: 'Outro' },
    ];
    expect(texts(recording(chapters))).toEqual([GOOD]);
    expect(findQuotes(story(recording(chapters)))[0]?.seconds).toBe(120);
    expect(texts(recording([])).toSorted()).toEqual([SPONSORED, GOOD, OUTRO].toSorted());
    expect(texts(recording([{ seconds: 0, title: 'The whole talk' }]))).toHaveLength(3);
    expect(texts(recording([{ seconds: 0, title: 'Intro' }]))).toEqual([]);
  });
});

describe('findQuotes in a transcript without punctuation', () => {
  const THOUGHT =
    'nobody should trust a single score because it rewards the model for guessing and never for saying nothing';
  const FILLER = Array.from({ length: 20 }, (_, i) => `and then we looked at run ${i} of the`);
  /** Pieces of so many seconds, each with a silence before it where it says so. */
  function spoken(pieces: { words: string; pause?: boolean }[]): Original {
    const cues: { at: number; seconds: number }[] = [];
    let [body, seconds] = ['', 0];
    for (const { words, pause } of pieces) {
      if (body !== '') body += ' ';
      if (pause) seconds += 5;
      cues.push({ at: body.length, seconds });
      body += words;
      seconds += words.split(' ').length * 0.4;
    }
    return page(body, { media: 'video', textFrom: 'transcript', cues });
  }
  const filler = FILLER.map((words) => ({ words }));

  it('offers what was said between two pauses, with its second', () => {
    const item = spoken([
      ...filler,
      { words: THOUGHT, pause: true },
      { words: 'and then more', pause: true },
      ...filler,
    ]);
    const found = findQuotes(story(item));
    expect(found.map(({ text }) => text)).toEqual([THOUGHT]);
    expect(item.text.slice(found[0]?.start, found[0]?.end)).toBe(THOUGHT);
    expect(found[0]?.seconds).toBe(item.cues?.[filler.length]?.seconds);
    expect(verifyQuote(THOUGHT, item.text).ok).toBe(true);
  });

  it('offers nothing of a chapter that is a sponsor’s', () => {
    const item = spoken([
      ...filler,
      { words: THOUGHT, pause: true },
      { words: 'and then more', pause: true },
      ...filler,
    ]);
    const start = item.cues?.[filler.length]?.seconds ?? 0;
    const chapters = [
      { seconds: 0, title: 'Talk' },
      { seconds: start - 2, title: 'Ad' },
      { seconds: start + 60, title: 'Talk' },
    ];
    expect(texts({ ...item, chapters })).toEqual([]);
  });

  it.each([
    ['without a pause before it', [{ words: THOUGHT }, { words: 'and then more', pause: true }]],
    [
      'without a pause after it',
      [{ words: THOUGHT, pause: true }, { words: 'when the lamp is cold and the door is shut' }],
    ],
    [
      'that is too short',
      [
        { words: THOUGHT.slice(0, 60).trim(), pause: true },
        { words: 'and then more', pause: true },
      ],
    ],
    [
      'that leans on what was before',
      [
        { words: `and ${THOUGHT}`, pause: true },
        { words: 'and then more', pause: true },
      ],
    ],
    [
      'that begins in the middle',
      [
        { words: `very ${THOUGHT}`, pause: true },
        { words: 'and then more', pause: true },
      ],
    ],
    [
      'that breaks off',
      [
        { words: `${THOUGHT} with the`, pause: true },
        { words: 'and then more', pause: true },
      ],
    ],
    [
      'that halts',
      [
        { words: THOUGHT.replace('single', 'single um'), pause: true },
        { words: 'so yes', pause: true },
      ],
    ],
    [
      'that repeats itself',
      [
        { words: THOUGHT.replace('the', 'the the'), pause: true },
        { words: 'so yes', pause: true },
      ],
    ],
    [
      'that was bleeped',
      [
        { words: THOUGHT.replace('single', '[ __ ]'), pause: true },
        { words: 'so yes', pause: true },
      ],
    ],
    [
      'that sells',
      [
        { words: `${THOUGHT} use code score`, pause: true },
        { words: 'so yes', pause: true },
      ],
    ],
  ])('rather offers none than a run %s', (_what, pieces: { words: string; pause?: boolean }[]) => {
    expect(texts(spoken([...filler, ...pieces, ...filler]))).toEqual([]);
  });

  it('offers nothing where there are no times', () => {
    const item = spoken([...filler, { words: THOUGHT, pause: true }, ...filler]);
    expect(texts({ ...item, cues: [] })).toEqual([]);
  });
});

describe('posts', () => {
  const said = 'A post of nine words and more that says enough.';
  const posted = (text: string, changes: Partial<Original> = {}) =>
    texts(
      page(text, {
        url: 'https://x.com/ada/status/1',
        textFrom: 'feed',
        voice: { handle: 'ada', where: 'X' },
        ...changes,
      }),
    );

  it('lose the bare links at their end, however many hang there', () => {
    expect(posted(`${said} https://a.test/\n\nhttps://b.test/`)).toEqual([said]);
    expect(posted(`${said}${' https://a.test/'.repeat(200_000)} and so on`)).toEqual([]);
  });

  it('are not quoted with a link that lets somebody in or out', () => {
    expect(posted(`${said} See https://a.test/unsubscribe?u=7 for it.`)).toEqual([]);
    expect(posted(said, { markdown: `${said.slice(0, -7)}[enough](https://a.test/p?token=7).` })).toEqual([]);
  });

  it('leaves room for each place where people talk, and keeps the formatting of a post', () => {
    const lead = page(GOOD);
    const said = (i: number, where: string, changes: Partial<Original> = {}) =>
      original({
        url: `https://talk.test/${where}/${i}`,
        text: `Remark number ${i} of a long thread says what ${'everybody there '.repeat(where === 'HN' ? 20 : 2)}thinks.`,
        incomplete: false,
        voice: { handle: `h${i}`, where },
        ...changes,
      });
    const thread = Array.from({ length: 30 }, (_, i) => said(i, 'HN'));
    const text = 'Eight words stand in this post, see https://a.test/p';
    const markdown = 'Eight words stand in *this* post, see <https://a.test/p>';
    const found = findQuotes(story(lead, ...thread, said(31, 'X'), said(32, 'X', { text, markdown })));
    expect(found.filter(({ voice }) => voice?.where === 'X').map(({ voice }) => voice?.handle)).toEqual(['h31', 'h32']);
    expect(found.find(({ voice }) => voice?.handle === 'h32')).toMatchObject({ text, markdown });
    expect(found.filter(({ voice }) => voice?.where === 'HN').length).toBeLessThan(30);
  });
});
