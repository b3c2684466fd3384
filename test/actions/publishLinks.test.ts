import { describe, expect, it } from 'vitest';
import { checkLinks, linkPlaces } from '../../src/actions/publishLinks.ts';
import { postQuestion } from '../../src/actions/publishPosts.ts';
import { SourceError } from '../../src/errors.ts';
import { issueOf } from '../render/inputs.ts';
import { crawlWorld, given } from '../support/world.ts';

const ISSUE = issueOf(
  'See [this](https://a.test/letter).\n\n* * *\n\n## Bills\n\n[One](https://a.test/one) and [again](https://a.test/letter), [mail](mailto:a@b.test).\n\n## \n\n[Two](https://a.test/two)',
);
async function looked(answers: Record<string, number | string | SourceError>, issue = ISSUE) {
  const asked: string[] = [];
  const world = await crawlWorld(async (request) => {
    asked.push(request.url);
    expect(request).toMatchObject({ from: 'crawled', cache: 'none' });
    const answer = answers[request.url] ?? 200;
    if (answer instanceof SourceError) throw answer;
    return typeof answer === 'number' ? given(request, '', { status: answer }) : given(request, answer);
  });
  return { ...(await checkLinks(world, issue)), asked };
}

describe('links', () => {
  it('are each opened once, and named by where they stand first', async () => {
    expect([...linkPlaces(ISSUE)]).toEqual([
      ['https://a.test/letter', 'the letter'],
      ['https://a.test/one', '“Bills”'],
      ['https://a.test/two', 'block 2'],
    ]);
    const { asked, checked, dead, unseen } = await looked({});
    expect(asked.sort()).toEqual(['https://a.test/letter', 'https://a.test/one', 'https://a.test/two']);
    expect([checked, dead, unseen]).toEqual([3, [], []]);
  });

  it.each([404, 410, 400, 500, 502])('that answer %i are dead', async (status) => {
    const { dead, unseen } = await looked({ 'https://a.test/one': status });
    expect(dead).toEqual([{ url: 'https://a.test/one', where: '“Bills”', detail: `answered ${status}` }]);
    expect(unseen).toEqual([]);
  });

  it.each([401, 403, 429, 451, 503, 999])('that answer %i could not be seen by a machine', async (status) => {
    const { dead, unseen } = await looked({ 'https://a.test/one': status });
    expect(dead).toEqual([]);
    expect(unseen).toMatchObject([
      { url: 'https://a.test/one', detail: expect.stringContaining('could not be seen by a machine') },
    ]);
  });

  it('that give no answer are dead; pages that are too large to read are there', async () => {
    const gone = new SourceError('https://a.test/one: there is no host of that name (DNS)');
    const large = new SourceError('https://a.test/two: more than 3 MB, which is the most that is read');
    const { dead } = await looked({ 'https://a.test/one': gone, 'https://a.test/two': large });
    expect(dead.map(({ url }) => url)).toEqual(['https://a.test/one']);
  });

  it('are one line where it is this machine that is cut off', async () => {
    const gone = new SourceError('x: there is no host of that name (DNS)');
    const { dead } = await looked({
      'https://a.test/one': gone,
      'https://a.test/two': gone,
      'https://a.test/letter': gone,
    });
    expect(dead).toMatchObject([{ where: 'every link', detail: expect.stringContaining('--offline') }]);
  });
});

describe('posts, whose pages look the same when they are gone', () => {
  const HN = 'https://hacker-news.firebaseio.com/v0/item/42.json';
  const X =
    'https://publish.twitter.com/oembed?url=https%3A%2F%2Ftwitter.com%2Fmona%2Fstatus%2F123&omit_script=1&dnt=true';
  const SKY =
    'https://public.api.bsky.app/xrpc/app.bsky.feed.getPostThread?uri=at%3A%2F%2Fmona.example%2Fapp.bsky.feed.post%2F3k&depth=0&parentHeight=0';
  const TUBE = 'https://www.youtube.com/oembed?url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3Dabcdefghijk&format=json';
  const cases: [post: string, ask: string, there: string | number, gone: (string | number)[], unseen: number[]][] = [
    [
      'https://news.ycombinator.com/item?id=42',
      HN,
      '{"id":42,"text":"dead or deleted"}',
      ['null', '{"deleted":true}', '{"dead":true}', 404],
      [500, 429],
    ],
    ['https://x.com/mona/status/123?s=20', X, '{"html":"…"}', [404], [403, 429]],
    [
      'https://bsky.app/profile/mona.example/post/3k',
      SKY,
      '{"thread":{"$type":"app.bsky.feed.defs#threadViewPost"}}',
      ['{"error":"NotFound"}', '{"thread":{"$type":"app.bsky.feed.defs#notFoundPost"}}'],
      [401],
    ],
    ['https://youtu.be/abcdefghijk?t=75', TUBE, '{"title":"x"}', [404], [401, 500]],
  ];
  it.each(cases)('%s', async (post, ask, there, gone, unseen) => {
    const issue = issueOf(`## A\n\n[it](${post})`);
    const fine = await looked({ [ask]: there }, issue);
    expect(fine).toMatchObject({ asked: [ask], dead: [], unseen: [] });
    for (const answer of gone) expect((await looked({ [ask]: answer }, issue)).dead, String(answer)).toHaveLength(1);
    for (const answer of unseen) expect((await looked({ [ask]: answer }, issue)).unseen).toHaveLength(1);
    const silent = await looked({ [ask]: new SourceError('timed out') }, issue);
    expect(silent).toMatchObject({ dead: [], unseen: [{ detail: expect.stringContaining('could not be seen') }] });
  });

  it('other pages of those sites are opened as they are', () => {
    for (const url of [
      'https://news.ycombinator.com/',
      'https://news.ycombinator.com/item?id=../x',
      'https://x.com/mona',
      'https://bsky.app/profile/mona.example',
      'https://notx.com/mona/status/123',
      'no address',
    ])
      expect(postQuestion(url), url).toBeUndefined();
  });
});
