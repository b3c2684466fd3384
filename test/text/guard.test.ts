import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { guardAddress, guardUrl } from '../../src/text/guard.ts';

describe('guardUrl refuses', () => {
  it.each([
    [
      'other schemes',
      ['ftp://a.example/', 'file:///etc/hosts', 'data:text/html,x', 'javascript:1', 'gopher://a.example/'],
    ],
    ['what is no absolute URL', ['', 'a.example', '//a.example/', '/x', 'http://', 'https://[::1']],
    ['credentials', ['https://me@a.example/', 'https://me:pw@a.example/', 'https://:pw@a.example/']],
    [
      'loopback in every spelling',
      [
        'http://127.0.0.1/',
        'http://127.1/',
        'http://2130706433/',
        'http://0x7f000001/',
        'http://0177.0.0.1/',
        'http://0x7f.0.0.0x1/',
        'http://127.0.0.1./',
        'http://%31%32%37.0.0.1/',
        'http://１２７.0.0.1/',
      ],
    ],
    [
      'private and reserved IPv4',
      [
        'http://10.0.0.1/',
        'http://172.31.9.9/',
        'http://192.168.1.1/',
        'http://169.254.169.254/',
        'http://100.127.255.255/',
        'http://198.19.0.1/',
        'http://0.1.2.3/',
        'http://192.0.2.7/',
        'http://198.51.100.7/',
        'http://203.0.113.7/',
        'http://239.1.1.1/',
        'http://250.1.1.1/',
        'http://255.255.255.255/',
      ],
    ],
    [
      'IPv6 that is not global',
      [
        'http://[::]/',
        'http://[::1]/',
        'http://[fe80::1]/',
        'http://[fec0::1]/',
        'http://[fd12::1]/',
        'http://[ff02::1]/',
        'http://[2001:db8::1]/',
        'http://[2001::1]/',
        'http://[100::1]/',
        'http://[64:ff9b:1::a00:1]/',
      ],
    ],
    [
      'IPv4 within IPv6',
      [
        'http://[::ffff:127.0.0.1]/',
        'http://[::ffff:a00:1]/',
        'http://[::127.0.0.1]/',
        'http://[64:ff9b::a00:1]/',
        'http://[2002:a00:1::1]/',
      ],
    ],
    [
      'names of a local network',
      [
        'http://localhost/',
        'http://LOCALHOST:3000/',
        'http://localhost./',
        'http://localhost../',
        'http://a.localhost/',
        'http://nas.local/',
        'http://router.lan/',
        'http://db.internal./',
        'http://x.home.arpa/',
        'http://mail.corp/',
        'http://intranet/',
        'http://metadata/',
      ],
    ],
  ])('%s', (_what, urls) => {
    for (const url of urls)
      expect([url, guardUrl(url)]).toEqual([url, { ok: false, reason: expect.stringMatching(/\w/) }]);
  });
});

it('allows public names and addresses', () => {
  const urls = [
    'https://example.com/',
    'http://feeds.week.test/a.xml',
    'https://8.8.8.8/',
    'https://172.32.0.1/',
    'https://11.0.0.1/',
    'http://[2606:4700::1111]:8080/',
    'http://[::ffff:8.8.8.8]/',
    'http://[64:ff9b::808:808]/',
    'https://localhost.example/',
    'https://local.example/internal',
    'https://corp.example/',
    'https://bücher.example/',
    'https://a.example/?to=http://127.0.0.1/',
    'https://example.com./',
  ];
  for (const url of urls) expect([url, guardUrl(url)]).toEqual([url, { ok: true }]);
});

describe('guardAddress', () => {
  it.each([
    '127.0.0.1',
    '10.9.8.7',
    '::1',
    'fe80::1%eth0',
    '::ffff:192.168.0.1',
    '::ffff:c0a8:1',
    '2002:7f00:1::',
    '',
    'example.com',
    '1.2.3',
  ])('refuses %s', (ip) => {
    expect(guardAddress(ip).ok).toBe(false);
  });
  it.each(['1.1.1.1', '2606:4700:4700::1111', '::ffff:1.1.1.1', '2a00:1450:4001:81b::200e'])('allows %s', (ip) => {
    expect(guardAddress(ip)).toEqual({ ok: true });
  });
});

const folder = new URL('../../../shared/data/security/', import.meta.url);
describe.skipIf(!existsSync(folder))('public collections (skipped where ../shared/data is not there)', () => {
  const urlsOf = (name: string): string[] =>
    readFileSync(new URL(name, folder), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line).url);
  it('refuses every inner address', () => {
    expect(urlsOf('ssrf-block.jsonl').filter((url) => guardUrl(url).ok)).toEqual([]);
  });
  it('allows every article', () => {
    expect(urlsOf('ssrf-allow.jsonl').filter((url) => !guardUrl(url).ok)).toEqual([]);
  });
});
