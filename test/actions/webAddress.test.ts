import { describe, expect, it } from 'vitest';
import { webAddress } from '../../src/actions/webAddress.ts';
import { UserError } from '../../src/errors.ts';

describe('web addresses as people paste them', () => {
  it.each([
    [' https://a.example/b?c=1#d ', 'https://a.example/b?c=1'],
    ['a.example', 'https://a.example/'],
    ['a.example:8080/feed', 'https://a.example:8080/feed'],
    ['HTTP://A.example/B', 'http://a.example/B'],
    ['http://127.0.0.1:8080/x', 'http://127.0.0.1:8080/x'],
    ['http://[::1]:8080/x', 'http://[::1]:8080/x'],
    ['https://a.example/?k=${KEY}&x={y}', 'https://a.example/?k=${KEY}&x={y}'],
    ['${FEED_URL}', '${FEED_URL}'],
  ])('%s', (written, address) => {
    expect(webAddress(written)).toBe(address);
  });

  it.each([
    '',
    'words',
    'two words.here',
    'ftp://a.example/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'mailto:a@b.example',
    'https://',
    '@ada',
  ])('refuses %j', (written) => {
    expect(() => webAddress(written)).toThrow(UserError);
  });
});
