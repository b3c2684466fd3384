import { expect, test } from 'vitest';
import { parseRobots } from '../../src/text/robots.ts';

const rules = (text: string) => parseRobots(text, 'pullquote/1.2 (+mailto:editor@example.com)');
const allowed = (text: string, path: string) => rules(text).allows(path);

test('our own group counts alone, whatever the case and version it is written with', () => {
  for (const name of ['pullquote', 'PullQuote', 'Pullquote/2.0', 'pullquote crawler']) {
    const text = `User-agent: *\nDisallow: /\n\nUser-agent: ${name}\nDisallow: /no\n`;
    expect([allowed(text, '/yes'), allowed(text, '/no/x')]).toEqual([true, false]);
  }
  expect(allowed('User-agent: pullquotebot\nDisallow: /\n', '/')).toBe(true);
  expect(allowed('User-agent: pullquote\n\nUser-agent: *\nDisallow: /', '/')).toBe(false);
  expect(allowed('User-agent: pullquote\nDisallow:\n\nUser-agent: *\nDisallow: /', '/')).toBe(true);
});

test('without one, those for everybody count; without these, none', () => {
  expect(allowed('User-agent: otherbot\nDisallow: /a\nUser-agent: *\nDisallow: /b', '/a')).toBe(true);
  expect(allowed('User-agent: otherbot\nDisallow: /a\nUser-agent: *\nDisallow: /b', '/b')).toBe(false);
  for (const text of ['', 'Disallow: /', '<html>Disallow: /</html>', 'User-agent: *', 'User-agent\nDisallow: /']) {
    expect(allowed(text, '/a')).toBe(true);
  }
});

test('groups of one name count together, and one group may have many names', () => {
  const text = `User-agent: one
User-agent: pullquote
Sitemap: https://blog.example/map.xml
User-agent: two
Disallow: /a

User-agent: pullquote
Disallow: /b`;
  expect(['/a', '/b', '/c'].map((path) => allowed(text, path))).toEqual([false, false, true]);
});

test('lines in any shape: comments, spaces, old Macs, a byte order mark', () => {
  const text =
    '\uFEFF User-Agent :\t*  # all\r# Disallow: /a\rDISALLOW:/b#c\r\n\r\n  allow : /b/d \r\nNoise\r\n: x\r\n';
  expect(['/a', '/b', '/b/d'].map((path) => allowed(text, path))).toEqual([true, false, true]);
});

test('the longest rule wins, and of equally long ones the one that allows', () => {
  const text = 'User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /a/b/*.gif$\nDisallow: /p\nAllow: /p';
  expect(['/a/x', '/a/b/x', '/a/b/x.gif', '/a/b/x.gif?1', '/p'].map((path) => allowed(text, path))).toEqual([
    ...[false, true, false, true, true],
  ]);
});

test('Crawl-delay is the longest that is asked of us', () => {
  const delay = (text: string) => rules(text).delaySeconds;
  expect(delay('User-agent: *\nCrawl-delay: 5\n\nUser-agent: slow\nCrawl-delay: 60')).toBe(5);
  expect(delay('User-agent: *\nCrawl-delay: 5\nUser-agent: pullquote\nDisallow: /x')).toBe(0);
  expect(delay('User-agent: *\nCrawl-delay: 2.5\nCrawl-delay: 1')).toBe(2.5);
  for (const value of ['', 'soon', '-3', 'Infinity', '1e999', 'NaN']) {
    expect(delay(`User-agent: *\nCrawl-delay: ${value}`)).toBe(0);
  }
});

test('hostile ones cost no more than their length', () => {
  const names = Array.from({ length: 15_000 }, (_, i) => `User-agent: b${i}\nUser-agent: *\n`).join('');
  const many = rules(names + 'Disallow: /x\n'.repeat(20_000));
  expect([many.allows('/x'), many.allows('/y')]).toEqual([false, true]);
  const path = `/${'a'.repeat(5000)}`;
  for (const line of [`Disallow: ${'*a'.repeat(250_000)}b`, 'Disallow: /*a*a*a*a*a*a*b\n'.repeat(20_000)]) {
    expect(rules(`User-agent: *\n${line}`).allows(path)).toBe(true);
  }
  expect(allowed('User-agent: constructor\nDisallow: /\n', '/')).toBe(true);
});
