import { load } from 'cheerio';
import { describe, expect, it } from 'vitest';
import { renderIssue } from '../../src/render/render.ts';
import type { Newsletter } from '../../src/types.ts';
import { fixture, issueOf, longIssue, newsletter, platform } from './inputs.ts';

const page = async (issue = issueOf('Hi.'), changes: Partial<Newsletter> = {}) =>
  load((await renderIssue(issue, { newsletter: newsletter(changes), platform })).html);

describe('a theme', () => {
  it('sets families, sizes, width and colours', async () => {
    const theme = {
      accent: '#b4531a',
      fonts: { text: 'verdana', headings: 'palatino', quotes: 'mono', letter: 'times' },
      light: { paper: '#fff9ef' },
      dark: { paper: '#1d1813' },
      size: 18,
      width: 520,
    } as const;
    const $ = await page(issueOf('Hi.\n\n## A\n\n[P](https://a.test).\n\n> Said.\n\n![x](https://i.test/x.png)'), {
      theme,
    });
    expect($('h2').attr('style')).toContain("font-family:'Palatino Linotype'");
    expect($('.q').attr('style')).toContain('font-family:Menlo');
    expect($('h1').attr('style')).toContain("font-family:'Times New Roman'");
    expect($('.paper').first().attr('style')).toContain('background-color:#fff9ef');
    expect($('.paper').first().attr('style')).toContain('max-width:520px');
    expect($('style').text()).toContain('.paper, .paper > table { background: #1d1813');
    expect($('img').attr('width')).toBe(String(520 - 2 * 28));
    expect($('.q').attr('style')).toContain('font-size:21px');
  });

  it('spaces blocks tightly or widely', async () => {
    const heights = ['tight', 'normal', 'wide'].map(async (spacing) => {
      const $ = await page(longIssue(2), { theme: { accent: '#0b6bcb', spacing: spacing as 'tight' } });
      return Number(
        $('td.t')
          .eq(3)
          .attr('style')
          ?.match(/padding:(\d+)px/)?.[1],
      );
    });
    const [tight = 0, normal = 0, wide = 0] = await Promise.all(heights);
    expect(tight).toBeGreaterThan(0);
    expect(normal).toBeGreaterThan(tight);
    expect(wide).toBeGreaterThan(normal);
  });

  it('shows a logo above the name, or in its place where its words are given', async () => {
    const logo = { accent: '#0b6bcb', logo: 'https://i.test/l.png' };
    const above = await page(issueOf('Hi.'), { theme: logo });
    expect(above('h1').text()).toBe('The Kitchen Radio');
    expect(above('img').attr()).toMatchObject({ alt: '', height: '44' });
    const instead = await page(issueOf('Hi.'), { theme: { ...logo, logoAlt: 'The Kitchen Radio', logoHeight: 60 } });
    expect(instead('h1').text()).toBe('');
    expect(instead('h1 img').attr()).toMatchObject({ alt: 'The Kitchen Radio', height: '60' });
  });
});

describe('a long issue', () => {
  it('lists what is in it, from eight blocks on, without the house blocks', async () => {
    expect((await page(longIssue(7)))('ol').length).toBe(0);
    const $ = await page(longIssue(8), { house: [{ title: 'What the 3 logs of a workshop say', text: 'x' }] });
    expect($('ol').length).toBe(0);
    const long = await page(longIssue(9));
    expect(long('ol li').length).toBe(9);
    expect(long('ol li').first().text()).toBe('What the 0 logs of a workshop say 10 min');
  });

  it('links the list to the archive alone: links within a mail do nothing in some clients', async () => {
    expect((await page(longIssue(8)))('ol a').length).toBe(0);
    const $ = await page(longIssue(8), { archive: { url: 'https://radio.example' } });
    expect($('ol a').first().attr('href')).toBe('https://radio.example/issues/7/#what-the-0-logs-of-a-workshop-say');
    expect($('a[href^="#"]').length).toBe(0);
  });

  it('says how long it takes to read', async () => {
    expect((await page(longIssue(30)))('.m').first().text()).toBe(
      'Issue 7 · February 2, 2026 · 8 min read · Read it on the web',
    );
    const chinese = await page(issueOf('字'.repeat(1_500)));
    expect(chinese('.m').first().text()).toContain('3 min read');
  });
});

describe('headings', () => {
  it('leave out no level, whatever the editor wrote', async () => {
    const $ = await page(issueOf('Hi.\n\n#### A\n\nx\n\n### B\n\nx\n\n###### C\n\nx\n\n### D\n\nx'));
    expect(
      $('h1, h2, h3, h4, h5, h6')
        .map((_, heading) => heading.name)
        .get(),
    ).toEqual(['h1', 'h2', 'h2', 'h3', 'h2']);
  });
});

describe('an issue from right to left', () => {
  it('runs that way in every table, and keeps handles and lengths in their order', async () => {
    const { html, text } = await renderIssue(fixture('right-to-left'), {
      newsletter: newsletter({ language: 'he' }),
      platform,
    });
    const $ = load(html);
    expect(html).not.toMatch(/direction:ltr/);
    expect($('html').attr('dir')).toBe('rtl');
    expect($('.q').first().attr('dir')).toBe('ltr');
    expect($('.q').eq(1).attr('style')).toContain('border-right:3px');
    expect($('a[href*="ycombinator"]').text()).toBe('\u200e@ada');
    expect($('.n').text()).toBe('\u200e35 min');
    expect($('h1').attr('style')).not.toContain('letter-spacing');
    expect(text).toContain('בגיליון הזה');
  });
});

describe('the web version', () => {
  it('is the platform’s tag, else the archive, else not there', async () => {
    const archive = { url: 'https://radio.example/letters' };
    const tagged = await page(issueOf('Hi.'), { archive });
    expect(tagged('h1 ~ p a').attr('href')).toBe('{{ email_url }}');
    const bare = load((await renderIssue(issueOf('Hi.'), { newsletter: newsletter({ archive }) })).html);
    expect(bare('h1 ~ p a').attr('href')).toBe('https://radio.example/letters/issues/7/');
    expect(load((await renderIssue(issueOf('Hi.'), { newsletter: newsletter() })).html)('a').length).toBe(0);
  });

  it('stands beside the way to the preferences', async () => {
    const tags = { ...platform, preferences: '*|UPDATE_PROFILE|*' };
    const { html, text } = await renderIssue(issueOf('Hi.'), { newsletter: newsletter(), platform: tags });
    expect(load(html)('a[href="*|UPDATE_PROFILE|*"]').text()).toBe('Change your preferences');
    expect(text).toContain('Change your preferences: *|UPDATE_PROFILE|*');
  });
});
