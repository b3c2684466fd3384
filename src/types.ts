/** The nouns of Pullquote, from source to sent issue. This file imports nothing; every other file may import it. */

/** A moment in UTC, as `2026-11-22T18:00:00.000Z`. */
export type Iso = string;
/** A day, as `2026-11-22`. */
export type Day = string;

// ───────────────────────────── configuration, resolved ─────────────────────────────

/** How a source is crawled. A new kind is one file in `sources/` and one line in its record. Presets resolve to `feed` or `json`. */
export type SourceKind = Source['kind'];

/** What every line of `sources.yaml` has, with every default filled in. */
export interface SourceBase {
  id: string;
  /**
   * The address that is asked, for kinds that ask one; for the others where people read the source. Keeps `${NAME}` unexpanded: only
   * the door knows secrets.
   */
  url: string;
  name: string;
  /** 1 is ordinary, 2 counts twice. */
  weight: number;
  tags: string[];
  /** The slot that this source's stories go to, where the editor named one. */
  section?: SlotName;
  maxItems?: number;
  enabled: boolean;
  /** A paid feed: link only; none of its text is quoted, sent to a model, or written under `issues/`. */
  private: boolean;
  respectOptOut: boolean;
}

/** RSS, RDF, Atom or JSON Feed at `url`; also what most presets resolve to. */
export interface FeedSource extends SourceBase {
  kind: 'feed';
}
/** A podcast's feed at `url`. */
export interface PodcastSource extends SourceBase {
  kind: 'podcast';
}
/** A channel's or playlist's feed at `url`, or these videos one by one, by their ids. */
export interface YoutubeSource extends SourceBase {
  kind: 'youtube';
  videos: string[];
}
/** Stories of Hacker News by query and points, of its front page, or these items by id; with the best comments of each. */
export interface HackerNewsSource extends SourceBase {
  kind: 'hackernews';
  /** Words of which a title must have one, parted by ` OR `; without a query every story counts. */
  query?: string;
  minPoints: number;
  /** How many comments of each story are read; 0: none. */
  comments: number;
  /** The front page as it stands, beside what `query` finds. */
  frontPage: boolean;
  items: number[];
}
/** A post by its address, or pasted where it can't be read. */
export type PostReference = string | { url: string; author: string; text: string };
/** Posts of X: by the paid API (users, list, search, conversation), or one by one without a token. */
export interface XSource extends SourceBase {
  kind: 'x';
  users: string[];
  /** The id of a list. */
  list?: string;
  search?: string;
  /** The id of the post that a thread began with. */
  conversation?: string;
  /** In order; several posts are a thread. */
  posts: PostReference[];
  /** US dollars that one crawl may cost at most. */
  budget: number;
}
/** Posts of one Bluesky account, or these posts with their threads. */
export interface BlueskySource extends SourceBase {
  kind: 'bluesky';
  handle?: string;
  posts: string[];
}
/** The links of a listing page that a CSS selector finds, or these pages themselves. */
export interface PageSource extends SourceBase {
  kind: 'page';
  selector?: string;
  /** A page by its address, or with words that were pasted because it can't be read. */
  pages: (string | { url: string; text: string; author?: string })[];
}
/** Fields of an entry that a JSON source may fill, each by a path such as `paper.title`, or a template such as `https://arxiv.org/abs/{paper.id}`. */
export type JsonField =
  | 'id'
  | 'url'
  | 'title'
  | 'author'
  | 'publishedAt'
  | 'summary'
  | 'content'
  | 'image'
  | 'discussion'
  | 'points'
  | 'comments'
  | 'likes'
  | 'views';
/** Any JSON list; `{day}` in `url` stands for each day of the window, as `2026-11-22`. */
export interface JsonSource extends SourceBase {
  kind: 'json';
  /** The path of the list in the answer; '' where the answer is the list. */
  items: string;
  map: Partial<Record<JsonField, string>>;
  /** The site that the entries' words belong to (P2); by default the host of `url`. */
  home?: string;
}
/** One line of `sources.yaml`. */
export type Source =
  | FeedSource
  | PodcastSource
  | YoutubeSource
  | HackerNewsSource
  | XSource
  | BlueskySource
  | PageSource
  | JsonSource;

export type SlotName = 'lead' | 'voices' | 'reads' | 'watch' | 'recurring';
export interface Section {
  slot: SlotName;
  /** The most blocks (for `voices`: the most voices) of the slot. */
  max: number;
  title?: string;
  /** For `recurring`: the id of the source whose newest item fills it. */
  source?: string;
}

export interface Model {
  /** `deepseek/deepseek-flash`: a preset and a model's name, or the name alone beside `url`. */
  name: string;
  url?: string;
  effort?: 'none' | 'low' | 'medium' | 'high';
  maxTokens?: number;
  /** US dollars a million tokens, in place of the listed price. */
  price?: { input: number; cached?: number; output: number };
}

/** `newsletter.yaml` with every default filled in. */
export interface Newsletter {
  name: string;
  editor: { name: string; email?: string };
  about: string;
  language: string;
  timezone: string;
  schedule: { crawl?: string; draft?: string };
  voice: string;
  letter: 'draft' | 'blank' | 'off';
  postscripts: string[];
  house: { title: string; text: string }[];
  sections: Section[];
  model: Model | undefined;
  /** US dollars an issue. */
  budget: number;
  /** In the order written; the first renders `issue.html`. */
  platforms: Record<string, Record<string, unknown>>;
  address?: string;
  utm?: { source: string; medium?: string; campaign?: string };
  notify: { email?: string; webhook?: string; heartbeat?: string };
  /** The web archive: where it will be read, in which folder it is written, and what it says of itself. */
  archive?: { url?: string; dir?: string; description?: string };
  theme: Theme;
  /** Days that items and responses are kept. */
  keep: number;
  /** Multipliers of score terms, by the term's name. */
  weights: Record<string, number>;
  limits: { perSource: number; perDomain: number };
}

