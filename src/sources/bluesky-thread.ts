/** The thread of one post: what its author said in sequence, and the best of what others answered. */
import { SourceError } from '../errors.ts';
import { compare } from '../text/order.ts';
import type { CrawledEntry, Iso } from '../types.ts';
import { postEntry, postUrl } from './bluesky-entry.ts';
import { isWithheld, madeAt, type PostView, readView } from './bluesky-view.ts';

/** How many answers to answers come at once. */
export const DEPTH = 6;
/** The API gives 80. */
const MOST_BEFORE = 100;
const MOST_REPLIES = 8;
/** Replies that are compared; a post with more has them in the order of the site's own ranking. */
const MOST_COMPARED = 2000;

/** A post and what hangs on it. */
interface Node {
  view: PostView;
  parent: unknown;
  replies: unknown[];
}
export interface Thread {
  entries: CrawledEntry[];
  /** Posts that are for signed-in readers alone. */
  withheld: number;
  first: PostView;
  /** The last post of the thread that was given, where more of it may follow. */
  goesOnAt?: PostView;
}

/**
 * Reads `thread` of an answer to a request of `DEPTH`. `opening` is the thread's first post, where this goes on from an earlier answer
 * that held everything down to the post that was asked for. Throws SourceError where that post is not there.
 */
export function readThread(thread: unknown, seen: { url: string; at: Iso }, opening?: PostView): Thread {
  const asked = nodeOf(thread);
  if (asked === undefined) throw new SourceError(whyNot(thread));
  const { before, answered } = above(asked);
  const after = below(asked);
  const fresh = [...(opening ? [] : [...before, asked.view]), ...after.map(({ view }) => view)];
  const first = opening ?? fresh[0] ?? asked.view;
  const home = postUrl(first.uri, first.author);
  const entries = fresh
    .filter((view) => !isWithheld(view))
    .map((view) => postEntry(view, seen, [view === first ? answered : home]));
  const replies = bestReplies([asked, ...after]);
  for (const { view, to } of replies.best) entries.push(postEntry(view, seen, [to, home]));
  const last = after.at(-1);
  const mayGoOn = last !== undefined && after.length === DEPTH && (last.view.replyCount ?? 0) > 0;
  return {
    entries: entries.filter((entry) => entry !== undefined),
    withheld: fresh.filter(isWithheld).length + replies.withheld,
    first,
    ...(mayGoOn ? { goesOnAt: last.view } : {}),
  };
}

function nodeOf(json: unknown): Node | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const { post, parent, replies } = json as Record<string, unknown>;
  const view = readView(post);
  return view && { view, parent, replies: Array.isArray(replies) ? replies.slice(0, MOST_COMPARED) : [] };
}

function whyNot(json: unknown): string {
  const { notFound, blocked } = (typeof json === 'object' && json !== null ? json : {}) as Record<string, unknown>;
  if (blocked === true)
    return 'the post is not shown to everybody: its author blocks, or is blocked by, somebody in the thread';
  return notFound === true ? 'the post was deleted' : 'the answer holds no post that can be read';
}

/** The author's own posts that the asked one goes on from, the first of them first, and the post of somebody else that they answer. */
function above(asked: Node): { before: PostView[]; answered: string | undefined } {
  const before: PostView[] = [];
  for (let node = nodeOf(asked.parent); node !== undefined; node = nodeOf(node.parent)) {
    if (node.view.author.did !== asked.view.author.did) {
      return { before, answered: postUrl(node.view.uri, node.view.author) };
    }
    before.unshift(node.view);
    if (before.length === MOST_BEFORE) break;
  }
  return { before, answered: undefined };
}

/** The posts in which the author goes on, each the first answer to the one before by the author. */
function below(asked: Node): Node[] {
  const chain: Node[] = [];
  let node: Node | undefined = asked;
  while (chain.length < DEPTH) {
    const own: Node[] = repliesOf(node).filter(({ view }) => view.author.did === asked.view.author.did);
    node = own.sort((a, b) => byTime(a.view, b.view))[0];
    if (node === undefined) break;
    chain.push(node);
  }
  return chain;
}

function repliesOf(node: Node): Node[] {
  return node.replies.map(nodeOf).filter((reply) => reply !== undefined);
}

/** The most liked answers of other people to the thread's posts. Nobody's like is no vote. */
function bestReplies(thread: Node[]): { best: { view: PostView; to: string | undefined }[]; withheld: number } {
  const author = thread[0]?.view.author.did;
  const liked = thread.flatMap((node) => {
    const to = postUrl(node.view.uri, node.view.author);
    const others = repliesOf(node).filter(({ view }) => view.author.did !== author && (view.likeCount ?? 0) > 0);
    return others.map(({ view }) => ({ view, to }));
  });
  const open = liked.filter(({ view }) => !isWithheld(view));
  open.sort((a, b) => (b.view.likeCount ?? 0) - (a.view.likeCount ?? 0) || byTime(a.view, b.view));
  return { best: open.slice(0, MOST_REPLIES), withheld: liked.length - open.length };
}

function byTime(a: PostView, b: PostView): number {
  return compare(madeAt(a) ?? '9', madeAt(b) ?? '9') || compare(a.uri, b.uri);
}
