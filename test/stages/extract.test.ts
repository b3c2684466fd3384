import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { articleLinks, extractArticle, reservesRights } from '../../src/stages/extract.ts';

interface Expected {
  url: string;
  title?: string;
  text?: string;
  has?: string[];
  hasNot?: string[];
  links?: string[];
  [field: string]: unknown;
}

const folder = new URL('../fixtures/pages/', import.meta.url);
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.in.html'))
  .map((name) => name.replace('.in.html', ''));
const page = (name: string) => readFileSync(new URL(`${name}.in.html`, folder), 'utf8');
const letters = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, '');

describe('pages', () => {
  it.each(names)('%s', (name) => {
    const expected: Expected = JSON.parse(readFileSync(new URL(`${name}.expected.json`, folder), 'utf8'));
    const { url, has = [], hasNot = [], links, ...fields } = expected;
    const article = extractArticle(page(name), { url });
    expect(article).toMatchObject(fields);
    for (const words of has) expect(article.text).toContain(words);
    for (const words of hasNot) expect(article.text).not.toContain(words);
    if (links) expect(articleLinks(article, url)).toEqual(links);
  });

  it.each(names)('%s: every line of the text stands on the page', (name) => {
    const shown = page(name).replace(/<span class="sr-only">[^<]*<\/span>|<[^>]*>|\\n/g, '');
    const article = extractArticle(page(name), { url: 'https://a.test/' });
    for (const line of article.text.split('\n')) expect(letters(shown)).toContain(letters(line));
  });

  it('reads as much of a page without end tags as of one with them', () => {
    const open = page('news').replaceAll(/<\/(p|li|html|body|main|article)>/g, '');
    expect(extractArticle(open, { url: 'https://a.test/' }).text).toContain('It is the first thing that I would put');
  });

  it('gives html that holds nothing live', () => {
    const hostile = page('code').replace(
      '<h2>',
      '<img src=x onerror=alert(1)><script>alert(1)</script><h2 onclick="x()">',
    );
    const { html } = extractArticle(hostile, { url: 'https://a.test/' });
    expect(html).toContain('<pre>');
    expect(html).not.toMatch(/onerror|onclick|script|javascript:/);
  });

  it('counts a Chinese article by its characters', () => {
    const text = '潮汐闸门在周一早上开启，比计划晚了十一个月。'.repeat(12);
    const { wordCount, incomplete } = extractArticle(`<article><p>${text}</p></article>`, { url: 'https://a.test/' });
    expect(wordCount).toBeGreaterThan(100);
    expect(incomplete).toBe(false);
  });
});

describe('hostile pages', () => {
  const prose = 'The gate closed in nine minutes, and nobody on the quay had thought that it would. ';
  const pages: Record<string, string> = {
    nothing: '',
    'no markup': 'only some words',
    'no body': '<html><head><title>t</title></head></html>',
    'bytes that are no text': Array.from({ length: 20_000 }, (_, i) => String.fromCharCode((i * 7919) % 65_536)).join(
      '',
    ),
    '50,000 nested divs': `${'<div>'.repeat(50_000)}x`,
    'nested tables': '<table><tr><td>'.repeat(30_000),
    'only open tags': '<b>'.repeat(200_000),
    'only entities': '&amp;'.repeat(200_000),
    'only <': '<'.repeat(500_000),
    'an attribute without end': `<p title="${prose.repeat(10_000)}`,
    'a script without end': `<script>${prose.repeat(10_000)}`,
    'comments without end': '<!--'.repeat(500_000),
    'deep JSON-LD': `<script type="application/ld+json">${'{"@graph":'.repeat(100_000)}</script>`,
  };
  it.each(Object.keys(pages))('%s: incomplete, and no error', (name) => {
    const article = extractArticle(pages[name] ?? '', { url: 'https://a.test/' });
    expect(article.incomplete).toBe(true);
    expect(article.minutes).toBe(1);
  });

  it('reads the beginning of a very long page', () => {
    const article = extractArticle(`<p>${prose}</p>`.repeat(15_000), { url: 'https://a.test/' });
    expect(article.text.startsWith(prose.trim())).toBe(true);
    expect(article.incomplete).toBe(false);
  });

  it('comes back from lists in lists in lists', () => {
    const article = extractArticle('<ul><li><a href="/x">y</a>'.repeat(30_000), { url: 'https://a.test/' });
    expect(article.text).toMatch(/^[y\s]*$/);
  });

  it('takes a URL that is none', () => {
    expect(extractArticle(page('news'), { url: 'nowhere' }).title).toBe('Tide gate opens at last');
  });
});

describe('reservesRights', () => {
  it.each([
    ['', { 'tdm-reservation': '1' }],
    ['', { 'x-robots-tag': 'noimageai, noai' }],
    ['', { 'x-robots-tag': 'somebot: noai' }],
    ['<head><meta name="tdm-reservation" content="1">', {}],
    ['<META CONTENT="index, NOAI" NAME="Robots">', {}],
  ])('%s %o', (html, headers) => {
    expect(reservesRights(html, headers as Record<string, string>)).toBe(true);
  });
  it.each([
    ['', {}],
    ['', { 'tdm-reservation': '0', 'x-robots-tag': 'noindex, noimageai' }],
    ['<meta name="robots" content="noindex"><meta name="description" content="noai">', {}],
    ['<!-- <meta name="robots" content="noai"> -->', {}],
  ])('not %s %o', (html, headers) => {
    expect(reservesRights(html, headers as Record<string, string>)).toBe(false);
  });
});
