/** What X says of one post to a site that wants to show it: oEmbed (oembed.com), free and without a token. */
import { z } from 'zod';
import { SourceError } from '../errors.ts';
import { scanMarkup } from '../text/markup.ts';
import { withoutUnseen } from '../text/unseen.ts';
import { hostOf, httpUrl } from '../text/url.ts';
import { isHandle, type Post, postAddress } from './x-entry.ts';

const LONGEST_HTML = 200_000;
const PICTURE = /^pic\.(twitter|x)\.com\//;
const SHORT_LINK = /^https?:\/\/t\.co\/\w{1,40}$/;
const ACCOUNT = /^https?:\/\/(?:www\.|mobile\.)?(?:x|twitter)\.com\/(\w+)\/?(?:\?|$)/;

const answerSchema = z.object({ html: z.string(), author_url: z.string(), url: z.string().catch('') });

/** A run of a post's text, or a link in it. */
interface Piece {
  text: string;
  href?: string;
}

/**
 * The post of an answer. Author and id are the answer's own; `id`, the one that was asked for, stands in where the answer names none.
 * Throws SourceError where the answer is not one of a post with words.
 */
export function readOembed(json: unknown, id: string): Post {
  const read = answerSchema.safeParse(json);
  if (!read.success) throw new SourceError('answered with JSON that is no embedded post; try again later');
  const { html, author_url, url } = read.data;
  const handle = ACCOUNT.exec(author_url)?.[1] ?? '';
  if (!isHandle(handle)) throw new SourceError('the answer does not say who wrote it');
  const { pieces, caption, isWhole } = readHtml(html.slice(0, LONGEST_HTML));
  const text = textOf(pieces);
  if (text === '') throw new SourceError('the post has no words, only pictures or links');
  const shown = Date.parse(`${caption} UTC`);
  return {
    id: postAddress(url)?.id ?? id,
    handle,
    text,
    cut: !isWhole || text.endsWith('…'),
    links: pieces.flatMap(targetOf),
    about: [],
    ...(Number.isNaN(shown) ? {} : { publishedAt: new Date(shown).toISOString() }),
  };
}

/** The pieces of the first paragraph, which is the post, and the words of the last link, which are its date. */
function readHtml(html: string): { pieces: Piece[]; caption: string; isWhole: boolean } {
  const pieces: Piece[] = [];
  let place: 'before' | 'post' | 'after' = 'before';
  let link: Piece | undefined;
  let caption = '';
  let isWhole = false;
  scanMarkup(html, 'html', {
    open(name, attributes) {
      if (name === 'p' && place === 'before') place = 'post';
      if (name === 'br') pieces.push({ text: '\n' });
      if (name === 'a') link = { text: '', href: attributes.href ?? '' };
    },
    close(name) {
      if (name === 'p' && place === 'post') {
        place = 'after';
        isWhole = true;
      }
      if (name !== 'a' || !link) return;
      if (place === 'post') pieces.push(link);
      else caption = link.text.trim();
      link = undefined;
    },
    text(value) {
      // a line break of a post is an element; one in the source means nothing
      const words = value.replace(/[\r\n]\s*/g, ' ');
      if (link) link.text += words;
      else if (place === 'post') pieces.push({ text: words });
    },
  });
  return { pieces, caption, isWhole };
}

/** The words, without what X hangs on their end: pictures, and short links, of which nobody can tell what they are. */
function textOf(pieces: Piece[]): string {
  let end = pieces.length;
  while (end > 0 && isHungOn(pieces[end - 1] as Piece)) end--;
  const words = pieces.slice(0, end).map(({ text }) => text);
  const lines = withoutUnseen(words.join('')).split('\n');
  return lines
    .map((line) => line.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function isHungOn({ text, href }: Piece): boolean {
  const words = text.trim();
  return words === '' || (href !== undefined && (PICTURE.test(words) || SHORT_LINK.test(words)));
}

/** Where a link leads, as far as its words tell: accounts, hashtags and pictures are no pages. */
function targetOf({ text, href }: Piece): string[] {
  const words = text.trim();
  if (href === undefined || PICTURE.test(words)) return [];
  const target = httpUrl(href);
  if (target === undefined || (/^(mobile\.)?(x|twitter)\.com$/.test(hostOf(target)) && !postAddress(target))) return [];
  if (hostOf(target) !== 't.co' || !words.includes('.') || words.includes('…') || /\s/.test(words)) return [target];
  return [httpUrl(/^https?:/i.test(words) ? words : `https://${words}`) ?? target];
}
