import { describe, expect, it } from 'vitest';
import { readDialect } from '../../src/text/feedDialects.ts';
import type { FeedEntry, ParsedFeed } from '../../src/types.ts';

const entry = (changes: Partial<FeedEntry>): FeedEntry => ({
  ...{ id: '1', url: 'https://reader.test/1', title: 'A title', categories: [], enclosures: [], transcripts: [] },
  ...changes,
});
const feed = (...entries: FeedEntry[]): ParsedFeed => ({
  ...{ title: 'Feed', homeUrl: 'https://reader.test/', selfUrl: 'https://self.test/feed', entries, warnings: [] },
});
const one = (url: string, changes: Partial<FeedEntry>) => readDialect(feed(entry(changes)), url).entries[0];

it('leaves other feeds as they are', () => {
  const other = feed(entry({ contentHtml: '<span><a href="https://a.test/">[link]</a></span>' }));
  expect(readDialect(other, 'https://notreddit.com/feed')).toEqual(other);
});

describe('a Reddit entry', () => {
  const url = 'https://www.reddit.com/r/Sea/top/.rss?t=week';
  const page = 'https://www.reddit.com/r/Sea/comments/1a/the_tide/';
  const foot = (link: string) =>
    ` &#32; submitted by &#32; <a href="https://www.reddit.com/user/ana"> /u/ana </a> <br/> <span><a href="${link}">[link]</a></span> &#32; <span><a href="${page}">[comments]</a></span>`;
  const words = (inner: string) => `<!-- SC_OFF --><div class="md">${inner}</div><!-- SC_ON -->`;
  const read = (contentHtml: string) => one(url, { url: page, author: '/u/ana', contentHtml });

  it('of a page is that page, discussed on Reddit, by nobody that we know', () => {
    const post = read(foot('https://lab.test/a?x=1&amp;y=2'));
    expect(post).toMatchObject({ url: 'https://lab.test/a?x=1&y=2', commentsUrl: page });
    expect(post).not.toHaveProperty('author');
    expect(post).not.toHaveProperty('contentHtml');
  });

  it('of words is the post, and the words are its author’s alone', () => {
    const post = read(`${words('<p>It rose.</p>')}${foot(page)}`);
    expect(post).toMatchObject({ url: page, author: 'u/ana', contentHtml: '<div class="md"><p>It rose.</p></div>' });
    expect(post).not.toHaveProperty('commentsUrl');
    const pictured = `<table> <tr><td> <a href="${page}"> <img src="https://preview.redd.it/x.jpg"/> </a> </td><td> ${words('<p>It fell.</p>')}${foot(page)} </td></tr></table>`;
    expect(read(pictured)?.contentHtml).toBe('<div class="md"><p>It fell.</p></div>');
  });

  it.each([
    'https://i.redd.it/x.png',
    'https://v.redd.it/x',
    'https://www.reddit.com/gallery/1a',
    'javascript:alert(1)',
    '',
  ])('stays the post where its link is %s', (link) => {
    expect(read(foot(link))).toMatchObject({ url: page, author: 'u/ana' });
  });

  it('believes no link that somebody wrote into a post', () => {
    const fake = words('<p><span><a href="https://evil.test/">[link]</a></span> <!-- x --></p>');
    expect(read(`${fake}${foot(page)}`)?.url).toBe(page);
    expect(read(`${fake}${foot('https://lab.test/')}`)?.url).toBe('https://lab.test/');
  });

  it('is read in fair time, whatever it holds', { timeout: 5_000 }, () => {
    for (const text of ['<a href="', '<!-- SC_OFF -->', '<table></td><td>', '<a href="x">[link]</a>'])
      expect(read(text.repeat(100_000))?.url).toBe(page);
  });
});

describe('an arXiv entry', () => {
  it('is the paper’s page, and its words are the page’s own', () => {
    const url = 'https://export.arxiv.org/api/query?search_query=cat:cs.CL';
    const papers: [string, string][] = [
      ['http://arxiv.org/abs/2611.01234v2', 'https://arxiv.org/abs/2611.01234'],
      ['https://arxiv.org/abs/hep-th/9901001v1', 'https://arxiv.org/abs/hep-th/9901001'],
      ['https://arxiv.org/abs/2611.01234', 'https://arxiv.org/abs/2611.01234'],
      ['https://evil.test/abs/2611.01234v2', 'https://evil.test/abs/2611.01234v2'],
    ];
    for (const [written, page] of papers) expect(one(url, { url: written })?.url).toBe(page);
    const read = readDialect(feed(), url);
    expect(read.homeUrl).toBe('https://arxiv.org/');
    // it names itself by an address that is no better
    expect(read).not.toHaveProperty('selfUrl');
  });

  it('of a daily list begins with the abstract', () => {
    const summaryHtml = 'arXiv:2611.01234v1 Announce Type: new \nAbstract: The sea is read.';
    expect(one('https://rss.arxiv.org/rss/cs.CL', { summaryHtml })?.summaryHtml).toBe('The sea is read.');
  });
});

