/** The cards of a listing: what a selector found, by the page that each leads to. */
import { canonicalUrl } from '../text/url.ts';
import { titleIn } from './page-title.ts';
import { type Element, HEADINGS, type ListingPage, parentOf } from './page-tree.ts';

/** All that a listing shows of one page. */
export interface Card {
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
