import { decodeFeed } from './feed-decode.ts';

/**
 * A page or transcript as characters: byte order mark, then the server's charset, then the one that the page's own head names (WHATWG HTML §13.2.3.2, its first 1,024 bytes), then
 * UTF-8, in which bytes that are none are read as Windows-1252. Never throws.
 */
export function decodeText(body: Uint8Array, contentType = ''): string {
  if (/charset\s*=/i.test(contentType)) return decodeFeed(body, contentType).text;
  const head = Buffer.from(body.subarray(0, 1024)).toString('latin1');
  const named = /<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1];
  return decodeFeed(body, named ? `text/html; charset=${named}` : contentType).text;
}
