/** Bluesky: an account's posts, or single posts with their threads, by its public API, which asks for no account. */
import { z } from 'zod';
import { SourceError } from '../errors.ts';
import type { BlueskySource, CrawlContext, CrawledEntry, CrawlResult, FetchRequest, FetchResponse } from '../types.ts';
import { type FeedPage, readFeedPage } from './bluesky-feed.ts';
import { DEPTH, readThread, type Thread } from './bluesky-thread.ts';
import { didSchema, type PostView } from './bluesky-view.ts';
import { isJson, jsonOf, readJsonVisits } from './visits.ts';

const API = 'https://public.api.bsky.app/xrpc';
const MOST_PAGES = 20;
/** A thread comes six posts at a time. */
const MOST_CONTINUATIONS = 15;
const MOST_REASONS = 5;
const POST = /^https?:\/\/(?:www\.)?bsky\.app\/profile\/([^/?#]{1,300})\/post\/([\w.~:-]{1,512})\/?(?:[?#]|$)/;

/** What one crawl has come to. */
interface Session {
  source: BlueskySource;
  context: CrawlContext;
  entries: CrawledEntry[];
  warnings: Set<string>;
  withheld: number;
  /** At least one list or thread could be read. */
  worked: boolean;
  unchanged: boolean;
}

/**
 * Reads an account back to the window's start, or the posts that the source names. Posts that their authors show to signed-in readers
 * alone are left out and counted. Throws SourceError where nothing could be read.
 */
export async function crawlBluesky(source: BlueskySource, context: CrawlContext): Promise<CrawlResult> {
  const state = { entries: [], warnings: new Set<string>(), withheld: 0, worked: false, unchanged: true };
  const session: Session = { source, context, ...state };
  if (source.handle !== undefined) await readAccount(session, source.handle);
  for (const url of source.posts) await readPost(session, url);
  const { entries, withheld, worked, unchanged } = session;
  const warnings = [...session.warnings];
  if (!worked && warnings.length > 0) throw new SourceError(warnings.slice(0, MOST_REASONS).join('; '));
  if (withheld > 0)
    warnings.push(
      `posts whose authors show them to signed-in readers alone (!no-unauthenticated), left out: ${withheld}`,
    );
  return { entries, unchanged, warnings };
}

async function readAccount(session: Session, handle: string): Promise<void> {
  const actor = encodeURIComponent(handle).replaceAll('%3A', ':');
  const url = `${API}/app.bsky.feed.getAuthorFeed?actor=${actor}&filter=posts_and_author_threads&limit=50`;
  const most = session.source.maxItems ?? Number.POSITIVE_INFINITY;
  const turns = [{ url, depth: 1, before: 0 }];
  for (const { url: page, depth, before } of turns) {
    const read = (json: unknown, response: FetchResponse) => readFeedPage(json, { url: page, at: response.at });
    for (const visit of await ask(session, `@${handle}`, { url: page, from: 'operator', cache: 'revalidate' }, read)) {
      const kept = visit.entries.slice(0, Math.max(0, most - before));
      session.worked = true;
      session.entries.push(...kept);
      session.withheld += visit.withheld;
      if (!goesOn(session, visit) || before + kept.length >= most) continue;
      const next = `${url}&cursor=${encodeURIComponent(visit.cursor ?? '')}`;
      if (depth < MOST_PAGES) turns.push({ url: next, depth: depth + 1, before: before + kept.length });
      else session.warnings.add(`@${handle}: only the newest ${MOST_PAGES} pages were read`);
    }
  }
}

/** Whether an older page is still within the window. */
function goesOn({ context: { window } }: Session, { cursor, reachesTo }: FeedPage): boolean {
  return cursor !== undefined && reachesTo !== undefined && reachesTo >= window.sinceAt;
}

async function readPost(session: Session, url: string): Promise<void> {
  const [, who, rkey] = POST.exec(url) ?? [];
  if (who === undefined || rkey === undefined) {
    session.warnings.add(`${url}: it is no post of Bluesky; its address is https://bsky.app/profile/HANDLE/post/…`);
    return;
  }
  for (const did of await accountsOf(session, url, who)) {
    let parts: { uri: string; opening?: PostView }[] = [{ uri: `at://${did}/app.bsky.feed.post/${rkey}` }];
    for (let asked = 0; asked <= MOST_CONTINUATIONS && parts.length > 0; asked++) {
      const next: typeof parts = [];
      for (const { uri, opening } of parts) {
        for (const thread of await askThread(session, url, uri, opening)) {
          session.worked = true;
          session.entries.push(...thread.entries);
          session.withheld += thread.withheld;
          if (thread.goesOnAt) next.push({ uri: thread.goesOnAt.uri, opening: thread.first });
        }
      }
      parts = next;
    }
  }
}

/** The DID of an account, which stays when its handle changes. */
async function accountsOf(session: Session, what: string, who: string): Promise<string[]> {
  if (didSchema.safeParse(who).success) return [who];
  const url = `${API}/com.atproto.identity.resolveHandle?handle=${encodeURIComponent(who)}`;
  const worthKeeping = (response: FetchResponse) => isJson(response) && didIn(jsonOf(response)) !== undefined;
  const found = await ask(session, what, { url, from: 'operator', cache: 'keep', worthKeeping }, (json) => {
    const did = didIn(json);
    if (did === undefined) throw new SourceError(`Bluesky does not say which account ${who} is; try again later`);
    return did;
  });
  return [...new Set(found)];
}

function didIn(json: unknown): string | undefined {
  return z.object({ did: didSchema }).safeParse(json).data?.did;
}

function askThread(session: Session, what: string, uri: string, opening: PostView | undefined): Promise<Thread[]> {
  const url = `${API}/app.bsky.feed.getPostThread?uri=${uri}&depth=${DEPTH}&parentHeight=80`;
  return ask(session, what, { url, from: 'operator', cache: 'revalidate' }, (json, response) => {
    const { thread } = z.object({ thread: z.unknown() }).catch({ thread: undefined }).parse(json);
    return readThread(thread, { url, at: response.at }, opening);
  });
}

/** Every visit of one request; none, with a warning, where it failed. */
async function ask<T>(
  session: Session,
  what: string,
  request: FetchRequest,
  read: (json: unknown, response: FetchResponse) => T,
): Promise<T[]> {
  try {
    const { visits, warnings, unchanged } = await readJsonVisits(session.context.fetch, request, read, explain);
    for (const warning of warnings) session.warnings.add(`${what}: ${warning}`);
    if (!unchanged) session.unchanged = false;
    return visits;
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    session.warnings.add(`${what}: ${error.message}`);
    return [];
  }
}

/** Bluesky answers 400 for what is not there, and says so in words. */
function explain(status: number, reason: string): string {
  const said = reason === '' ? '' : ` (“${reason}”)`;
  if (status === 404 || (status === 400 && /not found/i.test(reason)))
    return `it is gone: deleted, or the account is${said}`;
  if (status === 400) return `Bluesky does not know it${said}; check the handle or address`;
  if (status === 401 || status === 403) return `Bluesky shows it to signed-in readers alone${said}`;
  if (status === 429) return 'Bluesky was asked too often; it is asked again at the next crawl';
  if (status >= 500)
    return `Bluesky's server is in trouble (it answered ${status}); it is asked again at the next crawl`;
  return `Bluesky answered ${status}${said}`;
}
