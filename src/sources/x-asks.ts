/** What is asked of X's API v2, and what it costs: addresses and sizes, from the source and the days of the window alone, so that a replay asks the same. */
import { dayBounds, utcDays } from '../text/days.ts';
import type { FetchRequest, FetchResponse, Iso, XSource } from '../types.ts';
import { isJson, jsonOf } from './visits.ts';
import { type RawUser, readUser } from './x-answers.ts';
import { postedAt } from './x-entry.ts';

/** The price of a post, and of an account (docs.x.com, 2026), in whole thousandths of a dollar so that sums are exact. */
const POST_PRICE = 5;
const USER_PRICE = 10;

/** The money of one crawl. */
export interface Purse {
  /** Whether so many posts and users may still be asked for. */
  covers(posts: number, users: number): boolean;
  /** Books what an answer brought. X charges a post or user once in a UTC day, so what was booked before is free. */
  pay(posts: string[], users: string[]): void;
  /** Books what cannot be told apart: posts without an id, an answer that was lost on its way. */
  payUnseen(posts: number, users: number): void;
  /** US dollars. */
  spent(): number;
}

/** `budget` is in US dollars. */
export function openPurse(budget: number): Purse {
  const cap = capOf(budget);
  const paid = new Set<string>();
  let spent = 0;
  const book = (key: string, price: number) => {
    if (!paid.has(key)) spent += price;
    paid.add(key);
  };
  return {
    covers: (posts, users) => spent + priceOf(posts, users) <= cap,
    pay(posts, users) {
      for (const id of posts) book(`post ${id}`, POST_PRICE);
      for (const id of users) book(`user ${id}`, USER_PRICE);
    },
    payUnseen: (posts, users) => {
      spent += priceOf(posts, users);
    },
    spent: () => spent / 1000,
  };
}

/** A budget in US dollars as whole thousandths. */
export function capOf(budget: number): number {
  return Math.floor(budget * 1000 + 1e-6);
}

/** What so many posts and users cost at most, in thousandths of a dollar. */
export function priceOf(posts: number, users: number): number {
  return posts * POST_PRICE + users * USER_PRICE;
}

/** `$0.25`, `$0.005`. */
export function inDollars(thousandths: number): string {
  return `$${(thousandths / 1000).toFixed(3).replace(/0$/, '')}`;
}

const API = 'https://api.x.com/2';
const FIELDS =
  'tweet.fields=conversation_id,referenced_tweets,note_tweet,author_id,created_at,public_metrics,entities,in_reply_to_user_id,lang' +
  '&expansions=author_id&user.fields=username,name';
/** An author may mend a post for an hour; after that its day does not change any more. */
const SETTLES_MS = 3_600_000;
/** The search that everybody may use reaches back so far. */
const SEARCH_REACH_MS = 7 * 86_400_000;
/** One page is not to eat the whole budget. */
const PAGES_IN_BUDGET = 4;
const MOST_ON_A_PAGE = 100;

/** Part of the window: a day that is over, or all from the first day on that is not. */
export interface Stretch {
  startsAt: Iso;
  endsAt?: Iso;
}

/** One question, of one page or several. */
export interface Ask {
  /** What messages call it. */
  what: string;
  request: FetchRequest;
  /** The parameter that names the next page; without one there is no next page. */
  pageBy?: 'pagination_token' | 'next_token';
  /** The most that a page can bring, and so can cost. */
  posts: number;
  users: number;
  /** Replies to other people are wanted, too. */
  withReplies?: boolean;
  /** Pages go back in time and need not go further than this. */
  since?: Iso;
  /** For a day that is over: how it was asked while it ran. */
  running?: FetchRequest;
  /** From then on X refuses it: its search does not reach back so far. */
  refusedFrom?: Iso;
}

/** The days of the window: each that is over for itself, then the rest as one. */
export function stretchesOf(window: { sinceAt: Iso; untilAt: Iso }, now: Iso): Stretch[] {
  const stretches: Stretch[] = [];
  for (const day of utcDays(window, now)) {
    const { startsAt, endsAt } = dayBounds(day);
    if (Date.parse(now) < Date.parse(endsAt) + SETTLES_MS) return [...stretches, { startsAt }];
    stretches.push({ startsAt, endsAt });
  }
  return stretches;
}

/** How an account is found by its name. */
export function userRequest(name: string): FetchRequest {
  const request = asked(`${API}/users/by/username/${encodeURIComponent(name)}?user.fields=username,name`, 'keep');
  return { ...request, worthKeeping: holdsUser };
}

