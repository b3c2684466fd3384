import { describe, expect, it } from 'vitest';
import { escapeHeading, escapeQuote, escapeText, linkText, quoteOf } from '../../src/text/markdown.ts';
import { letterBody, parseMarkdown, plainOf, splitTail } from '../../src/text/markdown-tree.ts';
import { seeded } from '../issue/invent.ts';

describe('escapeText', () => {
  it.each([
    ['Prices fell by half, […] they said.', 'Prices fell by half, […] they said.'],
    ['snake_case and 3 * 4', 'snake_case and 3 * 4'],
    ['a *star* and a `tick`', 'a \\*star\\* and a \\`tick\\`'],
    ['[read](https://evil.test) this', '[read]\\(https://evil.test) this'],
    ['2025. A good year', '2025\\. A good year'],
    ['# No heading', '\\# No heading'],
    ['- no list', '\\- no list'],
    ['> no quote', '\\> no quote'],
    ['---', '\\---'],
    ['~~~', '\\~~~'],
    ['<https://evil.test> and <b>', '\\<https://evil.test> and <b>'],
    ['R&amp;D, R&D', 'R\\&amp;D, R&D'],
    ['two\n\n## lines', 'two ## lines'],
    ['[x]: https://evil.test', '[x]\\: https://evil.test'],
    [' goes on - so ', ' goes on - so '],
    ['by @', 'by \\@'],
  ])('%j', (words, markdown) => {
    expect(escapeText(words)).toBe(markdown);
  });

  it('means just its words, whatever they are, alone and beside other pieces', () => {
    const random = seeded(11);
    for (let round = 0; round < 600; round++) {
      const [a, b] = [soup(random).trimStart(), soup(random)];
      const root = parseMarkdown(`${escapeText(a)}${linkText('link', 'https://example.com/')}${escapeText(` ${b}`)}`);
      const paragraph = root.children[0];
      expect(root.children).toHaveLength(1);
      expect(paragraph?.type).toBe('paragraph');
      if (paragraph?.type !== 'paragraph') continue;
      expect(paragraph.children.filter(({ type }) => type !== 'text').map(({ type }) => type)).toEqual(['link']);
      expect(plainOf(escapeText(a))).toBe(oneLine(a).trim());
      expect(plainOf(`## ${escapeHeading(b)}`)).toBe(oneLine(b).trim());
    }
  });
});

describe('escapeHeading', () => {
  it.each([
    ['C #', 'C \\#'],
    ['C# is back', 'C# is back'],
    ['1. First', '1. First'],
    ['# of chips', '# of chips'],
  ])('%j', (words, markdown) => {
    expect(escapeHeading(words)).toBe(markdown);
  });
});

describe('escapeQuote', () => {
  it('keeps lines and paragraphs, and each stays in the quote', () => {
    expect(escapeQuote('One\n# two\n\n\n- three […]')).toBe('> One\n> \\# two\n>\n> \\- three […]');
  });
  it('does not let a last line become the speaker', () => {
    expect(escapeQuote('We knew.\n— Nobody')).toBe('> We knew. — Nobody');
    expect(escapeQuote('We knew.\n\n– One\n— Two')).toBe('> We knew. – One — Two');
    expect(escapeQuote('— A\n— B')).toBe('> — A — B');
  });
});

describe('linkText', () => {
  it.each([
    ['A (b) [c]', 'https://example.com/a_(b)?c=1&d=*', '[A (b) \\[c\\]](https://example.com/a_%28b%29?c=1&d=*)'],
    ['half [open', 'https://example.com/', '[half \\[open](https://example.com/)'],
    ['[a](https://evil.test)', 'https://example.com/', '[\\[a\\]\\(https://evil.test)](https://example.com/)'],
    ['TKL_Adam', 'https://x.com/TKL_Adam/status/1', '[TKL_Adam](https://x.com/TKL_Adam/status/1)'],
    ['', 'https://example.com/a', '[example.com](https://example.com/a)'],
    ['no web link', 'javascript:alert(1)', 'no web link'],
    ['cut […] here', 'https://example.com/a b', '[cut […] here](https://example.com/a%20b)'],
  ])('%j to %s', (words, url, markdown) => {
    expect(linkText(words, url)).toBe(markdown);
  });
  it('is one link with just these words, whatever they are', () => {
    const random = seeded(12);
    for (let round = 0; round < 400; round++) {
      const words = oneLine(soup(random)).trim();
      const root = parseMarkdown(linkText(words, 'https://example.com/a'));
      const [paragraph] = root.children;
      const children = paragraph?.type === 'paragraph' ? paragraph.children : [];
      expect(children.map(({ type }) => type)).toEqual(['link']);
      expect(plainOf(linkText(words, 'https://example.com/a'))).toBe(words || 'example.com');
    }
  });
});

