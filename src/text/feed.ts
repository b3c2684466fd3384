/** Feeds of every kind to entries: bytes → characters → clean elements → rss-parser → entries; JSON Feed has its own reader. */
import RssParser from 'rss-parser';
import { SourceError } from '../errors.ts';
import type { ParsedFeed } from '../types.ts';
import { MOST_AT_AN_END } from './feed-cut.ts';
import { decodeFeed } from './feed-decode.ts';
import { attributesOf, customFields, entryOf, pageLink, texts, type Values } from './feed-entry.ts';
import { isJsonFeed, readJsonFeed } from './feed-json.ts';
import { whatItIs } from './feed-other.ts';
import { type RepairedFeed, repairFeed } from './feed-repair.ts';
import type { FeedTree } from './feed-write.ts';
import { feedHints } from './feedHints.ts';
import { given } from './given.ts';

/**
 * Reads RSS 0.90–2.0, RDF, Atom 0.3 and 1.0, and JSON Feed, whatever is wrong with them; `warnings` says what was repaired. `url` is where
 * the feed was found, after redirects: relative links are resolved against it. Titles and names are plain text; dates are UTC; HTML is
 * without scripts but not sanitised. Of a long feed, `most` entries at each end are read (12,500 where it is not said), and `entryCount` says
 * how many it has. Nothing that the feed names is fetched, no entity that it declares is expanded. Throws SourceError, with what the body
 * is instead, where it is no feed.
 */
export async function parseFeed(
  body: Uint8Array,
  o: { url: string; contentType?: string; most?: number },
): Promise<ParsedFeed> {
  const { most = MOST_AT_AN_END } = o;
  const { text, warnings } = decodeFeed(body, o.contentType);
  const json = /^\s*[{[]/.test(text.slice(0, 1_000)) ? parseJson(text) : undefined;
  if (isJsonFeed(json)) {
    const feed = readJsonFeed(json, o.url, most);
    return { ...feed, warnings: [...warnings, ...feed.warnings] };
  }
  const repaired = json === undefined ? repairFeed(text, o.url, most) : undefined;
  if (repaired === undefined) throw new SourceError(whatItIs(body, text, o.url, json));
  return feedOf({ ...repaired, warnings: [...warnings, ...repaired.warnings] }, o.url);
}

/** The elements were read already: where rss-parser would have its XML reader (xml2js) make a tree of the text, it gets that tree. */
const parser = Object.assign(new RssParser<Values, Values>({ customFields: customFields() }), {
  xmlParser: { parseString: (tree: FeedTree, done: (error: null, tree: FeedTree) => void) => done(null, tree) },
});

async function feedOf({ tree, count, warnings }: RepairedFeed, url: string): Promise<ParsedFeed> {
  const about = await parser.parseString(tree as unknown as string);
  const links = attributesOf(about, 'link');
  const self = texts(about, 'itunes:new-feed-url')[0] ?? links.find((link) => link.rel === 'self')?.href;
  const context = { url, ...given({ author: texts(about, 'author').join(', ') || undefined }) };
  const entries = about.items.map((item) => entryOf(item, context));
  return {
    title: texts(about, 'title', 'dc:title', 'image:title')[0] ?? '',
    ...given({ homeUrl: pageLink(about) }),
    ...given({ selfUrl: self }),
    ...given({ language: languageOf(about) }),
    entries,
    ...given({ entryCount: entries.length < count ? count : undefined }),
    ...given({ hints: feedHints((name) => texts(about, name)) }),
    warnings,
  };
}

/** A language tag of BCP 47; what is none is left out. */
function languageOf(parsed: Values): string | undefined {
  const said = texts(parsed, 'language', 'dc:language', 'xml:lang')[0];
  return said !== undefined && /^[a-z]{2,8}([-_][a-z0-9]{1,8})*$/i.test(said) ? said : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
