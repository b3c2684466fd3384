/** The kinds of sources as they are written, presets included. A new kind is a shape here and a line in `resolveSource.ts`. */
import { z } from 'zod';
import { line, slot, text, url } from './fields.ts';
import {
  blueskyAccount,
  blueskyPostUrl,
  channelId,
  hackerNewsItemId,
  jsonPath,
  jsonUrl,
  jsonValue,
  mastodonUser,
  playlistId,
  publication,
  repository,
  selector,
  subredditName,
  videoId,
  xConversation,
  xListId,
  xPostReference,
  xUser,
} from './kindFields.ts';

/** Keys that every source may carry. */
const common = {
  id: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'must be a short word of letters, digits, hyphens, dots and _')
    .describe('A name for this source in editor.yaml and on the command line; by default made from its name or address')
    .exactOptional(),
  name: line.describe('As readers see it; by default its host, account or query').exactOptional(),
  weight: z.number().min(0).describe('1 is ordinary, 2 counts twice').default(1),
  tags: z.array(line).describe('Your own labels').default([]),
  section: slot.describe("The slot that this source's stories go to").exactOptional(),
  maxItems: z.int().min(1).describe('The most items taken at one visit').exactOptional(),
  enabled: z.boolean().describe('false: it stays in the file and is not read').default(true),
  private: z.boolean().describe('A paid feed: link only, none of its text is quoted or sent to a model').default(false),
  respectOptOut: z.boolean().describe("Keep to a page's reservation of rights").default(true),
};

/** A kind's shape: its own keys, then the common ones. */
function kind<const K extends string, S extends z.ZodRawShape>(name: K, description: string, own: S) {
  return z.strictObject({ kind: z.literal(name).describe(description), ...own, ...common }).describe(description);
}
const some = <T extends z.ZodType>(entry: T) => z.array(entry).min(1);

const jsonMap = z.strictObject({
  id: jsonValue.describe('What names the entry in its list; by default its address').exactOptional(),
  url: jsonValue.describe('Its address').exactOptional(),
  title: jsonValue.describe('Its title').exactOptional(),
  author: jsonValue.describe('Who wrote it').exactOptional(),
  publishedAt: jsonValue.describe('Its date, in any usual spelling').exactOptional(),
  summary: jsonValue.describe('A few sentences about it').exactOptional(),
  content: jsonValue.describe('Its whole text, plain or HTML').exactOptional(),
  image: jsonValue.describe('The address of its picture').exactOptional(),
  discussion: jsonValue.describe('Where it is discussed').exactOptional(),
  points: jsonValue.describe('How many points readers gave it').exactOptional(),
  comments: jsonValue.describe('How many comments it has').exactOptional(),
  likes: jsonValue.describe('How many liked it').exactOptional(),
  views: jsonValue.describe('How often it was seen').exactOptional(),
});