/** Colours of one scheme that an editor may set, each `#rrggbb`. */
export interface ThemeColours {
  /** Behind everything. */
  page?: string;
  /** Behind the words. */
  paper?: string;
  /** Words. */
  ink?: string;
  /** Attribution lines, dates, the footer. */
  muted?: string;
  /** Lines between blocks, and behind lengths. */
  rule?: string;
  /** Behind the newsletter's own blocks and the contents. */
  tint?: string;
}
/** How an issue looks, in the email and in the archive. What is left out is the default's. */
export interface Theme {
  accent: string;
  light?: ThemeColours;
  dark?: ThemeColours;
  /** Families by what they set; each is on every reader's machine, or a kin of it is. */
  fonts?: { text?: FontName; headings?: FontName; letter?: FontName; quotes?: FontName };
  /** Pixels of running text; everything else grows with it. */
  size?: number;
  spacing?: 'tight' | 'normal' | 'wide';
  /** Pixels. */
  width?: number;
  logo?: string;
  /** What the logo says: it then stands in place of the name. */
  logoAlt?: string;
  /** Pixels. */
  logoHeight?: number;
}
export type FontName =
  | 'sans'
  | 'serif'
  | 'mono'
  | 'arial'
  | 'georgia'
  | 'palatino'
  | 'tahoma'
  | 'times'
  | 'trebuchet'
  | 'verdana';

/** `editor.yaml`: what the editor decided. Everything is by URL, since story ids change. */
export interface EditorDecisions {
  inbox: {
    url: string;
    note?: string;
    section?: SlotName;
    author?: string;
    text?: string;
    added: Day;
    usedIn?: number;
  }[];
  pins: { url: string; slot?: SlotName }[];
  mutes: ({ source: string } | { domain: string } | { url: string })[];
  same: string[][];
  different: string[][];
}

// ───────────────────────────── feeds and pages ─────────────────────────────

/** A feed as published: RSS 0.9–2.0, RDF, Atom 1.0 (RFC 4287) or JSON Feed 1.1. */
export interface ParsedFeed {
  title: string;
  homeUrl?: string;
  /** The address that the feed gives for itself. */
  selfUrl?: string;
  language?: string;
  entries: FeedEntry[];
  /** How many entries there are, where only those at both ends of a long feed were read. */
  entryCount?: number;
  /** When it wants to be visited. */
  hints?: VisitHints;
  /** What was repaired to read it, in words for the editor. */
  warnings: string[];
}
export interface FeedEntry {
  id: string;
  url: string;
  title: string;
  author?: string;
  publishedAt?: Iso;
  updatedAt?: Iso;
  summaryHtml?: string;
  contentHtml?: string;
  categories: string[];
  enclosures: { url: string; type?: string; length?: number }[];
  durationSeconds?: number;
  transcripts: { url: string; type?: string; language?: string }[];
  commentsUrl?: string;
  imageUrl?: string;
  /** Where the chapters of a recording are (`podcast:chapters`). */
  chaptersUrl?: string;
  /** Chapters that stand in the feed itself (Podlove Simple Chapters). */
  chapters?: Chapter[];
  counts?: Item['counts'];
}

/** What extraction makes of a page. `text` is plain text, paragraphs parted by an empty line. */
export interface Article {
  title: string;
  author?: string;
  siteName?: string;
  publishedAt?: Iso;
  language?: string;
  text: string;
  html: string;
  imageUrl?: string;
  wordCount: number;
  minutes: number;
  /** Too little text to write or quote from. */
  incomplete: boolean;
}

/** A place in a transcript's text: the words from offset `at` on were said at `seconds`. */
export interface Cue {
  at: number;
  seconds: number;
}

/** A part of a recording, from `seconds` on. */
export interface Chapter {
  seconds: number;
  title: string;
}

/** The captured words of one page or transcript. */
export interface Page {
  canonicalUrl: string;
  url: string;
  capturedAt: Iso;
  title: string;
  author?: string;
  siteName?: string;
  publishedAt?: Iso;
  language?: string;
  text: string;
  links: string[];
  imageUrl?: string;
  minutes: number;
  incomplete: boolean;
  /** A robots, TDM or noai reservation: link only. */
  optedOut?: boolean;
  cues?: Cue[];
  /** Running time, where the page of a video says it. */
  durationSeconds?: number;
  chapters?: Chapter[];
  /** What the page of a video says of it, for an item whose source says nothing. */
  summary?: string;
  /** The addresses that were asked for its words, length and chapters, beside `url`: a recording holds their answers. */
  readFrom?: string[];
}

// ───────────────────────────── items and stories ─────────────────────────────

/** What one source said of one URL, joined with what was captured there. Its key is canonical URL and source. */
export interface Item {
  /** 16 hex digits: sha256 of the canonical URL and the source's id. */
  id: string;
  /** The entry's link, less trackers: what is printed. */
  url: string;
  /** Only a key, never printed. */
  canonicalUrl: string;
  sourceId: string;
  sourceName: string;
  /** The entry's guid within its source. */
  guid: string;
  title: string;
  author?: string;
  siteName?: string;
  /** The entry's own date, else when it was first seen. */
  publishedAt: Iso;
  firstSeenAt: Iso;
  language?: string;
  /**
   * Of an item that is not `own`, and so has the title and date of who passed its page on: what the page calls itself, where it does not
   * bear that title out, and when it says it was written. Of an `own` one only when the page says it was written, where that is earlier than the feed's date.
   */
  pageSays?: { title?: string; publishedAt?: Iso };
  /** The source's own words about the page, plain. Never quoted under `url` unless `own`. */
  summary: string;
  /** P2: the link is on the feed's own site, so the entry's words are the page's own. */
  own: boolean;
  /** The captured words of the page at `url` itself (page, own feed text or transcript); '' where there are none. */
  text: string;
  textFrom: 'page' | 'feed' | 'transcript' | 'none';
  capturedAt: Iso;
  /** True where `text` is too little to write or quote from. */
  incomplete: boolean;
  /** Links out of the captured words and the source's own words, as written. */
  links: string[];
  categories: string[];
  /** Where the source discusses the page: the Hacker News thread, the aggregator's story page. */
  discussionUrl?: string;
  media?: 'video' | 'audio';
  /** Running time of a video or podcast. */
  durationSeconds?: number;
  /** Reading time of the captured words. */
  minutes: number;
  imageUrl?: string;
  cues?: Cue[];
  chapters?: Chapter[];
  chaptersUrl?: string;
  /** Where the words of a recording are. `workspace:transcripts/…` is a file that the editor put there. */
  transcript?: { url: string; type?: string };
  /** Every form in which the publisher offers those words, the best one first; `transcript` is the first of them. */
  transcripts?: { url: string; type?: string }[];
  /** `text` with its formatting, for posts and comments: read as Markdown it says the same words. */
  markdown?: string;
  /** The pages that a post or comment is about: the article, the thread, the post that it answers. It belongs to their story, whatever its words. */
  about?: string[];
  /** A post or comment that may be quoted whole as a voice: whose it is, where. */
  voice?: { handle: string; where: string };
  /** What readers did with it, where the source says. */
  counts?: { points?: number; comments?: number; likes?: number; views?: number };
  /** Link only: a private feed, or a page that reserved its rights. */
  linkOnly?: boolean;
  /** Of a private source, or under an address that is made for one reader: not even its title and address stand in an issue by themselves. */
  private?: boolean;
}

