/** What some publishers mean by the fields of their feeds: whose the entry's link, author, title and words are. */
import type { FeedEntry, ParsedFeed } from '../types.ts';
import { readLetters } from './feedLetters.ts';
import { readRedditPost } from './feedReddit.ts';
import { withoutWidgets } from './feedWidgets.ts';
import { hostOf, httpUrl } from './url.ts';

/** A host's rule. Feeds under these hosts are read alike, whether a preset or somebody's own line asks for them. */
interface Dialect {
  hosts: RegExp;
  /** The site that the entries' words belong to, where it is not the host of the feed. */
  home?: string;
  entry?: (entry: FeedEntry) => FeedEntry;
}

const DIALECTS: Dialect[] = [
  { hosts: /^((www|old|new)\.)?reddit\.com$/, entry: readRedditPost },
  { hosts: /^((export|rss)\.)?arxiv\.org$/, home: 'https://arxiv.org/', entry: readPaper },
  { hosts: /^github\.com$/, entry: readRelease },
];

/**
 * The feed at `url` as its publisher means it: a Reddit entry's page is the one it links to and its discussion is Reddit's, an arXiv
 * abstract is the paper page's own words, a GitHub release is called by its repository, a mailed letter's page is the one for everybody.
 * Forms and buttons between the paragraphs of a post go; the rest of other feeds stays as it is.
 */
export function readDialect(written: ParsedFeed, url: string): ParsedFeed {
  const feed = { ...written, entries: written.entries.map(withoutForms) };
  if (feed.entries.some(({ id }) => id.startsWith('urn:kill-the-newsletter:'))) return readLetters(feed);
  const dialect = DIALECTS.find(({ hosts }) => hosts.test(hostOf(url)));
  if (dialect === undefined) return feed;
  const { home = feed.homeUrl, entry = (same) => same } = dialect;
  // these publishers' addresses are what they are; what a feed calls itself is no better one
  const { selfUrl: _, ...rest } = feed;
  return { ...rest, ...(home === undefined ? {} : { homeUrl: home }), entries: feed.entries.map(entry) };
}

function withoutForms(entry: FeedEntry): FeedEntry {
  return entry.contentHtml === undefined ? entry : { ...entry, contentHtml: withoutWidgets(entry.contentHtml) };
}

const PAPER = /^https?:\/\/(?:www\.|export\.)?arxiv\.org\/abs\/([\w.-]+(?:\/\d+)?)v\d+$/i;
/** What the daily lists of arXiv put before an abstract. */
const ANNOUNCED = /^(?:<p>)?\s*arXiv:\S{1,40}\s+Announce Type:[^<]{0,60}?\s*Abstract:\s*/i;

/** A paper's page for whichever version is the newest: the one that others link to. */
function readPaper(entry: FeedEntry): FeedEntry {
  const paper = PAPER.exec(entry.url)?.[1];
  return {
    ...entry,
    ...(paper === undefined ? {} : { url: `https://arxiv.org/abs/${paper}` }),
    ...(entry.summaryHtml === undefined ? {} : { summaryHtml: entry.summaryHtml.replace(ANNOUNCED, '') }),
  };
}

/** A release is often called by its number alone; its picture is its author's, and "No content." is no word of theirs. */
function readRelease(entry: FeedEntry): FeedEntry {
  const repository = /^\/[\w.-]+\/([\w.-]+)\/releases\/tag\//.exec(pathOf(entry.url))?.[1];
  if (repository === undefined) return entry;
  const { imageUrl: _, contentHtml, ...rest } = entry;
  const isNamed = letters(entry.title).includes(letters(repository));
  return {
    ...rest,
    title: isNamed ? entry.title : `${repository} ${entry.title}`.trim(),
    ...(contentHtml === undefined || contentHtml === 'No content.' ? {} : { contentHtml }),
  };
}

function pathOf(url: string): string {
  const absolute = httpUrl(url);
  return absolute === undefined ? '' : new URL(absolute).pathname;
}

function letters(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
