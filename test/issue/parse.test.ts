import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatIssue } from '../../src/issue/format.ts';
import { parseBlock, parseIssue } from '../../src/issue/parse.ts';

const FIXTURES = new URL('../fixtures/issues/', import.meta.url);
const FRONT = '---\nnumber: 3\ndate: 2026-03-08\nstatus: draft\n---\n';
const read = (name: string) => readFileSync(new URL(name, FIXTURES), 'utf8');

describe('parseIssue reads', () => {
  for (const name of readdirSync(FIXTURES).filter((file) => file.endsWith('.in.md'))) {
    it(name, () => {
      const { blocks, ...issue } = parseIssue(read(name));
      const view = { ...issue, blocks: blocks.map(({ markdown: _, ...rest }) => rest) };
      expect(view).toEqual(JSON.parse(read(name.replace('.in.md', '.expected.json'))));
    });
  }
});

describe('bytes are kept', () => {
  const whole = read('hand-written.in.md');
  it.each([
    ['a hand-written issue', whole],
    ['Windows line ends', whole.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\uFEFF${whole}`],
    ['blanks behind the fences', whole.replace('---\nnumber', '--- \t\nnumber').replace('---\n# 012', '---  \n# 012')],
    ['no blank line anywhere', `${FRONT}Hi\n***\n## A\n[x](https://a.example)\n> q\n***\nsponsor\n## B`],
    ['nothing but front matter', '---\nnumber: 3\ndate: 2026-03-08\n---\n'],
    ['rules on rules', `${FRONT}\n\n***\n---\n\n* * *\n`],
    [
      'a definition behind a rule',
      `${FRONT}Hi\n\n***\n\n[1]: https://a.example\n\nsponsor [one][1]\n\n---\n\n[2]: https://b.example\n`,
    ],
  ])('%s', (_, text) => {
    expect(formatIssue(parseIssue(text)).trimEnd()).toBe(text.trimEnd());
  });

  it('of every odd thing a block can hold', () => {
    const odd = [
      '* a',
      '1) a\n   - b',
      '```\n## not a block\n* * *\n',
      '`a',
      '<div>\n\n## x',
      '| a |\n|---|',
      '\ta',
      'a  \nb\\\nc',
      '> a\nlazy',
      '**',
      '[a]: b',
      '&copy; \\',
      '\u0000',
      '===',
      'a\n===',
      '-',
      '#',
      '####### a',
      '![](x)',
      '[](x)',
    ];
    for (const body of odd) {
      const text = `${FRONT}Hi.\n\n* * *\n\n### A (12 min)\n\n${body}\n\n## Last\n\nz`;
      expect(formatIssue(parseIssue(text))).toBe(text);
    }
  });
});

describe('blocks', () => {
  const blocksOf = (body: string) => parseIssue(FRONT + body).blocks;

  it('begin at headings of level 2 to 6 and behind rules, not at headings in lists, quotes or code', () => {
    const blocks = blocksOf(
      'Hi\n\n## A\n\n> ## quoted\n\n- ## listed\n\n```\n## code\n```\n\n###### F\n\n* * *\n\n# level one\n\ntext',
    );
    expect(blocks.map(({ heading, level }) => [heading, level])).toEqual([
      ['A', 2],
      ['F', 6],
      ['', 0],
    ]);
  });
  it.each([
    ['The film (1h)', 60],
    ['The film \\(35 min\\)', 35],
    ['**The film (1h 5m)**', 65],
    ['The film (1 h 5 min) ##', 65],
    ['The film (2025)', undefined],
    ['The film (1h) again', undefined],
    ['Raised (40m)', undefined],
    ['Odd (0 min)', undefined],
  ])('length of %s', (heading, minutes) => {
    expect(parseBlock(`## ${heading}\n`).length?.minutes).toBe(minutes);
  });
  it('keep inline marks in the heading, and the length apart', () => {
    expect(parseBlock('## NYT: **How *it* went (1h 5m)**\n')).toMatchObject({
      heading: 'NYT: **How *it* went**',
      length: { text: '1h 5m' },
    });
  });
  it('bind a quote to the last link above it, not to links of headings, pictures and quotes', () => {
    const { parts } = parseBlock(
      '## [H](https://h.example)\n\n> one\n\n[a](https://a.example) and [b](https://b.example/x_(y))\n\n![p](https://p.example/p.png)\n\n[![p](https://p.example/p.png)](https://q.example)\n\n> [c](https://c.example)\n\n> two\n',
    );
    const quotes = parts.filter((part) => part.kind === 'quote');
    expect(quotes.map(({ source }) => source)).toEqual([
      undefined,
      'https://b.example/x_(y)',
      'https://b.example/x_(y)',
    ]);
  });
  it('take a link in what follows a voice for the page of its quote, but none in its brackets', () => {
    const sources = (line: string) =>
      parseBlock(`## A\n\n${line}\n\n> q`).parts.flatMap((part) => (part.kind === 'quote' ? [part.source] : []));
    expect(sources('@[a](https://v.example) (of [b](https://b.example))')).toEqual(['https://v.example']);
    expect(sources('@[a](https://v.example) on [b](https://b.example)')).toEqual(['https://b.example']);
  });
  it('do not take an escaped sign for a voice', () => {
    expect(parseBlock('## A\n\n\\@[a](https://v.example)\n').parts).toEqual([
      { kind: 'prose', markdown: '\\@[a](https://v.example)' },
    ]);
  });
  it('find a quote that hides in a list', () => {
    const { parts } = parseBlock('## A\n\n1. > hidden\n2. [a](https://a.example)\n   - > deeper\n');
    expect(parts.filter(({ kind }) => kind === 'quote')).toEqual([
      { kind: 'quote', text: 'hidden' },
      { kind: 'quote', text: 'deeper', source: 'https://a.example' },
    ]);
  });
});

describe('a broken file is refused with its line', () => {
  it.each([
    ['Hello', /^line 1: the front matter is missing.*number: 1/s],
    ['---\nnumber: 1\n', /^line 1: the front matter has no end/],
    ['---\nnumber: [\n---\n', /^line \d: the front matter is no valid YAML/],
    ['---\nnumber: 1\nnumber: 2\ndate: 2026-01-05\n---\n', /^line 3: .*unique/],
    ['---\n---\n', /^line 2: the front matter has no fields/],
    ['---\nnumber: x\ndate: yesterday\n---\nHi', /^line 2: number: .*\nline 3: date: write a day/],
    ['---\nnumber: 0\ndate: 2026-02-30\n---\nHi', /^line 2: number: .*\nline 3: date: write a day/],
    ['---\nnumber: 1\n---\nHi', /^line 2: date: write a day/],
    [
      '---\nnumber: 1\ndate: 2026-01-05\nstatus: done\n---\nHi',
      /^line 4: status: the status must be draft, approved or published/,
    ],
    [
      '---\nnumber: 1\ndate: 2026-01-05\nwindow: { since: 2026-02-01, until: 2026-01-01 }\n---\n',
      /^line 4: window: since must be before until/,
    ],
    [
      '---\nnumber: 1\ndate: 2026-01-05\nvouched:\n  - quote: a\n    by: b\n    url: c\n---\n',
      /^line 5: vouched\.0\.heard: write a day/,
    ],
    ['---\nnumber: 1\ndate: *nowhere\n---\n', /^line 2: .*alias/],
  ])('%j', (text, message) => {
    expect(() => parseIssue(text)).toThrow(message);
  });
});

describe('front matter', () => {
  it('reads scalars as they are written, and what says anything else is no approval', () => {
    const { subject, preheader, approved, status } = parseIssue(
      '---\nnumber: 1\ndate: 2026-01-05\nsubject: 2025\npreheader:\napproved: true\n---\n',
    );
    expect({ subject, preheader, approved, status }).toEqual({
      subject: '2025',
      preheader: undefined,
      approved: undefined,
      status: 'draft',
    });
  });
  it('survives a bomb of aliases', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...[...'bcdefgh'].map((c, i) => `${c}: &${c} [${`*${'abcdefg'[i]},`.repeat(9)}]`),
    ].join('\n');
    expect(() => parseIssue(`---\nnumber: 1\ndate: 2026-01-05\n${bomb}\n---\n`)).toThrow(
      /^line 2: the front matter can't be read/,
    );
  });
});
