/** What the authoring files of the sample week hold, once read. Dates are ISO moments. */

export interface Site {
  name: string;
  /** Which furniture stands round the article. */
  template: 'lab' | 'blog' | 'paper' | 'wire' | 'plain' | 'video';
  nav?: string[];
  cookies?: string;
  signup?: string;
  advert?: string;
  footer?: string;
  /** Writes letters outside ASCII as named entities, as older publishing systems do. */
  entities?: boolean;
}

/** One file of `pages/`: front matter, then Markdown. */
export interface Page {
  slug: string;
  url: string;
  title: string;
  date: string;
  author?: string;
  lang?: string;
  summary?: string;
  /** 200 where it is not given. */
  status?: number;
  /** A teaser: the rest is for subscribers. */
  paywall?: string;
  /** Words for machines that no reader sees. */
  hidden?: string;
  comments?: { by: string; text: string }[];
  /** Running time of a video. */
  seconds?: number;
  site: Site;
  markdown: string;
}

/** One entry of a feed. `page` names a file of `pages/` that gives whatever is left out. */
export interface Entry {
  page?: string;
  title: string;
  url: string;
  /** The link as the feed writes it, trackers included, where it differs from `url`. */
  link?: string;
  date: string;
  updated?: string;
  author?: string;
  summary?: string;
  /** A post's own words, as Markdown. */
  post?: string;
  categories?: string[];
  enclosure?: { url: string; type: string; length: number };
  duration?: string;
  transcripts?: { url: string; type: string }[];
  /** Where the chapters are, as JSON. */
  chapters?: string;
  views?: number;
  /** The whole text as HTML, in feeds that carry it. */
  html?: string;
}

export interface Feed {
  url: string;
  format: 'rss' | 'atom' | 'json' | 'youtube';
  title: string;
  home: string;
  description: string;
  language?: string;
  /** Carries the whole text of each page. */
  full?: boolean;
  /** Posts have no title, as on Mastodon; a bridge gives their first words. */
  untitled?: boolean;
  /** Writes letters outside ASCII as numeric references, twice escaped in descriptions. */
  entities?: boolean;
  entries: Entry[];
}

/** A comment on Hacker News with its replies. `text` is Markdown. */
export interface Comment {
  id: number;
  by: string;
  date: string;
  text: string;
  kids?: Comment[];
}
/** One thread of `threads/`: the best comments of a story, best first. */
export interface Thread {
  story: number;
  comments: Comment[];
}
/** A story of Hacker News. `page` names a file of `pages/` that gives title and address where they are left out. */
export interface Story {
  id: number;
  page?: string;
  title: string;
  /** None: the post is words on Hacker News itself. */
  url?: string;
  by: string;
  date: string;
  points: number;
  /** All of its comments, of which the first few are in its thread. */
  replies: number;
  /** The submitter's own words, as Markdown. */
  text?: string;
  /** On the front page when the week is captured. */
  front?: boolean;
  comments: Comment[];
}
export interface HackerNews {
  format: 'hackernews';
  stories: Story[];
}

/** Posts on X as the site shows them to others, one by one. */
export interface ShownPosts {
  format: 'oembed';
  entries: { url: string; name: string; date: string; post: string }[];
}

/** What a file of `feeds/` holds. */
export type Crawled = Feed | HackerNews | ShownPosts;

/** One request and its answer. */
export interface Exchange {
  url: string;
  status: number;
  mimeType: string;
  text: string;
}
