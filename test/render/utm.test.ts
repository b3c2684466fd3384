import { describe, expect, it } from 'vitest';
import { formatIssue } from '../../src/issue/format.ts';
import { renderIssue } from '../../src/render/render.ts';
import { withUtm } from '../../src/render/utm.ts';
import { issueOf, newsletter, platform } from './inputs.ts';

const utm = { source: 'kitchen radio' };

describe('campaign parameters', () => {
  it.each([
    ['https://a.test/p?q=1#top', 'https://a.test/p?q=1&utm_source=kitchen%20radio&utm_medium=email&utm_campaign=7#top'],
    ['https://a.test', 'https://a.test?utm_source=kitchen%20radio&utm_medium=email&utm_campaign=7'],
  ])('are added to %s', (url, shown) => {
    expect(withUtm(url, utm, 7)).toBe(shown);
  });

  it.each([
    'https://paper.test/2026/story.html?unlocked_article_code=1.ab.cd&smid=url-share',
    'https://paper.test/story?st=abc123&reflink=desktopwebshare_permalink',
    'https://paper.test/story?giftId=1-2',
    'https://paper.test/story?gift=Xyz',
    'https://paper.test/story?accessToken=ey&leadSource=uverify',
    'https://b.test/?utm_source=elsewhere',
    'mailto:c@example.com',
    'https://digest.test/issues/3/',
  ])('are not added to %s', (url) => {
    expect(withUtm(url, utm, 7, ['https://digest.test/'])).toBe(url);
  });

  it('take what the newsletter says, and are not there where it says nothing', () => {
    const own = { source: 's', medium: 'letter', campaign: 'spring' };
    expect(withUtm('https://a.test/', own, 7)).toBe(
      'https://a.test/?utm_source=s&utm_medium=letter&utm_campaign=spring',
    );
    expect(withUtm('https://a.test/', undefined, 7)).toBe('https://a.test/');
  });

  it('are in both parts, not in tags, pictures or the issue itself', async () => {
    const issue = issueOf(
      '[a](https://a.test/p)\n\n## A\n\n[b](https://b.test/?gift=1)\n\n![c](https://i.test/c.png)\n\n[old](https://digest.test/issues/3/)',
    );
    const before = formatIssue(issue);
    const own = newsletter({ utm, archive: { url: 'https://digest.test' } });
    const { html, text } = await renderIssue(issue, { newsletter: own, platform });
    expect(html).toContain(
      'href="https://a.test/p?utm_source=kitchen%20radio&amp;utm_medium=email&amp;utm_campaign=7"',
    );
    expect(text).toContain('https://a.test/p?utm_source=kitchen%20radio&utm_medium=email&utm_campaign=7');
    expect(html.match(/utm_campaign/g)).toHaveLength(1);
    expect(text.match(/utm_campaign/g)).toHaveLength(1);
    expect(html).toContain('href="{{ unsubscribe_url }}"');
    expect(formatIssue(issue)).toBe(before);
  });
});
