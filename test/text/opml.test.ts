import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { formatOpml, parseOpml } from '../../src/text/opml.ts';

const folder = new URL('../fixtures/opml/', import.meta.url);
const inputs = readdirSync(folder).filter((name) => name.includes('.in.'));
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');

describe('OPML', () => {
  it.each(inputs)('%s', (input) => {
    const expected = JSON.parse(read(input.replace(/\.in\..*/, '.expected.json')));
    expect(parseOpml(read(input))).toEqual(expected);
  });

  it('comes back from what was written, whatever is in its names', () => {
    const feeds = [
      {
        url: 'https://a.example/?x=1&y="2"\'',
        title: 'A & B <b>bold</b> ]]> “q” &amp; 🦆',
        tags: ['lab', 'open & free'],
      },
      { url: 'https://b.example/feed', title: "B's, with a comma", tags: [] },
      { url: 'https://c.example/feed', title: 'tab', tags: ['lab'] },
      { url: 'https://d.example/feed', title: 'D', tags: ['in/out', 'plain'] },
    ];
    const text = formatOpml(feeds, 'Mine & <yours>');
    const back = parseOpml(text);
    expect(back.title).toBe('Mine & <yours>');
    expect(back.feeds.toSorted((a, b) => a.url.localeCompare(b.url))).toEqual(feeds);
    expect(text.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">')).toBe(true);
  });

  it('writes no character that XML forbids', () => {
    const text = formatOpml([{ url: 'https://a.example/', title: 'a\u0000b\ud800c\u0008d\ne', tags: [] }], 't\ufffe');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that are looked for
    expect(text).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/);
    expect(text).toContain('title="ab\ufffdcd&#10;e"');
  });

  it.each(['', 'plain words', '<html><body>no</body></html>', '{"a": 1}'])('refuses %j', (text) => {
    expect(() => parseOpml(text)).toThrow(UserError);
  });

  it('comes back from endless depth, length and names, with at most 5,000 feeds', () => {
    const deep = parseOpml(`${'<outline text="f">'.repeat(300_000)}<outline xmlUrl="https://a.example/f"/>`);
    expect(deep.feeds).toEqual([{ url: 'https://a.example/f', title: '', tags: ['f'] }]);
    const many = parseOpml('<outline xmlUrl="https://a.example/f" text="one"/>'.repeat(6_000));
    expect([many.feeds.length, many.leftOut.length]).toEqual([5_000, 1_000]);
    const long = parseOpml(`<outline xmlUrl="https://a.example/f" text="${'x'.repeat(2_000_000)}"/>`);
    expect(long.feeds[0]?.title).toHaveLength(200);
    expect(() => parseOpml('<outline '.repeat(200_000))).toThrow(UserError);
  });
});
