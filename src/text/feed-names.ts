/** The names of feed elements: which prefix a namespace goes by here, and what is done with each element that we read. */

/** Namespace URIs, lower case and without a last `/` or `#`, and the prefix each goes by here; '' is RSS and Atom itself. */
const NAMESPACES: Record<string, string> = {
  'http://www.w3.org/2005/atom': '',
  'https://www.w3.org/2005/atom': '',
  'http://purl.org/atom/ns': '',
  'http://purl.org/rss/1.0': '',
  'http://purl.org/net/rss1.1': '',
  'http://my.netscape.com/rdf/simple/0.9': '',
  'http://channel.netscape.com/rdf/simple/0.9': '',
  'http://backend.userland.com/rss': '',
  'http://backend.userland.com/rss2': '',
  'http://blogs.law.harvard.edu/tech/rss': '',
  'http://www.w3.org/1999/02/22-rdf-syntax-ns': 'rdf',
  'http://purl.org/dc/elements/1.1': 'dc',
  'http://purl.org/dc/elements/1.0': 'dc',
  'http://purl.org/dc/terms': 'dcterms',
  'http://purl.org/rss/1.0/modules/content': 'content',
  'http://purl.org/rss/1.0/modules/syndication': 'sy',
  'http://search.yahoo.com/mrss': 'media',
  'https://search.yahoo.com/mrss': 'media',
  'http://www.rssboard.org/media-rss': 'media',
  'http://www.itunes.com/dtds/podcast-1.0.dtd': 'itunes',
  'http://example.com/dtds/podcast-1.0.dtd': 'itunes',
  'https://podcastindex.org/namespace/1.0': 'podcast',
  'https://github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md': 'podcast',
  'http://podlove.org/simple-chapters': 'psc',
  'http://rssnamespace.org/feedburner/ext/1.0': 'feedburner',
  'http://www.w3.org/1999/xhtml': 'xhtml',
};