/** What ranking knows beside the items. */
export interface RankContext {
  newsletter: Newsletter;
  sources: Source[];
  editor: EditorDecisions;
  /** Page keys that past issues told. */
  told: Set<string>;
  /** What the newest of them told, to know it again under another address and in other words. */
  past: PastStory[];
  until: Iso;
}

/** A story as a past issue printed it, the editor's changes included. */
export interface PastStory {
  /** Of the issue. */
  number: number;
  /** In plain words; '' for a block without one. */
  heading: string;
  /** The block's first link, as printed; '' where it has none. */
  url: string;
  /** Page keys: what the block links, and the other items of its story. */
  pages: string[];
  /** What those pages call themselves. */
  titles: string[];
  /** What the block says and quotes, and the passages around it. */
  text: string;
  /** Where the issue's window ended. */
  until: Day;
}
/** What a past issue told of a story that is here again. */
export interface ToldBefore {
  number: number;
  heading: string;
  url: string;
  /** There is news: the story is led by it, and returns as an update. Else it is dropped. */
  update: boolean;
  /** How it was recognised, and what is new. */
  detail: string;
}

/** What selection makes of the ranked stories. */
export interface Selection {
  chosen: ChosenStory[];
  runnersUp: { story: Story; reason: DropReason }[];
  dropped: Partial<Record<DropReason, number>>;
  /** Why each story that is not chosen is not, by its id. */
  why: Map<string, DropReason>;
}
/** Where the items of a week went. Each is told or stands in one line of `leftOut`: together they are all of them. */
export interface Funnel {
  items: number;
  /** Pages and texts, copies aside, without what was left out before they were compared. */
  originals: number;
  roundups: number;
  stories: number;
  onTopic: number;
  chosen: number;
  /** Items of chosen stories, copies and comments with them. */
  told: number;
  /** By reason, most items first; what was left out before there were stories is of none. */
  leftOut: { reason: DropReason; items: number; stories: number }[];
}
/** A story with the slot it fills and what may be quoted from it. */
export interface ChosenStory extends Story {
  slot: SlotName;
  quotes: Quote[];
  /** A heading that the slot gives, in place of the story's own. */
  slotTitle?: string;
}

/** Several items of one canonical page or text, led by the earliest original. */
export interface Original extends Item {
  /** The other sources' items of the same page or text: corroboration, never blocks of their own. */
  copies: Item[];
  /** A list of links to many other hosts, another digest, an aggregator's page: a signal, never a block, never quoted. */
  roundup: boolean;
}

/** One term of a score, as it is shown to the editor. */
export interface Reason {
  term: string;
  value: number;
  detail: string;
}

/** Items about one event or one work. */
export interface Story {
  /** 16 hex digits: hash of the earliest item's canonical URL. */
  id: string;
  title: string;
  /** Earliest first; `lead` is the one that a block is written about. */
  items: Original[];
  lead: Original;
  score: number;
  onTopic: boolean;
  reasons: Reason[];
  slot?: SlotName;
  /** Where a past issue told it. */
  told?: ToldBefore;
}

/** Why something is not in the issue. A closed list. */
export type DropReason =
  | 'off-topic'
  | 'round-up'
  | 'promotion'
  | 'job-ad'
  | 'notice'
  | 'backlog'
  | 'repeats'
  | 'muted'
  | 'told-before'
  | 'outside-window'
  | 'no-text'
  | 'source-limit'
  | 'domain-limit'
  | 'no-room'
  | 'link-only';

/** What `clusterItems` looks at. */
export interface ClusterInput {
  id: string;
  title: string;
  text: string;
  publishedAt?: Iso;
  url?: string;
  links?: string[];
}

// ───────────────────────────── quotes, checks, blurbs ─────────────────────────────

/** A passage that code found in a captured source, at `start`–`end` of its text. */
export interface Quote {
  /** `q1`, `q2`, … within its story: what a model answers with. */
  id: string;
  itemId: string;
  text: string;
  url: string;
  start: number;
  end: number;
  score: number;
  /** For a transcript: when it was said. */
  seconds?: number;
  voice?: { handle: string; where: string };
  /** A whole post with its formatting. */
  markdown?: string;
}

/** What `verifyQuote` answers. Offsets are into the source as given. */
export type QuoteProof = { ok: true; start: number; end: number; cuts: number } | { ok: false; nearest?: string };

/** Why machine text, or a line of an issue, is refused. A closed list. */
export type RejectCode =
  | 'quote-not-found'
  | 'quote-other-page'
  | 'attribution-mismatch'
  | 'number-not-in-source'
  | 'date-not-in-source'
  | 'name-not-in-source'
  | 'link-not-in-source'
  | 'claims-experience'
  | 'hype'
  | 'too-long'
  | 'repeats'
  | 'role-swapped'
  | 'source-incomplete'
  | 'bad-answer'
  | 'budget';

