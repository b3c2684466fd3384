import { expect, test } from 'vitest';
import { memo } from '../../src/text/memo.ts';
import { atSecond, atWords, clock } from '../../src/text/moment.ts';
import { wholeWords } from '../../src/text/words.ts';

test('a second of a recording, as people and as links say it', () => {
  expect([clock(754), clock(3723), clock(5.9)]).toEqual(['12:34', '1:02:03', '0:05']);
  expect(atSecond('https://youtu.be/abc', 754)).toBe('https://www.youtube.com/watch?v=abc&t=754');
  expect(atSecond('https://pod.example/12', 754.6)).toBe('https://pod.example/12#t=754');
});

test('a text fragment: short words whole, long ones by their ends, with what means something in it escaped', () => {
  expect(atWords('https://a.example/x', 'well-known, it is')).toBe(
    'https://a.example/x#:~:text=well%2Dknown%2C%20it%20is',
  );
  expect(atWords('https://a.example/x#part', 'a b c d e f g h i j k')).toBe(
    'https://a.example/x#part:~:text=a%20b%20c%20d%20e,g%20h%20i%20j%20k',
  );
  expect(atWords('no address', 'words')).toBe('no address');
});

test.each([
  ['The committee met again.', 6, 12, 'committee'],
  ['It wasn’t so.', 4, 6, 'wasn’t'],
  ['One. Two three.', 3, 11, '. Two three'],
  ['  spaces  ', 0, 2, ''],
  ['short', -5, 99, 'short'],
  ['东京都の天気は良い', 0, 2, '东京'],
])('half words of “%s” are taken whole', (text, start, end, words) => {
  const span = wholeWords(text, start, end);
  expect(text.slice(span.start, span.end)).toContain(words);
  expect(words === '' ? span.end - span.start : 0).toBe(0);
});

test('the last texts are remembered, not more', () => {
  let made = 0;
  const read = memo((text) => `${text}${++made}`, 2);
  expect(['a', 'a', 'b', 'a', 'c', 'b'].map(read)).toEqual(['a1', 'a1', 'b2', 'a1', 'c3', 'b4']);
});
