import { hostOf } from './url.ts';

const MIN_HOSTS = 4;
/** Few links must stand close together, many may be told at some length; of a page we can't tell furniture from body, so there it takes more. */
const OWN = [
  { links: 10, wordsALink: 50 },
  { links: 30, wordsALink: 90 },
];
const PAGE = [{ links: 30, wordsALink: 14 }];
/** What calls itself a list may have fewer links, and more to say of each. */
const CALLED = [{ links: 5, wordsALink: 120 }];
const CALLED_LIST =
  /\b(round-?ups?|link ?(dump|list|post)|links? (for|of|from) the (day|week|month)|(daily|weekly|monthly|reading|morning|weekend|sunday) (links|reads|reading|digest|brief(ing)?)|(this|last|past) (week|month) in|(week|month) in review|news(letter)? digest|reading list)\b/i;

/**
 * Whether a text is a list of links to other people's pages (a link post, a digest, an aggregator's day): many links out, to several hosts, and few words
 * to each; fewer links where its title says so. Such a page says what others find worth telling; it is nobody's story.
 */
export function isLinkList(page: {
  title?: string;
  url: string;
  text: string;
  links: string[];
  own: boolean;
}): boolean {
  const home = hostOf(page.url);
  const out = page.links.filter((link) => hostOf(link) !== home && hostOf(link) !== '');
  if (new Set(out.map(hostOf)).size < MIN_HOSTS) return false;
  const wordsALink = page.text.split(/\s+/).length / out.length;
  const kinds = [...(page.own ? OWN : PAGE), ...(page.own && CALLED_LIST.test(page.title ?? '') ? CALLED : [])];
  return kinds.some((list) => out.length >= list.links && wordsALink <= list.wordsALink);
}