describe('a GitHub release', () => {
  const url = 'https://github.com/harbour/tide-wheel/releases.atom';
  const release = (title: string, changes: Partial<FeedEntry> = {}) =>
    one(url, { url: 'https://github.com/harbour/tide-wheel/releases/tag/v1.2', title, ...changes });

  it.each([
    ['v1.2', 'tide-wheel v1.2'],
    ['', 'tide-wheel'],
    ['TideWheel 1.2', 'TideWheel 1.2'],
    ['Tide Wheel: calmer', 'Tide Wheel: calmer'],
  ])('"%s" is called "%s"', (title, called) => {
    expect(release(title)?.title).toBe(called);
  });

  it('has no picture of its own, and no words where it says so', () => {
    const bare = release('v1.2', { contentHtml: 'No content.', imageUrl: 'https://avatars.test/u/7', author: 'ivo' });
    expect(bare).not.toHaveProperty('contentHtml');
    expect(bare).not.toHaveProperty('imageUrl');
    expect(bare?.author).toBe('ivo');
    expect(release('v1.2', { contentHtml: '<p>New.</p>' })?.contentHtml).toBe('<p>New.</p>');
  });

  it('is told from a commit', () => {
    const commit = {
      url: 'https://github.com/harbour/tide-wheel/commit/abc',
      title: 'Fix the lamp',
      imageUrl: 'https://a.test/i',
    };
    expect(one('https://github.com/harbour/tide-wheel/commits.atom', commit)).toEqual(entry(commit));
  });
});

describe('a mailed letter', () => {
  const secret = 'https://kill-the-newsletter.com/feeds/s3cr3t.xml';
  const letter = (contentHtml: string) =>
    entry({
      id: 'urn:kill-the-newsletter:e1',
      url: 'https://kill-the-newsletter.com/feeds/s3cr3t/entries/e1.html',
      contentHtml,
    });
  const read = (html: string) => readDialect(feed(letter(html)), secret);

  it.each([
    [
      '<a href="https://letter.test/12?utm_medium=email">View in browser</a>',
      'https://letter.test/12?utm_medium=email',
    ],
    [
      '<a href="https://mailchi.mp/x/twelve?e=abc123">View this email in your browser</a>',
      'https://mailchi.mp/x/twelve',
    ],
    [
      '<a href="https://click.letter.test/abc">Read online</a><a href="https://letter.test/12">Web version</a>',
      'https://letter.test/12',
    ],
  ])('has for its page what %s leads to', (html, url) => {
    expect(read(html).entries[0]?.url).toBe(url);
  });

  it.each([
    '<p>No such link.</p>',
    '<a href="https://letter.test/12?token=abc">View in browser</a>',
    '<a href="https://link.mail.beehiiv.com/ss/c/u001.xyz">Read online</a>',
    '<a href="javascript:alert(1)">View in browser</a>',
    '',
  ])('without a public page is left out: %s', (html) => {
    const { entries, warnings } = read(html);
    expect([entries, warnings]).toEqual([[], ['letters without a page that everybody can read, left out: 1']]);
  });

  it('keeps its words, and nothing that is its subscriber’s own', () => {
    const { entries, homeUrl, selfUrl } = read(
      `<p><a href="https://letter.test/12">View in browser</a></p><p>The <a href="https://lab.test/lamp">lamp</a> has
       <a href="https://click.letter.test/77f">learned</a> to wait.</p><p><a href="https://letter.test/u?token=77f">Unsubscribe</a>
       <a href="https://letter.test/x">Manage preferences</a></p><img src="https://letter.test/open/77f.gif" width="1" height="1">`,
    );
    const html = entries[0]?.contentHtml ?? '';
    expect(html.replace(/\s+/g, ' ')).toBe(
      '<p></p><p>The <a href="https://lab.test/lamp">lamp</a> has learned to wait.</p><p> </p>',
    );
    expect(`${homeUrl} ${selfUrl}`).toBe('undefined undefined');
  });
});

describe('a post with forms and buttons in it', () => {
  const read = (contentHtml: string) => one('https://letter.test/feed', { contentHtml })?.contentHtml;
  const form =
    '<div class="subscription-widget-wrap-editor" data-x="{}"><div class="subscription-widget"><p>Subscribe</p></div></div>';

  it('keeps its words alone', () => {
    const button = '<p class="button-wrapper"><a href="/share"><span>Share</span></a></p>';
    expect(read(`<p>One.</p>${form}<div><p>Two.</p></div>${button}${form}<p>Three.</p>`)).toBe(
      '<p>One.</p><div><p>Two.</p></div><p>Three.</p>',
    );
    expect(read('<p class="my-button-wrapper">One.</p>')).toBe('<p class="my-button-wrapper">One.</p>');
  });

  it('loses nothing to a form that never ends', () => {
    const open = '<p>One.</p><div class="subscription-widget"><p>Two.</p>';
    expect(read(open)).toBe(open);
  });
});