/** The prefix that a namespace goes by here; undefined where we know nothing of it. */
export function prefixOf(uri: string): string | undefined {
  const key = uri
    .trim()
    .toLowerCase()
    .replace(/[/#]{1,4}$/, '');
  return Object.hasOwn(NAMESPACES, key) ? NAMESPACES[key] : undefined;
}

/**
 * What is done with an element's content:
 * `text` plain words · `title` words that may hold markup · `html` a fragment of HTML · `date` · `url` an address as text ·
 * `link` an address as text or `href` · `media` all in attributes · `category` · `person` whoever wrote it ·
 * `source` the feed that an entry was taken from · `image` the feed's picture · `group` nothing of its own: its children count as its
 * parent's.
 */
export type Kind =
  | 'text'
  | 'title'
  | 'html'
  | 'date'
  | 'url'
  | 'link'
  | 'media'
  | 'category'
  | 'person'
  | 'source'
  | 'image'
  | 'group';
/** How an element is handed on: its kind, and its name where that is not the one it has. */
export interface Rule {
  kind: Kind;
  as?: string;
}

const shared: Record<string, Rule> = {
  title: { kind: 'title' },
  'dc:title': { kind: 'title' },
  link: { kind: 'link' },
  author: { kind: 'person' },
  'dc:creator': { kind: 'person' },
  'dc:author': { kind: 'person', as: 'dc:creator' },
  'itunes:author': { kind: 'person' },
};

/** Elements of a feed, lower case. */
export const FEED_ELEMENTS: Record<string, Rule> = {
  ...shared,
  language: { kind: 'text' },
  'dc:language': { kind: 'text' },
  'itunes:new-feed-url': { kind: 'url' },
  image: { kind: 'image' },
  'image:title': { kind: 'title' },
  ttl: { kind: 'text' },
  skiphours: { kind: 'group' },
  hour: { kind: 'text' },
  skipdays: { kind: 'group' },
  day: { kind: 'text' },
  'sy:updateperiod': { kind: 'text' },
  'sy:updatefrequency': { kind: 'text' },
};

/**
 * Elements of an entry, lower case. Those that hold HTML are renamed `html:…`: rss-parser would make a snippet of each by an expression
 * that is quadratic on unclosed tags.
 */
export const ENTRY_ELEMENTS: Record<string, Rule> = {
  ...shared,
  'media:title': { kind: 'title' },
  'itunes:title': { kind: 'title' },
  id: { kind: 'text' },
  guid: { kind: 'text' },
  'dc:identifier': { kind: 'text' },
  source: { kind: 'source' },
  pubdate: { kind: 'date', as: 'pubDate' },
  published: { kind: 'date' },
  issued: { kind: 'date' },
  'dcterms:issued': { kind: 'date' },
  'dc:date': { kind: 'date' },
  created: { kind: 'date' },
  'dcterms:created': { kind: 'date' },
  updated: { kind: 'date' },
  modified: { kind: 'date' },
  'dcterms:modified': { kind: 'date' },
  content: { kind: 'html', as: 'html:content' },
  'content:encoded': { kind: 'html', as: 'html:encoded' },
  'xhtml:body': { kind: 'html', as: 'html:body' },
  body: { kind: 'html', as: 'html:body' },
  fullitem: { kind: 'html', as: 'html:encoded' },
  description: { kind: 'html', as: 'html:description' },
  summary: { kind: 'html', as: 'html:summary' },
  'dc:description': { kind: 'html', as: 'html:dc' },
  'media:description': { kind: 'html', as: 'html:media' },
  'itunes:summary': { kind: 'html', as: 'html:itunes' },
  'itunes:subtitle': { kind: 'html', as: 'html:subtitle' },
  category: { kind: 'category' },
  'dc:subject': { kind: 'category' },
  'media:category': { kind: 'category' },
  'itunes:category': { kind: 'category' },
  'itunes:keywords': { kind: 'text' },
  'media:keywords': { kind: 'text' },
  enclosure: { kind: 'media' },
  'media:group': { kind: 'group' },
  'media:content': { kind: 'media' },
  'media:thumbnail': { kind: 'media' },
  'itunes:image': { kind: 'media' },
  'media:community': { kind: 'group' },
  'media:statistics': { kind: 'media' },
  'podcast:transcript': { kind: 'media' },
  'podcast:chapters': { kind: 'media' },
  'psc:chapters': { kind: 'group' },
  'psc:chapter': { kind: 'media' },
  'itunes:duration': { kind: 'text' },
  comments: { kind: 'url' },
  'feedburner:origlink': { kind: 'url' },
};

/** Prefixes as a feed writes them, '' for its default namespace, and what each goes by here. */
export type Prefixes = Record<string, string>;

/** The prefixes in force on an element. A URI that we do not know leaves the prefix what it is. */
export function prefixesOf(outer: Prefixes = {}, attributes: Record<string, string>): Prefixes {
  let prefixes = outer;
  for (const key in attributes) {
    const known = /^xmlns(:|$)/i.test(key) ? prefixOf(attributes[key] ?? '') : undefined;
    if (known === undefined) continue;
    if (prefixes === outer) prefixes = { ...outer };
    prefixes[key.slice(6).toLowerCase()] = known;
  }
  return prefixes;
}

/** The name that an element of this tag goes by here, whatever prefixes the feed uses. */
export function knownName(tag: string, prefixes: Prefixes): string {
  const colon = tag.indexOf(':');
  const written = colon < 0 ? '' : tag.slice(0, colon);
  const undeclared = written === 'atom' ? '' : written;
  const prefix = Object.hasOwn(prefixes, written) ? prefixes[written] : undeclared;
  return prefix ? `${prefix}:${tag.slice(colon + 1)}` : tag.slice(colon + 1);
}

/** What is done with an element, given what it stands in; undefined where it is passed over. */
export function ruleFor(parent: string, inEntry: boolean, name: string): Rule | undefined {
  if (parent === 'person') return name === 'name' ? { kind: 'text' } : undefined;
  if (parent === 'image') return name === 'title' ? { kind: 'title', as: 'image:title' } : undefined;
  if (parent === 'source') return name === 'author' ? { kind: 'person' } : undefined;
  const rules = inEntry ? ENTRY_ELEMENTS : FEED_ELEMENTS;
  return Object.hasOwn(rules, name) ? rules[name] : undefined;
}