/** `ok: false` at level `warning` does not refuse. `block` counts from 0; the letter has none. */
export interface Check {
  rule: RejectCode;
  level: 'error' | 'warning';
  ok: boolean;
  detail: string;
  block?: number;
}

/** What a proof reads: the title, words and date of one source. */
export interface SourceText {
  title?: string;
  text: string;
  publishedAt?: Iso;
}

/** What the writer makes of one story, before it is Markdown. */
export interface Blurb {
  storyId: string;
  heading: string;
  /** Markdown of one or two sentences, with the story's link in it; extractive: the attribution line. */
  prose: string;
  quotes: Quote[];
  writer: 'extractive' | 'model';
  /** What was refused on the way here, and why. */
  checks: Check[];
}

// ───────────────────────────── the issue ─────────────────────────────

export type IssueStatus = 'draft' | 'approved' | 'published';
export interface Vouched {
  quote: string;
  by: string;
  url: string;
  heard: Day;
  at?: string;
}
/** `issue.md` as plain data. `letter` and each block's `markdown` are the bytes of the file; the rest is derived from them. */
export interface Issue {
  number: number;
  date: Day;
  window?: { since: Day; until: Day };
  subject?: string;
  preheader?: string;
  status: IssueStatus;
  approved?: { by: string; at: Iso; sha256: string };
  vouched?: Vouched[];
  corrections?: { date: Day; text: string }[];
  title?: string;
  letter: string;
  blocks: Block[];
  /** The front matter's YAML as it stands in the file, without its fences. */
  front: string;
}
export interface Block {
  heading: string;
  level: 0 | 2 | 3 | 4 | 5 | 6;
  length?: { text: string; minutes: number };
  markdown: string;
  parts: Part[];
  links: string[];
}
export type Part =
  | { kind: 'prose'; markdown: string }
  | { kind: 'voice'; handle: string; url: string; where?: string }
  | { kind: 'quote'; text: string; source?: string; by?: string }
  | { kind: 'image'; alt: string; url: string };

/** The tags that a mailing platform replaces in what it sends. */
export interface PlatformTags {
  unsubscribe: string;
  webVersion?: string;
  preferences?: string;
  address?: string;
}
export interface Rendered {
  html: string;
  text: string;
  /** Size of the HTML in UTF-8. */
  bytes: number;
}

/** What is wrong with a rendered issue as an email. */
export interface RenderProblem {
  rule: 'size' | 'footer' | 'text-part' | 'alt-text' | 'picture' | 'link-length' | 'contrast' | 'archive';
  level: 'error' | 'warning';
  detail: string;
}

// ───────────────────────────── evidence ─────────────────────────────

export interface BillLine {
  purpose: string;
  calls: number;
  cachedCalls: number;
  tokensIn: number;
  tokensOut: number;
  tokensCached: number;
  tokensReasoning: number;
  dollars: number;
}
export interface Bill {
  model: string;
  budget: number;
  dollars: number;
  lines: BillLine[];
  /** What to know beside the figures: why the model was asked no further, that its price is a guess. */
  note?: string;
}
export interface QuoteEvidence {
  text: string;
  url: string;
  capturedAt: Iso;
  /** sha256 of the whole captured text, in hex. */
  sha256: string;
  start: number;
  end: number;
  /** The quote with two sentences on either side. */
  passage: string;
}
export interface SourceEvidence {
  url: string;
  title: string;
  source: string;
  author?: string;
  publishedAt: Iso;
}
export interface BlockEvidence {
  storyId: string;
  slot: SlotName | 'house';
  /** The block exactly as the machine wrote it, rules aside. */
  markdown: string;
  writer: 'extractive' | 'model';
  score: number;
  reasons: Reason[];
  /** Where a past issue told the story. */
  told?: ToldBefore;
  items: SourceEvidence[];
  quotes: QuoteEvidence[];
  /** Passages that bear out the numbers and names of machine prose. */
  passages: { url: string; text: string }[];
  checks: Check[];
}
/** `evidence.json`: how the draft came to be. Passages only, never full texts. */
export interface Evidence {
  version: 1;
  number: number;
  window: { since: Day; until: Day };
  draftedAt: Iso;
  bill: Bill;
  letter: { markdown: string; writer: 'extractive' | 'model' };
  subjects: string[];
  preheader: string;
  /** Every machine block ever drafted for this issue; re-drafting adds and never drops. */
  blocks: BlockEvidence[];
  /** Quotes that the editor chose, proven when the issue was approved. */
  proven?: QuoteEvidence[];
  runnersUp: { storyId: string; title: string; url: string; score: number; reason: DropReason }[];
  dropped: Partial<Record<DropReason, number>>;
  notes: string[];
}

// ───────────────────────────── the world ─────────────────────────────

