import { describe, expect, it } from 'vitest';
import { isPersonalLink, publicUrl } from '../../src/text/personalLinks.ts';

describe('isPersonalLink', () => {
  it.each([
    'https://letter.test/unsubscribe?u=77f',
    'https://letter.test/unsubscribe/77f',
    'https://letter.test/api/v1?action=unsubscribe&x=1',
    'https://letter.test/u/77f/email-preferences',
    'https://letter.test/manage_subscription',
    'https://letter.test/preferences',
    'https://letter.test/account?token=77f',
    'https://letter.us1.list-manage.com/track/click?u=1',
    'https://click.letter.test/abc',
    'https://url5513.letter.test/ls/click',
    'https://letter.test/a?email=ana%40quay.test',
    'https://substack.com/app-link/post?post_id=1',
  ])('%s is', (url) => {
    expect(isPersonalLink(url)).toBe(true);
  });

  it.each([
    'https://lab.test/blog/direct-preference-optimization',
    'https://lab.test/learning-from-human-preferences',
    'https://lab.test/why-i-unsubscribed-from-everything',
    'https://go.dev/blog/llmpowered',
    'https://link.springer.com/article/10.1/abc',
    'https://paper.test/2026/11/a.html?unlocked_article_code=1.abc&smid=url-share',
    'https://paper.test/a?gift=abc',
    'https://paper.test/a?st=abc&reflink=article_email_share',
    'https://paper.test/a?accessToken=abc',
    'https://lab.test/docs?tokens=many',
    'https://huggingface.co/docs/tokenizers',
    'not an address',
  ])('%s is not', (url) => {
    expect(isPersonalLink(url)).toBe(false);
  });
});

describe('publicUrl', () => {
  it('is the page without the reader', () => {
    expect(publicUrl('https://letter.test/12?e=77f&a=1&mc_eid=9')).toBe('https://letter.test/12?a=1');
    expect(publicUrl('https://letter.test/12?gift=77f')).toBe('https://letter.test/12?gift=77f');
    for (const url of ['https://letter.test/12?token=1', 'mailto:a@b.test', '/12'])
      expect(publicUrl(url)).toBeUndefined();
  });
});
