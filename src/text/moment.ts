/** Places that a link can go to: a second of a recording, or words of a page. */
import { youtubeId } from './url.ts';

/** `12:34`, or `1:02:03` from an hour on. */
export function clock(seconds: number): string {
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  const two = (n: number) => String(n).padStart(2, '0');
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** YouTube takes a parameter, and no second of a Short but as a video; everything else a media fragment (W3C Media Fragments URI 1.0). */
export function atSecond(url: string, seconds: number): string {
  const second = String(Math.floor(seconds));
  const id = youtubeId(url);
  const at = new URL(id === undefined ? url : `https://www.youtube.com/watch?v=${id}`);
  if (id === undefined) at.hash = `t=${second}`;
  else at.searchParams.set('t', second);
  return at.href;
}

/** Words with which a longer quote is found: its first and its last ones. */
const ENDS = 5;

/** The page at these words, as a text fragment (WICG, URL Fragment Text Directives): browsers scroll to them and mark them. */
export function atWords(url: string, words: string): string {
  const list = words.toWellFormed().trim().split(/\s+/);
  if (!URL.canParse(url) || list[0] === '') return url;
  const part = (some: string[]) => encodeURIComponent(some.join(' ')).replaceAll('-', '%2D');
  const text = list.length <= ENDS * 2 ? part(list) : `${part(list.slice(0, ENDS))},${part(list.slice(-ENDS))}`;
  const at = new URL(url);
  return `${at.href}${at.hash === '' ? '#' : ''}:~:text=${text}`;
}
