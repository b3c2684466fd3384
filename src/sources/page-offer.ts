/** What a listing page has, for somebody whose selector found nothing on it. */
import { titleIn } from './page-title.ts';
import type { ListingPage } from './page-tree.ts';

/** Where listings have their links, closest first. */
const USUAL = ['article a', 'h2 a', 'h3 a', 'main li a', 'main a', 'li a', 'td a'];
const MOST_SHOWN = 3;

/** In words: how many links the page has, selectors that would find some, and the feed that it names. */
export function whatIsOffered(page: ListingPage): string {
  const count = (selector: string) =>
    page.all(selector).filter((link) => page.target(link.attribs.href) && titleIn(page.lines(link)) !== '').length;
  const all = count('a[href]');
  const feed = page
    .all('link[rel~="alternate" i][href]')
    .find(({ attribs }) => /(rss|atom|feed)\+/i.test(attribs.type ?? ''));
  const feedUrl = page.address(feed?.attribs.href);
  const hint = feedUrl === undefined ? '' : `; it names a feed: ${feedUrl.slice(0, 300)}`;
  if (all === 0) return `it has no links with words: scripts may make its list${hint}`;
  const usual = USUAL.map((selector) => ({ selector, count: count(selector) })).filter((one) => one.count > 0);
  const shown = usual.slice(0, MOST_SHOWN).map((one) => `\`${one.selector}\` finds ${one.count}`);
  return `links on it: ${all}${shown.length > 0 ? `, of which ${shown.join(', ')}` : ''}${hint}`;
}
