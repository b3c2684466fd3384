import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseMoment } from '../../src/config/moment.ts';
import { parseNewsletter } from '../../src/config/newsletter.ts';
import { PLATFORM_SHAPES, PLATFORMS } from '../../src/config/platforms.ts';

const doc = readFileSync('docs/publishing.md', 'utf8');
const read = (platforms: string) => parseNewsletter(`name: A\nplatforms: ${platforms}\n`, 'newsletter.yaml').platforms;

describe('platforms: of newsletter.yaml', () => {
  it('takes the example of the docs, in its order', () => {
    const example = /```yaml\nplatforms:\n([\s\S]*?)```/.exec(doc)?.[1] ?? '';
    const platforms = read(`\n${example}`);
    expect(Object.keys(platforms).sort()).toEqual([...PLATFORMS].sort());
    expect(Object.keys(platforms)[0]).toBe('buttondown');
    expect(platforms.brevo).toEqual({ sender: { email: 'mz@example.com', name: 'MZ' }, lists: [7] });
  });

  it.each(PLATFORMS)('has every setting of %s in the docs', (name) => {
    const row = doc.split('\n').find((line) => line.startsWith(`| \`${name}\` |`)) ?? '';
    for (const key of Object.keys(PLATFORM_SHAPES[name].shape)) expect(row).toMatch(new RegExp(`\`${key}\\??\``));
  });

  it('needs nothing behind the names of some', () => {
    expect(read('{ buttondown: , kit: , file: }')).toEqual({ buttondown: {}, kit: {}, file: {} });
  });

  it.each([
    ['{ mailchimp: }', /`mailchimp` is empty/],
    ['{ mailchimp: { list: a } }', /`from` is missing/],
    ['{ listmonk: { url: "https://l.test", user: a, lists: [] } }', /`lists`/],
    ['{ listmonk: { url: "https://l.test", user: a, lists: [a] } }', /must be a number|a whole number/],
    ['{ buttondown: { template: fancy } }', /It is one of: classic/],
    ['{ kit: { key: abc } }', /unknown key `key`/],
    ['{ brevo: { sender: mz, lists: [1] } }', /a verified sender/],
    ['{ resend: { segment: s, from: nobody } }', /must be an address such as/],
    ['{ ghost: {} }', /`url` is missing/],
    ['{ ghost: { url: digest.example.com } }', /must begin with https/],
  ])('refuses %s', (yaml, message) => {
    expect(() => read(yaml)).toThrow(message);
  });
});

describe('a time to send at', () => {
  it.each([
    ['2026-11-23 09:00', 'Europe/Lisbon', '2026-11-23T09:00:00.000Z'],
    ['2026-07-23 09:00', 'Europe/Lisbon', '2026-07-23T08:00:00.000Z'],
    ['2026-11-23T09:00:30Z', 'America/New_York', '2026-11-23T09:00:30.000Z'],
    ['2026-11-23 09:00+01:00', 'UTC', '2026-11-23T08:00:00.000Z'],
  ])('%s in %s', (text, zone, moment) => {
    expect(parseMoment(text, zone)).toBe(moment);
  });

  it.each(['', 'tomorrow', '2026-11-23', '2026-13-01 09:00', '2026-03-29 01:30'])('%s is none', (text) => {
    expect(() => parseMoment(text, 'Europe/Lisbon')).toThrow('is no time');
  });
});
