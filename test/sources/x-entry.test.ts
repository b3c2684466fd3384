import { expect, it } from 'vitest';
import { postAddress, postedAt } from '../../src/sources/x-entry.ts';

it.each([
  ['1212092628029698048', '2019-12-31T19:26:16.771Z'],
  ['29700859248', '2010-11-04T01:43:01.738Z'],
  ['29700859247', undefined],
  ['20', undefined],
  ['9223372036854775807', '2080-07-10T17:30:30.208Z'],
  ['9223372036854775808', undefined],
  ['99999999999999999999', undefined],
  ['1e9', undefined],
  ['', undefined],
])('the post %s was made at %s', (id, at) => {
  expect(postedAt(id)).toBe(at);
});

it.each([
  ['https://x.com/Mira_Lamp/status/12?s=20', { id: '12', handle: 'Mira_Lamp' }],
  ['http://www.twitter.com/a/statuses/12/video/1', { id: '12', handle: 'a' }],
  ['https://mobile.twitter.com/i/web/status/12', { id: '12' }],
  ['https://x.com/i/status/12', { id: '12' }],
  ['https://x.com/a/status/12abc', undefined],
  ['https://x.com/a/status/', undefined],
  ['https://x.com/much_too_long_a_name/status/12', undefined],
  ['https://nitter.net/a/status/12', undefined],
  ['https://x.com.evil.test/a/status/12', undefined],
  ['not a url', undefined],
])('%s', (url, address) => {
  expect(postAddress(url)).toEqual(address);
});
