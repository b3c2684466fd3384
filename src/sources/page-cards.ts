/** The cards of a listing: what a selector found, by the page that each leads to, and what each says of that page: title, date, first words, picture. */
import { textToHtml } from '../text/feed-html.ts';
import { canonicalUrl } from '../text/url.ts';
import type { Iso } from '../types.ts';
import { type Element, HEADINGS, type ListingPage, parentOf } from './page-tree.ts';
import { dateIn, isDate, titleIn } from './page-words.ts';

/** All that a listing shows of one page. */
interface Card {
  url: string;
  /** What the selector found. */
  elements: Element[];
  links: Element[];
  /** Elements around those that hold no other card, innermost first. */
  around: Element[];
}

const HEADING_LINKS = HEADINGS.replace(/h\d/g, '$& a[href]');
/** How far around an element its date or picture may stand. */
const MOST_AROUND = 4;
const SHELL = new Set(['body', 'html', 'main']);

/** Gathers elements to cards, in their order, each page once. An element without a link to another page is passed over. */
export function gatherCards(page: ListingPage, found: Element[]): Card[] {
  const cards = new Map<string, Card>();
  for (const element of found) {
    const link = linkOf(page, element);
    const url = page.target(link?.attribs.href);
    if (link === undefined || url === undefined) continue;
    const key = canonicalUrl(url);
    const card = cards.get(key) ?? { url, elements: [], links: [], around: [] };
    card.elements.push(element);
    card.links.push(link);
    cards.set(key, card);
  }
  addSurroundings([...cards.values()]);
  return [...cards.values()];
}

/** The link that an element is, holds, or stands in: one in a heading or around one before others, one with words before a picture. */
function linkOf(page: ListingPage, element: Element): Element | undefined {
  const leads = ({ attribs }: Element) => page.target(attribs.href) !== undefined;
  if (element.name === 'a' && leads(element)) return element;
  const links = page.within([element], 'a[href]').filter(leads);
  return (
    page.within([element], HEADING_LINKS).find(leads) ??
    links.find((link) => page.within([link], HEADINGS).length > 0) ??
    links.find((link) => titleIn(page.lines(link)) !== '') ??
    links[0] ??
    linkAround(element)
  );
}

function linkAround(element: Element): Element | undefined {
  let at = parentOf(element);
  while (at !== undefined && at.name !== 'a') at = parentOf(at);
  return at;
}

/** Gives each card the elements around it that hold no other. */
function addSurroundings(cards: Card[]): void {
  const owners = new Map<Element, Card | 'several'>();
  for (const card of cards) for (const element of card.elements) claim(owners, card, element);
  for (const card of cards) {
    for (const element of card.elements) {
      let at = parentOf(element);
      for (let n = 0; n < MOST_AROUND && at !== undefined && owners.get(at) === card; n++) {
        if (SHELL.has(at.name)) break;
        if (!card.around.includes(at)) card.around.push(at);
        at = parentOf(at);
      }
    }
  }
}

/** Notes for all that is around an element whose card it holds. */
function claim(owners: Map<Element, Card | 'several'>, card: Card, element: Element): void {
  for (let at = parentOf(element); at !== undefined; at = parentOf(at)) {
    const owner = owners.get(at);
    if (owner === 'several') return;
    owners.set(at, owner === undefined || owner === card ? card : 'several');
  }
}

/** What a listing says of one page. */
export interface ListedPage {
  url: string;
  /** '' where the listing gives none. */
  title: string;
  publishedAt?: Iso;
  summaryHtml?: string;
  imageUrl?: string;
}

const CALLED_TITLE = '[itemprop="headline"], [class*="title" i], [class*="headline" i]';
const CALLED_DATE =
  '[itemprop="datePublished"], [class*="date" i], [class*="time" i], [class*="publish" i], [class*="posted" i]';
const CALLED_SUMMARY = 'p, [class*="summary" i], [class*="excerpt" i], [class*="description" i]';
/** Fewer words than make an entry's text the whole piece: what a listing says is never more than a teaser. */
const MOST_SUMMARY_WORDS = 80;

/** Reads a card: within its own elements first, then around them. */
export function readCard(page: ListingPage, card: Card): ListedPage {
  const scopes = [card.elements, ...card.around.map((element) => [element])];
  const title = titleOf(page, card);
  const publishedAt = firstOf(scopes, (scope) => dateOf(page, scope, title));
  const summary = firstOf(scopes, (scope) => summaryOf(page, scope, title));
  const imageUrl = firstOf(scopes, (scope) => imageOf(page, scope));
  return {
    url: card.url,
    title,
    ...(publishedAt === undefined ? {} : { publishedAt }),
    ...(summary === undefined ? {} : { summaryHtml: textToHtml(summary, false) }),
    ...(imageUrl === undefined ? {} : { imageUrl }),
  };
}

function firstOf<T>(scopes: Element[][], read: (scope: Element[]) => T | undefined): T | undefined {
  for (const scope of scopes) {
    const found = read(scope);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A heading, what is called a title, a label, the link's own words; then a heading around, and last what a picture is called. */
function titleOf(page: ListingPage, { elements, links, around }: Card): string {
  const isHeading = ({ name }: Element) => /^h[1-6]$/.test(name);
  const inside = [
    ...elements.filter(isHeading),
    ...page.within(elements, HEADINGS),
    ...page.within(elements, CALLED_TITLE),
  ];
  const candidates: string[][] = [
    ...inside.map((element) => [page.words(element)]),
    ...links.flatMap(({ attribs }) => [[attribs['aria-label'] ?? ''], [attribs.title ?? '']]),
    ...links.map(page.lines),
    ...around.flatMap((element) => page.within([element], HEADINGS)).map((element) => [page.words(element)]),
    ...page.within(links, 'img[alt]').map(({ attribs }) => [attribs.alt ?? '']),
  ];
  return candidates.map(titleIn).find((title) => title !== '') ?? '';
}

/** The date that a card marks as one, else a line that is one. */
function dateOf(page: ListingPage, scope: Element[], title: string): Iso | undefined {
  const times = [...scope.filter(({ name }) => name === 'time'), ...page.within(scope, 'time')];
  const called = page.within(scope, CALLED_DATE);
  const written = [
    ...times.map(({ attribs }) => attribs.datetime ?? ''),
    ...[...times, ...called].flatMap((element) => [element.attribs.content ?? '', page.words(element)]),
    ...scope.flatMap((element) => page.lines(element)).filter((line) => line !== title),
  ];
  for (const text of written) {
    const date = dateIn(text, page.seenAt);
    if (date !== undefined) return date;
  }
  return undefined;
}

/** The first paragraph that is more than the title or the date, cut to a teaser. */
function summaryOf(page: ListingPage, scope: Element[], title: string): string | undefined {
  for (const element of page.within(scope, CALLED_SUMMARY)) {
    const said = page.words(element);
    const words = said.split(' ');
    if (words.length < 4 || said.includes(title) || isDate(said)) continue;
    return words.length > MOST_SUMMARY_WORDS ? `${words.slice(0, MOST_SUMMARY_WORDS).join(' ')}…` : said;
  }
  return undefined;
}

/** The first picture that is sent safely and is not there to count readers. */
function imageOf(page: ListingPage, scope: Element[]): string | undefined {
  for (const { attribs } of page.within(scope, 'img')) {
    if (attribs.width === '1' || attribs.height === '1') continue;
    // a picture that is loaded late has its address elsewhere
    const urls = [attribs.src, attribs['data-src']].map(page.address);
    const url = urls.find((address) => address?.startsWith('https:'));
    if (url !== undefined) return url;
  }
  return undefined;
}
