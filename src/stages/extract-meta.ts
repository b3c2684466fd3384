/** What a page says about itself: Open Graph, JSON-LD (schema.org), Dublin Core, Highwire, and the usual meta names. */
import { htmlToText } from '../text/html.ts';
import { parseDate } from '../text/time.ts';
import { hostOf, httpUrl } from '../text/url.ts';
import type { Iso } from '../types.ts';
import { articleNode, type JsonObject, namesOf, nodesOf, textOf } from './extract-jsonld.ts';
import type { PageHead } from './extract-prepare.ts';

const MAX_TITLE = 300;
const MAX_NAME = 120;
const MAX_AUTHORS = 8;

export interface PageMeta {
  title: string;
  author?: string;
  siteName?: string;
  publishedAt?: Iso;
  language?: string;
  imageUrl?: string;
  /** The words that JSON-LD gives as the article's; '' where it gives none. */
  articleBody: string;
  /** The publisher says that reading on needs an account. */
  paywalled: boolean;
}

/** Reads the head of the page at `url`. What is missing or malformed is left out. */
export function readMeta(head: PageHead, url: string): PageMeta {
  const node = articleNode(nodesOf(head.jsonLd));
  const first = (...keys: string[]) => firstOf(head, keys);
  const siteName = siteNameOf(head, node, url);
  const rawTitle =
    first('og:title', 'twitter:title', 'citation_title', 'dc.title', 'parsely-title') ||
    textOf(node?.headline) ||
    head.title;
  const author = authorOf(head, node, url);
  const publishedAt = dateOf(head, node);
  const language = languageOf(head);
  const imageUrl = imageOf(head, node, url);
  return {
    title: withoutSite(line(rawTitle, MAX_TITLE), siteName, url),
    ...(author ? { author } : {}),
    ...(siteName ? { siteName } : {}),
    ...(publishedAt ? { publishedAt } : {}),
    ...(language ? { language } : {}),
    ...(imageUrl ? { imageUrl } : {}),
    articleBody: plainBody(textOf(node?.articleBody)),
    paywalled:
      /^(false|no)$/i.test(String(node?.isAccessibleForFree ?? '')) ||
      /^(locked|metered)$/i.test(first('article:content_tier')),
  };
}

function siteNameOf(head: PageHead, node: JsonObject | undefined, url: string): string {
  const keys = ['og:site_name', 'application-name', 'apple-mobile-web-app-title'];
  const written = keys.flatMap((key) => head.metas.get(key) ?? []).concat(namesOf(node?.publisher));
  const names = written.map((name) => line(name, MAX_NAME).replace(/^@/, ''));
  return names.find((name) => name !== '' && !/^https?:/i.test(name)) ?? SITE_NAMES[hostOf(url)] ?? '';
}

function firstOf(head: PageHead, keys: string[]): string {
  for (const key of keys) for (const value of head.metas.get(key) ?? []) if (value.trim() !== '') return value;
  return '';
}

/** Some write HTML there, most write lines. */
function plainBody(body: string): string {
  if (/<(p|br|div)\b/i.test(body)) return htmlToText(body);
  return body
    .split(/\n+/)
    .map(htmlToText)
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
}

