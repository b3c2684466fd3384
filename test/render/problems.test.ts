import { describe, expect, it } from 'vitest';
import { htmlProblems } from '../../src/render/problems.ts';
import { renderIssue } from '../../src/render/render.ts';
import type { Newsletter, PlatformTags } from '../../src/types.ts';
import { issueOf, longIssue, newsletter, platform } from './inputs.ts';

async function problems(
  issue = issueOf('Hi.'),
  letter: Newsletter = newsletter(),
  tags: PlatformTags | undefined = platform,
) {
  return htmlProblems(
    await renderIssue(issue, { newsletter: letter, ...(tags ? { platform: tags } : {}) }),
    issue,
    letter,
  );
}
const { address: _, ...homeless } = newsletter();

describe('htmlProblems', () => {
  it('finds none in an issue that may be sent', async () => {
    expect(await problems(longIssue(20))).toEqual([]);
  });

  it('warns from 80,000 bytes on and refuses 102,000', () => {
    const issue = issueOf('Hi.');
    const html = '<a class="unsubscribe" href="https://u.test">x</a>';
    const at = (bytes: number) =>
      htmlProblems({ html, text: 'Hi', bytes }, issue, newsletter()).map(({ level }) => level);
    expect([79_999, 80_000, 101_999, 102_000].map(at)).toEqual([[], ['warning'], ['warning'], ['error']]);
  });

  it('refuses an issue that Gmail would cut', async () => {
    const found = await problems(longIssue(60));
    expect(found).toMatchObject([{ rule: 'size', level: 'error' }]);
  });

  it('wants an address, in newsletter.yaml or from the platform', async () => {
    expect(await problems(issueOf('Hi.'), homeless)).toMatchObject([
      { rule: 'footer', level: 'error', detail: /postal address/ },
    ]);
    expect(await problems(issueOf('Hi.'), homeless, { ...platform, address: '*|HTML:LIST_ADDRESS_HTML|*' })).toEqual(
      [],
    );
  });

  it('wants a way to unsubscribe, and takes no quoted link or words for one', async () => {
    const quoted = issueOf(
      '## A\n\n[unsubscribe](https://a.test/unsubscribe) {{ unsubscribe_url }}\n\n> [x](https://a.test/unsub)',
    );
    expect(await problems(quoted, newsletter(), { unsubscribe: '' })).toMatchObject([
      { rule: 'footer', level: 'error' },
    ]);
  });

  it('only warns of the footer while no platform is named', async () => {
    const found = await problems(issueOf('Hi.'), { ...homeless, platforms: {} }, { unsubscribe: '' });
    expect(found.map(({ rule, level }) => [rule, level])).toEqual([
      ['footer', 'warning'],
      ['footer', 'warning'],
    ]);
  });

  it('wants words in the plain part', async () => {
    const issue = issueOf('Hi.');
    const rendered = await renderIssue(issue, { newsletter: newsletter(), platform });
    expect(htmlProblems({ ...rendered, text: ' \n==\n' }, issue, newsletter())).toMatchObject([
      { rule: 'text-part', level: 'error' },
    ]);
  });

  it('wants a description of every picture', async () => {
    expect(await problems(issueOf('## A\n\n![](https://i.test/a.png)'))).toMatchObject([
      { rule: 'alt-text', level: 'error', detail: /a\.png.*"A"/ },
    ]);
    const issue = issueOf('Hi.');
    const rendered = await renderIssue(issue, { newsletter: newsletter(), platform });
    const html = rendered.html.replace('</h1>', '</h1><img src="https://i.test/b.png">');
    expect(htmlProblems({ ...rendered, html }, issue, newsletter())).toMatchObject([
      { rule: 'alt-text', detail: /b\.png/ },
    ]);
  });
});
