import { describe, expect, it } from 'vitest';
import { canonicalUrl, hostOf, httpUrl, onSite, pageKey, printedUrl } from '../../src/text/url.ts';

describe('printedUrl', () => {
  it('drops trackers, keeps gift links, order and fragments', () => {
    expect(printedUrl('https://a.test/x?utm_source=n&b=2&fbclid=1&a=1&ref=z#part')).toBe(
      'https://a.test/x?b=2&a=1#part',
    );
    expect(printedUrl('https://paper.test/x?unlocked_article_code=1.sU4&smid=url-share')).toBe(
      'https://paper.test/x?unlocked_article_code=1.sU4&smid=url-share',
    );
    expect(printedUrl('https://a.test/watch?v=1&si=abc')).toBe('https://a.test/watch?v=1');
  });

  it('escapes parentheses, so that a Markdown link ends where it ends', () => {
    expect(printedUrl('https://en.wiki.test/wiki/Foo_(bar)?q=(1)')).toBe(
      'https://en.wiki.test/wiki/Foo_%28bar%29?q=%281%29',
    );
  });

  it('leaves what is no URL as it is', () => {
    expect(printedUrl('not a url')).toBe('not a url');
  });
});

describe('canonicalUrl', () => {
  it.each([
    ['http://www.a.test/x/', 'https://a.test/x'],
    ['https://a.test/x?b=2&a=1', 'https://a.test/x?a=1&b=2'],
    ['https://a.test/x#top', 'https://a.test/x'],
    ['https://A.TEST/x?utm_campaign=w&mc_cid=1', 'https://a.test/x'],
    ['https://a.test/Foo_(bar)', 'https://a.test/Foo_%28bar%29'],
  ])('%s is %s', (one, other) => {
    expect(canonicalUrl(one)).toBe(canonicalUrl(other));
  });

  it.each([
    ['https://a.test/x', 'https://a.test/X'],
    ['https://a.test/?p=1', 'https://a.test/?p=2'],
    ['https://a.test/x', 'https://b.test/x'],
    ['https://news.ycombinator.com/item?id=1', 'https://news.ycombinator.com/item?id=2'],
  ])('%s is not %s', (one, other) => {
    expect(canonicalUrl(one)).not.toBe(canonicalUrl(other));
  });
});

describe('pageKey', () => {
  it.each([
    ['https://paper.test/x?unlocked_article_code=1.sU4', 'https://paper.test/x'],
    ['https://youtu.be/abc?t=754', 'https://www.youtube.com/watch?v=abc'],
    ['https://www.youtube.com/shorts/abc', 'https://m.youtube.com/watch?v=abc&t=3s'],
    ['https://pod.test/12#t=754', 'https://pod.test/12'],
  ])('%s is the page of %s', (one, other) => {
    expect(pageKey(one)).toBe(pageKey(other));
  });
});

describe('onSite', () => {
  it('compares hosts, www. aside: a shared platform’s other names are other sites', () => {
    expect(onSite('https://www.lab.test/post', 'https://lab.test/')).toBe(true);
    expect(onSite('https://blog.lab.test/post', 'https://lab.test/')).toBe(false);
    expect(onSite('nonsense', 'nonsense')).toBe(false);
  });
});

describe('httpUrl', () => {
  it('resolves against a base and refuses what is not of the web', () => {
    expect(httpUrl('/x', 'https://a.test/y')).toBe('https://a.test/x');
    expect(httpUrl('javascript:alert(1)')).toBeUndefined();
    expect(httpUrl('data:text/html,x')).toBeUndefined();
    expect(hostOf('https://www.a.test./')).toBe('a.test');
  });
});