/** An account that is not there today may be there tomorrow. */
function holdsUser(answer: FetchResponse): boolean {
  return isJson(answer) && readUser(jsonOf(answer)).user !== undefined;
}

/** The posts of an account. Its replies to itself are its threads, so replies are not left out here. */
export function timelineAsk(user: RawUser, stretch: Stretch, source: XSource): Ask {
  const posts = pageSize(source, { least: 5, each: POST_PRICE });
  const url = `${API}/users/${user.id}/tweets?exclude=retweets&max_results=${posts}&${FIELDS}`;
  return { what: `@${user.username}`, pageBy: 'pagination_token', posts, users: 1, ...inStretch(url, stretch) };
}

/** A search, without repeated posts and answers to people unless it speaks of them itself. */
export function searchAsk(query: string, stretch: Stretch, source: XSource): Ask {
  const narrowed = ['is:retweet', 'is:reply']
    .filter((operator) => !query.includes(operator))
    .map((operator) => ` -${operator}`);
  const whole = narrowed.length > 0 && /\bOR\b/.test(query) ? `(${query})` : query;
  return { what: 'the search', ...searching(whole + narrowed.join(''), stretch, source) };
}

/** The answers in a thread. Undefined for days before it began. */
export function conversationAsk(id: string, stretch: Stretch, source: XSource): Ask | undefined {
  const began = postedAt(id);
  if (began !== undefined && stretch.endsAt !== undefined && stretch.endsAt <= began) return undefined;
  return { what: 'the conversation', withReplies: true, ...searching(`conversation_id:${id}`, stretch, source) };
}

/** The post that a thread began with. */
export function rootAsk(id: string): Ask {
  const request = asked(`${API}/tweets?ids=${encodeURIComponent(id)}&${FIELDS}`, 'keep');
  return { what: 'the conversation', request, posts: 1, users: 1, withReplies: true };
}

/** The newest posts of a list. It cannot be asked by day. */
export function listAsk(id: string, since: Iso, source: XSource): Ask {
  const posts = pageSize(source, { least: 5, each: POST_PRICE + USER_PRICE });
  const request = asked(`${API}/lists/${encodeURIComponent(id)}/tweets?max_results=${posts}&${FIELDS}`, 'revalidate');
  return { what: `the list ${id}`, request, pageBy: 'pagination_token', posts, users: posts, since };
}

function searching(query: string, stretch: Stretch, source: XSource): Omit<Ask, 'what'> {
  const posts = pageSize(source, { least: 10, each: POST_PRICE + USER_PRICE });
  const url = `${API}/tweets/search/recent?query=${encodeURIComponent(query)}&max_results=${posts}&${FIELDS}`;
  const refusedFrom = new Date(Date.parse(stretch.startsAt) + SEARCH_REACH_MS).toISOString();
  const { request, running } = inStretch(url, stretch);
  // a refusal that is for good is kept as well, and not asked for again at every crawl
  const worthKeeping = (answer: FetchResponse) => isJson(answer) || (answer.status === 400 && answer.at > refusedFrom);
  const size = { pageBy: 'next_token', posts, users: posts, refusedFrom } as const;
  return { ...size, request: { ...request, worthKeeping }, ...(running === undefined ? {} : { running }) };
}

/** How many posts a page has: a share of the budget, between what X allows at least and at most. */
function pageSize({ budget, maxItems }: XSource, page: { least: number; each: number }): number {
  const share = Math.floor((budget * 1000) / PAGES_IN_BUDGET / page.each);
  return Math.max(page.least, Math.min(share, maxItems ?? MOST_ON_A_PAGE, MOST_ON_A_PAGE));
}

/** A day that is over is asked for once, the running one at every crawl: their addresses differ, since X refuses an end that is to come. */
function inStretch(url: string, { startsAt, endsAt }: Stretch): Pick<Ask, 'request' | 'running'> {
  const running = asked(`${url}&start_time=${seconds(startsAt)}`, 'revalidate');
  if (endsAt === undefined) return { request: running };
  const whole = asked(`${running.url}&end_time=${seconds(endsAt)}`, 'keep');
  return { request: whole, running: { ...running, cache: 'keep' } };
}

function asked(url: string, cache: 'keep' | 'revalidate'): FetchRequest {
  const headers = { authorization: 'Bearer ${X_BEARER_TOKEN}' };
  return { url, headers, from: 'operator', cache, worthKeeping: isJson };
}

function seconds(at: Iso): string {
  return at.replace('.000Z', 'Z');
}
