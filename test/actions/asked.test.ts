import { describe, expect, it } from 'vitest';
import { askedFor } from '../../src/actions/asked.ts';
import { plainSecret } from '../../src/actions/plainSecret.ts';
import { secretsOf } from '../../src/actions/secrets.ts';
import { parseSources } from '../../src/config/sources.ts';
import type { Source } from '../../src/types.ts';

const one = (line: string): Source => parseSources(`- ${line}\n`, 'sources.yaml')[0] as Source;
const FEED = '{ kind: feed, url: "https://a.test/feed?k=${KEY}", name: A }';

describe('what a source asks for', () => {
  const asked = (line: string, lacks?: (name: string) => boolean) => askedFor(one(line), lacks ? { lacks } : {});

  it('is the same under another name, weight, label or slot', () => {
    expect(asked(FEED.replace('name: A', 'name: B, weight: 2, tags: [x], section: reads'))).toBe(asked(FEED));
  });

  it('is another with another address, or once a secret that it lacked is set', () => {
    expect(asked(FEED.replace('/feed', '/rss'))).not.toBe(asked(FEED));
    expect(asked(FEED, () => true)).not.toBe(asked(FEED));
    expect(asked(FEED, (name) => name === 'OTHER')).toBe(asked(FEED));
    const users = '{ kind: x, users: [ada] }';
    expect(asked(users, (name) => name === 'X_BEARER_TOKEN')).not.toBe(asked(users));
  });
});

it.each([
  [FEED, ['KEY']],
  ['{ kind: x, users: [ada] }', ['X_BEARER_TOKEN']],
  ['{ kind: x, posts: ["https://x.com/ada/status/1886192184808149383"] }', []],
  ['{ kind: feed, url: "https://a.test/feed" }', []],
])('%s needs the secrets %j', (line, names) => {
  expect(secretsOf(one(line))).toEqual(names);
});

describe('a secret that stands in an address', () => {
  it.each([
    ['https://a.test/feed?token=abcdef123', '${TOKEN}'],
    ['https://a.test/feed?x=1&api-key=abcdef123', '${API_KEY}'],
    ['https://a.test/feed?api_key=abcdef123', '${API_KEY}'],
    ['https://ada:lovelace@a.test/feed', '${PASSWORD}'],
  ])('%s: %s', (address, name) => {
    expect(plainSecret(address)).toContain(`write ${name} instead`);
  });

  it.each([
    'https://a.test/feed?token=${TOKEN}',
    'https://ada:${PASSWORD}@a.test/feed',
    'https://a.test/feed?key=1',
    'https://a.test/feed?q=token&sort=new',
  ])('none in %s', (address) => {
    expect(plainSecret(address)).toBeUndefined();
  });
});