/** One line of plain words; entities that were escaped twice are undone. */
function line(text: string, most: number): string {
  const plain = /&(#\w+|\w+);/.test(text) ? htmlToText(text.replaceAll('<', '&lt;')) : text;
  return plain.replace(/\s+/g, ' ').trim().slice(0, most).toWellFormed();
}

const SEPARATOR = /\s+[|–—·•»«:-]+\s+|\s*[|»]\s*/;

/** Sites whose name in their titles is neither in their address nor anywhere else on the page. */
const SITE_NAMES: Record<string, string> = { 'news.ycombinator.com': 'Hacker News', 'x.com': 'X', 'twitter.com': 'X' };

/** Cuts the site's name off either end of a title: `A fine day | The Daily` is `A fine day`. */
function withoutSite(title: string, siteName: string, url: string): string {
  const host = hostOf(url);
  const labels = host.split('.').slice(0, -1);
  const sites = new Set([siteName, host, labels.join(''), ...labels.filter((label) => label.length > 3)].map(letters));
  const isSite = (part: string) => letters(part) !== '' && sites.has(letters(part));
  const last = new RegExp(`^(.*\\S)(?:${SEPARATOR.source})(.+?)$`).exec(title);
  if (last && isSite(last[2] ?? '')) return last[1] ?? title;
  const first = SEPARATOR.exec(title);
  if (first && isSite(title.slice(0, first.index))) return title.slice(first.index + first[0].length);
  return title;
}

function letters(text: string): string {
  return text
    .toLowerCase()
    .replace(/^the\s+/, '')
    .replace(/[^\p{L}\p{N}]/gu, '');
}

const AUTHOR_KEYS = [
  'author',
  'article:author',
  'parsely-author',
  'sailthru.author',
  'dc.creator',
  'dcterms.creator',
  'byl',
  'citation_author',
];

function authorOf(head: PageHead, node: JsonObject | undefined, url: string): string {
  const candidates = [
    namesOf(node?.author),
    namesOf(node?.creator),
    ...AUTHOR_KEYS.map((key) => head.metas.get(key) ?? []),
  ];
  for (const names of candidates) {
    const written = names.map((name) => authorName(name, url)).filter((name) => name !== '');
    if (written.length > 0) return [...new Set(written)].slice(0, MAX_AUTHORS).join(', ');
  }
  return '';
}

/** A person's or a body's name without `By`; '' where it is an address, a placeholder or a sentence. */
export function authorName(text: string, url: string): string {
  const name = line(text, 400)
    .replace(/^(written |posted |words )?by[:\s]+/i, '')
    .replace(/\s*[|·•].*$/, '')
    .replace(/[\s,;]+$/, '');
  const host = hostOf(url);
  const isNone =
    /^(admin(istrator)?|author|editor|staff|guest|unknown|anonymous|null|undefined|n\/a|none|no author|user)$/i.test(
      name,
    ) || letters(name) === letters(host);
  return name.length < 2 || name.length > MAX_NAME || isNone || /https?:|www\.|[<>{}]|@\w+\.\w/.test(name) ? '' : name;
}

const DATE_KEYS = [
  'article:published_time',
  'datepublished',
  'date',
  'pubdate',
  'publishdate',
  'publish-date',
  'parsely-pub-date',
  'sailthru.date',
  'dc.date',
  'dc.date.issued',
  'dcterms.created',
  'dcterms.date',
  'citation_publication_date',
  'citation_date',
  'og:published_time',
  'article.published',
  'published_time',
  'cxenseparse:recs:publishtime',
];

function dateOf(head: PageHead, node: JsonObject | undefined): Iso | undefined {
  const written = [
    textOf(node?.datePublished),
    ...DATE_KEYS.flatMap((key) => head.metas.get(key) ?? []),
    textOf(node?.dateCreated),
    ...head.times.slice(0, 1),
  ];
  for (const text of written) {
    const date = text === '' ? undefined : parseDate(text);
    if (date) return date;
  }
  return undefined;
}

/** A BCP 47 tag, from the page's `lang`, else from what it says of its locale. */
function languageOf(head: PageHead): string {
  for (const text of [head.lang, firstOf(head, ['content-language', 'og:locale', 'dc.language', 'language'])]) {
    try {
      const [tag] = Intl.getCanonicalLocales((text.split(',')[0] ?? '').trim().replaceAll('_', '-'));
      if (tag) return tag;
    } catch {
      // not a language tag; the next one may be
    }
  }
  return '';
}

function imageOf(head: PageHead, node: JsonObject | undefined, url: string): string | undefined {
  const image =
    firstOf(head, ['og:image:secure_url', 'og:image', 'og:image:url', 'twitter:image', 'twitter:image:src']) ||
    textOf(node?.image);
  const absolute = image === '' ? undefined : httpUrl(image, url);
  return absolute?.startsWith('https:') ? absolute : undefined;
}
