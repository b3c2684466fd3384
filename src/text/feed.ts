/** Feeds of every kind to entries: bytes → characters → clean XML → rss-parser → entries; JSON Feed has its own reader. */
import RssParser from 'rss-parser';
import { SourceError } from '../errors.ts';
import type { ParsedFeed } from '../types.ts';
import { decodeFeed } from './feed-decode.ts';
import { attributesOf, customFields, entryOf, given, pageLink, texts, type Values } from './feed-entry.ts';
import { isJsonFeed, readJsonFeed } from './feed-json.ts';
import { whatItIs } from './feed-other.ts';
import { repairFeed } from './feed-repair.ts';

/**
 * Reads RSS 0.90–2.0, RDF, Atom 0.3 and 1.0, and JSON Feed, whatever is wrong with them; `warnings` says what was repaired. `url` is where
 * the feed was found, after redirects: relative links are resolved against it. Titles and names are plain text; dates are UTC; HTML is
 * without scripts but not sanitised. Nothing that the feed names is fetched, no entity that it declares is expanded. Throws SourceError,
 * with what the body is instead, where it is no feed.
 */
export async function parseFeed(body: Uint8Array, o: { url: string; contentType?: string }): Promise<ParsedFeed> {
  const { text, warnings } = decodeFeed(body, o.contentType);
  const json = /^\s*[{[]/.test(text.slice(0, 1_000)) ? parseJson(text) : undefined;
  if (isJsonFeed(json)) {
    const feed = readJsonFeed(json, o.url);
    return { ...feed, warnings: [...warnings, ...feed.warnings] };
  }
  const repaired = json === undefined ? repairFeed(text, o.url) : undefined;
  if (repaired === undefined) throw new SourceError(whatItIs(body, text, o.url, json));
  const parser = new RssParser<Values, Values>({ customFields: customFields() });
  const parsed = await parser.parseString(repaired.xml);
  return feedOf(parsed, o.url, [...warnings, ...repaired.warnings]);
}

function feedOf(parsed: Values & { items: Values[] }, url: string, warnings: string[]): ParsedFeed {
  const links = attributesOf(parsed, 'link');
  const author = texts(parsed, 'author').join(', ') || undefined;
  const home = pageLink(parsed);
  const self = texts(parsed, 'itunes:new-feed-url')[0] ?? links.find((link) => link.rel === 'self')?.href;
  const context = { url, ...given('author', author) };
  return {
    title: texts(parsed, 'title', 'dc:title', 'image:title')[0] ?? '',
    ...given('homeUrl', home),
    ...given('selfUrl', self),
    ...given('language', languageOf(parsed)),
    entries: parsed.items.map((item) => entryOf(item, context)),
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
