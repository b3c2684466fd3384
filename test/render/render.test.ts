import { existsSync, readFileSync } from 'node:fs';
import { load } from 'cheerio';
import { describe, expect, it } from 'vitest';
import { parseIssue } from '../../src/issue/parse.ts';
import { renderIssue } from '../../src/render/render.ts';
import { columns } from '../../src/render/wrap.ts';
import { fixture, issueOf, longIssue, newsletter, platform } from './inputs.ts';

const golden = (name: string) => new URL(`../fixtures/render/${name}`, import.meta.url);
const html = async (body: string, front = '') =>
  (await renderIssue(issueOf(body, front), { newsletter: newsletter() })).html;
const text = async (body: string, front = '') =>
  (await renderIssue(issueOf(body, front), { newsletter: newsletter() })).text;
const REFERENCE = new URL('../../../shared/reference/issue-089.md', import.meta.url);

describe('an issue with everything in it', () => {
  // Approved by looking at them. One that is not there is a mistake; after a change that is meant: `npx vitest run test/render/render.test.ts -u`
  it.each([
    ['feature.html', {}],
    ['feature.txt', {}],
    ['right-to-left.html', { language: 'he', name: 'רדיו המטבח' }],
    ['right-to-left.txt', { language: 'he', name: 'רדיו המטבח' }],
  ])('is set as %s', async (name, changes) => {
    const issue = fixture(name.replace(/\.\w+$/, ''));
    const rendered = await renderIssue(issue, { newsletter: newsletter(changes), platform });
    expect(existsSync(golden(name))).toBe(true);
    await expect(name.endsWith('.txt') ? rendered.text : rendered.html).toMatchFileSnapshot(golden(name).pathname);
  });

  it('counts bytes of UTF-8, and renders to the same bytes again', async () => {
    const first = await renderIssue(fixture('feature'), { newsletter: newsletter(), platform });
    const second = await renderIssue(fixture('feature'), { newsletter: newsletter(), platform });
    expect(first).toEqual(second);
    expect(first.bytes).toBe(new TextEncoder().encode(first.html).length);
    expect(first.bytes).toBeGreaterThan(first.html.length);
  });

  it('has every opened tag closed', async () => {
    for (const name of ['feature', 'hostile']) {
      const { html } = await renderIssue(fixture(name), { newsletter: newsletter(), platform });
      expect(unbalanced(html)).toEqual([]);
    }
  });
});

