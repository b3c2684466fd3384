/** Asking X's API, within a budget, and no longer than it answers. */
import { SourceError } from '../errors.ts';
import type { CrawlContext, FetchRequest, FetchResponse, XSource } from '../types.ts';
import { readJsonVisits } from './visits.ts';
import {
  explainFailure,
  explainRefusal,
  mayBeCharged,
  type RawPost,
  type RawUser,
  readPosts,
  readUser,
} from './x-answers.ts';
import { type Ask, openPurse, type Purse, userRequest } from './x-asks.ts';
import type { AnsweredPage } from './x-post.ts';

/** More pages of one day are an account gone wild, or a search too wide. */
export const MOST_PAGES = 10;
/** So many refusals in a row, and the rest is left for the next crawl. */
const MOST_REFUSALS = 3;
/** Refusals of whoever asks, whatever is asked. */
const OF_EVERYTHING = new Set([401, 402, 403, 429]);

/** What one crawl of X has come to. */
export interface Session {
  fetch: CrawlContext['fetch'];
  now: string;
  maxItems: number;
  purse: Purse;
  answers: AnsweredPage[];
  warnings: Set<string>;
  /** At least one page of posts could be read. */
  worked: boolean;
  unchanged: boolean;
  /** How often X refused, since it last answered. */
  refusals: number;
  /** What the budget had no room for. */
  unpaid: string[];
}

export function openSession({ budget, maxItems }: XSource, { fetch, now }: CrawlContext): Session {
  return {
    ...{ fetch, now, maxItems: maxItems ?? Number.POSITIVE_INFINITY, purse: openPurse(budget) },
    ...{ answers: [], warnings: new Set(), worked: false, unchanged: true, refusals: 0, unpaid: [] },
  };
}

/** The account of a name; undefined, with a warning, where it can't be found. */
export async function findUser(session: Session, name: string): Promise<RawUser | undefined> {
  const what = `@${name}`;
  if (isClosed(session, what, 0, 1)) return undefined;
  const read = (json: unknown, response: FetchResponse) => {
    const { user, problem } = readUser(json);
    if (user === undefined) throw new SourceError(`X knows no such account${problem === '' ? '' : ` (“${problem}”)`}`);
    if (isPaid(session, response)) session.purse.pay([], [user.id]);
    return user;
  };
  try {
    return (await visit(session, userRequest(name), read)).at(-1);
  } catch (error) {
    note(session, what, { posts: 0, users: 1 }, error);
    return undefined;
  }
}

/** A page that is to be read: `base` is the ask's address without page. */
interface Turn {
  base: FetchRequest;
  request: FetchRequest;
  depth: number;
  /** Posts on the pages before it. */
  before: number;
}

/** Reads an ask page by page into `session.answers`. A replay may hold several visits of a page: each goes on by itself. */
export async function readAsk(session: Session, ask: Ask): Promise<void> {
  const turns: Turn[] = [{ base: ask.request, request: ask.request, depth: 1, before: 0 }];
  for (const turn of turns) {
    if (isClosed(session, ask.what, ask.posts, ask.users)) return;
    for (const { answer, base } of await readTurn(session, ask, turn)) {
      session.answers.push(answer);
      const next = nextTurn(session, answer, { ...turn, base });
      if (next) turns.push(next);
    }
  }
}

/** A day that is over and cannot be asked for is read as it was last seen while it ran. */
async function readTurn(session: Session, ask: Ask, { base, request, depth, before }: Turn) {
  const room = session.maxItems - before;
  try {
    return (await readPage(session, ask, request, room)).map((answer) => ({ answer, base }));
  } catch (error) {
    note(session, ask.what, ask, error);
    const { running } = ask;
    const isUnanswered = error instanceof SourceError && error.status === undefined;
    if (!running || depth > 1 || !isUnanswered || !session.purse.covers(ask.posts, ask.users)) return [];
    const seen = await readPage(session, ask, running, room).catch((failure: unknown) => {
      note(session, ask.what, ask, failure);
      return [];
    });
    return seen.map((answer) => ({ answer, base: running }));
  }
}

async function readPage(session: Session, ask: Ask, request: FetchRequest, room: number): Promise<AnsweredPage[]> {
  return visit(session, request, (json, response) => {
    const page = readPosts(json);
    session.worked = true;
    if (isPaid(session, response)) {
      const ids = (list: { id: string }[]) => list.map(({ id }) => id);
      session.purse.pay(ids(page.posts), ids(page.users));
      session.purse.payUnseen(page.unreadable, 0);
    }
    for (const problem of page.problems) session.warnings.add(`${ask.what}: ${problem}`);
    return { page, ask, seen: { url: request.url, at: response.at }, room };
  });
}

function nextTurn(session: Session, { page, ask }: AnsweredPage, { base, depth, before }: Turn): Turn | undefined {
  const { nextToken, posts } = page;
  if (nextToken === undefined || ask.pageBy === undefined || reaches(posts, ask.since)) return undefined;
  if (before + posts.length >= session.maxItems) return undefined;
  if (depth === MOST_PAGES) {
    session.warnings.add(`${ask.what}: more than ${MOST_PAGES} pages; the older ones were left out`);
    return undefined;
  }
  const url = `${base.url}&${ask.pageBy}=${encodeURIComponent(nextToken)}`;
  return { base, request: { ...base, url }, depth: depth + 1, before: before + posts.length };
}

/** Whether a page goes back to this moment or further. */
function reaches(posts: RawPost[], since: string | undefined): boolean {
  return since !== undefined && posts.some(({ created_at }) => Date.parse(created_at ?? '') < Date.parse(since));
}

/** Whether a request is not made: X refuses, or the budget has no room for what it can bring. */
function isClosed(session: Session, what: string, posts: number, users: number): boolean {
  if (session.refusals >= MOST_REFUSALS) {
    session.warnings.add(`X refused ${MOST_REFUSALS} times in a row; the rest is asked for at the next crawl`);
    return true;
  }
  if (session.purse.covers(posts, users)) return false;
  session.unpaid.push(what);
  return true;
}

async function visit<T>(
  session: Session,
  request: FetchRequest,
  read: (json: unknown, response: FetchResponse) => T,
): Promise<T[]> {
  const { visits, warnings, unchanged } = await readJsonVisits(session.fetch, request, read, explainRefusal);
  for (const warning of warnings) session.warnings.add(warning);
  session.refusals = 0;
  if (!unchanged) session.unchanged = false;
  return visits;
}

/** Answers of the store were paid before, and so were those that a replay has from earlier crawls. */
function isPaid({ now }: Session, response: FetchResponse): boolean {
  return response.from === 'network' && response.at >= now;
}

/** A failure becomes a warning; where X may have charged for it, it is booked. */
function note(
  session: Session,
  what: string,
  asked: Pick<Ask, 'posts' | 'users' | 'refusedFrom'>,
  error: unknown,
): void {
  if (!(error instanceof SourceError)) throw error;
  if (error.status === 400 && asked.refusedFrom !== undefined && session.now > asked.refusedFrom) {
    session.warnings.add(`${what}: X's search reaches back seven days; what is older can't be read`);
    return;
  }
  if (error.status !== undefined && OF_EVERYTHING.has(error.status)) session.refusals++;
  if (mayBeCharged(error.message)) session.purse.payUnseen(asked.posts, asked.users);
  session.warnings.add(explainFailure(what, error.message));
}
