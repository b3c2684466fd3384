/** Answers of X's API v2, read by shape: whatever is missing or odd is left out, and nothing else is lost; and its refusals, in words. */
import { z } from 'zod';
import { SourceError } from '../errors.ts';
import { count, listOf, maybeText } from './shapes.ts';
import { saying } from './visits.ts';
import { isHandle } from './x-entry.ts';

const MOST_PROBLEMS = 5;
/** X gives 100 at most. */
const MOST_POSTS = 1000;

const id = z.string().regex(/^\d{1,19}$/);
const entities = z
  .object({ urls: listOf(z.object({ url: z.string(), expanded_url: z.string() })) })
  .catch({ urls: [] });
const rawPost = z.object({
  id,
  text: z.string(),
  author_id: id.optional().catch(undefined),
  conversation_id: id.optional().catch(undefined),
  in_reply_to_user_id: id.optional().catch(undefined),
  created_at: maybeText,
  lang: maybeText,
  entities,
  note_tweet: z.object({ text: z.string(), entities }).optional().catch(undefined),
  referenced_tweets: listOf(z.object({ type: z.string(), id })),
  public_metrics: z.object({ like_count: count, reply_count: count, impression_count: count }).catch({}),
});
const rawUser = z.object({ id, username: z.string().refine(isHandle) });
const answer = z.object({
  data: z.unknown().optional(),
  includes: z.object({ users: listOf(rawUser) }).catch({ users: [] }),
  meta: z.object({ next_token: z.string().max(500).optional().catch(undefined) }).catch({}),
  errors: listOf(z.unknown()),
});

export type RawPost = z.infer<typeof rawPost>;
export type RawUser = z.infer<typeof rawUser>;

/** One page of posts. */
export interface PostsPage {
  posts: RawPost[];
  /** How many more the answer holds that could not be read, and are charged like the others. */
  unreadable: number;
  /** The authors that the answer names. */
  users: RawUser[];
  nextToken?: string;
  /** What X says went wrong beside what it gives. */
  problems: string[];
}

/** Reads a list of posts. Throws SourceError where the answer is no object. */
export function readPosts(json: unknown): PostsPage {
  const { data, includes, meta, errors } = readAnswer(json);
  const listed = Array.isArray(data) ? data.slice(0, MOST_POSTS) : [];
  const posts = listOf(rawPost).parse(listed);
  const problems = errors.map(problemIn).filter((problem) => problem !== '');
  if (posts.length < listed.length) problems.push(`${listed.length - posts.length} posts could not be read`);
  return {
    posts,
    unreadable: listed.length - posts.length,
    users: includes.users,
    ...(meta.next_token ? { nextToken: meta.next_token } : {}),
    problems: [...new Set(problems)].slice(0, MOST_PROBLEMS),
  };
}

/** Reads one account; undefined, with what X says of it, where there is none of that name. */
export function readUser(json: unknown): { user: RawUser | undefined; problem: string } {
  const { data, errors } = readAnswer(json);
  const user = rawUser.safeParse(data);
  return { user: user.success ? user.data : undefined, problem: problemIn(errors[0]) };
}

function readAnswer(json: unknown): z.infer<typeof answer> {
  const read = answer.safeParse(json);
  if (!read.success) throw new SourceError('answered with JSON that is no answer of its API; try again later');
  return read.data;
}

function problemIn(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { detail, message, title } = error as Record<string, unknown>;
  return saying(detail) || saying(message) || saying(title);
}

const WITHOUT =
  'Without it these work: posts by address (posts: [https://x.com/…/status/…]), posts pasted as { url, author, text }, and any RSS bridge as a feed.';
const NOT_SET = /X_BEARER_TOKEN is not set/;
/** What the door says where X may have answered, and charged, and the answer was lost. */
const LOST = /timed out|broke off/;

/** A refusal by its status; `reason` is what X says, '' for nothing. */
export function explainRefusal(status: number, reason: string): string {
  const said = reason === '' ? '' : ` (“${reason}”)`;
  switch (status) {
    case 400:
      return `X does not understand the request${said}: check users, list, search and conversation in sources.yaml`;
    case 401:
      return `X does not accept X_BEARER_TOKEN${said}: make a new one in X's developer console and set it. ${WITHOUT}`;
    case 402:
      return `X's credits are used up${said}: buy some in X's developer console. ${WITHOUT}`;
    case 403:
      return `X does not allow this${said}: the account or list may be private, or the token's app may have no access to it; see X's developer console`;
    case 404:
      return `X has nothing there${said}: check users, list and conversation in sources.yaml`;
    case 429:
      return `X was asked too often${said}: the rest is asked for at the next crawl; if this goes on, crawl less often or read fewer accounts`;
    default:
      return status >= 500
        ? `X's server is in trouble (it answered ${status}); it will be asked again at the next crawl`
        : `X answered ${status}${said}`;
  }
}

/** What is said of a request that brought nothing. */
export function explainFailure(what: string, message: string): string {
  if (!NOT_SET.test(message)) return `${what}: ${message}`;
  return `X_BEARER_TOKEN is not set: users, list, search and conversation need it, since X is paid for what is read that way. Set it in the environment or in .env. ${WITHOUT}`;
}

/** Whether X may have charged for an answer that never arrived. */
export function mayBeCharged(message: string): boolean {
  return LOST.test(message);
}
