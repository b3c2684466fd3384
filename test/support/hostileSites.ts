/** The sites of the hostile suite, one for every way in which an answer can be wrong, and what is to be said of each. */
import { brotliCompressSync, constants, gzipSync, zstdCompressSync } from 'node:zlib';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { feedOf } from '../../bench/farm.ts';
import { deepJson, goodFeed, innerAddresses, innerFeed, INNER_PLACES, item, laughingFeed, readingFeed, rss } from './hostileFeeds.ts';
import { type Place, pour, type Yard } from './hostileServers.ts';

/** A source that something is wrong with. */
export interface Bad {
  name: string;
  /** What stands in `sources.yaml` beside its name. */
  source: string;
  /** Its error, or one of its warnings; where it is missing there is nothing to complain of. */
  says?: RegExp;
  /** Items that are read all the same, at least. */
  items: number;
}
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;
interface Site {
  says?: RegExp;
  items?: number;
  web?: Answer;
  raw?: (socket: Socket, head: string) => void;
  /** A name on the open web, in place of an inner address that the operator allows. */
  host?: string;
  /** Its certificate. */
  tls?: string;
  source?: (url: string) => string;
}

const RSS = { 'content-type': 'application/rss+xml' };
const HOLD = 'HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n';
const zeros = Buffer.alloc(64_000_000);
const feed = (home: string) => goodFeed(3, home);
const body = (text: string | Uint8Array, headers: Record<string, string> = RSS): Answer => (_, response) =>
  void response.writeHead(200, headers).end(text);
const status = (code: number, headers: Record<string, string> = {}): Answer => (_, response) =>
  void response.writeHead(code, headers).end('no');
const bomb = (encoding: string, bytes: () => Uint8Array): Site => {
  const packed = bytes();
  return { web: body(packed, { ...RSS, 'content-encoding': encoding }), says: /more than 10 MB, which is the most that is read/ };
};
const to = (location: string): Answer => (_, response) => void response.writeHead(302, { location: Buffer.from(location).toString('latin1') }).end();
const listing = (robots: Answer): Answer => (request, response) => {
  if (request.url === '/robots.txt') return robots(request, response);
  response.writeHead(200, { 'content-type': 'text/html' }).end('<main><h2><a href="/news/1">A language model is listed</a></h2></main>');
};
const listed = (url: string) => `kind: page, url: "${url}news", selector: h2`;

/** What the wire does. */
function wire(): Record<string, Site> {
  const timedOut = /: timed out after 30 s/;
  const brokeOff = /: the answer broke off/;
  return {
    'drips for ever': {
      web(_, response) {
        response.writeHead(200, RSS);
        const drip = setInterval(() => response.write('<'), 100);
        response.on('close', () => clearInterval(drip));
      },
      says: timedOut,
    },
    'hangs before its headers': { web: () => {}, says: timedOut },
    'hangs after its headers': { web: (_, response) => response.writeHead(200, RSS).flushHeaders(), says: timedOut },
    'never ends': { web: (_, response) => pour(response.writeHead(200, RSS), Buffer.alloc(1 << 20, 60), 1e9), says: /more than 10 MB/ },
    'is a gzip bomb': bomb('gzip', () => gzipSync(zeros)),
    'is a gzip bomb in a gzip bomb': bomb('gzip, gzip', () => gzipSync(gzipSync(zeros))),
    'is a brotli bomb': bomb('br', () => brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })),
    'is a zstd bomb': bomb('zstd', () => zstdCompressSync(zeros)),
    'says gzip and is none': { web: body(feed('http://x.example'), { ...RSS, 'content-encoding': 'gzip' }), says: /its compression is broken$/ },
    'ends before its length': { raw: (s) => s.end(`${HOLD}Content-Length: 5000\r\n\r\n<rss>`), says: brokeOff },
    'ends before its last chunk': { raw: (s) => s.end(`${HOLD}Transfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n`), says: brokeOff },
    'has two lengths': { raw: (s) => s.end(`${HOLD}Content-Length: 5\r\nContent-Length: 50\r\n\r\n<rss>`), says: /broke off, or is not as long as it says/ },
    'closes at once': { raw: (s) => s.destroy(), says: brokeOff },
    'speaks SSH': { raw: (s) => s.write('SSH-2.0-OpenSSH_9.6\r\n'), says: /does not speak HTTP, or badly$/ },
    'has one header without end': { raw: (s) => (s.write(`${HOLD}X-Long: `), pour(s, Buffer.alloc(65_536, 120), 1e9)), says: /its headers are longer than any that are read/ },
    'has headers without end': { raw: (s) => (s.write(HOLD), pour(s, Buffer.from('X-More: and more\r\n'.repeat(2000)), 1e9)), says: /its headers are longer than any that are read/ },
    'gives hints without end': { raw: (s) => pour(s, Buffer.from('HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n'.repeat(500)), 1e9), says: timedOut },
    'has chunk extensions without end': { raw: (s) => (s.write(`${HOLD}Transfer-Encoding: chunked\r\n\r\n5;x=`), pour(s, Buffer.alloc(65_536, 120), 1e9)), says: /does not speak HTTP|timed out/ },
  };
}