/** Tags that are not closed in order; Outlook's conditional comments are left out. */
function unbalanced(html: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  for (const [, close, tag = ''] of html
    .replace(/<!--[\s\S]*?-->/g, '')
    .matchAll(/<(\/?)([a-z][a-z0-9]*)\b(?:[^>"]|"[^"]*")*>/gi)) {
    if (/^(meta|img|br|hr|link|input)$/i.test(tag)) continue;
    if (!close) open.push(tag);
    else if (open.pop() !== tag) wrong.push(tag);
  }
  return [...wrong, ...open];
}

describe('what was crawled', () => {
  it('brings no element, handler, picture or link of its own', async () => {
    const { html } = await renderIssue(fixture('hostile'), { newsletter: newsletter(), platform });
    const page = load(html);
    expect(page('script, iframe, object, embed, form, svg, link, base').length).toBe(0);
    const attributes = page('*')
      .toArray()
      .flatMap((element) => ('attribs' in element ? Object.keys(element.attribs) : []));
    expect(attributes.filter((name) => /^on/i.test(name))).toEqual([]);
    const targets = page('a')
      .toArray()
      .map((link) => link.attribs.href ?? '');
    expect(targets.filter((href) => !/^(https:\/\/|mailto:|\{\{ )/.test(href))).toEqual([]);
    expect(targets.length).toBeGreaterThan(4);
    expect(
      page('img')
        .toArray()
        .map((image) => image.attribs.src),
    ).toEqual(['https://img.example.test/a.png?%22onload=%22alert(15)']);
  });

  it('is shown word for word all the same', async () => {
    const { html, text } = await renderIssue(fixture('hostile'), { newsletter: newsletter(), platform });
    const words = load(html)('body').text();
    for (const shown of [
      '<script>alert(4)</script>',
      ']]></mj-text>',
      '{{7*7}}',
      '{% raw %}',
      '<b>HN</b>',
      '<script>alert(13)</script>',
    ]) {
      expect(words).toContain(shown);
    }
    expect(text).toContain('<script>alert(4)</script>');
    expect(text).not.toMatch(/&(lt|gt|amp;a|quot|#)/);
  });

  it('cannot form a tag of a mailing platform, in either part', async () => {
    const body =
      '## {`{x}`} **|UNSUB|** and {{{y}}} {% z %} {$a} <%b%> [[c]] [%d%]\n\n> {{ unsubscribe_url }} [a](https://a.test/?q={{b}}*|C|*)';
    const TAG = /\{\{|\{%|\{\$|\*\||\|\*|<%|%>|\[\[|\[%/;
    const rendered = await renderIssue(issueOf(body, 'subject: "{{ s }} *|S|*"\npreheader: "{{ p }}"\n'), {
      newsletter: newsletter(),
    });
    expect(rendered.html.replace(/<style[\s\S]*?<\/style>/g, '')).not.toMatch(TAG);
    expect(rendered.text).not.toMatch(TAG);
    expect(load(rendered.html)('h2').text()).toContain('{{x}} |UNSUB| and {{{y}}} {% z %} {$a} <%b%> [[c]] [%d%]');
  });

  it('cannot turn the line around it backwards', async () => {
    const { html, text } = await renderIssue(fixture('hostile'));
    expect(html + text).not.toMatch(/[\u202d\u202e]/);
  });

  it('may be nested or long beyond reason', async () => {
    const body = `## x\n\n${'>'.repeat(2000)} deep\n\n${'*_'.repeat(500)}a${'_*'.repeat(500)}\n\n> ${'q'.repeat(2000)}`;
    const rendered = await renderIssue(issueOf(body));
    expect(unbalanced(rendered.html)).toEqual([]);
    expect(rendered.html).toContain('q'.repeat(2000));
  });
});

describe('words', () => {
  it('keep their line breaks', async () => {
    expect(await html('Until next week,\nMZ')).toContain('Until next week,<br>MZ');
    expect(await text('Until next week,\nMZ')).toContain('Until next week,\nMZ');
  });

  it('are a voice where a paragraph begins with @ and a link', async () => {
    const page = load(await html('## A\n\n@[some\\_one](https://x.com/some_one/status/1) \\(X\\)\n\n> Said <here>.'));
    const line = page('p')
      .filter((_, p) => page(p).text().startsWith('@'))
      .first();
    expect(line.text()).toBe('@some_one (X)');
    expect(line.find('a').attr('href')).toBe('https://x.com/some_one/status/1');
    expect(page('blockquote').text()).toBe('Said <here>.');
  });

  it('have their speaker parted from a quote', async () => {
    const body = '## A\n\n[Page](https://a.test).\n\n> Well said.\n> — Ada Example';
    expect(load(await html(body))('blockquote').text()).toBe('Well said.');
    expect(await html(body)).toContain('&mdash; Ada Example</p>');
    expect(await text(body)).toContain('> Well said.\n  — Ada Example\n');
  });

  it('that an editor vouches for are shown as vouched, in lists too', async () => {
    const front =
      'vouched:\n  - { quote: Nine lives and no manual., by: Ada Example, url: "https://v.test/1", heard: 2026-01-30, at: "3:10" }\n';
    const note = 'Vouched for by the editor, who heard it on January 30, 2026, at 3:10.';
    for (const body of [
      '## A\n\n[V](https://v.test/1)\n\n> Nine lives and no manual.',
      '## A\n\n* [V](https://v.test/1)\n\n  > Nine lives and no manual.',
    ]) {
      expect(await html(body, front)).toContain(`&mdash; Ada Example. ${note}`);
      expect((await text(body, front)).replace(/\s+/g, ' ')).toContain(`— Ada Example (${note})`);
    }
    expect(await html('## A\n\n[V](https://v.test/1)\n\n> Nine lives and no sense.', front)).not.toContain(
      'Vouched for',
    );
  });

  it('of a script from right to left have their bar on the right', async () => {
    const page = load(await html('## A\n\n[P](https://a.test).\n\n> שלום עולם\n>\n> * אחד\n> * שתיים'));
    const quote = page('.q');
    expect(quote.attr('dir')).toBe('rtl');
    expect(quote.attr('style')).toContain('border-right:');
    expect(page('.q ul').attr('style')).toContain('margin:0 22px 0 0');
  });

  it('of a heading lose their length, which becomes a badge', async () => {
    const page = load(await html('## **A film (1h 5m)**\n\nx\n\n## In 2025 (2025)\n\ny'));
    expect(page('h2').first().find('.n').text()).toBe('1h 5m');
    expect(page('h2').first().text().replace(/\s+/g, ' ').trim()).toBe('A film 1h 5m');
    expect(page('h2').last().text()).toBe('In 2025 (2025)');
  });

  it('that look like seconds of a video, or are a picture, stand apart', async () => {
    const body =
      '## A\n\n[Talk](https://youtu.be/a).\n[12:34](https://youtu.be/a?t=754)\n\n> Q.\n\n![A cat](https://i.test/c.png)\n![No](http://i.test/d.png)';
    const page = load(await html(body));
    expect(page('a[href="https://youtu.be/a?t=754"]').parent().text()).toContain('12:34');
    expect(
      page('img')
        .map((_, image) => page(image).attr('alt'))
        .get(),
    ).toEqual(['A cat']);
    expect(await text(body)).toContain(
      '12:34 [2]\n\n> Q.\n\n[Image: A cat] [3]\n\nNo\n\n[1] https://youtu.be/a\n[2] https://youtu.be/a?t=754\n[3] https://i.test/c.png',
    );
  });

  it('are links only to the web and to mail', async () => {
    const page = load(
      await html(
        '[a](javascript:alert(1)) [b](JaVaScRiPt:x) [c](data:text/html,x) [d](/e) [f](mailto:g@example.com) <https://h.test/>',
      ),
    );
    const links = page('td.t').eq(1).find('a');
    expect(links.map((_, link) => page(link).attr('href')).get()).toEqual(['mailto:g@example.com', 'https://h.test/']);
    expect(page('td.t').eq(1).text()).toContain('a b c d f');
  });
});

describe('the newsletter', () => {
  it('gives language, direction, name, date and colours', async () => {
    const he = await renderIssue(issueOf('שלום\n\n* אחד'), {
      newsletter: newsletter({ language: 'he', name: 'עלון' }),
    });
    expect(he.html).toContain('<html lang="he" dir="rtl"');
    expect(load(he.html)('td.t').eq(1).attr('align')).toBe('right');
    const pt = await renderIssue(issueOf('Olá'), {
      newsletter: newsletter({ language: 'pt', theme: { accent: '#7a1f5c' } }),
    });
    expect(pt.html).toContain('2 de fevereiro de 2026');
    expect(pt.html).toContain('border-top:4px solid #7a1f5c');
  });

  it('loads no font and no script, and names itself for readers of the screen', async () => {
    const rendered = await renderIssue(issueOf('Hello.', 'subject: A & B\npreheader: First line\n'), {
      newsletter: newsletter(),
    });
    expect(rendered.html).not.toMatch(/fonts\.googleapis|@import|<script|@font-face/);
    const page = load(rendered.html);
    expect(page('title').text()).toBe('A & B');
    expect(page('[role=article]').attr('aria-label')).toBe('A & B');
    expect(page('body div').first().text()).toMatch(/^First line/);
    expect(page('meta[name=color-scheme]').attr('content')).toBe('light dark');
  });

  it('takes the first words of the letter where there is no preheader', async () => {
    expect(
      load(await html(`# Title\n\nOne [two](https://a.test) ${'three '.repeat(40)}`))('body div')
        .first()
        .text(),
    ).toMatch(/^One two three.*…/);
  });

  it('shows its own blocks and a line without a heading as bands, its logo, and corrections', async () => {
    const own = newsletter({
      house: [{ title: 'Our sponsor', text: 'x' }],
      theme: { accent: '#0b6bcb', logo: 'https://i.test/l.png' },
    });
    const body = '## A\n\nx\n\n* * *\n\n[Kettles](https://k.test) mends radios.\n\n* * *\n\n## Our sponsor\n\nx';
    const { html } = await renderIssue(
      issueOf(body, 'corrections:\n  - { date: 2026-02-03, text: Two & not one. }\n'),
      { newsletter: own },
    );
    const bands = load(html)('.house');
    expect(bands.length).toBe(3);
    expect(bands.first().text().trim()).toBe('Correction, February 3, 2026: Two & not one.');
    expect(load(html)('img').attr('src')).toBe('https://i.test/l.png');
  });
});

describe('the footer', () => {
  it.each([
    '*|UNSUB|*',
    '{{ unsubscribe_url }}',
    '{{{RESEND_UNSUBSCRIBE_URL}}}',
    '{$unsubscribe}',
    '<%asm_group_unsubscribe_raw_url%>',
  ])('has %s as the platform wrote it', async (unsubscribe) => {
    const rendered = await renderIssue(issueOf('Hi.'), {
      newsletter: newsletter(),
      platform: { unsubscribe, webVersion: '*|ARCHIVE|*' },
    });
    expect(rendered.html).toContain(`href="${unsubscribe}"`);
    expect(rendered.html).toContain('href="*|ARCHIVE|*"');
    expect(rendered.text).toContain(`Unsubscribe: ${unsubscribe}\n`);
  });

  it('has no link that leads nowhere where there is no platform', async () => {
    const rendered = await renderIssue(issueOf('Hi.'), { newsletter: newsletter() });
    expect(load(rendered.html)('a').length).toBe(0);
    expect(rendered.text).toContain('1 Example Street');
    expect(rendered.html + rendered.text).not.toContain('undefined');
  });

  it('is there without a newsletter, under the number of the issue', async () => {
    const rendered = await renderIssue(issueOf('Hi.'));
    expect(load(rendered.html)('h1').text()).toBe('Issue 7');
    expect(rendered.text).toMatch(/^Issue 7\nFebruary 2, 2026 · 1 min read\n/);
  });
});

describe('the plain part', () => {
  it('is 72 columns wide, links aside', async () => {
    for (const issue of [
      fixture('feature'),
      longIssue(3),
      issueOf(`${'long'.repeat(60)}\n\n${'字'.repeat(100)}\n\n## A\n\n> ${'🙂'.repeat(80)}`),
    ]) {
      const { text } = await renderIssue(issue, { newsletter: newsletter(), platform });
      const wide = text.split('\n').filter((line) => columns(line) > 72 && !line.includes('https://'));
      expect(wide).toEqual([]);
    }
  });

  it('numbers the links of each block from one, the same link once', async () => {
    const set = await text(
      '## A\n\n[x](https://a.test/1) and [y](https://a.test/2) and [z](https://a.test/1)\n\n## B\n\n[w](https://b.test)',
    );
    expect(set).toContain('x [1] and y [2] and z [1]\n\n[1] https://a.test/1\n[2] https://a.test/2\n');
    expect(set).toContain('B\n-\n\nw [1]\n\n[1] https://b.test\n');
  });

  it('keeps lists and quotes in quotes', async () => {
    expect(await text('## A\n\n> One:\n>\n> 1. two\n> 2. three\n>\n> > four')).toContain(
      '> One:\n>\n> 1. two\n> 2. three\n>\n> > four\n',
    );
  });
});

describe('size', () => {
  it('is at most 80 KB at 30 blocks', async () => {
    const { bytes } = await renderIssue(longIssue(30), { newsletter: newsletter(), platform });
    expect(bytes).toBeLessThanOrEqual(80_000);
    expect(bytes).toBeGreaterThan(30_000);
  });
});

describe.skipIf(!existsSync(REFERENCE))('the reference issue (skipped where ../shared is not there)', () => {
  it('renders whole', async () => {
    const source = readFileSync(REFERENCE, 'utf8');
    const issue = parseIssue(`---\nnumber: 89\ndate: 2025-01-27\nstatus: draft\n---\n${source}`);
    const { html, text, bytes } = await renderIssue(issue, { newsletter: newsletter(), platform });
    const page = load(html);
    expect(page('h2, h3').length).toBe(7);
    expect(page('.q').length).toBe(10);
    expect(
      page('.n')
        .map((_, badge) => page(badge).text())
        .get(),
    ).toEqual(['1h', '35 min', '40 min']);
    expect(page('body').text()).toContain('<thinks>');
    expect(text).toContain('<thinks>');
    expect(bytes).toBeLessThan(40_000);
    for (const [, url = ''] of source.matchAll(/\]\((https:[^)]+)\)/g)) {
      expect(
        page('a')
          .toArray()
          .some((link) => link.attribs.href === url),
        url,
      ).toBe(true);
      expect(text).toContain(url);
    }
  });
});
