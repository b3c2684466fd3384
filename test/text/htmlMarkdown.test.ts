import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { htmlToMarkdown } from '../../src/text/htmlMarkdown.ts';
import { quoteOf } from '../../src/text/markdown.ts';
import { linksIn, parseMarkdown, plainOf, walk } from '../../src/text/markdown-tree.ts';
import { verifyQuote } from '../../src/text/quote.ts';
import { seeded } from '../issue/invent.ts';

const BASE = 'https://forum.test/item?id=1';
const of = (html: string) => htmlToMarkdown(html, BASE);

describe('htmlToMarkdown', () => {
  it.each<[name: string, html: string, text: string, markdown: string]>([
    [
      'a comment: its first paragraph has no tag',
      'One.<p>Two.<p>Three.',
      'One.\n\nTwo.\n\nThree.',
      'One.\n\nTwo.\n\nThree.',
    ],
    [
      'emphasis',
      'It <i>is</i> so, <b>really</b>, <b><i>yes</i></b>.',
      'It is so, really, yes.',
      'It *is* so, **really**, ***yes***.',
    ],
    ['emphasis inside a word', 'un<i>believ</i>able', 'unbelievable', 'un*believ*able'],
    ['spaces of emphasis go outside', 'so<em> very </em>dear', 'so very dear', 'so *very* dear'],
    ['emphasis that Markdown cannot say', 'a<i>(b)</i>c', 'a(b)c', 'a(b)c'],
    ['line breaks', 'One<br>two<br/>\nthree', 'One\ntwo\nthree', 'One\ntwo\nthree'],
    ['two line breaks', 'One<br><br>two', 'One\n\ntwo', 'One\n\ntwo'],
    [
      'entities, once',
      'R&amp;D &lt;thinks&gt; &#x27;a&#x27; &amp;lt;',
      "R&D <thinks> 'a' &lt;",
      "R&D <thinks> 'a' \\&lt;",
    ],
    [
      'a quotation of another comment',
      '&gt; They said so.<p>No.',
      '> They said so.\n\nNo.',
      '\\> They said so.\n\nNo.',
    ],
    [
      'what looks like Markdown',
      '# 1<p>- a<p>1. b<p>* c<p>---<p>~~~<p>[x](y)',
      '# 1\n\n- a\n\n1. b\n\n* c\n\n---\n\n~~~\n\n[x](y)',
      '\\# 1\n\n\\- a\n\n1\\. b\n\n\\* c\n\n\\---\n\n\\~~~\n\n[x]\\(y)',
    ],
    [
      'a line that looks like a list',
      'Pros:<br>- cheap<br>1) fast<br>===',
      'Pros:\n- cheap\n1) fast\n===',
      'Pros:\n\\- cheap\n1\\) fast\n===',
    ],
    ['cut marks as they are', 'He […] and [...] left', 'He […] and [...] left', 'He […] and [...] left'],
    ['inline code', 'run <code>a_b*c</code> or <code>`x`</code>', 'run a_b*c or `x`', 'run `a_b*c` or `` `x` ``'],
    ['a list', '<p>So:<ul><li>one<li><b>two</b></ul>end', 'So:\n\none\ntwo\n\nend', 'So:\n\n- one\n- **two**\n\nend'],
    ['an ordered list', '<ol start=9><li>a</li><li>b</li></ol>', 'a\nb', '9. a\n10. b'],
    ['a quote', '<blockquote><p>a<p>b</blockquote>c', 'a\n\nb\n\nc', '> a\n>\n> b\n\nc'],
    ['a table', '<table><tr><th>x<th>y<tr><td>1<td>2</table>', 'x y\n1 2', 'x y\n1 2'],
    ['nothing', '<p> <br> <ul><li></ul><blockquote></blockquote><pre></pre>', '', ''],
    ['no words', 'a<script>alert(1)</script><style>b{}</style><img src=x alt=y> <p hidden>c</p>d', 'a d', 'a d'],
  ])('%s', (_, html, text, markdown) => {
    expect(of(html)).toMatchObject({ text, markdown });
  });

  it('keeps code as code, in a fence that it cannot end', () => {
    const { text, markdown } = of('See<pre><code>  if (a &lt; b) {\n    say(`*`)\n\n  ```\n  }\n</code></pre>there');
    expect(text).toBe('See\n\nif (a < b) {\n  say(`*`)\n\n```\n}\n\nthere');
    expect(markdown).toBe('See\n\n````\nif (a < b) {\n  say(`*`)\n\n```\n}\n````\n\nthere');
    expect(of('<ul><li><p>so<pre>a\n\n  b</pre></ul>').markdown).toBe('- so\n\n  ```\n  a\n\n    b\n  ```');
  });

  it('makes links of http(s) targets alone, their words as the site shows them', () => {
    expect(
      of(
        'Read <a href="https://a.test/x_(y)?b=1&amp;c=2" rel="nofollow">https://a.test/x...</a>, <a href="/item?id=2">this</a> <a href="javascript:alert(1)">that</a> <a href="https://b.test/"><i>th</i>en</a>.',
      ),
    ).toEqual({
      text: 'Read https://a.test/x..., this that then.',
      markdown:
        'Read [https://a.test/x...](https://a.test/x_%28y%29?b=1&c=2), [this](https://forum.test/item?id=2) that [then](https://b.test/).',
      links: ['https://a.test/x_(y)?b=1&c=2', 'https://forum.test/item?id=2', 'https://b.test/'],
    });
  });

  it('reads the links of microblogs, of which parts are not shown', () => {
    const html =
      '<p><span class="h-card"><a href="https://m.test/@ada" class="u-url mention">@<span>ada</span></a></span> see <a href="https://a.test/long/path"><span class="invisible">https://</span><span class="ellipsis">a.test/long</span><span class="invisible">/path</span></a></p>';
    expect(of(html).text).toBe('@ada see https://a.test/long/path');
    expect(of(html).markdown).toBe(
      '[@ada](https://m.test/@ada) see [https://a.test/long/path](https://a.test/long/path)',
    );
  });

  it('gives a block quote that stands for the words, in an issue', () => {
    const { text, markdown } = of('&gt; It is <i>slow</i>.<p>Is it?<br>- no<p><ul><li>1<li>2</ul>');
    expect(quoteOf(markdown, text)).toBe('> \\> It is *slow*.\n>\n> Is it?\n> \\- no\n>\n> - 1\n> - 2');
  });

  it('has a bound for everything', () => {
    const long = of(`<p>${'word '.repeat(60_000)}`);
    expect(long.text.length).toBeLessThanOrEqual(100_000);
    expect(of('<a href="https://a.test/?1">x</a>').links).toHaveLength(1);
    const many = Array.from({ length: 700 }, (_, i) => `<a href="https://a.test/?${i}">x</a>`).join(' ');
    expect(of(many).links).toHaveLength(400);
    for (const piece of [
      '<blockquote>',
      '<ul><li>',
      '<b>',
      '<pre>',
      '<p>',
      '<br>',
      '<a href=x>',
      '[',
      '`',
      '*a_',
      '</ul>',
      '&lt;',
    ]) {
      const { text, markdown } = of(`${piece}x`.repeat(3_000));
      expect(plainOf(markdown)).toBe(text);
    }
  });
});

