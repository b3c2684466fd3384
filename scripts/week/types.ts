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
  /** A post's own words, one paragraph a line. */
  post?: string;
  categories?: string[];
  comments?: string;
  points?: number;
  replies?: number;
  enclosure?: { url: string; type: string; length: number };
  duration?: string;
  transcripts?: { url: string; type: string }[];
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
  /** Writes letters outside ASCII as numeric references, twice escaped in descriptions. */
  entities?: boolean;
  entries: Entry[];
}

/** A Hacker News thread, or a comment with its replies. `text` is Markdown. */
export interface Comment {
  id: number;
  by: string;
  age: string;
  text: string;
  kids?: Comment[];
  /** The comment's own page is recorded too. */
  page?: boolean;
}
export interface Thread {
  id: number;
  title: string;
  url: string;
  by: string;
  date: string;
  points: number;
  /** All of the thread's comments; the best are recorded. */
  replies: number;
  comments: Comment[];
}

/** One request and its answer. */
export interface Exchange {
  url: string;
  status: number;
  mimeType: string;
  text: string;
}
