/** The sites of the hostile suite, one for every way in which an answer can be wrong, and what is to be said of each. */
import { feedOf } from '../../bench/farm.ts';
import { body, type Site, to } from './hostileAnswers.ts';
import {
  deepJson,
  goodFeed,
  INNER_PLACES,
  innerAddresses,
  innerFeed,
  item,
  jsonFeed,
  laughingFeed,
  readingFeed,
  rss,
} from './hostileFeeds.ts';
import { ruleSites, statusSites } from './hostileRules.ts';
import type { Place, Yard } from './hostileServers.ts';
import { wireSites } from './hostileWire.ts';

/** A source that something is wrong with. */
export interface Bad {
  name: string;
  /** What stands in `sources.yaml` beside its name. */
  source: string;
  says?: RegExp;
  items: number;
}

/** What is in the body. */
function bodySites(secretFile: string, canary: Place): Record<string, Site> {
  const home = 'http://site.example';
  const cut = goodFeed(3, home).replace(
    '</channel></rss>',
    `<item><title>Cut</title><link>${home}/cut</link><description>It ends in the mid`,
  );
  const western = Buffer.from(
    goodFeed(3, home)
      .replace('</p>', ' In a caf\u00e9.</p>')
      .replace(/[^\0-\u00ff]/g, ''),
    'latin1',
  );
  const page =
    '<!doctype html><title>Please wait</title><link rel="alternate" type="application/rss+xml" href="/real.xml"><p>One moment';
  const many = feedOf(home, 'many', 20_000, 1);
  return {
    'is a page': {
      web: body(page),
      says: /an HTML page \("Please wait"\), not a feed; the page names its feed: http:\S+\/real\.xml/,
    },
    'is a picture': {
      web: body(Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')),
      says: /binary data, not a feed/,
    },
    'is empty': { web: body(''), says: /an empty answer, not a feed/ },
    'is cut off': { web: body(cut), says: /the feed is cut off: its last entry was left out/, items: 1 },
    'is in another charset': {
      web: body(western, { 'content-type': 'application/rss+xml; charset=utf-8' }),
      says: /bytes that are not UTF-8, read as Windows-1252: \d/,
      items: 1,
    },
    'has 20,000 entries': { web: body(many), says: /20000 entries, of which the newest 1000 were read/, items: 1000 },
    'has 20,000 entries, oldest first': {
      web: body(oldestFirst(many)),
      says: /20000 entries, of which the newest 1000 were read/,
      items: 1000,
    },
    'has 20,000 entries, as JSON': {
      web: body(jsonFeed(home, 20_000)),
      says: /20000 entries, of which the newest 1000 were read/,
      items: 1000,
    },
    'is JSON 100,000 deep': { web: body(deepJson(100_000)), says: /JSON, not a feed/ },
    'is a list 100,000 deep': {
      web: body(deepJson(100_000)),
      source: (url) => `kind: json, url: "${url}", map: { url: link, title: name }`,
      says: /it is no list; the answer is an object with error/,
    },
    'laughs a thousand million times': {
      web: body(laughingFeed(home)),
      says: /an entity that XML does not know/,
      items: 1,
    },
    'reads files': {
      web: body(readingFeed(home, secretFile, canary.host)),
      says: /an entity that XML does not know/,
      items: 1,
    },
    'links inwards': {
      web: body(innerFeed([...innerAddresses(canary.port), ...INNER_PLACES], 'Inwards')),
      says: /entries without a link, left out: \d/,
      items: 40,
    },
    'links inwards, as a podcast': {
      web: body(innerFeed([...innerAddresses(canary.port), ...INNER_PLACES], 'In')),
      source: (url) => `kind: podcast, url: "${url}"`,
      says: /entries without a link, left out: \d/,
      items: 40,
    },
    'moves the cursor': {
      web: body(rss('\u001b[2J\u202eTitle', home, item('\u001b[31mRed\u0007 &#27;[2J \u202emodel', `${home}/red`))),
      items: 1,
    },
    'names escape codes': {
      web: body('\u001b[2J\u001b[31m<title>\u001b]0;x\u0007 \u202e</title>'),
      says: /not a feed/,
    },
  };
}

function oldestFirst(feed: string): string {
  const [head = '', ...items] = feed.split('<item>');
  const last = items.pop()?.replace('</channel></rss>', '') ?? '';
  return `${head}<item>${[...items, last].reverse().join('<item>')}</channel></rss>`;
}

/** Starts a server for each, and one for every way of leading to the canary. `hosts` are the inner ones that are to be allowed. */
export async function startBadSites(
  yard: Yard,
  canary: Place,
  secretFile: string,
): Promise<{ bad: Bad[]; hosts: string[] }> {
  const sites = { ...wireSites(), ...statusSites(), ...bodySites(secretFile, canary), ...ruleSites() };
  for (const address of [...innerAddresses(canary.port), ...INNER_PLACES])
    sites[`redirects to ${address}`] = {
      web: to(address),
      says: /it redirects to \S+(, which is|: it is) not opened: /,
    };
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
