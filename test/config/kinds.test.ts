import { describe, expect, test } from 'vitest';
import { KIND_EXAMPLES, KIND_NAMES } from '../../src/config/kinds.ts';
import { parseSources } from '../../src/config/sources.ts';
import type { Source } from '../../src/types.ts';

function one(yamlLine: string): Source {
  const [source] = parseSources(`- ${yamlLine}\n`, 'sources.yaml');
  return source as Source;
}
function message(yamlLine: string): string {
  try {
    one(yamlLine);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('the kinds of sources', () => {
  test.each(KIND_NAMES)('the example of %s is a source', (kind) => {
    expect(KIND_EXAMPLES[kind]).toContain(`kind: ${kind}`);
    expect(one(KIND_EXAMPLES[kind]).name).not.toBe('');
  });

  test('all examples stand in one file, and each has an id of its own', () => {
    const sources = parseSources(KIND_NAMES.map((kind) => `- ${KIND_EXAMPLES[kind]}\n`).join(''), 'sources.yaml');
    expect(new Set(sources.map(({ id }) => id)).size).toBe(KIND_NAMES.length);
  });

  test.each(KIND_NAMES)('%s takes the keys that every source may carry', (kind) => {
    const keys =
      'id: own, name: Own name, weight: 3, tags: [a], section: watch, maxItems: 7, enabled: false, private: true, respectOptOut: false';
    expect(one(KIND_EXAMPLES[kind].replace(/ \}$/, `, ${keys} }`))).toMatchObject({
      id: 'own',
      name: 'Own name',
      weight: 3,
      tags: ['a'],
      section: 'watch',
      maxItems: 7,
      enabled: false,
      private: true,
      respectOptOut: false,
    });
  });

  test.each(KIND_NAMES)('an unknown key of %s is told with those that it has', (kind) => {
    const wrong = message(KIND_EXAMPLES[kind].replace(/ \}$/, ', wieght: 3 }'));
    expect(wrong).toMatch(/^sources\.yaml:1:\d+ unknown key `wieght`\. Did you mean `weight`\? Known here: kind, /);
  });

  test.each([
    ['rss', 'feed'],
    ['twitter', 'x'],
    ['hn', 'hackernews'],
    ['mastadon', 'mastodon'],
    ['HuggingFaces', 'huggingface'],
  ])('kind %s: %s was meant', (written, meant) => {
    expect(message(`{ kind: ${written} }`)).toContain(`Did you mean \`${meant}\`?`);
  });
});

test('words that every object knows are no kinds', () => {
  for (const kind of ['constructor', '__proto__', 'toString'])
    expect(message(`{ kind: ${kind} }`)).toMatch(/^sources\.yaml:1:11 unknown kind "\w+"\. There is: feed, /);
});

describe('addresses that people paste', () => {
  test.each([
    ['https://www.youtube.com/watch?v=abcdefghij1&list=PL1', true],
    ['https://youtu.be/abcdefghij1?si=zzz', true],
    ['https://www.youtube.com/embed/abcdefghij1', true],
    ['abcdefghij1', true],
    ['https://youtube.com.evil.example/watch?v=abcdefghij1', false],
    ['https://www.youtube.com/watch?v=abcdefghij1x', false],
    ['https://www.youtube.com/playlist?list=PLabcdefghij1', false],
    ['javascript:abcdefghij1', false],
  ])('%s is a video: %s', (written, isVideo) => {
    const line = `{ kind: youtube, videos: ["${written}"] }`;
    if (isVideo) expect(one(line)).toMatchObject({ videos: ['abcdefghij1'] });
    else expect(message(line)).toContain("must be a video's address");
  });

  test.each([
    ['https://x.com/ada/status/1889036000000000001', true],
    ['https://www.twitter.com/ada/statuses/1889036000000000001/video/1?s=20#x', true],
    ['https://x.com.evil.example/ada/status/1889036000000000001', false],
    ['https://x.com/ada/status/18890360000000000011889036000000000001', false],
    ['https://x.com/a_handle_too_long_for_x/status/1889036000000000001', false],
    ['https://x.com/ada/status/1889036000000000001%22%3E', false],
    ['x.com/ada/status/1889036000000000001', false],
  ])('%s is a post of X: %s', (written, isPost) => {
    const line = `{ kind: x, posts: ["${written}"] }`;
    if (isPost) expect(one(line)).toMatchObject({ posts: ['https://x.com/ada/status/1889036000000000001'] });
    else expect(message(line)).toContain("must be a post's address");
  });

  test('pasted words stand under the handle of their address alone, whatever its capitals', () => {
    const pasted = (author: string) =>
      `{ kind: x, posts: [{ url: https://x.com/ada/status/1889036000000000001, author: "${author}", text: Words }] }`;
    expect(one(pasted('@ADA'))).toMatchObject({ posts: [{ author: 'ada', text: 'Words' }] });
    expect(message(pasted('grace'))).toBe(
      'sources.yaml:1:83 `author` must be the handle in the post\'s address, ada, not "grace"',
    );
  });

  test('a Mastodon account without its server, or an address that is none, is refused', () => {
    for (const account of ['@ada', 'ada@', '@ada@localhost', 'https://social.example/ada', '@ada@a.example@b.example'])
      expect(message(`{ kind: mastodon, account: "${account}" }`)).toContain('`account` must be an account');
  });

  test('a search of arXiv cannot leave its parameter', () => {
    const { url } = one(`{ kind: arxiv, query: 'cat:cs.CL&max_results=9#"a+b"' }`);
    expect(new URL(url).searchParams.get('search_query')).toBe('cat:cs.CL&max_results=9#"a b"');
    expect(new URL(url).searchParams.get('max_results')).toBe('50');
  });
});

describe('names and ids where the editor gives none', () => {
  test.each([
    ['{ kind: x, users: [ada] }', '@ada on X', 'x-ada'],
    ['{ kind: x, users: [ada, grace] }', '@ada and @grace on X', 'x-ada-grace'],
    ['{ kind: x, users: [ada, grace, alan] }', '@ada and 2 others on X', 'x-ada-grace-alan'],
    ['{ kind: x, users: [ada], search: robots }', 'X', 'x-ada-robots'],
    ['{ kind: x, posts: [https://x.com/i/status/1, https://x.com/ada/status/2] }', 'X', 'x-ada'],
    ['{ kind: bluesky, handle: ada.example }', '@ada.example on Bluesky', 'bluesky-ada-example'],
    ['{ kind: hackernews }', 'Hacker News', 'hacker-news'],
    ['{ kind: page, pages: [https://a.example/x, https://b.example/y] }', 'Pages', 'a-example-x'],
    ['{ kind: arxiv, query: all:robots }', 'arXiv: all:robots', 'arxiv-all-robots'],
    [
      '{ kind: page, url: "https://paid.example/k3y/news", selector: a, private: true }',
      'paid.example',
      'paid-example',
    ],
    ['{ kind: substack, url: "https://paid.example/feed/private/k3y", private: true }', 'paid.example', 'paid-example'],
  ])('%s', (line, name, id) => {
    expect(one(line)).toMatchObject({ name, id });
  });

  test('a second source of a kind has what is its own in its id', () => {
    const ids = parseSources(
      '- { kind: hackernews, query: LLM }\n- { kind: hackernews, query: robots }\n- { kind: hackernews, query: 日本 }\n',
      'sources.yaml',
    ).map(({ id }) => id);
    expect(ids).toEqual(['hacker-news', 'hacker-news-robots', 'hacker-news-2']);
  });
});
