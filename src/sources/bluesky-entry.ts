/** A post of Bluesky as an entry: its address, its words and the links in them. */
import { given } from '../text/given.ts';
import { escapeText, linkText, parseMarkdown, plainText } from '../text/markdown.ts';
import { withoutUnseen } from '../text/unseen.ts';
import { httpUrl } from '../text/url.ts';
import type { CrawledEntry } from '../types.ts';
import { type AuthorView, embedOf, idOf, madeAt, type PostView } from './bluesky-view.ts';
import { countsOf, entryAt, MOST_LINKS, type Seen } from './entry.ts';

const BLUESKY_HOME = 'https://bsky.app/';
const HANDLE = /^(?!.*\.invalid$)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+$/i;

/** Where a post is: by its author's handle, or by the DID where the handle does not lead to the account any more. */
export function postUrl(uri: string, author: AuthorView): string | undefined {
  const id = idOf(uri);
  return id && id.did === author.did ? `${BLUESKY_HOME}profile/${whoOf(author)}/post/${id.rkey}` : undefined;
}

function whoOf({ handle, did }: AuthorView): string {
  return isHandle(handle) ? handle : did;
}

function isHandle(handle: string): boolean {
  return handle.length <= 253 && HANDLE.test(handle);
}

/** `about` is what the post answers. Undefined for a post without words. */
export function postEntry(view: PostView, seen: Seen, about: (string | undefined)[] = []): CrawledEntry | undefined {
  const url = postUrl(view.uri, view.author);
  const { text, markdown, links } = richText(view.record.text, facetsOf(view));
  if (url === undefined || text === '') return undefined;
  const { card, quoted } = embedOf(view);
  const page = card === undefined ? undefined : httpUrl(card);
  const quote = quoted && postUrl(quoted.uri, quoted.author);
  const pages = new Set([...about, quote, page].filter((to) => to !== undefined && to !== url));
  const language = /^[a-z]{2,3}\b/.exec(view.record.langs[0] ?? '')?.[0];
  return {
    ...entryAt(url, seen),
    ...(isHandle(view.author.handle) ? { author: view.author.handle } : {}),
    ...given({ publishedAt: madeAt(view), text, markdown, feedLanguage: language }),
    links: [...new Set([...links, page, quote])].filter((to) => to !== undefined).slice(0, MOST_LINKS),
    ...(pages.size === 0 ? {} : { about: [...pages] as string[] }),
    ...countsOf({ comments: view.replyCount, likes: view.likeCount }),
    feedHomeUrl: BLUESKY_HOME,
  };
}

/** Links and mentions; hashtags lead nowhere. */
function facetsOf({ record: { facets } }: PostView): Facet[] {
  return facets.flatMap(({ index, features }) => {
    const { uri, did } = features.find((feature) => feature.uri !== undefined || feature.did !== undefined) ?? {};
    const url = uri ?? (did && `${BLUESKY_HOME}profile/${did}`);
    return url ? [{ start: index.byteStart, end: index.byteEnd, url }] : [];
  });
}

/** Bluesky itself stops at 300 letters; other clients and servers may not. */
const MOST_BYTES = 100_000;
/** Beyond this it is no post that somebody set links in by hand. */
const MOST_MARKED = 10_000;
const MOST_FACETS = 200;

/** A run of bytes with the page it leads to. */
interface Facet {
  start: number;
  end: number;
  url: string;
}
interface RichText {
  text: string;
  /** Left out where nothing is linked, or where Markdown would not say the same words. */
  markdown?: string;
  /** Where its links lead, in order. */
  links: string[];
}

interface Piece {
  text: string;
  url?: string;
}

/** Facets that overlap, or begin or end inside a letter, are left out: their words stay. */
function richText(raw: string, facets: Facet[]): RichText {
  const pieces = piecesOf(Buffer.from(raw).subarray(0, MOST_BYTES), facets);
  const text = pieces
    .map((piece) => piece.text)
    .join('')
    .trim();
  const links = pieces.flatMap(({ url }) => (url === undefined ? [] : [url]));
  const markdown = links.length === 0 || text.length > MOST_MARKED ? '' : markdownOf(pieces);
  return { text, links: [...new Set(links)], ...(markdown !== '' && saysTheSame(markdown, text) ? { markdown } : {}) };
}

function piecesOf(bytes: Buffer, facets: Facet[]): Piece[] {
  const pieces: Piece[] = [];
  const words = (from: number, to: number) =>
    withoutUnseen(bytes.subarray(from, to).toString('utf8')).replaceAll('\r\n', '\n');
  const sorted = facets.slice(0, MOST_FACETS).sort((a, b) => a.start - b.start);
  let at = 0;
  for (const { start, end, url } of sorted) {
    const target = httpUrl(url);
    if (target === undefined || start < at || end <= start || !isEdge(bytes, start) || !isEdge(bytes, end)) continue;
    pieces.push({ text: words(at, start) }, { text: words(start, end), url: target });
    at = end;
  }
  return [...pieces, { text: words(at, bytes.length) }];
}

/** Whether a letter begins there, or the text ends. */
function isEdge(bytes: Buffer, at: number): boolean {
  const byte = bytes[at];
  return at === bytes.length || (byte !== undefined && (byte & 0b1100_0000) !== 0b1000_0000);
}

/** Line by line, since a line break would end a link and begin a list. */
function markdownOf(pieces: Piece[]): string {
  let markdown = '';
  for (const { text, url } of pieces) {
    const lines = text.split('\n');
    for (const [index, line] of lines.entries()) {
      if (index > 0) markdown = `${markdown.trimEnd()}\n`;
      if (line.trim() === '') markdown += line === '' ? '' : ' ';
      else markdown += url === undefined ? escapeText(line) : linkText(line, url);
    }
  }
  return markdown.trim();
}

function saysTheSame(markdown: string, text: string): boolean {
  const plain = (words: string) => words.replace(/\s+/g, ' ').trim();
  return plain(plainText(parseMarkdown(markdown))) === plain(text);
}
