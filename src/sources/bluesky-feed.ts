/** One page of an account's posts. */
import { z } from 'zod';
import { SourceError } from '../errors.ts';
import type { CrawledEntry, Iso } from '../types.ts';
import { postEntry, postUrl } from './bluesky-entry.ts';
import { idOf, isWithheld, madeAt, type PostView, readView } from './bluesky-view.ts';
import { listOf } from './shapes.ts';

/** The API gives 50. */
const MOST_POSTS = 1000;

export interface FeedPage {
  /** The account's own posts, the newest first. */
  entries: CrawledEntry[];
  withheld: number;
  cursor?: string;
  /** The date of the oldest post, pinned ones aside. */
  reachesTo?: Iso;
}

const answerSchema = z.object({
  feed: listOf(z.object({ post: z.unknown(), reason: z.unknown().optional(), reply: z.unknown().optional() })),
  cursor: z.string().max(1000).optional().catch(undefined),
});
const reasonSchema = z.object({ $type: z.string() });
const replySchema = z.object({ root: z.unknown() });

/** Reads an answer of `getAuthorFeed`. Reposts and answers to other people are left out. Throws SourceError where it is none. */
export function readFeedPage(json: unknown, seen: { url: string; at: Iso }): FeedPage {
  const read = answerSchema.safeParse(json);
  if (!read.success) throw new SourceError('answered with JSON that is no list of posts; try again later');
  const entries: CrawledEntry[] = [];
  const dates: Iso[] = [];
  let withheld = 0;
  for (const { post, reason, reply } of read.data.feed.slice(0, MOST_POSTS)) {
    const why = reasonSchema.safeParse(reason).data?.$type ?? '';
    const view = readView(post);
    if (view === undefined || why.endsWith('#reasonRepost')) continue;
    const date = madeAt(view);
    if (date !== undefined && why === '') dates.push(date);
    if (answersOthers(view)) continue;
    if (isWithheld(view)) withheld++;
    else {
      const entry = postEntry(view, seen, [openingOf(view, replySchema.safeParse(reply).data?.root)]);
      if (entry) entries.push(entry);
    }
  }
  const reachesTo = dates.sort()[0];
  const { cursor } = read.data;
  return { entries, withheld, ...(cursor ? { cursor } : {}), ...(reachesTo === undefined ? {} : { reachesTo }) };
}

function answersOthers({ record: { reply }, author }: PostView): boolean {
  return reply !== undefined && idOf(reply.parent.uri)?.did !== author.did;
}

/** The post that a post's thread began with. */
function openingOf(view: PostView, root: unknown): string | undefined {
  const opening = readView(root);
  if (opening) return postUrl(opening.uri, opening.author);
  // not in the answer, but the account's own
  return view.record.reply && postUrl(view.record.reply.root.uri, view.author);
}