export interface FetchRequest {
  /** May hold `${NAME}`, which the door expands for the operator's URLs alone. */
  url: string;
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  headers?: Record<string, string>;
  body?: string;
  /** Who wrote the URL: the operator (sources.yaml, model, platform), or a page that was crawled. The guard covers the second always. */
  from: 'operator' | 'crawled';
  /**
   * `revalidate`: a conditional request, a 304 answers with the stored body. `keep`: a stored answer is used without asking.
   * `none` (default): neither read nor stored.
   */
  cache?: 'revalidate' | 'keep' | 'none';
  /** Whether an answer is worth storing; by default a 200 is. */
  worthKeeping?: (response: FetchResponse) => boolean;
  /** Takes out of the body what nobody is to see, store or record, as a model's thinking. */
  strip?: (body: Uint8Array) => Uint8Array;
  /** For the whole request, redirects and body included. */
  timeoutMs?: number;
  /** Decoded bytes. */
  maxBytes?: number;
  /** Whether robots.txt is asked first: page fetches do, feeds that the operator wrote do not. */
  robots?: boolean;
  /** Repeats after 429 and 503; 0 where whoever asks counts its own tries. By default the door's own. */
  retries?: number;
  /** Ends the request from outside, also while it waits for its turn: the deadline of a whole crawl. */
  signal?: AbortSignal;
  /** The place that whoever asks has among others: it is given to them while the request waits for its host's turn, or for a second try. */
  place?: { enter(): Promise<void>; leave(): void };
}
export interface FetchResponse {
  /** As requested, `${NAME}` unexpanded. */
  url: string;
  /** After redirects. */
  finalUrl: string;
  status: number;
  /** Lower-case names. */
  headers: Record<string, string>;
  body: Uint8Array;
  /** When these bytes were captured; for a stored answer, when it was stored. */
  at: Iso;
  /** `network`, `revalidated` (304) or `stored`. A replay gives what the recording says. */
  from: 'network' | 'revalidated' | 'stored';
  /** A recording holds further visits of this URL; ask again for the next one. */
  more?: boolean;
  /** Where redirects that are meant to last (301, 308) led, and nothing but such. */
  movedTo?: string;
}
/** The one door to the network. Rejects with SourceError where there was no answer; an HTTP error status is an answer. */
export type Fetch = (request: FetchRequest) => Promise<FetchResponse>;

/** A stored HTTP answer, for conditional requests, replays and recordings. */
export interface StoredResponse {
  method: string;
  url: string;
  /** sha256 of the request body in hex; '' for none. */
  bodyHash: string;
  /** The request body, for requests that have one. */
  requestBody?: string;
  finalUrl: string;
  status: number;
  headers: Record<string, string>;
  body: Uint8Array;
  at: Iso;
}
/** Where the door keeps answers. `latest` is the newest stored answer to the same method, URL and body. */
export interface ResponseCache {
  latest(method: string, url: string, bodyHash: string): Promise<StoredResponse | undefined>;
  keep(response: StoredResponse): Promise<void>;
}

/** What a crawl of one source gave. */
export interface CrawlResult {
  entries: CrawledEntry[];
  /** True where every answer was a 304 or stored. */
  unchanged: boolean;
  warnings: string[];
  /** A new address that the feed itself offers. */
  movedTo?: string;
  /** US dollars that the crawl cost, where the source's owner charges for reading. */
  dollars?: number;
  visits?: VisitHints;
  /** It has not changed since its items were stored, and was not read again: `entries` is empty. */
  same?: boolean;
  /** Of when the one answer is that was read. */
  readAt?: Iso;
}
/** When a feed wants to be visited: RSS 2.0 `ttl`, `skipHours`, `skipDays`; `sy:updatePeriod` of the RSS 1.0 syndication module; `max-age` of its answer (RFC 9111). */
export interface VisitHints {
  /** Minutes between visits, at least. */
  everyMinutes?: number;
  /** Hours of the day in UTC, 0 to 23, in which nothing is new. */
  skipHours?: number[];
  /** Days of the week in UTC, 0 for Sunday, likewise. */
  skipDays?: number[];
}
/** A feed entry with what the feed says about itself and when it was seen. */
export interface CrawledEntry extends FeedEntry {
  /** The home page of the feed it stands in. */
  feedHomeUrl?: string;
  feedLanguage?: string;
  seenAt: Iso;
  /** The stored answer it was read from: URL and moment. */
  visit: { url: string; at: Iso };
  /** The words of a post or comment exactly as posted, in place of `contentHtml`; paragraphs parted by an empty line. */
  text?: string;
  /** `text` with its formatting, as Markdown that says the same words. */
  markdown?: string;
  /** Links of `text`, where its HTML is not kept. */
  links?: string[];
  about?: string[];
  media?: Item['media'];
  /** The answer asked that machines leave its words alone (TDM reservation, `noai`). */
  optedOut?: boolean;
}
/** All that a crawler knows of the world. */
export interface CrawlContext {
  fetch: Fetch;
  /** The window of the issue: request URLs depend on its days, never on now. */
  window: { sinceAt: Iso; untilAt: Iso };
  now: Iso;
  /** A line for the person who runs the crawl, as a cost before it is spent. */
  say(message: string): void;
  /** Of when the stored answer is whose items are stored, and which would be read in the same way: that answer says nothing new. */
  known?: Iso;
  /** The answers are a recording's: asking for what earlier crawls may have read costs nobody anything. */
  replaying?: boolean;
  /** Whether a secret is not set: what needs it will be refused by the door, and costs nothing. */
  lacks?(secret: string): boolean;
}
/**
 * Turns one source into entries. Throws SourceError where nothing could be read; what failed beside something that worked is a warning.
 * A replay may hold several visits of a URL (`more`): all of them are read, in order.
 */
export type Crawler<S extends Source = Source> = (source: S, context: CrawlContext) => Promise<CrawlResult>;
/** One crawler a kind. */
export type Crawlers = { [K in SourceKind]: Crawler<Extract<Source, { kind: K }>> };

export interface AskRequest {
  purpose: 'write' | 'letter' | 'repair' | 'band' | 'rerank' | 'check';
  system: string;
  prompt: string;
  maxTokens: number;
}
export type Answer<T> =
  | { ok: true; value: T }
  | { ok: false; code: 'bad-answer' | 'budget' | 'refused'; detail: string };
/**
 * Asks the model for JSON. `parse` throws with a reason where the JSON is not what was asked; one repair call follows. Never rejects:
 * a model that can't answer is data.
 */
export type Ask = <T>(request: AskRequest, parse: (json: unknown) => T) => Promise<Answer<T>>;

/** Each is a Handlebars file, `templates/prompts/NAME.hbs`. */
export type PromptName = 'system' | 'blurb' | 'letter-system' | 'letter';
/** Fills a prompt's template. Whoever calls has fenced what somebody else wrote. */
export type Prompts = (name: PromptName, values: Record<string, string>) => string;
/** What past issues printed in the editor's own words, as examples of the voice: never a source. Newest first. */
export interface Examples {
  letters: string[];
  /** Heading and prose of blocks. */
  blocks: string[];
}
/** What every prompt of an issue is written with. */
export interface Brief {
  newsletter: Newsletter;
  prompts: Prompts;
  examples?: Examples;
}

