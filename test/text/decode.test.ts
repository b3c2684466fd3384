import { expect, it } from 'vitest';
import { decodeText } from '../../src/text/decode.ts';

const latin1 = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));

it('believes the server, then the page’s own head, then UTF-8', () => {
  expect(decodeText(latin1('<p>caf\u00e9</p>'), 'text/html; charset=iso-8859-1')).toBe('<p>café</p>');
  expect(decodeText(latin1('<meta charset="windows-1252"><p>caf\u00e9</p>'), 'text/html')).toContain('café');
  expect(
    decodeText(latin1('<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><p>caf\u00e9</p>')),
  ).toContain('café');
  expect(decodeText(new TextEncoder().encode('<p>café – ok</p>'))).toBe('<p>café – ok</p>');
});

it('reads UTF-8 as UTF-8 whatever Western charset is claimed for it', () => {
  expect(decodeText(new TextEncoder().encode('<meta charset="iso-8859-1"><p>café</p>'))).toContain('café');
});

it('reads a byte order mark and takes bytes that are nothing', () => {
  expect(decodeText(Uint8Array.from([0xff, 0xfe, 0x41, 0, 0xe9, 0]))).toBe('Aé');
  expect(decodeText(Uint8Array.from([0x80, 0x81, 0xff]))).toHaveLength(3);
});

it.each(['text/html; charset=windows-1252', 'text/html; charset=us-ascii', ''])(
  'reads the marks of Windows-1252 on every Node, said as “%s”',
  (contentType) => {
    // the 27 of WHATWG's index; five bytes between them are none
    const marks = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';
    const bytes = Array.from({ length: 32 }, (_, at) => 0x80 + at).filter(
      (b) => ![0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(b),
    );
    const body = Uint8Array.from([0x3c, 0x70, 0x3e, ...bytes, 0xff, 0x20, 0x2e, 0x2e, 0x2e]);
    expect(decodeText(body, contentType)).toBe(`<p>${marks}ÿ ...`);
  },
);
