/** Keys to be planted, servers that repeat all that they are told, and a search for every way in which a key can be written. */
import type { IncomingMessage, RequestListener } from 'node:http';
import { escapeUTF8 } from 'entities';
import { item, rss } from './hostileFeeds.ts';

/** By the variable that holds each. Some have what URLs, JSON and XML escape, some are written as a URL has them. */
export const KEYS: Record<string, string> = {
  DEEPSEEK_API_KEY: 'sk-0f1e2d3c4b5a69788796',
  X_BEARER_TOKEN: 'AAAAAbearer%2Ftoken%3D0987654321',
  PATH_KEY: 'path-0a1b2c3d4e5f',
  QUERY_KEY: 'query+/=&"<é>0a1b2c3d',
  PASS_KEY: 'p%40ss%3Aw0rd%2F%26-13579',
  JSON_KEY: 'json%2Bkey%3D24680',
  TENANT_KEY: 'Tenant-Abc13579',
  HOOK_KEY: 'T000/B000/xxxxyyyyzzzz',
};

/** A key in all the ways that a server, a library or we might write it, by the name of each way. */
function spellingsOf(key: string): [way: string, spelling: Buffer][] {
  const plain = key.includes('%') ? [key, decodeURIComponent(key)] : [key];
  const ways = plain.flatMap((text): [string, string][] => {
    const coded = encodeURIComponent(text);
    const base64 = Buffer.from(text).toString('base64');
    return [
      ['as it is', text],
      ['in small letters', text.toLowerCase()],
      ['in a URL', coded],
      ['in a URL, in small letters', coded.replace(/%../g, (code) => code.toLowerCase())],
      ['in a URL in a URL', encodeURIComponent(coded)],
      ['in a form', new URLSearchParams({ k: text }).toString().slice(2)],
      ['in a path', new URL(`http://a.test/${text}`).href.slice(14)],
      ['in JSON', JSON.stringify(text).slice(1, -1)],
      ['in JSON as PHP writes it', JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/')],
      ['in XML', escapeUTF8(text)],
      ['in base64', base64.replace(/=+$/, '')],
      ['in base64 for URLs', Buffer.from(text).toString('base64url')],
    ];
  });
  const wide = plain.map((text): [string, Buffer] => ['in UTF-16', Buffer.from(text, 'utf16le').subarray(0, -1)]);
  return [...ways.map(([way, text]): [string, Buffer] => [way, Buffer.from(text)]), ...wide];
}
/** Gives what finds these keys in bytes, and says which stand there, and how. */
export function searchFor(keys: Record<string, string>): (bytes: Buffer | string) => string[] {
  const spellings = Object.entries(keys).flatMap(([name, key]) =>
    spellingsOf(key).map(([way, spelling]) => ({ what: `${name} ${way}`, spelling })),
  );
  return (bytes) => {
    const all = Buffer.from(bytes);
    return [...new Set(spellings.filter(({ spelling }) => all.includes(spelling)).map(({ what }) => what))];
  };
}

/** Which of `KEYS` stand in these bytes, and how. */
export const keysIn = searchFor(KEYS);

/** What a request told, in every way in which a server might say it. */
function toldBy({ url = '', headers }: IncomingMessage): string[] {
  const { authorization = '', host = '' } = headers;
  const decoded = decodeURIComponent(url);
  const login = Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString();
  const ways = (text: string) => [
    text,
    encodeURIComponent(text),
    JSON.stringify(text),
    JSON.stringify(text).replaceAll('/', '\\/'),
    Buffer.from(text).toString('base64url'),
  ];
  const told = [url, decoded, authorization, login, login.replace(/^[^:]*:/, ''), host];
  return [...new Set([...told, new URL(url, 'http://a.test').searchParams.get('key') ?? ''].flatMap(ways))];
}

/**
 * A server that repeats, in its own words and header, all that it was told, then and before. The last step of the path says what is
 * answered.
 */
export function parrot(): { listener: RequestListener; told: Set<string> } {
  const told = new Set<string>();
  const listener: RequestListener = (request, response) => {
    for (const words of toldBy(request)) told.add(words);
    const all = [...told].filter((words) => words !== '').join(' ');
    const last = new URL(request.url ?? '', 'http://a.test').pathname.split('/').at(-1) ?? '';
    const [, kind = '', code = '200'] = /^([a-z-]+?)-?(\d{3})?(?:\.\w+)?$/.exec(last) ?? [];
    const here = `http://${request.headers.host}`;
    const [type, body] = bodyOf(kind, all, here, request.url ?? '');
    const safe = encodeURI([...told].find((words) => words.startsWith('/')) ?? '').slice(0, 500);
    response.writeHead(kind === 'redirect' ? 302 : Number(code), {
      'content-type': type,
      etag: `"${safe}"`,
      'x-told': safe,
      ...(kind === 'redirect' ? { location: `/login?next=${encodeURIComponent(request.url ?? '')}` } : {}),
      ...(kind === 'away'
        ? {
            location: `http://away.site.example:${request.socket.localPort}/feed.xml?from=${encodeURIComponent(request.url ?? '')}`,
          }
        : {}),
      ...(code === '429' ? { 'retry-after': '86400' } : {}),
    });
    response.end(body);
  };
  return { listener, told };
}

function bodyOf(kind: string, all: string, here: string, path: string): [type: string, body: string | Buffer] {
  const words = `The language model repeats what it was told, word for word, and nobody asked it to: ${all}. `;
  const feed = rss(
    escapeUTF8(words),
    here,
    item(
      escapeUTF8(words),
      escapeUTF8(`${here}${path}`),
      `<description>${escapeUTF8(escapeUTF8(words))}</description><content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/"><![CDATA[<p>${escapeUTF8(words)}</p><p>${'It should not have said so. '.repeat(30)}</p>]]></content:encoded>`,
    ),
  );
  if (kind === 'wide') return ['application/rss+xml', Buffer.from(`\ufeff${feed}`, 'utf16le')];
  if (kind === 'page' || kind === 'news')
    return [
      'text/html',
      `<title>${escapeUTF8(words)}</title><article><h2><a href="${escapeUTF8(path)}/1">A language model is told ${escapeUTF8(all)}</a></h2><p>${escapeUTF8(words).repeat(3)}</p></article>`,
    ];
  if (kind === 'text') return ['text/plain', all];
  if (kind === 'list')
    return ['application/json', JSON.stringify([{ url: `${here}/told/${path}`, title: words, text: words }])];
  if (kind === 'error') return ['application/json', JSON.stringify({ error: { message: words } })];
  return ['application/rss+xml', feed];
}