describe('reading', () => {
  it('takes tags, indents and underlines for text', () => {
    expect(parseMarkdown('Words\n===\n\n    <b>indented</b>\n').children.map(({ type }) => type)).toEqual([
      'paragraph',
      'paragraph',
    ]);
    expect(plainOf('It <thinks> first.')).toBe('It <thinks> first.');
  });
  it('gives what a reader sees', () => {
    expect(plainOf('> A *b* [c](https://example.com/) \\(d\\)\\\n> e\n>\n> * one\n> * two')).toBe(
      'A b c (d)\ne\n\none\ntwo',
    );
  });
  it('resolves links by reference', () => {
    const [paragraph] = parseMarkdown('[words][1]\n\n[1]: https://example.com/a').children;
    expect(paragraph).toMatchObject({ children: [{ type: 'link', url: 'https://example.com/a' }] });
  });
  it('parts a block from the rules behind it', () => {
    expect(splitTail('## A\n\nWords.\n\n* * *\n\n---\n')).toEqual({
      body: '## A\n\nWords.',
      tail: '\n\n* * *\n\n---\n',
    });
    expect(splitTail('* * *\n')).toEqual({ body: '', tail: '* * *\n' });
  });
  it('finds the letter between title and rule', () => {
    expect(letterBody('# 12\n\nHello.\n\nMZ\n\n* * *\n')).toBe('Hello.\n\nMZ');
    expect(letterBody('# 12\n\n* * *\n')).toBe('');
  });
  it('is not slowed or overthrown by deep nesting', () => {
    expect(plainOf('> '.repeat(3000).concat('x'))).toBeTypeOf('string');
  });
});

const PIECES = [
  'word',
  'A',
  ' ',
  ' ',
  '\n',
  '*',
  '_',
  '`',
  '[',
  ']',
  '(',
  ')',
  '<',
  '>',
  '&',
  'amp;',
  '#',
  '-',
  '+',
  '1.',
  '!',
  '@',
  '\\',
  '~~~',
  '|',
  '…',
  '[…]',
  ':',
  'https://a.test',
  '=',
  '"',
  'é',
  '👩‍💻',
  '\u00a0',
  '\t',
];
function soup(random: () => number): string {
  return Array.from({ length: 1 + Math.floor(random() * 12) }, () => PIECES[Math.floor(random() * PIECES.length)]).join(
    '',
  );
}
function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ');
}

describe('quoteOf', () => {
  it('quotes Markdown line by line where it says the same words', () => {
    const markdown = 'See *this* [page](https://a.test/p):\n\n- one\n- two';
    expect(quoteOf(markdown, 'See this page:\n\none\ntwo')).toBe(
      '> See *this* [page](https://a.test/p):\n>\n> - one\n> - two',
    );
  });
  it.each([
    ['other words', 'See *this*', 'See that'],
    ['a heading', '# Big', 'Big'],
    ['a picture', '![x](https://a.test/x.png) word', 'word'],
    ['a last line that looks like a speaker', 'We knew.\n\n— Nobody', 'We knew.\n\n— Nobody'],
    ['one in emphasis', 'We knew.\n\n*— Nobody*', 'We knew.\n\n— Nobody'],
    ['one with a link', 'We knew.\n\n[— Nobody](https://a.test/)', 'We knew.\n\n— Nobody'],
    ['one in a list', 'We knew.\n\n- — Nobody', 'We knew.\n\n— Nobody'],
    ['one in code', '```\nWe knew.\n— Nobody\n```', 'We knew.\n— Nobody'],
    ['a quote in it', '> inner\n\nouter', 'inner outer'],
    ['nothing', '', ''],
  ])('refuses %s', (_, markdown, words) => {
    expect(quoteOf(markdown, words)).toBeUndefined();
  });
});
