import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkBlurb, supportFor } from '../../src/text/blurb.ts';
import { sentences } from '../../src/text/sentences.ts';
import type { Check, SourceText } from '../../src/types.ts';

const folder = new URL('../fixtures/proofs/blurbs/', import.meta.url);
const RULES: Record<string, Check['rule']> = {
  number: 'number-not-in-source',
  date: 'date-not-in-source',
  name: 'name-not-in-source',
  quote: 'quote-not-found',
};

/** First line the title, second the day of publication, then the text. */
function source(name: string): SourceText {
  const [title = '', publishedAt = '', , ...lines] = readFileSync(new URL(`${name}.source.txt`, folder), 'utf8').split(
    '\n',
  );
  return { title, publishedAt, text: lines.join('\n') };
}

/** Lines of `true: …`, or the kind of error and a blurb that has it. */
function cases(name: string): [string, string][] {
  const lines = readFileSync(new URL(`${name}.cases.txt`, folder), 'utf8')
    .split('\n')
    .filter(Boolean);
  return lines.map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]);
}

const failed = (blurb: string, sources: SourceText[]): Check[] => checkBlurb(blurb, sources).filter(({ ok }) => !ok);
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.source.txt'))
  .map((file) => file.replace('.source.txt', ''));

describe.each(names)('%s', (name) => {
  const sources = [source(name)];

  it.each(cases(name))('%s: %s', (kind, blurb) => {
    const found = failed(blurb, sources);
    if (kind === 'true') expect(found.map(({ detail }) => detail)).toEqual([]);
    else expect(found.map(({ rule }) => rule)).toContain(RULES[kind]);
  });

  it('bears out every sentence of itself', () => {
    const { text } = source(name);
    for (const { start, end } of sentences(text)) {
      const sentence = text.slice(start, end);
      expect(failed(sentence, sources).map(({ detail }) => `${detail} — ${sentence}`)).toEqual([]);
    }
  });

  it('does not bear out a sentence of itself with a figure changed', () => {
    const { text } = source(name);
    for (const { start, end } of sentences(text)) {
      const sentence = text.slice(start, end);
      const figure = /(?<![\d.,])\d{2,3}(?![\d.,:])/.exec(sentence)?.[0];
      if (figure === undefined) continue;
      const other = String(Number(figure) + 608);
      expect(failed(sentence.replace(figure, other), sources), `${figure} → ${other}: ${sentence}`).not.toEqual([]);
    }
  });
});

describe('checkBlurb', () => {
  const text = 'Pelican Labs raised $2.1 million on May 4, 2026. “We bake slowly,” said Una Marsh.';

  it('says in a sentence what is wrong, and what comes nearest', () => {
    const details = failed('Pelican raised $2.4 million on May 9; Otto Marsh said “We bake quickly”.', [{ text }]).map(
      ({ detail }) => detail,
    );
    expect(details).toEqual([
      '“We bake quickly” is not in the sources word for word; the nearest passage is “We bake slowly”.',
      '“May 9” is not in the sources; the nearest date there is “May 4, 2026”.',
      '“$2.4 million” is not in the sources; the nearest is “$2.1 million”.',
      '“Otto” is not named in the sources.',
    ]);
  });

  it('gives a check for everything that it looked at, all of them errors', () => {
    const checks = checkBlurb('Pelican Labs raised $2.1M in May: “We bake slowly”.', [{ text }]);
    expect(checks.map(({ rule, level, ok }) => [rule, level, ok])).toEqual([
      ['quote-not-found', 'error', true],
      ['date-not-in-source', 'error', true],
      ['number-not-in-source', 'error', true],
      ['name-not-in-source', 'error', true],
    ]);
  });

  it('reads the words of links, not their URLs', () => {
    expect(failed('[Pelican Labs](https://other.test/Zeppelin/99) raised $2.1 million.', [{ text }])).toEqual([]);
    expect(failed('[Zeppelin Labs](https://pelican.test/) raised $2.1 million.', [{ text }])).toHaveLength(1);
  });

  it('takes facts from any of its sources, from titles, and the day of publication', () => {
    const sources = [
      { text },
      { title: 'Zeppelin, part 7', text: 'It flies.', publishedAt: '2026-11-03T08:00:00.000Z' },
    ];
    expect(failed('Two stories: Pelican raised $2.1 million, Zeppelin (part 7) flew on November 3.', sources)).toEqual(
      [],
    );
    expect(failed('Three stories: Pelican and Zeppelin.', sources)).toHaveLength(1);
  });

  it('reads headings in title case', () => {
    expect(
      failed('How Pelican Labs Is Baking Its Way to Two Million', [{ text: `${text} Two million loaves.` }]),
    ).toEqual([]);
    expect(failed('How Zeppelin Labs Is Baking Slowly', [{ text }]).map(({ detail }) => detail)).toEqual([
      '“Zeppelin” is not named in the sources.',
    ]);
  });

  it('finds quotations whose marks were garbled in the source', () => {
    expect(failed('Marsh: “We bake slowly.”', [{ text: 'Una Marsh said: āWe bake slowly.ā Itās true.' }])).toEqual([]);
  });

  it('has nothing against words that state nothing', () => {
    for (const blurb of ['', 'Slow bread, told with care.', '> ', '**Bold** and _plain_'])
      expect(failed(blurb, [{ text }])).toEqual([]);
    expect(failed('Anything in 1999 by Ada', [])).toHaveLength(2);
  });

  it('answers for sources and blurbs built to be slow', () => {
    for (const unit of ['A ', 'A-', '1,000', '1-', 'twenty ', 'January ', '“', '" ', 'ā', '[', 'a1', "O'"]) {
      expect(checkBlurb('OpenAI paid 45% of “it” on May 3.', [{ text: unit.repeat(30_000) }]).length).toBeGreaterThan(
        0,
      );
      expect(checkBlurb(unit.repeat(5_000), [{ text }])).toBeDefined();
    }
  });
});

describe('supportFor', () => {
  it('says where the source bears a blurb out', () => {
    const text = 'It began small. Pelican Labs raised $2.1 million on May 4, 2026. “We bake slowly,” said Una Marsh.';
    const spans = supportFor('In May Marsh had 2.1 million dollars: “We bake slowly.” Zeppelin did not.', { text });
    expect(spans.map(({ start, end }) => text.slice(start, end))).toEqual([
      '$2.1 million',
      'May 4, 2026',
      'We bake slowly',
      'Marsh',
    ]);
  });

  it('does not point into a title or at a day of publication', () => {
    expect(
      supportFor('Zeppelin on November 3', {
        title: 'Zeppelin',
        text: 'It flies.',
        publishedAt: '2026-11-03T08:00:00.000Z',
      }),
    ).toEqual([]);
  });
});

const shared = new URL('../../../shared/reference/', import.meta.url);
describe.skipIf(!existsSync(shared))('real sources (skipped where ../shared is not there)', () => {
  it.each(['blog-post.txt', 'newsletter-post.txt', 'podcast-transcript.txt'])(
    '%s bears out its own sentences',
    (file) => {
      const text = readFileSync(new URL(file, shared), 'utf8');
      for (const { start, end } of sentences(text).slice(0, 200)) {
        const sentence = text.slice(start, end);
        if (sentence.length < 400)
          expect(failed(sentence, [{ text }]).map(({ detail }) => `${detail} — ${sentence}`)).toEqual([]);
      }
    },
  );
});
