/** Algolia's answer about one item: the item with the tree of comments under it, and the best of these. */
import { htmlToMarkdown } from '../text/htmlMarkdown.ts';
import {
  asked,
  commentOf,
  type Fields,
  fields,
  type HnComment,
  type HnKind,
  type HnStory,
  idOf,
  kindOf,
  permalink,
  storyOf,
} from './hackernews-answers.ts';

/** An item with what stands under it. */
export interface HnThread {
  kind: HnKind;
  story?: HnStory;
  comment?: HnComment & { storyId?: number };
  /** Every readable comment, as Algolia orders them: a comment, then what stands under it. */
  comments: HnComment[];
  /** In place of them, in an answer that was made shorter: the best, best first. */
  best?: HnComment[];
}
/** More than any thread of the site ever had. */
const MOST_COMMENTS = 20_000;

/** Throws SourceError where the answer is not the item that was asked for. */
export function readThread(json: unknown, id: number): HnThread {
  const item = asked(json, id);
  const kind = kindOf(item);
  const comments = commentsUnder(item, id);
  const best = Array.isArray(item.best) ? bestOf(item.best) : undefined;
  const { author, points, text: html, num_comments: number } = item;
  const counted = { id, author, points, comments: number ?? comments.length, html };
  const story = kind === 'story' ? storyOf(item, counted) : undefined;
  const own = { parent: idOf(item.parent_id) ?? 0, root: id, depth: 1 };
  const comment = kind === 'comment' ? commentOf(item, own) : undefined;
  const storyId = idOf(item.story_id);
  return {
    kind,
    ...(story ? { story } : {}),
    ...(comment ? { comment: { ...comment, ...(storyId === undefined ? {} : { storyId }) } } : {}),
    comments,
    ...(best ? { best } : {}),
  };
}

/**
 * Algolia's answer about a thread with its best comments alone, as `best` chooses them, in place of all. An answer that cannot be read,
 * or was made shorter before, stays as it is.
 */
export function shorterThread(body: Uint8Array, id: number, best: (comments: HnComment[]) => HnComment[]): Uint8Array {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(body));
  } catch {
    return body;
  }
  const { children: _, ...item } = fields(json);
  if (idOf(item.id) !== id || Array.isArray(item.best)) return body;
  const { comments } = readThread(json, id);
  const kept = best(comments).map(({ id, author, html, publishedAt, points, parent }) => {
    return { type: 'comment', id, author, text: html, created_at: publishedAt, points, parent_id: parent };
  });
  return Buffer.from(JSON.stringify({ ...item, num_comments: comments.length, best: kept }));
}

function bestOf(list: unknown[]): HnComment[] {
  return list.map(fields).flatMap((item) => {
    const parent = idOf(item.parent_id) ?? 0;
    return commentOf(item, { parent, root: parent, depth: 1 }) ?? [];
  });
}

/** Every readable comment under an item, in order. A stack in place of recursion: threads nest as deep as strangers like. */
function commentsUnder(top: Fields, id: number): HnComment[] {
  const found: HnComment[] = [];
  const byId = new Map<number, HnComment>();
  const stack = childrenOf(top, id, 0, 1);
  for (let seen = 0; seen < MOST_COMMENTS; seen++) {
    const next = stack.pop();
    if (!next) break;
    const own = idOf(next.item.id);
    if (own === undefined || byId.has(own)) continue;
    const place = { parent: next.parent, root: next.root || own, depth: next.depth };
    const comment = next.item.type === 'comment' ? commentOf(next.item, place) : undefined;
    if (comment) {
      found.push(comment);
      byId.set(own, comment);
    }
    // under a deleted comment others live on
    stack.push(...childrenOf(next.item, own, place.root, next.depth + 1));
  }
  for (const { parent, replies } of found.toReversed()) {
    const above = byId.get(parent);
    if (above) above.replies += replies + 1;
  }
  return found;
}

/** Last first, for a stack. */
function childrenOf(item: Fields, parent: number, root: number, depth: number) {
  const children = Array.isArray(item.children) ? item.children.slice(0, MOST_COMMENTS) : [];
  return children.map((child) => ({ item: fields(child), parent, root, depth })).reverse();
}

/** The words of a comment: plain, as Markdown, and the links in them. */
export type Said = ReturnType<typeof htmlToMarkdown>;

const FEWEST_WORDS = 12;
const MOST_WORDS = 220;
/** How many comments of one thread are looked at, however few are found. */
const MOST_TRIED = 150;
/** Replies to replies of replies answer one another, not the article. */
const DEEPEST = 3;
const GONE = /^\[(flagged|dead|deleted|removed)\]/i;
/** Moderation: about how people write, not about what. */
const HOUSE_RULES = /^https:\/\/news\.ycombinator\.com\/(newsguidelines|newsfaq|showhn)\.html/;
const FEWEST_WORDS_A_LINK = 12;

/**
 * The best comments, at most `most`, one a person: those on the story itself in the order of `ranked` (what is not in it comes after, as
 * it stands), then replies, one of each thread in turn, the most answered first. The first of many are the same as the first of few.
 */
export function bestComments(comments: HnComment[], ranked: number[], most: number): HnComment[] {
  const best: HnComment[] = [];
  const people = new Set<string>();
  for (const comment of inOrder(comments, ranked).slice(0, MOST_TRIED)) {
    if (best.length >= most) break;
    if (people.has(comment.author) || !worthQuoting(comment.html, permalink(comment.id))) continue;
    people.add(comment.author);
    best.push(comment);
  }
  return best;
}

function inOrder(comments: HnComment[], ranked: number[]): HnComment[] {
  const places = new Map(ranked.map((id, place) => [id, place]));
  const place = ({ root }: HnComment) => places.get(root) ?? ranked.length;
  const ordered: HnComment[] = [];
  for (let depth = 1; depth <= DEEPEST; depth++) {
    const level = comments.filter((comment) => comment.depth === depth);
    if (depth > 1) level.sort((a, b) => b.replies - a.replies);
    // which of its thread's replies a comment is; a comment on the story is the first of its own
    const turns = new Map<HnComment, number>();
    const taken = new Map<number, number>();
    for (const comment of level) {
      const turn = taken.get(comment.root) ?? 0;
      turns.set(comment, turn);
      taken.set(comment.root, turn + 1);
    }
    const turn = (comment: HnComment) => turns.get(comment) ?? 0;
    ordered.push(...level.sort((a, b) => turn(a) - turn(b) || place(a) - place(b)));
  }
  return ordered;
}

/** The words of a comment that can stand alone: not gone, long enough, short enough, and its writer's own. */
export function worthQuoting(html: string, base: string): Said | undefined {
  const said = htmlToMarkdown(html, base);
  if (GONE.test(said.text) || said.links.some((link) => HOUSE_RULES.test(link))) return undefined;
  if (wordCount(said.text) > MOST_WORDS) return undefined;
  const own = wordCount(ownWords(said.text));
  return own >= FEWEST_WORDS && own >= said.links.length * FEWEST_WORDS_A_LINK ? said : undefined;
}

/** Without the lines that quote somebody (`> …`), and without addresses. */
function ownWords(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/^\s*[>»]/.test(line))
    .join('\n')
    .replace(/https?:\/\/\S+/g, ' ');
}

function wordCount(text: string): number {
  return text.match(/[\p{L}\p{N}]\S*/gu)?.length ?? 0;
}
