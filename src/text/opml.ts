/** Lists of feeds as readers exchange them: OPML 1.0, 1.1 and 2.0 (opml.org/spec2.opml). */
import { UserError } from '../errors.ts';
import { decode, oneLine } from './feed-content.ts';
import { scanMarkup } from './markup.ts';

/** A subscription of a list. */
export interface OpmlFeed {
  /** `xmlUrl` as written: it may be no web address. */
  url: string;
  /** '' where the list has no name for it. */
  title: string;
  /** The folders that it stands in, outermost first, then its categories. */
  tags: string[];
}
export interface OpmlList {
  title: string;
  feeds: OpmlFeed[];
  /** Entries that name no feed, as bookmarks do, by their titles; and what is over the most that is read. */
  leftOut: string[];
}

const LONGEST = 10_000_000;
const MOST_FEEDS = 5_000;
const MOST_TAGS = 8;
const LONGEST_TITLE = 200;
const LONGEST_TAG = 60;
const NAMED: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/**
 * Reads a list. Folders may be nested to any depth; elements that are not outlines are passed over, so that a list which is not well
 * formed is still read. Entities of XML and HTML are decoded once; none that the document declares is known. Throws UserError where the
 * text has no outline.
 */
export function parseOpml(text: string): OpmlList {
  const list: OpmlList = { title: '', feeds: [], leftOut: [] };
  /** The folder's name of each outline that is open; '' for a feed. */
  const open: string[] = [];
  let outlines = 0;
  let titleStart: number | undefined;
  const source = text.slice(0, LONGEST);
  scanMarkup(source, 'xml', {
    open(name, written, { end, empty }) {
      if (name.toLowerCase() === 'title' && !empty && outlines === 0) titleStart = end;
      if (name.toLowerCase() !== 'outline') return;
      outlines++;
      const said = readAttributes(written);
      const title = clip(oneLine(said.title || said.text || ''), LONGEST_TITLE);
      const url = decode(said.xmlurl || (/^(rss|atom)$/i.test(said.type ?? '') ? (said.url ?? '') : '')).trim();
      if (url !== '') {
        if (list.feeds.length < MOST_FEEDS) list.feeds.push({ url, title, tags: tagsOf(open, said.category ?? '') });
        else list.leftOut.push(title || url);
      } else if (said.url || said.htmlurl) list.leftOut.push(title || decode(said.url || said.htmlurl || ''));
      if (!empty) open.push(url === '' ? title : '');
    },
    close(name, start) {
      if (name.toLowerCase() === 'outline') open.pop();
      if (name.toLowerCase() !== 'title' || titleStart === undefined) return;
      list.title = clip(oneLine(source.slice(titleStart, start)), LONGEST_TITLE);
      titleStart = undefined;
    },
  });
  if (outlines === 0) throw new UserError('this is no OPML: it has no <outline> in it');
  return list;
}

/** Attribute names as people write them: `xmlUrl`, `xmlurl`, `XMLURL`. */
function readAttributes(written: Record<string, string>): Record<string, string | undefined> {
  const said: Record<string, string | undefined> = {};
  for (const name in written) said[name.toLowerCase()] ??= written[name];
  return said;
}

/** OPML 2.0: categories are parted by commas; one that begins with a slash is a path. */
function tagsOf(folders: string[], category: string): string[] {
  const named = oneLine(category)
    .split(',', MOST_TAGS)
    .flatMap((entry) => (entry.trim().startsWith('/') ? entry.split('/', MOST_TAGS) : [entry]));
  const tags = [...folders.slice(0, MOST_TAGS), ...named].map((tag) => clip(tag.trim(), LONGEST_TAG));
  return [...new Set(tags)].filter((tag) => tag !== '').slice(0, MOST_TAGS);
}

/**
 * A list as OPML 2.0, feeds in folders by their first tag, all their tags as categories. Written so that `parseOpml` gives the same feeds,
 * in the order of the folders; a tag with a comma or a slash in it stands as a folder alone.
 */
export function formatOpml(feeds: OpmlFeed[], title: string): string {
  const folders = new Map<string, string[]>();
  for (const feed of feeds) {
    const [folder = ''] = feed.tags;
    const lines = folders.get(folder) ?? [];
    lines.push(outline(feed));
    folders.set(folder, lines);
  }
  const body: string[] = [];
  for (const [folder, lines] of folders) {
    if (folder === '') body.push(...lines.map((line) => `    ${line}`));
    else {
      const name = escapeXml(folder);
      body.push(
        `    <outline text="${name}" title="${name}">`,
        ...lines.map((line) => `      ${line}`),
        '    </outline>',
      );
    }
  }
  const head = `  <head>\n    <title>${escapeXml(title)}</title>\n  </head>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n${head}\n  <body>\n${body.join('\n')}\n  </body>\n</opml>\n`;
}

function outline({ url, title, tags }: OpmlFeed): string {
  const name = escapeXml(title);
  const categories = tags.filter((tag) => !/[,/]/.test(tag));
  const category = categories.length > 0 ? ` category="${escapeXml(categories.join(','))}"` : '';
  return `<outline type="rss" text="${name}" title="${name}" xmlUrl="${escapeXml(url)}"${category}/>`;
}

/** XML 1.0 §2.2 and §2.3: no character that XML forbids, and none that ends an attribute. */
function escapeXml(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to remove
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replace(/[&<>"\t\n\r]/g, (character) => NAMED[character] ?? `&#${character.charCodeAt(0)};`)
  );
}

function clip(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).toWellFormed()}…`;
}
