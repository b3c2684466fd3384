import { describe, expect, it } from 'vitest';
import { addressProblems, fetchedProblem, picturesOf } from '../../src/render/pictures.ts';
import { htmlProblems } from '../../src/render/problems.ts';
import { renderIssue } from '../../src/render/render.ts';
import { sizeOf } from '../../src/render/size.ts';
import { issueOf, longIssue, newsletter, platform } from './inputs.ts';

describe('the size of an email', () => {
  it('counts what a platform puts in the place of its tags, and of links that it counts', () => {
    const html =
      '<a href="{{ unsubscribe_url }}">u</a><a href="https://a.test">a</a><img src="https://i.test/x.png" alt="">';
    const size = sizeOf({ html, text: '', bytes: 1_000 });
    expect(size).toMatchObject({ bytes: 1_000, links: 1, pictures: 1, limit: 102_000 });
    expect(size.filled).toBe(1_000 + 300 - '{{ unsubscribe_url }}'.length);
    expect(size.tracked).toBe(size.filled + 220 - 'https://a.test'.length);
  });

  it('warns of an issue that is too large once links are counted', async () => {
    const issue = issueOf('Hi.');
    const html = `<a class="unsubscribe" href="https://u.test">x</a>${'<a href="https://a.test">a</a>'.repeat(120)}`;
    expect(htmlProblems({ html, text: 'Hi', bytes: 79_000 }, issue, newsletter())).toMatchObject([
      { rule: 'size', level: 'warning', detail: expect.stringContaining('counts clicks') },
    ]);
  });

  it('says which blocks to cut, and without them the issue fits', async () => {
    const issue = longIssue(60);
    const large = issue.blocks[7];
    if (large) large.markdown = large.markdown.replace('> ', `> ${'Larger than the others. '.repeat(90)}`);
    const [problem] = htmlProblems(
      await renderIssue(issue, { newsletter: newsletter(), platform }),
      issue,
      newsletter(),
    );
    expect(problem).toMatchObject({ rule: 'size', level: 'error' });
    expect(problem?.detail).toMatch(/Largest: “What the 7 logs of a workshop say” \(/);
    const cut = Number(problem?.detail.match(/without the (\d+) largest of the 60 blocks it fits/)?.[1]);
    expect(cut).toBeGreaterThan(2);
    const rest = issue.blocks.filter((block) => block !== large).slice(cut - 1);
    const fits = await renderIssue({ ...issue, blocks: rest }, { newsletter: newsletter(), platform });
    expect(sizeOf(fits).filled).toBeLessThan(102_000);
    expect(sizeOf(fits).filled).toBeGreaterThan(85_000);
  });

  it('says to shorten the letter where that is what is too long', async () => {
    const issue = issueOf(`${'word '.repeat(25_000)}\n\n## A\n\nx`);
    const found = htmlProblems(await renderIssue(issue, { newsletter: newsletter(), platform }), issue, newsletter());
    expect(found[0]?.detail).toContain('Shorten the letter');
  });
});

describe('links', () => {
  it('are refused from 2,001 characters on', async () => {
    const of = async (length: number) => {
      const issue = issueOf(`[a](https://a.test/${'x'.repeat(length - 'https://a.test/'.length)})`);
      return htmlProblems(await renderIssue(issue, { newsletter: newsletter(), platform }), issue, newsletter());
    };
    expect(await of(2_000)).toEqual([]);
    expect(await of(2_001)).toMatchObject([
      { rule: 'link-length', level: 'error', detail: expect.stringContaining('2,001') },
    ]);
  });
});

describe('pictures', () => {
  const issue = issueOf(
    'Hi.\n\n## A\n\n![a](https://i.test/a.png)\n\n![b](http://i.test/b.png)\n\n![c](https://i.test/c.webp?x=1)\n\n![a](https://i.test/a.png)',
  );
  const own = newsletter({ theme: { accent: '#0b6bcb', logo: 'https://i.test/l.png' } });

  it('are those of the blocks and the logo, each once', () => {
    expect(picturesOf(issue, own).map(({ url, own }) => [url, own])).toEqual([
      ['https://i.test/l.png', true],
      ['https://i.test/a.png', false],
      ['http://i.test/b.png', false],
      ['https://i.test/c.webp?x=1', false],
    ]);
  });

  it('are warned of where some client does not show them', () => {
    expect(addressProblems(picturesOf(issue, own)).map(({ detail }) => detail)).toEqual([
      expect.stringContaining('http://i.test/b.png: is not shown'),
      expect.stringContaining('does not show .webp files'),
    ]);
  });

  it('are refused where they are missing, no pictures or larger than 200 KB', () => {
    const [picture] = picturesOf(issue);
    if (!picture) throw new Error('no picture');
    const found = (answer: Parameters<typeof fetchedProblem>[1]) => fetchedProblem(picture, answer)?.detail;
    expect(found({ status: 200, type: 'image/png', bytes: 200_000 })).toBeUndefined();
    expect(found({ status: 200, type: 'image/png', bytes: 200_500 })).toMatch(
      /under “A”, https:\/\/i\.test\/a\.png: 201 KB; at most 200 KB/,
    );
    expect(found({ status: 404, type: '', bytes: 0 })).toContain('answered 404');
    expect(found({ status: 200, type: 'text/html', bytes: 9 })).toContain('no picture, but text/html');
  });
});
