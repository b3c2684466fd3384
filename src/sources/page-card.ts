/** What a listing says of one page: its title, date, first words and picture. */
import { textToHtml } from '../text/feed-html.ts';
import type { Iso } from '../types.ts';
import type { Card } from './page-cards.ts';
import { dateIn } from './page-date.ts';
import { isDate, titleIn } from './page-title.ts';
import { type Element, HEADINGS, type ListingPage } from './page-tree.ts';

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
