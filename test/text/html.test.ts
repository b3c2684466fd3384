import { describe, expect, it } from 'vitest';
import { htmlToText, linksIn, wordsAndLinks } from '../../src/text/html.ts';

describe('htmlToText', () => {
  it.each([
    ['paragraphs', '<p>One\n two</p><p>Three</p>', 'One two\n\nThree'],
    ['words around inline marks', 'a<b>b</b> <i> c </i>d', 'ab c d'],
    ['words between blocks', 'Head<div>body</div>tail', 'Head\n\nbody\n\ntail'],
    ['line breaks', 'Until next week,<br>MZ<br/><br/>P.S.', 'Until next week,\nMZ\n\nP.S.'],
    [
      'lists',
      '<p>Two:</p><ul><li>one</li><li>two<ol><li>three</li></ol></li></ul>end',
      'Two:\n\none\ntwo\nthree\n\nend',
    ],
    ['lists without end tags', '<ul><li>one<li>two</ul>', 'one\ntwo'],
    ['tables', '<table><tr><td>a</td><td>b</td></tr><tr><td>c</table>', 'a b\nc'],
    ['lines of code', '<pre>if a:\n    b\n\n\nc</pre>', 'if a:\n    b\n\nc'],
    ['entities', 'Caf&eacute; &amp; &lt;T&gt; &#8217;&nbsp;x &nosuch;', 'Café & <T> ’ x &nosuch;'],
    ['a bare < and &', '1 < 2 & 3', '1 < 2 & 3'],
    ['scripts and styles', 'a<script>x</script><style>y</style><!-- z -->b', 'ab'],
    ['hidden words', 'a<div hidden>x<div>y</div></div><span style="color:red;display : none">z</span>b', 'ab'],
    ['a hidden item without an end tag', '<ul><li hidden>x<li>one</ul>', 'one'],
    ['media', 'a<video>no video</video><svg><text>s</text></svg><iframe>i</iframe> b', 'a b'],
    ['what follows an element that XHTML closed', 'a<iframe src="x"/><script src="y" /> b', 'a b'],
    ['no control characters', 'a&#27;[31mb\u0007 c', 'a [31mb c'],
    ['nothing', ' \n<p> </p>', ''],
    ['words after a tag that never ends', 'a<a href="x', 'a'],
  ])('keeps %s', (_, html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  it.each(['<div>', '<b></i>', '<li>x', '<p hidden>', '<script>', '&', '<', '  x '])(
    'is linear in %s',
    { timeout: 20_000 },
    (piece) => {
      expect(htmlToText(piece.repeat(300_000)).length).toBeLessThan(piece.length * 300_000 + 1);
    },
  );
});

describe('linksIn', () => {
  it('gives absolute web links, in order, each once', () => {
    const html =
      '<a href="/b?x=1&amp;y=2">b</a> <A HREF=c>c</A> <a href="https://other.test/">o</a> <a href="/b?x=1&y=2">again</a>';
    expect(linksIn(html, 'https://site.test/a/')).toEqual([
      'https://site.test/b?x=1&y=2',
      'https://site.test/a/c',
      'https://other.test/',
    ]);
  });

  it('leaves out what is not for the web', () => {
    const html =
      '<a href="mailto:a@b.test">m</a><a href="javascript:alert(1)">j</a><a href="http://">n</a><img src="/i.png"><a>no</a>';
    expect(linksIn(html, 'https://site.test/')).toEqual([]);
  });

  it('resolves against the base that the page names', () => {
    expect(linksIn('<base href="https://cdn.test/x/"><a href="y">y</a>', 'https://site.test/')).toEqual([
      'https://cdn.test/x/y',
    ]);
  });
});

describe('wordsAndLinks', () => {
  it.each([
    ['<p>See <a href="/a?x=1&amp;y=2">one</a> &amp; <AREA HREF=b>two</p><pre>a  &lt; b\n c</pre>'],
    ['<base href="https://b.test/"><div hidden>x <a href="c">c</a></div>y<script>if (a<b) "<a href=d>"</script>z &am'],
    ['no tag, no link'],
    [''],
  ])('reads of %j at once what the two read apart', (html) => {
    const base = 'https://a.test/page';
    expect(wordsAndLinks(html, base)).toEqual({ text: htmlToText(html), links: linksIn(html, base) });
  });
});