/** What is said in the status and the headers. */
function statuses(): Record<string, Site> {
  const tooOften = /answered 429: it is asked too often; crawl it less often/;
  const trouble = (code: number) => new RegExp(`answered ${code}: its server is in trouble; it will be asked again`);
  let asked = 0;
  return {
    'is busy': { web: status(429), says: tooOften },
    'is busy for a second': { web: status(429, { 'retry-after': '1' }), says: tooOften },
    'is busy for thirty years': { web: status(429, { 'retry-after': '999999999' }), says: tooOften },
    'is busy until 2099': { web: status(429, { 'retry-after': 'Thu, 01 Jan 2099 00:00:00 GMT' }), says: tooOften },
    'is busy for what is no time': { web: status(429, { 'retry-after': '-1e9999' }), says: tooOften },
    'fails with 500': { web: status(500), says: trouble(500) },
    'fails with 502': { web: status(502), says: trouble(502) },
    'fails with 503': { web: status(503), says: trouble(503) },
    'is gone': { web: status(410), says: /answered 410: the source is gone or moved; check its address/ },
    'is forbidden': { web: status(403), says: /answered 403: the source may not be read/ },
    'is a teapot': { web: status(418), says: /answered 418: the request was refused/ },
    'has no content': { web: (_, response) => void response.writeHead(204).end(), says: /an empty answer, not a feed/ },
    'was not changed since never': { web: (_, response) => void response.writeHead(304, { etag: '"lie"' }).end(), says: /answered 304, as if it had been read before/ },
    'redirects to nowhere': { web: (_, response) => void response.writeHead(302).end('no'), says: /answered 302, a redirect that leads nowhere/ },
    'redirects to a port that is shut': { host: 'shut.site.example', web: to('http://shut.site.example:9/'), says: /it redirects to http:\/\/shut.site.example:9\/: / },
    'redirects in a circle': { host: 'circle.site.example', web: (q, response) => to(q.url === '/a' ? '/b' : '/a')(q, response), says: /it redirects in a circle, back to http/ },
    'redirects for ever': { host: 'ever.site.example', web: (q, response) => to(`/${++asked}`)(q, response), says: /it redirects more than 5 times/ },
  };
}

