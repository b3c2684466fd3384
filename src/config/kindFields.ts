/** Values that the kinds of sources have: each takes what people paste, and gives what a crawler asks with. */
import { isTraversal, parse } from 'css-what';
import { z } from 'zod';
import { parseJsonPath, parseJsonTemplate } from '../text/jsonPath.ts';
import { SECRET } from '../text/secret.ts';
import {
  blueskyHandle,
  blueskyPost,
  githubRepo,
  hackerNewsItem,
  mastodonAccount,
  subreddit,
  xHandle,
  xList,
  xPost,
  xPostId,
  youtubeChannel,
  youtubePlaylist,
  youtubeVideo,
} from './addresses.ts';
import { line, text, url } from './fields.ts';
import { shown } from './problems.ts';

/** Text that `read` understands. `must` goes on after the key's name in the message. */
function read<T>(understand: (written: string) => T | undefined, must: string | ((written: string) => string)) {
  return text.transform((written, context): T => {
    const found = understand(written);
    if (found !== undefined) return found;
    const message = typeof must === 'string' ? `must be ${must}, not ${shown(written)}` : must(written);
    context.issues.push({ code: 'custom', message, input: written });
    return z.NEVER;
  });
}

export const channelId = read(youtubeChannel, (written) => {
  const wrong = `must be a channel's id, which begins with UC and has 24 letters, not ${shown(written)}`;
  const handle = /^UC/.test(written) ? undefined : /^@?([\p{L}\p{N}._-]{1,30})$/u.exec(written)?.[1];
  const address = handle === undefined ? written : `https://www.youtube.com/@${handle}`;
  return /^https?:\/\/\S{1,200}$/.test(address) ? `${wrong}; \`pullquote sources add ${address}\` finds it` : wrong;
});
export const playlistId = read(youtubePlaylist, "a playlist's id, which begins with PL, or its address");
export const videoId = read(youtubeVideo, "a video's address such as https://youtu.be/…, or its id of 11 letters");

const itemOf = 'an address such as https://news.ycombinator.com/item?id=42823568, or the number in it';
export const hackerNewsItemId = z.union([z.int().min(1), read(hackerNewsItem, itemOf)], { error: itemOf });

const POST = "a post's address such as https://x.com/HANDLE/status/1234567890123456789";
export const xUser = read(xHandle, 'an account of X such as karpathy');
export const xListId = read(xList, "a list's id, in quotes, or its address");
export const xConversation = read(xPostId, `the id of a thread's first post, in quotes, or ${POST}`);
const pastedPost = z
  .strictObject({
    url: read(xPost, POST).describe('Its own address, with the handle in it'),
    author: read(xHandle, 'an account of X such as karpathy').describe('The handle of who wrote it, as in its address'),
    text: text.describe('The post, word for word'),
  })
  // P2: nobody's words may stand under another's name
  .superRefine(({ url: post, author }, context) => {
    const message =
      post.handle === undefined
        ? "names no account; copy the post's own address, https://x.com/HANDLE/status/…"
        : `must be the handle in the post's address, ${post.handle}, not ${shown(author)}`;
    if (post.handle?.toLowerCase() === author.toLowerCase()) return;
    context.addIssue({ code: 'custom', path: [post.handle === undefined ? 'url' : 'author'], message, input: author });
  })
  .transform(({ url: post, author, text: words }) => ({ url: post.url, author: post.handle ?? author, text: words }));
export const xPostReference = z.union([read((address) => xPost(address)?.url, POST), pastedPost], {
  error: `${POST}, or { url, author, text }`,
});

export const blueskyAccount = read(blueskyHandle, 'a handle such as jay.bsky.team');
export const blueskyPostUrl = read(
  (address) => blueskyPost(address)?.url,
  "a post's address such as https://bsky.app/profile/HANDLE/post/KEY",
);

/** A list of CSS selectors (Selectors Level 4) of which each ends with what it selects. */
export const selector = line.superRefine((written, context) => {
  const wrong = whatIsWrongWithSelector(written);
  if (wrong === undefined) return;
  const message = `is no CSS selector: ${wrong}; it is one such as \`h2 a\` or \`a[href^='/news/']\``;
  context.addIssue({ code: 'custom', message, input: written });
});

function whatIsWrongWithSelector(written: string): string | undefined {
  try {
    // the parser passes over a > with nothing after it
    const open = parse(written).some((steps) => steps.some((step, i) => isTraversal(step) && i === steps.length - 1));
    return open ? `nothing comes after its last ${written.at(-1)}` : undefined;
  } catch (error) {
    return (error as Error).message.trim();
  }
}

/** `{day}` may stand in it; any other word in braces is a slip. */
export const jsonUrl = url.superRefine((written, context) => {
  const other = written.replace(SECRET, '').match(/\{(?!day\})[^}]*\}?/)?.[0];
  if (other)
    context.addIssue({ code: 'custom', message: `has ${other}; it may hold {day} and \${NAME} alone`, input: written });
});

const PATH = 'a path such as paper.title, authors[].name or links[0].url';
export const jsonPath = text.refine((written) => parseJsonPath(written) !== undefined, `must be ${PATH}`);
export const jsonValue = text.superRefine((written, context) => {
  if (parseJsonTemplate(written) !== undefined) return;
  const message = `must be ${PATH}, or text with {path} in it, not ${shown(written)}`;
  context.addIssue({ code: 'custom', message, input: written });
});

export const mastodonUser = read(mastodonAccount, 'an account such as "@user@mastodon.social", in quotes');
export const subredditName = read(subreddit, "a subreddit's name such as LocalLLaMA");
export const repository = read(githubRepo, 'a repository such as vllm-project/vllm');
/** The address of a publication, with its feed's `/feed` or without. */
export const publication = url.superRefine((written, context) => {
  const parsed = URL.canParse(written) ? new URL(written) : undefined;
  if (!parsed || !/^(www\.|open\.)?substack\.com$/.test(parsed.hostname)) return;
  const message = "is no publication's own address; open the newsletter and copy it: https://NAME.substack.com";
  context.addIssue({ code: 'custom', message, input: written });
});