/** Whether two pages tell one story, by a model's answer. By canonical URL, `one` before `other`. */
export interface Verdict {
  one: string;
  other: string;
  same: boolean;
}
/** What models have answered about pairs of pages: asked once, remembered. */
export interface Verdicts {
  /** Those of which both pages are among these, by their canonical URLs. */
  among(pages: string[]): Promise<Verdict[]>;
  learn(verdicts: Verdict[]): Promise<void>;
}

/** Before a draft: calls, tokens and US dollars at the current price. */
export interface Estimate {
  calls: number;
  tokensIn: number;
  tokensOut: number;
  dollars: number;
  /** What to know beside the figures: whose price it is, and whether it is a dear hour. */
  note?: string;
}

/** What one tiny call found out about a model. */
export interface ModelProbe {
  /** The address that was asked. */
  at: string;
  /** The variable of its key. */
  keyName: string;
  /** Calls that it took: a second one where the first was refused for an option. */
  calls: number;
  /** Why there is no answer; `code` is the HTTP status, or that of an error within a 200. */
  failure?: { detail: string; code?: number };
  /** How it gives JSON: by JSON mode, or because the prompt says so. */
  json?: 'json_object' | 'prompt';
  /** JSON mode or the words on thinking were refused, and it answered without them. */
  plain: boolean;
  /** Where its thinking arrived; undefined: nowhere. */
  thinking?: string;
  /** What it says that the call took. */
  usage?: { tokensIn: number; tokensOut: number; tokensReasoning: number };
  /** Whether it says how much of the prompt it had in its cache. */
  tellsCached: boolean;
  /** Whether its price is known, and in words whose it is. */
  price: { known: boolean; note: string };
  /** US dollars: what one block may take at most, and an issue of 15 blocks about. */
  dollars: { block: number; issue: number };
}

export interface SourceHealth {
  sourceId: string;
  lastSuccessAt?: Iso;
  lastTriedAt: Iso;
  failuresInARow: number;
  lastError?: string;
  /** How many entries a week it brings, by the dates of its last ones. */
  itemsAWeek?: number;
  /** The date of its newest entry, where it has brought nothing for much longer than it used to. */
  silentSince?: Iso;
  /** A new address that it offered at its last success. */
  movedTo?: string;
  /** The URLs that its last successful crawl asked for, and when: a recording holds their answers. */
  requests?: string[];
  requestsAt?: Iso;
  /** A hash of what the last try asked for: a source whose line in sources.yaml was mended since has not failed yet. */
  asked?: string;
  /** Set where its last reading left nothing to say: how many items it held, a hash of how it was read, and of when the stored answer was. The same answer is not read again. */
  reading?: { items: number; as: string; at: Iso };
  /** When it wanted to be visited, at its last success. */
  visits?: VisitHints;
}
export interface Run {
  command: string;
  startedAt: Iso;
  endedAt?: Iso;
  outcome?: 'done' | 'failed';
  detail?: string;
}
/** What the store is to forget. */
export interface Forget {
  /** Older than this. */
  before: Iso;
  /** Canonical URLs of pages of which everything stays, however old. */
  keep: string[];
  /** The ids of the sources that are read. */
  sources: string[];
  /** Count only. */
  dryRun?: boolean;
}
/** What the store forgot, in rows by kind; `bytes` is what their content held. */
export interface Forgotten {
  items: number;
  pages: number;
  responses: number;
  verdicts: number;
  runs: number;
  /** How sources fared that are read no more. */
  sources: number;
  bytes: number;
  /** Whether the file was written anew, so that the disk has the room back. */
  compacted: boolean;
}
/** What looking through the whole store gave. */
export interface StoreExam {
  /** What it is called, where it is not the workspace's own file. */
  place?: string;
  /** What the database says is wrong with itself; none where it is whole. */
  complaints: string[];
  bytes: number;
  /** The newest first. */
  runs: Run[];
  /** The latest moment that was noted and is still to come: a clock was wrong. */
  later?: Iso;
}
/** Statements of a transaction, for a queue that keeps its jobs in the same database: `$1` stands for the first value. */
export interface Statements {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
}
/** The state that may be deleted: items, pages, answers, health. One method a question that an action asks. */
export interface Store extends ResponseCache {
  /** Does all that `work` writes through the store it is given, and through `statements`, or nothing of it. Not within another one. */
  together<T>(work: (store: Store, statements: Statements) => Promise<T>): Promise<T>;
  saveItems(items: Item[], visits: Map<string, { url: string; at: Iso }>): Promise<{ added: number; changed: number }>;
  /** Items with since ≤ publishedAt < until, by date, then id, with the captured words of their page joined in. */
  items(since: Iso, until: Iso): Promise<Item[]>;
  /** Those of `items` whose words their feeds did not bring, or that have a page: whoever wants to know what is missing need not read all the others. */
  itemsWithPages(since: Iso, until: Iso): Promise<Item[]>;
  /** The dates of a source's newest items, up to so many, the newest first. */
  datesOf(sourceId: string, most: number): Promise<Iso[]>;
  /** Every item of one source, whatever its date, likewise: the editor's finds are wanted when they are older than the window too. */
  itemsOf(sourceId: string): Promise<Item[]>;
  /** The items of these ids, likewise, in no order; those that are not there are left out. */
  itemsById(ids: string[]): Promise<Item[]>;
  /** When each item of these sources was first seen, by its id. */
  firstSeen(sourceIds: string[]): Promise<Map<string, Iso>>;
  savePage(page: Page): Promise<void>;
  page(canonicalUrl: string): Promise<Page | undefined>;
  /** What was captured of these pages, by canonical URL; those that were not are left out. */
  pages(canonicalUrls: string[]): Promise<Map<string, Page>>;
  /** Everything captured of one page: its items, words joined in, in the order of `items`. */
  itemsAt(canonicalUrl: string): Promise<Item[]>;
  /** The stored answers that these items and their pages were read from, for a recording. */
  answersFor(itemIds: string[]): Promise<StoredResponse[]>;
  /** Verdicts of which both pages are among these canonical URLs, by their pages. */
  verdicts(pages: string[]): Promise<Verdict[]>;
  /** A later verdict on the same two pages takes the place of the earlier one. */
  saveVerdicts(verdicts: Verdict[], at: Iso): Promise<void>;
  health(): Promise<SourceHealth[]>;
  healthOf(sourceId: string): Promise<SourceHealth | undefined>;
  saveHealth(health: SourceHealth): Promise<void>;
  /** What publishing was last about to do with this issue on this platform. */
  outbox(number: number, platform: string): Promise<OutboxEntry | undefined>;
  saveOutbox(entry: OutboxEntry): Promise<void>;
  /**
   * Items of since ≤ publishedAt < until whose title, author, source or words hold all of these words, whatever their case; newest first, without the words of their pages.
   */
  search(words: string[], since: Iso, until: Iso, limit: number): Promise<Item[]>;
  startRun(run: Run): Promise<number>;
  endRun(id: number, outcome: 'done' | 'failed', endedAt: Iso, detail?: string): Promise<void>;
  /** A run that never began, since another holds the lock, is none. */
  forgetRun(id: number): Promise<void>;
  runs(limit: number): Promise<Run[]>;
  /** Forgets what is old, all of it or nothing, and gives empty room back to the disk where that pays. */
  prune(o: Forget): Promise<Forgotten>;
  /** Bytes that it takes. */
  size(): Promise<number>;
  close(): Promise<void>;
}

