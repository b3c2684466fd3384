/** Pages of the hostile suite: what the links of a feed lead to. */
import { gzipSync } from 'node:zlib';
import { fieldsOf } from '../../bench/farm.ts';
import { type Answer, body, drip, status, to } from './hostileAnswers.ts';
import { innerAddresses, item, rss } from './hostileFeeds.ts';
import { type Place, pour, type Yard } from './hostileServers.ts';

interface Page {
  /** Why it failed; where it is missing the page is read, whatever comes of it. */
  says?: RegExp;
  answer: Answer;
  robots?: Answer;
}

const HTML = { 'content-type': 'text/html; charset=utf-8' };
const WORDS = 'A language model that is asked twice should say the same thing twice, or say why it does not. ';
const html = (inner: string, headers: Record<string, string> = HTML): Answer =>
  body(`<!doctype html><title>A page about a language model</title>${inner}`, headers);
const article = (words: string) => html(`<article><h1>Words</h1><p>${words}</p></article>`);
const MB = 1_000_000;

function pages(canary: Place): Record<string, Page> {
  const inner = `http://${canary.host}/`;
  const led = innerAddresses(canary.port).map((address, n): [string, Page] => [
    `led-${n}`,
    {
      answer: to(address),
      says: /not opened: /,
    },
  ]);
  return {
    ...Object.fromEntries(led),
    drips: {
      answer: drip(HTML),
      says: /timed out after 30 s/,
    },
    hangs: { answer: () => {}, says: /timed out after 30 s/ },
    'hangs-in-robots': {
      answer: html('words'),
      robots: () => {},
      says: /robots\.txt: timed out after 15 s, so the pages of that host are left alone/,
    },
    'never-ends': {
      answer: (_, response) => pour(response.writeHead(200, HTML), '<p>more</p>'.repeat(9000)),
      says: /more than 10 MB/,
    },
    bomb: {
      answer: (_, response) =>
        void response
          .writeHead(200, { ...HTML, 'content-encoding': 'gzip' })
          .end(gzipSync(Buffer.alloc(30 * MB, 'word '))),
      says: /more than 10 MB/,
    },
    busy: { answer: status(429), says: /answered 429$/ },
    broken: { answer: status(500), says: /answered 500$/ },
    gone: { answer: status(404) },
    forbidden: {
      answer: html(WORDS),
      robots: (_, response) => void response.end('User-agent: *\nDisallow: /'),
      says: /^robots\.txt of forbidden\S+ does not allow http/,
    },
    pdf: { answer: html('%PDF-1.7', { 'content-type': 'application/pdf' }) },
    binary: {
      answer: (_, response) =>
        void response.writeHead(200, HTML).end(Buffer.from(fieldsOf(100_000, (n) => (n * 7919) % 256))),
    },
    deep: { answer: html(`${'<div><b>'.repeat(200_000)}${WORDS}`) },
    'deep-lists': { answer: html(`${'<ul><li>'.repeat(100_000)}${WORDS}`) },
    'open-tags': { answer: html('<a href="'.repeat(500_000)) },
    'open-comments': { answer: html('<!--'.repeat(900_000)) },
    'many-attributes': { answer: html(`<p ${fieldsOf(200_000, (n) => `a${n}=1`).join(' ')}>${WORDS}</p>`) },
    'one-word': { answer: article('a'.repeat(5 * MB)) },
    'no-sentence': { answer: article('language model '.repeat(300_000)) },
    'all-stops': { answer: article('. '.repeat(2 * MB)) },
    'all-quotes': { answer: article('“'.repeat(MB) + WORDS) },
    'all-numbers': { answer: article('1,000,000.00 '.repeat(300_000)) },
    'long-article': { answer: article(WORDS.repeat(90_000)) },
    'bad-json-ld': {
      answer: html(`<script type="application/ld+json">${'{"@graph":['.repeat(100_000)}</script><p>${WORDS}</p>`),
    },
    'calls-home': {
      answer: html(
        `<base href="${inner}"><link rel="canonical" href="${inner}"><link rel="alternate" type="application/rss+xml" href="${inner}"><meta http-equiv="refresh" content="0;url=${inner}"><meta property="og:image" content="${inner}i.png"><script src="${inner}s.js"></script><iframe src="${inner}"></iframe><img src="${inner}p.png"><article><p>${WORDS.repeat(9)}</p></article>`,
      ),
    },
  };
}

/** A feed of links to all of them, each on a host of its own, and a hundred hosts that lead to one another ten thousand times. */
export async function startPages(
  yard: Yard,
  canary: Place,
): Promise<{ host: string; says: Map<string, RegExp | undefined> }> {
  const all = pages(canary);
  const { port } = await yard.open((request, response) => {
    const name = request.headers.host?.split('.')[0] ?? '';
    const page = Object.hasOwn(all, name) ? all[name] : undefined;
    if (request.url === '/.well-known/tdmrep.json') return status(404)(request, response);
    if (request.url === '/robots.txt') return (page?.robots ?? status(404))(request, response);
    return (page?.answer ?? article(`${WORDS}It is ${name} who says so, and ${request.url} is where.`))(
      request,
      response,
    );
  });
  const at = (name: string, path = '/') => `http://${name}.site.example:${port}${path}`;
  const items = Object.keys(all).map((name) => item(`A language model called ${name}`, at(name)));
  const bodies: Record<string, string> = {
    '/pages.xml': rss('Pages', at('pages'), items.join('')),
    '/tangle.xml': rss(
      'A tangle',
      at('tangle'),
      tangle((host, path) => at(`tangle-${host}`, path)),
    ),
  };
  const { host } = await yard.web(({ url = '' }, response) =>
    response.writeHead(200, { 'content-type': 'text/xml' }).end(bodies[url]),
  );
  return { host, says: new Map(Object.entries(all).map(([name, { says }]) => [at(name), says])) };
}

function tangle(at: (host: number, path: string) => string): string {
  const items = fieldsOf(1000, (n) => {
    const links = fieldsOf(
      10,
      (k) => `&lt;a href="${at((n * 7 + k * 13) % 100, `/${(n + k) % 1000}`)}"&gt;link&lt;/a&gt;`,
    );
    return item(`A language model, the ${n}th`, at(n % 100, `/${n}`), `<description>${links.join(' ')}</description>`);
  });
  return items.join('');
}
