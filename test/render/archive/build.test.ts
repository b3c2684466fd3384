import { load } from 'cheerio';
import { HtmlValidate } from 'html-validate';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/errors.ts';
import { parseIssue } from '../../../src/issue/parse.ts';
import { buildArchive } from '../../../src/render/archive/build.ts';
import { archiveUrlOf } from '../../../src/render/archive/url.ts';
import { parseFeed } from '../../../src/text/feed.ts';
import type { Issue } from '../../../src/types.ts';
import { fixture, issueOf, newsletter } from '../inputs.ts';
import { archived, build, HOME, templates } from './inputs.ts';

const BODY = `Dear reader, the kettle is on.

* * *

## What a kettle hears (12 min)

[Rosa Imbert opens one](https://kettles.example.test/open?utm_source=x&id=3), and listens.

> Steam is only water that has heard the news.

## Voices

@[tinker](https://news.ycombinator.com/item?id=7) (HN)

> It hums in B flat.

## A talk, vouched

[The talk](https://video.example.test/watch)

> We weighed every spoon twice and trusted neither.

#### Small print

![A kettle on a scale](https://pictures.example.test/kettle.png)`;
const FRONT = `subject: The kettle issue
preheader: Steam & spoons
corrections: [{ date: 2026-02-05, text: "It was <b>two</b> kettles." }]
vouched: [{ quote: "We weighed every spoon twice and trusted neither.", by: Ada Wren, url: "https://video.example.test/watch", heard: 2026-01-30 }]
`;
const issue = () => issueOf(BODY, FRONT);
const plain = (number: number, date: string): Issue => ({
  ...issueOf('Words.', `subject: Issue of ${date}\n`),
  number,
  date,
});
const pageOf = (files: Record<string, string>, number: number) => load(files[`issues/${number}/index.html`] ?? '');