/** A workspace's files. Paths are relative to it; every write is beside, then a rename. */
export interface Files {
  readonly root: string;
  read(path: string): Promise<string | undefined>;
  write(path: string, text: string): Promise<void>;
  /** All of these files or none, also when the run is killed in between. */
  writeTogether(files: [path: string, text: string][]): Promise<void>;
  list(path: string): Promise<string[]>;
  remove(path: string): Promise<void>;
  /** Bytes, or undefined where there is no such file. */
  size(path: string): Promise<number | undefined>;
  /** Bytes free on the disk that the workspace is on. */
  free(): Promise<number>;
  /**
   * Runs `work` while holding the workspace's lock; throws UserError (exit 75) where another run holds it, after waiting that long for it.
   */
  locked<T>(what: string, work: () => Promise<T>, waitMs?: number): Promise<T>;
}

/** Progress and messages, on stderr. */
export interface Report {
  /** A line about what is happening; `done`/`total` where it is countable, and a note on it for those who watch. */
  step(what: string, done?: number, total?: number, note?: string): void;
  info(message: string): void;
  warn(message: string): void;
}

/** What a mailing platform can do beside drafts. */
export interface PlatformAbilities {
  /** Who may get a test mail: anybody, only subscribers, or nobody; it then goes by `SMTP_URL`. */
  test: 'anyone' | 'subscribers' | 'none';
  schedule: boolean;
  send: boolean;
}
export type RemoteStatus = 'draft' | 'scheduled' | 'sending' | 'sent' | 'unknown';
/** An issue as it is on a platform. */
export interface RemoteIssue {
  id: string;
  status: RemoteStatus;
  /** The platform's own word for it. */
  said: string;
  /** Where the editor sees it. */
  where: string;
  /** When it was or will be sent. */
  at?: Iso;
}
/**
 * A mailing platform: one file each. Every method makes the platform's calls through the `fetch` it was built with, once, without retries of writes; each throws UserError with exit code 4 where the
 * platform refuses, saying what to do, and SourceError where there was no answer, so that nobody knows whether it was done.
 */
export interface Platform {
  name: string;
  tags: PlatformTags;
  supports: PlatformAbilities;
  /** One harmless call: whether the key works and what the settings name is there. Gives a line for the editor. */
  probe(): Promise<string>;
  /** The issue of this key, whatever its status, or undefined. */
  find(pack: IssuePack): Promise<RemoteIssue | undefined>;
  /** Makes a draft, never anything else, with the key in a field that the platform keeps. */
  createDraft(pack: IssuePack): Promise<RemoteIssue>;
  /** Puts the pack in the place of what a draft holds. */
  update(id: string, pack: IssuePack): Promise<RemoteIssue>;
  /** Where `supports.test` is not `none`. */
  test(id: string, pack: IssuePack, to: string[]): Promise<void>;
  schedule(id: string, at: Iso): Promise<RemoteIssue>;
  send(id: string): Promise<RemoteIssue>;
  /** Undefined: it is not there any more. */
  status(id: string): Promise<RemoteIssue | undefined>;
}
/** What is published: the issue rendered for one platform. */
export interface IssuePack {
  number: number;
  /** Names this issue of this newsletter for ever: lower-case letters, digits and hyphens, such as `the-weekly-digest-089`. */
  key: string;
  subject: string;
  preheader: string;
  html: string;
  text: string;
  /** `issue.md` as it was approved, front matter and all. */
  markdown: string;
}
/** What publishing was about to do, written before each call, so that a run that was killed is taken up and nothing is done twice. */
export interface OutboxEntry {
  number: number;
  platform: string;
  key: string;
  step: 'create' | 'update' | 'schedule' | 'send';
  state: 'begun' | 'done';
  /** Of the approved issue. */
  sha256: string;
  remoteId?: string;
  at: Iso;
}
/** A mail of our own, to the editor alone: a test, or the news that a draft is ready. */
export interface Mail {
  to: string[];
  subject: string;
  html?: string;
  text: string;
  attachments?: { filename: string; content: string | Uint8Array }[];
}
/** Sends by `SMTP_URL`. Throws UserError (exit 4) that says what the server answered. */
export type Mailer = (mail: Mail) => Promise<void>;

/** What a draft knows of the issues before it. */
export interface PastIssues {
  /** The number that is drafted. */
  number: number;
  /** Page keys that past issues told. */
  told: string[];
  /** What the newest of them told; recordings of older versions have none. */
  stories?: PastStory[];
  /** How they sounded. */
  examples?: Examples;
  /** Where the last issue's window ended. */
  lastUntil?: Day;
  /** When the last issue was drafted: what was seen later can't be in it. */
  lastDraftedAt?: Iso;
}

