import { expect, it } from 'vitest';
import { voiceOf } from '../../src/text/voice.ts';

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
])('%s by %s', (url, author, voice) => {
  expect(voiceOf(url, author)).toEqual(voice);
});
