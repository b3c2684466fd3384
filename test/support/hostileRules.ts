/** Sites of the hostile suite that refuse: by a status, by a certificate, by robots.txt. */
import { type Answer, body, type Site, status, to } from './hostileAnswers.ts';
import { goodFeed } from './hostileFeeds.ts';
import { pour } from './hostileServers.ts';

/** What is said in the status and the headers. */
export function statusSites(): Record<string, Site> {
  const tooOften = /answered 429: it is asked too often; crawl it less often/;
  const trouble = (code: number) => new RegExp(`answered ${code}: its server is in trouble; it will be asked again`);
  let asked = 0;
  let read = 0;
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
    'was not changed since never': {
      web: (_, response) => void response.writeHead(304, { etag: '"lie"' }).end(),
      says: /answered 304, as if it had been read before/,
    },
    'was not changed, it says without an ETag': {
      web: (request, response) =>
        (read++ === 0 ? body(goodFeed(3, 'http://site.example')) : status(304))(request, response),
      items: 1,
    },
    'redirects to nowhere': {
      web: (_, response) => void response.writeHead(302).end('no'),
      says: /answered 302, a redirect that leads nowhere/,
    },
    'redirects to a port that is shut': {
      host: 'shut.site.example',
      web: to('http://shut.site.example:9/'),
      says: /it redirects to http:\/\/shut.site.example:9\/: /,
    },
    'redirects in a circle': {
      host: 'circle.site.example',
      web: (q, response) => to(q.url === '/a' ? '/b' : '/a')(q, response),
      says: /it redirects in a circle, back to http/,
    },
    'redirects for ever': {
      host: 'ever.site.example',
      web: (q, response) => to(`/${++asked}`)(q, response),
      says: /it redirects more than 5 times/,
    },
  };
}

/** What the certificate says, and robots.txt. */
export function ruleSites(): Record<string, Site> {
  const tls = /: no secure connection \(TLS\): /.source;
  return {
    'is self-signed': {
      host: 'site.example',
      tls: 'self-signed',
      says: new RegExp(`${tls}its certificate is self-signed; if you trust it`),
    },
    'has expired': {
      host: 'expired.site.example',
      tls: 'expired',
      says: new RegExp(`${tls}its certificate has expired`),
    },
    'is not valid yet': {
      host: 'early.site.example',
      tls: 'early',
      says: new RegExp(`${tls}its certificate is not valid yet`),
    },
    'is somebody else': {
      host: 'other.example',
      tls: 'good',
      says: new RegExp(`${tls}its certificate is for another host`),
    },
    'speaks no TLS': {
      web: body('x'),
      source: (url) => `kind: feed, url: "${url.replace('http:', 'https:')}"`,
      says: new RegExp(`${tls}what answers at that port does not speak TLS`),
    },
    'forbids robots': {
      web: listing(body('User-agent: *\nDisallow: /', {})),
      source: listed,
      says: /robots\.txt of \S+ does not allow http/,
    },
    'fails to say what robots may': {
      web: listing(status(500)),
      source: listed,
      says: /robots\.txt answers 500, so the pages of that host are left alone/,
    },
    'says without end what robots may': {
      web: listing((_, response) => pour(response.writeHead(200), 'Disallow: /private\n'.repeat(5000))),
      source: listed,
      items: 1,
    },
    'asks robots to wait for a year': {
      web: listing(body('User-agent: *\nCrawl-delay: 31536000', {})),
      source: listed,
      items: 1,
    },
  };
}

function listing(robots: Answer): Answer {
  return (request, response) => {
    if (request.url === '/robots.txt') return robots(request, response);
    response
      .writeHead(200, { 'content-type': 'text/html' })
      .end('<main><h2><a href="/news/1">A language model is listed</a></h2></main>');
  };
}

function listed(url: string): string {
  return `kind: page, url: "${url}news", selector: h2`;
}
