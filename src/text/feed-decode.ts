/** From the bytes of a feed to its characters. */

/** Characters, and what had to be guessed to get them. */
export interface Decoded {
  text: string;
  warnings: string[];
}

/** Charsets that servers name by default, whatever they send. */
const WESTERN = /^(us-ascii|ascii|iso-?8859-1|latin-?1|windows-1252|cp-?1252)$/;
/**
 * What Windows-1252 has at 0x80 to 0x9F, where Latin-1 has controls (WHATWG Encoding §9). Written out, and TextDecoder is not asked: that of
 * several versions of Node, 22.19 among them, reads Windows-1252 as Latin-1, so that quotation marks and dashes were lost (nodejs/node#56542).
 */
const WESTERN_MARKS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
/** XML 1.0 §2.2: what no XML text may hold. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to remove
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/**
 * Decodes by byte order mark, then the shape of the first bytes (UTF-16 and UTF-32), then the charset that the server names, then the one
 * in the XML prolog, then UTF-8, in which bytes that are none are read as Windows-1252. Never throws. XML 1.0 appendix F, RFC 7303.
 */
export function decodeFeed(body: Uint8Array, contentType = ''): Decoded {
  const warnings: string[] = [];
  const wide = wideEncoding(body);
  if (wide !== undefined) return { text: tidy(decodeWide(body, wide)), warnings };
  const bytes = startsWith(body, [0xef, 0xbb, 0xbf]) ? body.subarray(3) : body;
  const marked = bytes !== body;
  const head = latin1(bytes.subarray(0, 4_096));
  const named = [/charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(contentType)?.[1], prologEncoding(head)];
  const utf8 = strictUtf8(bytes);
  for (const name of marked ? [] : named) {
    const decoder = decoderFor(name);
    if (decoder === undefined) continue;
    if (/^utf-/.test(decoder.encoding)) {
      if (utf8 !== undefined) break;
      continue;
    }
    if (utf8 !== undefined && WESTERN.test((name ?? '').toLowerCase())) {
      if (utf8.length !== bytes.length) warnings.push(`it says ${name} and is UTF-8: read as UTF-8`);
      break;
    }
    return { text: tidy(decoder.encoding === 'windows-1252' ? latin1(bytes) : decoder.decode(bytes)), warnings };
  }
  if (utf8 !== undefined) return { text: tidy(utf8), warnings };
  const { text, strays } = mixedUtf8(bytes);
  if (strays > 0) warnings.push(`bytes that are not UTF-8, read as Windows-1252: ${strays}`);
  return { text: tidy(text), warnings };
}

type Wide = { bytes: 2 | 4; little: boolean; skip: number };

/** UTF-16 or UTF-32, by byte order mark or by the zeros around the first `<`. */
function wideEncoding(body: Uint8Array): Wide | undefined {
  if (startsWith(body, [0xff, 0xfe, 0, 0])) return { bytes: 4, little: true, skip: 4 };
  if (startsWith(body, [0, 0, 0xfe, 0xff])) return { bytes: 4, little: false, skip: 4 };
  if (startsWith(body, [0xff, 0xfe])) return { bytes: 2, little: true, skip: 2 };
  if (startsWith(body, [0xfe, 0xff])) return { bytes: 2, little: false, skip: 2 };
  if (startsWith(body, [0x3c, 0, 0, 0])) return { bytes: 4, little: true, skip: 0 };
  if (startsWith(body, [0, 0, 0, 0x3c])) return { bytes: 4, little: false, skip: 0 };
  if (startsWith(body, [0x3c, 0])) return { bytes: 2, little: true, skip: 0 };
  if (startsWith(body, [0, 0x3c])) return { bytes: 2, little: false, skip: 0 };
  return undefined;
}

function decodeWide(body: Uint8Array, { bytes, little, skip }: Wide): string {
  const content = body.subarray(skip);
  if (bytes === 2) return new TextDecoder(little ? 'utf-16le' : 'utf-16be').decode(content);
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const pieces: string[] = [];
  for (let at = 0; at + 4 <= content.byteLength; at += 4) {
    const code = view.getUint32(at, little);
    pieces.push(code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd');
  }
  return pieces.join('');
}

/** The charset that the XML prolog names, wherever in the first 4,096 characters the prolog stands. */
function prologEncoding(head: string): string | undefined {
  return /<\?xml\s[^>]{0,200}?encoding\s*=\s*["']\s*([\w.:-]+)/i.exec(head)?.[1];
}

/** A decoder for a name as people write it (`cp1252`, `utf_8`), or undefined where there is none. */
function decoderFor(name: string | undefined): InstanceType<typeof TextDecoder> | undefined {
  if (name === undefined) return undefined;
  const dashed = name.replaceAll('_', '-');
  for (const label of [name, dashed, dashed.replace(/^(cp|win(dows)?)-?/i, 'windows-')]) {
    try {
      return new TextDecoder(label);
    } catch {
      // not a label of the WHATWG encoding standard: try the next spelling
    }
  }
  return undefined;
}

function strictUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * UTF-8 in which each byte that belongs to no character is read as Windows-1252. Real Windows-1252 text hardly ever holds a valid UTF-8
 * sequence, so one rule reads both a mislabelled feed and a good one with a pasted byte.
 */
function mixedUtf8(bytes: Uint8Array): { text: string; strays: number } {
  const encoder = new TextEncoder();
  const asUtf8 = Array.from({ length: 256 }, (_, byte) => encoder.encode(western(String.fromCharCode(byte))));
  const mended = new Uint8Array(bytes.length * 3);
  let strays = 0;
  let to = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    // an unfinished character at the very end is where a body was cut
    if (length === 0 && bytes.length - at < 4 && (bytes[at] ?? 0) >= 0xc2 && strays === 0) break;
    if (length === 0) strays++;
    const piece = length > 0 ? bytes.subarray(at, at + length) : (asUtf8[bytes[at] ?? 0] ?? bytes.subarray(at, at));
    mended.set(piece, to);
    to += piece.length;
    at += Math.max(length, 1);
  }
  return { text: new TextDecoder('utf-8').decode(mended.subarray(0, to)), strays };
}

/** Bytes of the UTF-8 sequence that begins at `at`; 0 where none does. RFC 3629 §4. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  const length = first >= 0xf0 && first <= 0xf4 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + length > bytes.length) return 0;
  for (let k = 1; k < length; k++) if (((bytes[at + k] ?? 0) & 0xc0) !== 0x80) return 0;
  const second = bytes[at + 1] ?? 0;
  const overlong = (first === 0xe0 && second < 0xa0) || (first === 0xf0 && second < 0x90);
  const outside = (first === 0xed && second > 0x9f) || (first === 0xf4 && second > 0x8f);
  return overlong || outside ? 0 : length;
}

function startsWith(bytes: Uint8Array, prefix: number[]): boolean {
  return bytes.length >= prefix.length && prefix.every((byte, index) => bytes[index] === byte);
}

/** Each byte as the character of its number; `tidy` makes it Windows-1252. */
function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** The characters that Windows-1252 has where others have controls. */
function western(text: string): string {
  return text.replace(/[\u0080-\u009f]/g, (control) => WESTERN_MARKS[control.charCodeAt(0) - 0x80] ?? control);
}

/** Line ends as XML reads them, no character that XML forbids, and those of Windows-1252 in place of controls. */
function tidy(text: string): string {
  const plain = text
    .replace(/^\ufeff/, '')
    .replace(/\r\n?/g, '\n')
    .replace(FORBIDDEN, '');
  return western(plain).toWellFormed();
}