/** What is in the body. */
function bodies(secretFile: string, canary: Place): Record<string, Site> {
  const home = 'http://site.example';
  const cut = feed(home).replace('</channel></rss>', `<item><title>Cut</title><link>${home}/cut</link><description>It ends in the mid`);
  const western = Buffer.from(feed(home).replace('habit', 'caf\u00e9').replace(/[^\0-\u00ff]/g, ''), 'latin1');
  const page = '<!doctype html><title>Please wait</title><link rel="alternate" type="application/rss+xml" href="/real.xml"><p>One moment';
  const many = feedOf(home, 'many', 20_000, 1);
  return {
    'is a page': { web: body(page), says: /an HTML page \("Please wait"\), not a feed; the page names its feed: http:\S+\/real\.xml/ },
    'is a picture': { web: body(Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')), says: /binary data, not a feed/ },
    'is empty': { web: body(''), says: /an empty answer, not a feed/ },
    'is cut off': { web: body(cut), says: /the feed is cut off: its last entry was left out/, items: 1 },
    'is in another charset': { web: body(western, { 'content-type': 'application/rss+xml; charset=utf-8' }), says: /bytes that are not UTF-8, read as Windows-1252: \d/, items: 1 },
    'has 20,000 entries': { web: body(many), says: /20000 entries, of which the newest 1000 were read/, items: 1000 },
    'has 20,000 entries, oldest first': { web: body(oldestFirst(many)), says: /20000 entries, of which the newest 1000 were read/, items: 1000 },
    'is JSON 100,000 deep': { web: body(deepJson(100_000)), says: /JSON, not a feed/ },
    'is a list 100,000 deep': { web: body(deepJson(100_000)), source: (url) => `kind: json, url: "${url}", map: { url: link, title: name }`, says: /it is no list; the answer is an object with error/ },
    'laughs a thousand million times': { web: body(laughingFeed(home)), says: /an entity that XML does not know/, items: 1 },
    'reads files': { web: body(readingFeed(home, secretFile, canary.host)), says: /an entity that XML does not know/, items: 1 },
    'links inwards': { web: body(innerFeed([...innerAddresses(canary.port), ...INNER_PLACES], 'Inwards')), says: /entries without a link, left out: \d/, items: 40 },
    'links inwards, as a podcast': { web: body(innerFeed([...innerAddresses(canary.port), ...INNER_PLACES], 'In')), source: (url) => `kind: podcast, url: "${url}"`, says: /entries without a link, left out: \d/, items: 40 },
    'moves the cursor': { web: body(rss('\u001b[2J\u202eTitle', home, item('\u001b[31mRed\u0007 &#27;[2J \u202emodel', `${home}/red`))), items: 1 },
    'names escape codes': { web: body('\u001b[2J\u001b[31m<title>\u001b]0;x\u0007 \u202e</title>'), says: /not a feed/ },
  };
}

/** What the certificate says, and robots.txt. */
function rules(): Record<string, Site> {
  const tls = /: no secure connection \(TLS\): /.source;
  return {
    'is self-signed': { host: 'site.example', tls: 'self-signed', says: new RegExp(`${tls}its certificate is self-signed; if you trust it`) },
    'has expired': { host: 'expired.site.example', tls: 'expired', says: new RegExp(`${tls}its certificate has expired`) },
    'is not valid yet': { host: 'early.site.example', tls: 'early', says: new RegExp(`${tls}its certificate is not valid yet`) },
    'is somebody else': { host: 'other.example', tls: 'good', says: new RegExp(`${tls}its certificate is for another host`) },
    'speaks no TLS': { web: body('x'), source: (url) => `kind: feed, url: "${url.replace('http:', 'https:')}"`, says: new RegExp(`${tls}what answers at that port does not speak TLS`) },
    'forbids robots': { web: listing(body('User-agent: *\nDisallow: /', {})), source: listed, says: /robots\.txt of \S+ does not allow http/ },
    'fails to say what robots may': { web: listing(status(500)), source: listed, says: /robots\.txt answers 500, so the pages of that host are left alone/ },
    'says without end what robots may': {
      web: listing((_, response) => pour(response.writeHead(200), Buffer.from('Disallow: /private\n'.repeat(5000)), 1e9)),
      source: listed,
      items: 1,
    },
    'asks robots to wait for a year': { web: listing(body('User-agent: *\nCrawl-delay: 31536000', {})), source: listed, items: 1 },
  };
}

function oldestFirst(feed: string): string {
  const [head = '', ...items] = feed.split('<item>');
  const last = items.pop()?.replace('</channel></rss>', '') ?? '';
  return `${head}<item>${[...items, last].reverse().join('<item>')}</channel></rss>`;
}

/** Starts a server for each, and one for every way of leading to the canary. `hosts` are the inner ones that are to be allowed. */
export async function startBadSites(yard: Yard, canary: Place, secretFile: string): Promise<{ bad: Bad[]; hosts: string[] }> {
  const sites = { ...wire(), ...statuses(), ...bodies(secretFile, canary), ...rules() };
  for (const address of [...innerAddresses(canary.port), ...INNER_PLACES])
    sites[`redirects to ${address}`] = { web: to(address), says: /it redirects to \S+(, which is|: it is) not opened: / };
  const bad: Bad[] = [];
  const hosts: string[] = [];
  for (const [name, { says, items = 0, source = asFeed, ...site }] of Object.entries(sites)) {
    const { host, scheme } = await start(yard, site);
    if (site.host === undefined) hosts.push(host);
    bad.push({ name, items, source: source(`${scheme}://${host}/`), ...(says ? { says } : {}) });
  }
  return { bad, hosts };
}

async function start(yard: Yard, { host, tls, web = body('x'), raw }: Site): Promise<{ host: string; scheme: string }> {
  if (raw) return { host: (await yard.raw(raw)).host, scheme: 'http' };
  if (host === undefined) return { host: (await yard.web(web)).host, scheme: 'http' };
  const { port } = tls ? await yard.tls(tls, web) : await yard.open(web);
  return { host: `${host}:${port}`, scheme: tls ? 'https' : 'http' };
}

function asFeed(url: string): string {
  return `kind: feed, url: "${url}feed.xml"`;
}