describe('a page of the archive', () => {
  const files = build([plain(6, '2025-12-01'), issue(), plain(8, '2026-02-09')]);
  const $ = pageOf(files, 7);

  it('has a title, language, description and one address', () => {
    expect($('html').attr('lang')).toBe('en');
    expect($('h1').text()).toBe('The kettle issue');
    expect($('title').text()).toBe('The kettle issue | The Kitchen Radio');
    expect($('meta[name=description]').attr('content')).toBe('Steam & spoons');
    expect($('link[rel=canonical]').attr('href')).toBe(`${HOME}issues/7/`);
    expect(archiveUrlOf(archived(), 7)).toBe(`${HOME}issues/7/`);
  });

  it('can be shared: Open Graph, with its own picture', () => {
    const og = Object.fromEntries(
      $('meta[property]')
        .toArray()
        .map((one) => [$(one).attr('property'), $(one).attr('content')]),
    );
    expect(og).toMatchObject({
      'og:type': 'article',
      'og:title': 'The kettle issue',
      'og:description': 'Steam & spoons',
      'og:url': `${HOME}issues/7/`,
      'og:image': 'https://pictures.example.test/kettle.png',
      'og:image:alt': 'A kettle on a scale',
      'article:published_time': '2026-02-02',
      'article:modified_time': '2026-02-05',
    });
  });

  it('sets quotes with the address of their page, voices with theirs', () => {
    const cites = $('blockquote')
      .toArray()
      .map((one) => $(one).attr('cite'));
    expect(cites).toEqual([
      'https://kettles.example.test/open?utm_source=x&id=3',
      'https://news.ycombinator.com/item?id=7',
      'https://video.example.test/watch',
    ]);
    expect($('.voice').text()).toBe('@tinker (HN)');
    expect($('.length').last().text()).toBe('12 min');
  });

  it('shows a vouched quote as vouched, and says so in its foot', () => {
    const caption = $('figcaption').text();
    expect(caption).toContain('Ada Wren');
    expect(caption).toContain('Vouched for by the editor, who heard it on January 30, 2026');
    expect($('.foot').text()).toContain('save those that the editor vouches for');
  });

  it('shows corrections with their day, their words as words', () => {
    expect($('.corrections').text().trim()).toBe('Correction, February 5, 2026: It was <b>two</b> kettles.');
    expect($('.corrections time').attr('datetime')).toBe('2026-02-05');
  });

  it('can be linked to block by block, and no level of heading is left out', () => {
    expect(
      $('.contents a')
        .toArray()
        .map((one) => $(one).attr('href')),
    ).toEqual(['#what-a-kettle-hears', '#voices', '#a-talk-vouched', '#small-print']);
    for (const one of $('.contents a').toArray()) expect($($(one).attr('href') as string)).toHaveLength(1);
    expect(
      $('h1, h2, h3, h4')
        .toArray()
        .map((one) => one.tagName),
    ).toEqual(['h1', 'h2', 'h2', 'h2', 'h3']);
  });

  it('leads to the issue before and the one after', () => {
    expect($('a[rel=prev]').attr('href')).toBe('../../issues/6/');
    expect($('a[rel=next]').attr('href')).toBe('../../issues/8/');
    expect(pageOf(files, 8)('a[rel=next]')).toHaveLength(0);
  });

  it('has nothing of the email: no campaign, no tag, no address, no script', () => {
    const all = Object.values(files).join('\n');
    expect(all).not.toMatch(/utm_(campaign|medium)|spring-mail|unsubscribe|Example Street|<script/i);
    expect(all).not.toMatch(/\{\{|\*\||%%/);
  });
});

describe('links that are made for one reader', () => {
  it('stay words', () => {
    const files = build([
      issueOf(
        '[Manage](https://list.example.test/unsubscribe?id=4), [read](https://a.example.test/?token=abc), [x](javascript:alert) and [ok](https://a.example.test/).',
      ),
    ]);
    const $ = pageOf(files, 7);
    expect($('.letter').text()).toContain('Manage, read, x and ok.');
    expect(
      $('.letter a')
        .toArray()
        .map((one) => $(one).attr('href')),
    ).toEqual(['https://a.example.test/']);
  });
});

describe('the home page', () => {
  const $ = load(build([plain(6, '2025-12-01'), plain(5, '2025-11-24'), issue()])['index.html'] ?? '');
  it('shows the newest issue with a quote, and the others by year', () => {
    expect($('.newest h2').text()).toBe('The kettle issue');
    expect($('.newest .quote').text()).toContain('Steam is only water');
    expect($('.newest .from').text()).toBe('kettles.example.test, in What a kettle hears');
    expect($('.older h3').text()).toBe('2025');
    expect(
      $('.issues a')
        .toArray()
        .map((one) => $(one).attr('href')),
    ).toEqual(['issues/6/', 'issues/5/']);
  });
  it('says so where there is no issue', () => {
    expect(load(build([])['index.html'] ?? '')('main').text()).toContain('No issue is published yet');
  });
});

describe('feeds and sitemap', () => {
  const files = build([plain(6, '2025-12-01'), issue()]);
  it('hold whole issues, newest first, that our own reader reads', async () => {
    for (const name of ['feed.xml', 'feed.json']) {
      const feed = await parseFeed(Buffer.from(files[name] ?? ''), { url: HOME + name });
      expect(feed.warnings).toEqual([]);
      expect(feed).toMatchObject({ title: 'The Kitchen Radio', homeUrl: HOME });
      expect(feed.entries.map(({ url, title }) => [url, title])).toEqual([
        [`${HOME}issues/7/`, 'The kettle issue'],
        [`${HOME}issues/6/`, 'Issue of 2025-12-01'],
      ]);
      const content = feed.entries[0]?.contentHtml ?? '';
      expect(content).toContain('Steam is only water');
      expect(content).toContain('Correction, February 5, 2026');
      expect(content).toContain('Ada Wren');
      expect(content).not.toMatch(/class=|style=|utm_c/);
      expect(feed.entries[0]?.publishedAt).toBe('2026-02-02T00:00:00.000Z');
    }
  });
  it('say when a page last changed', () => {
    const $ = load(files['sitemap.xml'] ?? '', { xml: true });
    expect(
      $('loc')
        .toArray()
        .map((one) => $(one).text()),
    ).toEqual([HOME, `${HOME}issues/7/`, `${HOME}issues/6/`]);
    expect(
      $('lastmod')
        .toArray()
        .map((one) => $(one).text()),
    ).toEqual(['2026-02-05', '2026-02-05', '2025-12-01']);
    expect(files['robots.txt']).toContain(`Sitemap: ${HOME}sitemap.xml`);
  });
  it('are not there where nobody said where the archive is, and pages can be read from the disk', () => {
    const off = build([issue(), plain(6, '2025-12-01')], newsletter());
    expect(Object.keys(off).filter((path) => /feed|sitemap/.test(path))).toEqual([]);
    expect(off['robots.txt']).not.toContain('Sitemap');
    const $ = pageOf(off, 7);
    expect($('link[rel=canonical], meta[property="og:url"], link[rel=alternate]')).toHaveLength(0);
    expect($('a[rel=prev]').attr('href')).toBe('../../issues/6/index.html');
    expect($('.name').attr('href')).toBe('../../index.html');
  });
});

it('gives the same bytes in whatever order the issues come', () => {
  const issues = [plain(6, '2025-12-01'), issue(), plain(8, '2026-02-09')];
  expect(build([...issues].reverse())).toEqual(build(issues));
});

it('has the colours of the theme, light and dark', () => {
  const css = build([], archived({ theme: { accent: '#aa3300' } }))['style.css'] ?? '';
  expect(css).toContain('--accent: #aa3300');
  expect(css).toContain('prefers-color-scheme: dark');
});

it('is set from right to left where the language is', () => {
  const $ = pageOf(build([issueOf('שלום\n\n* * *\n\n## Latin\n\nWords in English.')], archived({ language: 'he' })), 7);
  expect($('html').attr()).toMatchObject({ lang: 'he', dir: 'rtl' });
  expect($('.prose').last().attr('dir')).toBe('ltr');
  expect($('.title').attr('dir')).toBe('ltr');
});

it('names the file and line of a broken template', () => {
  const broken = templates().map((one) => (one.name === 'home' ? { ...one, source: '<p>\n{{#if x}}' } : one));
  expect(() => buildArchive([], archived(), broken)).toThrow(UserError);
  expect(() => buildArchive([], archived(), broken)).toThrow(
    /^templates\/archive\/home\.hbs:\d+: this template is broken/,
  );
});

it('is valid HTML, whatever the issue', async () => {
  const validator = new HtmlValidate({
    extends: ['html-validate:recommended', 'html-validate:document'],
    // the style sheet is the archive's own
    rules: { 'require-sri': ['error', { target: 'crossorigin' }] },
  });
  const odd = issueOf(
    '[](https://a.example.test/) [a [b](https://b.example.test/)](https://c.example.test/)\n\n* * *\n\n#### \n\n* one\n  > inner\n\n## <b>"x" & \'y\'\n\n##### [ ](https://d.example.test/)\n\n> > deep\n>\n> ```\n> code\n> ```',
    'subject: "\\"<x>\\" & more"\n',
  );
  const long = parseIssue(
    `---\nnumber: 9\ndate: 2026-03-02\nstatus: draft\n---\n\n${'## Same\n\nWords.\n\n'.repeat(12)}`,
  );
  const files = { ...build([issue(), { ...odd, number: 8 }, long, { ...fixture('feature'), number: 10 }]) };
  const pages = Object.entries(files).filter(([path]) => path.endsWith('.html'));
  expect(pages).toHaveLength(6);
  for (const [path, html] of pages) {
    const { results } = await validator.validateString(html, path);
    expect(
      results.flatMap(({ messages }) => messages.map(({ ruleId, message, line }) => [path, line, ruleId, message])),
    ).toEqual([]);
  }
});