export const KINDS = {
  feed: kind('feed', 'RSS, RDF, Atom or JSON Feed', { url: url.describe("The feed's address") }),
  podcast: kind('podcast', 'The feed of a podcast', { url: url.describe("The feed's address") }),
  youtube: kind('youtube', 'A channel, a playlist, or single videos of YouTube', {
    channel: channelId.describe('The id of a channel, UC…, or its address youtube.com/channel/UC…').exactOptional(),
    playlist: playlistId.describe('The id of a playlist, PL…, or its address').exactOptional(),
    videos: some(videoId).describe('Single videos, each by its address or id').exactOptional(),
  }),
  hackernews: kind('hackernews', 'Stories of Hacker News with their best comments', {
    query: line
      .describe('Words of which a title must have one, as in "LLM OR AI"; without it and `items`, the front page')
      .exactOptional(),
    minPoints: z.int().min(0).describe('The points that a story must have').default(100),
    comments: z.int().min(0).max(50).describe('How many comments of each story are read').default(8),
    frontPage: z
      .boolean()
      .describe('The front page too; by default where there is no query and no items')
      .exactOptional(),
    items: some(hackerNewsItemId).describe('Single stories or comments, each by its number or address').exactOptional(),
  }),
  x: kind('x', 'Posts of X: the paid API needs X_BEARER_TOKEN, `posts` needs nothing', {
    users: some(xUser).describe('Accounts, with @ or without (API)').exactOptional(),
    list: xListId.describe('A list, by its id or address (API)').exactOptional(),
    search: text.describe("A search in X's own syntax, such as `from:karpathy has:links` (API)").exactOptional(),
    conversation: xConversation.describe('The first post of a thread, by its id or address (API)').exactOptional(),
    posts: some(xPostReference).describe('Single posts or a thread in order: addresses, or pasted').exactOptional(),
    budget: z.number().min(0).describe('US dollars that one crawl may cost at most').default(0.25),
  }),
  bluesky: kind('bluesky', 'An account of Bluesky, or single posts with their threads', {
    handle: blueskyAccount.describe('An account, with @ or without').exactOptional(),
    posts: some(blueskyPostUrl).describe('Single posts, each by its address').exactOptional(),
  }),
  page: kind('page', 'The links of a page without a feed, or single pages', {
    url: url.describe('The page that lists the links').exactOptional(),
    selector: selector.describe('A CSS selector of the links, or of the cards that hold them').exactOptional(),
    pages: some(url).describe('Single pages, in place of `url` and `selector`').exactOptional(),
  }),
  json: kind('json', 'A list in any JSON answer', {
    url: jsonUrl.describe('The address; {day} stands for each day of the week, as 2026-11-22'),
    items: jsonPath
      .describe('The path of the list, such as data.posts; left out where the answer is the list')
      .exactOptional(),
    map: jsonMap.describe('Where each field is: a path such as paper.title, or text with {path} in it'),
    home: url.describe("The site that the entries' words belong to; by default the host of `url`").exactOptional(),
  }),
  mastodon: kind('mastodon', 'An account of Mastodon', {
    account: mastodonUser.describe('"@user@host", or the address of its page'),
  }),
  reddit: kind('reddit', "A subreddit's best posts of the week", {
    sub: subredditName.describe('The name, as in r/NAME; several with + between'),
  }),
  arxiv: kind('arxiv', 'The newest papers of an arXiv search', {
    query: line.describe("A search in arXiv's own syntax, such as cat:cs.CL AND abs:reasoning"),
  }),
  github: kind('github', 'The releases of a GitHub repository', { repo: repository.describe('owner/name') }),
  huggingface: kind('huggingface', 'The daily papers of Hugging Face', {}),
  substack: kind('substack', 'A newsletter on Substack, under any domain', {
    url: publication.describe("The newsletter's address, with /feed or without"),
  }),
};

const [feed, ...others] = Object.values(KINDS);
export const sourcesSchema = z.array(z.discriminatedUnion('kind', [feed as (typeof KINDS)['feed'], ...others]));
/** A source as it stands in the file. */
export type WrittenSource = z.input<typeof sourcesSchema>[number];
/** A kind as it is written: those that are crawled, and the presets that resolve to them. */
export type WrittenKind = keyof typeof KINDS;
export const KIND_NAMES = Object.keys(KINDS) as WrittenKind[];
/** What people write in place of a kind's name. */
export const KIND_ALIASES = new Map<string, WrittenKind>([
  ['rss', 'feed'],
  ['atom', 'feed'],
  ['hn', 'hackernews'],
  ['twitter', 'x'],
  ['bsky', 'bluesky'],
  ['video', 'youtube'],
  ['html', 'page'],
  ['hf', 'huggingface'],
  ['subreddit', 'reddit'],
]);
/** A source of a kind whose keys were checked. */
export type Checked<K extends WrittenKind = WrittenKind> = { [N in K]: z.output<(typeof KINDS)[N]> }[K];

/** A line of `sources.yaml` for each kind, as messages, documentation and `sources add` show it. */
export const KIND_EXAMPLES: Record<WrittenKind, string> = {
  feed: '{ kind: feed, url: https://example.com/feed.xml }',
  podcast: '{ kind: podcast, url: https://example.com/episodes.xml }',
  youtube: '{ kind: youtube, channel: UCNJ1Ymd5yFuUPtn21xtRbbw }',
  hackernews: '{ kind: hackernews, query: "LLM OR AI", minPoints: 100, comments: 8 }',
  x: '{ kind: x, posts: [https://x.com/karpathy/status/1886192184808149383] }',
  bluesky: '{ kind: bluesky, handle: jay.bsky.team }',
  page: '{ kind: page, url: https://example.com/news, selector: "h2 a" }',
  json: '{ kind: json, url: "https://example.com/posts.json?day={day}", items: data.posts, map: { url: link, title: title } }',
  mastodon: '{ kind: mastodon, account: "@Gargron@mastodon.social" }',
  reddit: '{ kind: reddit, sub: LocalLLaMA }',
  arxiv: '{ kind: arxiv, query: "cat:cs.CL" }',
  github: '{ kind: github, repo: vllm-project/vllm }',
  huggingface: '{ kind: huggingface }',
  substack: '{ kind: substack, url: https://example.substack.com }',
};
