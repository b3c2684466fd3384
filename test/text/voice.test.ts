import { expect, it } from 'vitest';
import { isTalk, nameOf, voiceOf } from '../../src/text/voice.ts';

it.each([
  ['https://x.com/Ada_L/status/990012', undefined, { handle: 'Ada_L', where: 'X' }],
  ['https://twitter.com/ada/status/990012?s=20', 'Somebody Else', { handle: 'ada', where: 'X' }],
  ['https://news.ycombinator.com/item?id=990012', 'resolder', { handle: 'resolder', where: 'HN' }],
  ['https://bsky.app/profile/ada.bsky.test/post/3k', undefined, { handle: 'ada.bsky.test', where: 'Bluesky' }],
  ['https://social.test/@ada/110012', undefined, { handle: 'ada', where: 'Mastodon' }],
  ['https://mobile.x.com/Ada_L/status/990012', undefined, { handle: 'Ada_L', where: 'X' }],
  ['https://mobile.twitter.com/ada/statuses/990012', undefined, { handle: 'ada', where: 'X' }],
  ['https://fxtwitter.com/ada/status/990012', 'ada', undefined],
  ['https://nitter.net/ada/status/990012', 'ada', undefined],
  ['https://bsky.app/profile/did:plc:ada/post/3k', undefined, undefined],
  ['https://news.ycombinator.com/item?id=990012', undefined, undefined],
  ['https://x.com/ada', 'ada', undefined],
  ['https://x.com/i/status/990012', undefined, undefined],
  ['https://notx.com/ada/status/1', 'ada', undefined],
  ['https://lab.test/post', 'Ada', undefined],
  ['https://social.test/@ada-l.b/110012/', undefined, { handle: 'ada-l.b', where: 'Mastodon' }],
  ['https://medium.test/@ada/10-lamps-that-think', 'Ada', undefined],
])('%s by %s', (url, author, voice) => {
  expect(voiceOf(url, author)).toEqual(voice);
});

it.each([
  ['https://x.com/ada/status/1', true],
  ['https://news.ycombinator.com/item?id=1', true],
  ['https://old.reddit.com/r/lamps/comments/1/x/', true],
  ['https://www.reddit.com/r/lamps/', false],
  ['https://lab.test/post', false],
])('%s is a place where people talk: %s', (url, talk) => {
  expect(isTalk(url)).toBe(talk);
});

it('a post is called by whose it is, a page by what it calls itself', () => {
  const title = 'I quit, and you should too';
  expect(nameOf({ title, voice: { handle: 'ada', where: 'X' } })).toBe('ada on X');
  expect(nameOf({ title, pageSays: { title: 'A farewell' } })).toBe('A farewell');
  expect(nameOf({ title })).toBe(title);
});
