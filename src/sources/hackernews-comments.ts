/** Which comments of a thread are worth quoting whole. */
import { htmlToMarkdown } from '../text/htmlMarkdown.ts';
import { type HnComment, permalink } from './hackernews-fields.ts';

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
