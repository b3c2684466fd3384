import { expect, it } from 'vitest';
import { looksBinary, withoutUnseen } from '../../src/text/unseen.ts';

it.each([
  ['soft hyphens and zero-width spaces', 'ga\u00adte\u200b', 'gate'],
  ['turned writing', 'a\u202eb\u2066c', 'abc'],
  ['controls', 'a\u0000b\u0007c\u007f', 'abc'],
  ['tags that only machines read', 'a\u{e0041}\u{e0042}b', 'ab'],
])('takes out %s', (_what, text, seen) => {
  expect(withoutUnseen(text)).toBe(seen);
});

it('keeps line breaks, tabs, joiners and the signs of other scripts', () => {
  const text = 'a\n\tb 👩\u200d💻 می\u200cخواهم \u0600 é';
  expect(withoutUnseen(text)).toBe(text);
});

it('marks what cannot be read', () => {
  expect(withoutUnseen('itâ\u0080\u0099s \ud83d')).toBe('itâ\ufffd\ufffds \ufffd');
});

it.each([
  ['plain words', 'The gate was late.', false],
  ['nothing', '', false],
  ['one lost letter', `caf\ufffd ${'and more words '.repeat(20)}`, false],
  ['a picture', '\u0089PNG\r\n\u001a\n\u0000\u0000\u0000\rIHDR', true],
  ['another encoding', '\ufffd\ufffd\ufffd gate \ufffd', true],
])('looksBinary: %s', (_what, text, answer) => {
  expect(looksBinary(text)).toBe(answer);
});