const TAGS = 'p p p br br i em b strong a a pre code code ul ol li li blockquote div span h2 table tr td script'.split(
  ' ',
);
const PIECES = [
  ...[
    'word',
    'two words',
    ' ',
    '\n',
    'A sentence, it ends.',
    '[…]',
    '[...]',
    '> ',
    '- ',
    '* ',
    '1. ',
    '#',
    '## ',
    '---',
    '===',
    '***',
    '___',
    '```',
    '~~~',
  ],
  ...[
    '`',
    '``',
    '*',
    '**',
    '_',
    '__',
    '\\',
    '\\\\',
    '[',
    ']',
    '](',
    '[x](https://evil.test)',
    '![',
    '!',
    '@',
    '<',
    '&lt;',
    '&lt;b&gt;',
    '&amp;',
    '&amp;amp;',
  ],
  ...[
    '&lt;https://evil.test&gt;',
    'https://a.test/b_c',
    '[x]:',
    '[^1]',
    '|',
    '$5',
    '50%',
    'x²',
    'ﬁne',
    'naïve',
    '“so”',
    "it's",
    '…',
    '—',
    '— Name',
    '\u200b',
    '\ufeff',
    '\u00a0',
    '\0',
    '\t',
    '\r\n',
    '\ud800',
    '🙂',
    '日本語',
    'مرحبا',
    '\u2028',
    '3*4*5',
    'snake_case',
    'f***ing',
    '\u00ad',
  ],
];
/** HTML as nobody should write it. */
function soup(random: () => number): string {
  const any = <T>(list: T[]): T => list[Math.floor(random() * list.length)] as T;
  let html = '';
  for (let n = Math.floor(random() * 14) + 1; n > 0; n--) {
    const dice = random();
    if (dice < 0.5) html += any(PIECES);
    else if (dice < 0.8)
      html += `<${any(TAGS)}${random() < 0.3 ? ` href="${any(['/a', 'https://a.test/(b)?c=&amp;copy;', 'x:y', '<>'])}" start="${any(['0', '7', '-1', '999999999999'])}"` : ''}>`;
    else html += `</${any(TAGS)}>`;
  }
  return html;
}

function saysTheSame(html: string, base = BASE): void {
  const { text, markdown, links } = htmlToMarkdown(html, base);
  const plain = plainOf(markdown);
  expect(plain, html).toBe(text);
  // nothing but marks is no quote, not even of itself
  if (verifyQuote(text, text).ok) {
    expect(verifyQuote(plain, text), html).toMatchObject({ ok: true, cuts: 0 });
    expect(verifyQuote(text, plain), html).toMatchObject({ ok: true, cuts: 0 });
  }
  const root = parseMarkdown(markdown);
  for (const { type } of walk(root))
    expect(['html', 'heading', 'thematicBreak', 'definition', 'image'], html).not.toContain(type);
  const printed = links.map((link) => link.replaceAll('(', '%28').replaceAll(')', '%29'));
  for (const link of linksIn(root)) expect(printed.join(' ')).toContain(link.replace('%3B', ';'));
}

describe('the plain words of the Markdown are the text', () => {
  it('for whatever HTML', () => {
    const random = seeded(29);
    for (let round = 0; round < 4000; round++) saysTheSame(soup(random));
  });

  const recorded = '../shared/data/hackernews/algolia-recorded.json';
  it.skipIf(!existsSync(recorded))('for the recorded comments of Hacker News (skipped without the shared data)', () => {
    const answers = JSON.parse(readFileSync(recorded, 'utf8')) as { reply: { hits?: Record<string, string>[] } }[];
    const posts = answers
      .flatMap(({ reply }) => reply.hits ?? [])
      .map((hit) => hit.comment_text || hit.story_text || '');
    const said = posts.filter((html) => html !== '');
    expect(said.length).toBeGreaterThan(50);
    for (const html of said) saysTheSame(html, 'https://news.ycombinator.com/');
  });
});
