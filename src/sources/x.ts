/** X: posts by address or pasted, which cost nothing, and by its API, which is paid by the post and needs X_BEARER_TOKEN. */
import { SourceError } from '../errors.ts';
import type { CrawlContext, CrawlResult, XSource } from '../types.ts';
import type { RawUser } from './x-answers.ts';
import {
  type Ask,
  capOf,
  conversationAsk,
  inDollars,
  listAsk,
  priceOf,
  rootAsk,
  type Stretch,
  searchAsk,
  stretchesOf,
  timelineAsk,
} from './x-asks.ts';
import type { Part } from './x-entry.ts';
import { readGiven } from './x-given.ts';
import { entriesOf } from './x-post.ts';
import { findUser, MOST_PAGES, openSession, readAsk } from './x-session.ts';

const MOST_REASONS = 5;

/**
 * Reads what the source names: `posts` without a token, the rest by the API within `budget`, of which `say` tells before anything is
 * spent. `dollars` is what it cost at most: X charges a post once in a UTC day, whichever crawl asked first. Throws SourceError where
 * nothing could be read.
 */
export async function crawlX(source: XSource, context: CrawlContext): Promise<CrawlResult> {
  const parts = [
    ...(source.posts.length > 0 ? [await readGiven(source.posts, context)] : []),
    ...(needsToken(source) ? [await readByToken(source, context)] : []),
  ];
  const warnings = [...new Set(parts.flatMap((part) => part.warnings))];
  if (!parts.some((part) => part.worked) && warnings.length > 0)
    throw new SourceError(warnings.slice(0, MOST_REASONS).join('; '));
  const dollars = parts.reduce((sum, part) => sum + part.dollars, 0);
  return {
    entries: parts.flatMap((part) => part.entries),
    unchanged: parts.every((part) => part.unchanged),
    warnings,
    ...(needsToken(source) ? { dollars } : {}),
  };
}

/** Whether a source asks for anything that the API alone has. */
function needsToken({ users, list, search, conversation }: XSource): boolean {
  return [...users, list, search, conversation].some((asked) => asked !== undefined);
}

/** Reads what the source asks of the API, within its budget. What fails is a warning. */
async function readByToken(source: XSource, context: CrawlContext): Promise<Part> {
  const session = openSession(source, context);
  const stretches = stretchesOf(context.window, context.now);
  // without the token nothing is asked, and nothing can cost
  if (!context.lacks?.('X_BEARER_TOKEN')) context.say(announcement(source, context, stretches));
  const users: RawUser[] = [];
  for (const name of source.users) {
    const user = await findUser(session, name);
    if (user) users.push(user);
  }
  for (const ask of asksOf(source, users, context, stretches)) await readAsk(session, ask);
  const { entries, warnings } = entriesOf(session.answers);
  const { worked, unchanged, purse } = session;
  const told = [...session.warnings, ...warnings, ...overBudget(source, session.unpaid)];
  return { entries, warnings: told, worked, unchanged, dollars: purse.spent() };
}

/** Everything that is asked, day by day, so that what is stored comes first and what is new shares what is left of the budget. */
function asksOf(source: XSource, users: RawUser[], { window }: CrawlContext, stretches: Stretch[]): Ask[] {
  const { conversation, search, list } = source;
  const asks = conversation === undefined ? [] : [rootAsk(conversation)];
  for (const stretch of stretches) {
    for (const user of users) asks.push(timelineAsk(user, stretch, source));
    if (search !== undefined) asks.push(searchAsk(search, stretch, source));
    const ask = conversation === undefined ? undefined : conversationAsk(conversation, stretch, source);
    if (ask) asks.push(ask);
  }
  if (list !== undefined) asks.push(listAsk(list, window.sinceAt, source));
  return asks;
}

/** What the crawl can cost, before anything is asked. */
function announcement(source: XSource, context: CrawlContext, stretches: Stretch[]): string {
  const users = source.users.map((username) => ({ id: '0', username }));
  let most = priceOf(0, users.length);
  for (const { posts, users: authors, pageBy } of asksOf(source, users, context, stretches))
    most += priceOf(posts, authors) * (pageBy === undefined ? 1 : MOST_PAGES);
  const cap = capOf(source.budget);
  return `${source.name}: reading X costs at most ${inDollars(Math.min(most, cap))} now, of a budget of ${inDollars(cap)} a crawl ($0.005 a post, $0.010 an account; what is stored is free)`;
}

function overBudget({ budget }: XSource, unpaid: string[]): string[] {
  if (unpaid.length === 0) return [];
  const names = [...new Set(unpaid)];
  const shown = `${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${names.length - 5} more` : ''}`;
  return [
    `the budget of ${inDollars(capOf(budget))} a crawl has no room for all of it; left for the next crawl: ${shown}. Raise \`budget\` to read it at once`,
  ];
}