/** Takes what a run used, for `--record`. */
export interface Recorder {
  add(response: StoredResponse): void;
  /** What the run knew of past issues, for a replay where there are none. */
  past(past: PastIssues): void;
  /** The verdicts that the run had from earlier ones. */
  verdicts(known: Verdict[]): void;
}

/** Everything outside, built in `commands/world.ts` and handed to actions. */
export interface World {
  fetch: Fetch;
  /** Undefined: no model, every block is extractive. */
  ask: Ask | undefined;
  /** What asking has cost so far. */
  bill(): Bill;
  /** What these requests would cost at most, without asking. */
  estimate(requests: AskRequest[]): Promise<Estimate>;
  store: Store;
  files: Files;
  /** Stands still during a command, so that a run and its replay agree. */
  clock: () => Date;
  crawlers: Crawlers;
  platforms: Record<string, Platform>;
  /** The same platform asking another door, to show what it would ask; undefined for one that asks nobody. */
  platformWith?(name: string, fetch: Fetch): Platform | undefined;
  /** The host of an address that may hold `${NAME}`, or be one; undefined where it is not set or no address. */
  hostOf?(url: string): string | undefined;
  /** Undefined: `SMTP_URL` is not set. */
  mail?: Mailer | undefined;
  report: Report;
  recorder: Recorder | undefined;
  /** From a recording: what its run knew of past issues. */
  recordedPast: PastIssues | undefined;
  /** From a recording: the verdicts that its run had from earlier ones. */
  recordedVerdicts?: Verdict[];
  /**
   * A recording answers in the place of the network: it alone knows which of the workspace's own transcripts there were, and how sources
   * fare in it says nothing of how they are now.
   */
  replaying?: boolean;
  /** Of Pullquote: another one may read the same answer differently. */
  version?: string;
  /** Whether a secret that the configuration names is not set. A replay needs none. */
  lacks?(secret: string): boolean;
  /** The text of a file that ships with the package, by its path there. */
  packaged(path: string): string;
  /** Other processes that take jobs; undefined: what there is to do is done here. */
  spread?: Spread | undefined;
  /** Those that live, where there is a database that several processes share. */
  workers?: (() => Promise<WorkerState[]>) | undefined;
  /** When the earliest visit is due that workers make for this newsletter; undefined: none was ever given its folder. */
  nextVisit?: (() => Promise<Iso | undefined>) | undefined;
}

/** What may be done by whoever has room: actions whose arguments and results are JSON. */
export type JobKind = 'crawl' | 'page' | 'write';
/** What became of a job. One that failed did so again and again, and waits among the failed ones for somebody to look at it. */
export type JobOutcome = { ok: true; result: unknown } | { ok: false; error: string };
/** Has jobs done by other processes, on this host and others. */
export interface Spread {
  /** Gives the outcomes in the order of `jobs`; `onDone` is told of each as it comes. Never rejects because a job failed. */
  run(kind: JobKind, jobs: unknown[], onDone?: (i: number, outcome: JobOutcome) => void): Promise<JobOutcome[]>;
}

/** Turns with a host that processes share: two requests at once, one after the other where the host wants a pause between them. */
export interface HostTurns {
  /** Waits for a turn with this host, as long as `signal` lets it. */
  take(host: string, o: { delayMs: number; signal?: AbortSignal }): Promise<HeldTurn>;
}
export interface HeldTurn {
  /** A process that was stopped for longer than its lease, or lost the database, has lost its turns: it must not ask any more. */
  held(): boolean;
  giveBack(): Promise<void>;
}

/** A process that takes jobs. */
export interface WorkerState {
  id: string;
  host: string;
  pid: number;
  startedAt: Iso;
  seenAt: Iso;
  /** Jobs of each kind that it does at once, and that it does now. */
  room: Record<JobKind, number>;
  doing: Record<JobKind, number>;
}
/** A source whose next visit is due, and of which newsletter it is. */
export interface DueSource {
  newsletter: string;
  source: Source;
  health?: SourceHealth;
}
/** What processes that share a database know of one another: kept there, in a schema of its own beside those of the newsletters. */
export interface Fleet {
  turns: HostTurns;
  /** Says that this worker lives; its turns go on for another lease. */
  beat(worker: Omit<WorkerState, 'seenAt'>): Promise<void>;
  leave(workerId: string): Promise<void>;
  /** Those that were seen within a lease. */
  workers(): Promise<WorkerState[]>;
  /** Puts these sources in the place of the newsletter's; a new or changed one is due now, and one that is gone is visited no more. */
  schedule(newsletter: string, sources: Source[]): Promise<void>;
  /** Takes up to `most` due sources of these newsletters, the longest due first, in the transaction of `give`: who dies in between has taken none. Gives how many. */
  takeDue(
    newsletters: string[],
    most: number,
    give: (due: DueSource[], statements: Statements) => Promise<void>,
  ): Promise<number>;
  /** When the earliest of their visits is due. */
  nextDue(newsletters: string[]): Promise<Iso | undefined>;
  /** Within a transaction of the newsletter's store: when a source is visited next. */
  setDue(statements: Statements, newsletter: string, sourceId: string, at: Iso): Promise<void>;
  /** Within a transaction: what a job gave, for whoever asked for it. */
  saveResult(statements: Statements, run: string, index: number, result: unknown): Promise<void>;
  /** Takes the results of a run that came since; each is given once. */
  takeResults(run: string): Promise<{ index: number; result: unknown }[]>;
  /** Keeps a recording for workers that replay; gives the hash by which they ask for it. */
  saveRecording(har: Uint8Array): Promise<string>;
  recording(sha256: string): Promise<Uint8Array | undefined>;
  /** Forgets results, recordings and workers of which nobody heard for a day. */
  tidy(): Promise<void>;
  close(): Promise<void>;
}
