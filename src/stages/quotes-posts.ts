/** Posts and comments, which are quoted whole. */
import { isPersonalLink } from '../text/personalLinks.ts';
import { ordersMachine } from '../text/stated.ts';
import type { Original, Quote } from '../types.ts';

const MIN_POST_WORDS = 8;
const MAX_POST_WORDS = 240;
const PER_PLACE = 12;
const LINK = /https?:\/\/[^\s<>()[\]"]+/g;
export const MOJIBAKE = /\uFFFD|Ã[\u0080-\u00bf]|â€|\p{Ll}â\p{Ll}|&(?:amp|lt|gt|quot|nbsp|#\d+);/u;

type Found = Omit<Quote, 'id'>;

/** The posts among a story's items, best first: so many of each place where people talk that a thread of long comments leaves room for a post elsewhere. */
export function postsOf(items: Original[]): Found[] {
  const posts = items.filter((item) => item.voice).flatMap(wholePost);
  const taken = new Map<string, number>();
  return posts
    .sort((a, b) => b.score - a.score || a.start - b.start)
    .filter(({ voice }) => {
      const where = voice?.where ?? '';
      const count = (taken.get(where) ?? 0) + 1;
      taken.set(where, count);
      return count <= PER_PLACE;
    });
}

/** A post or comment word for word; the bare links that bridges hang on to its end are no words of it. */
function wholePost(item: Original): Found[] {
  const posted = item.text.trim();
  const text = item.markdown ? posted : withoutLastLinks(posted);
  const count = text.split(/\s+/).length;
  if (count < MIN_POST_WORDS || count > MAX_POST_WORDS || MOJIBAKE.test(text) || !item.voice) return [];
  // nobody is quoted for what he told a machine to do
  if (ordersMachine(text)) return [];
  if ((text.match(LINK) ?? []).some(isPersonalLink) || (item.markdown?.match(LINK) ?? []).some(isPersonalLink))
    return [];
  const start = item.text.indexOf(text);
  return [
    {
      itemId: item.id,
      text,
      ...(item.markdown ? { markdown: item.markdown } : {}),
      url: item.url,
      start,
      end: start + text.length,
      score: 1 + Math.min(count, 60) / 60,
      voice: item.voice,
    },
  ];
}

function withoutLastLinks(text: string): string {
  const words = text.split(/(?=\s)/);
  while (words.length > 1 && /^\s*(https?:\/\/.*)?$/.test(words.at(-1) as string)) words.pop();
  return words.join('').trimEnd();
}
