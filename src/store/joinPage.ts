/** An item with what was captured of its page. */
import { isStopWord, words } from '../text/tokens.ts';
import { canonicalUrl } from '../text/url.ts';
import { isTalk } from '../text/voice.ts';
import type { Item, Page } from '../types.ts';

/**
 * An item with the words of its page. Words of its own (`textFrom` feed or transcript, and complete) stay: they are the page's as its
 * publisher sent them. Otherwise a page that has words gives them, and all that goes with them; a thread, where others talk too, gives
 * none. Neither does a page that reserved its rights, and every item of it is link-only. Title, summary, running time and chapters come
 * from the page where the item has none.
 */
export function joinPage(item: Item, page: Page): Item {
  const named = { ...item, ...factsOf(item, page) };
  if (page.optedOut) return { ...named, linkOnly: true };
  const hasOwn = item.text !== '' && !item.incomplete && (item.textFrom === 'feed' || item.textFrom === 'transcript');
  const chapters = item.chapters ?? page.chapters;
  const summary = item.summary === '' && !item.linkOnly ? page.summary : undefined;
  const whole = { ...named, ...(chapters ? { chapters } : {}), ...(summary ? { summary } : {}) };
  if (hasOwn || page.text === '' || isTalk(item.url)) return whole;
  const language = item.language ?? page.language;
  return {
    ...whole,
    ...(item.own ? earlierDate(item, page) : { pageSays: whatItSays(page, item.title) }),
    text: page.text,
    textFrom: page.cues ? 'transcript' : 'page',
    capturedAt: page.capturedAt,
    incomplete: page.incomplete,
    minutes: page.minutes,
    links: [...new Set([...item.links, ...page.links])],
    ...(language === undefined ? {} : { language }),
    ...(page.author === undefined ? {} : { author: page.author }),
    ...(page.siteName === undefined ? {} : { siteName: page.siteName }),
    ...(page.imageUrl === undefined ? {} : { imageUrl: page.imageUrl }),
    ...(page.cues === undefined ? {} : { cues: page.cues }),
  };
}

/** What is not the page's words, and so stands also where they may not be used. */
function factsOf(item: Item, page: Page): Partial<Item> {
  const durationSeconds = item.durationSeconds ?? page.durationSeconds;
  const isUndated = item.publishedAt === item.firstSeenAt && (page.publishedAt ?? '9999') < item.firstSeenAt;
  return {
    ...(isUndated && page.publishedAt !== undefined ? { publishedAt: page.publishedAt } : {}),
    ...(isUntitled(item) && page.title !== '' ? { title: page.title } : {}),
    ...(durationSeconds === undefined ? {} : { durationSeconds }),
  };
}

/** A feed that gives its old pages new dates is known by what the pages say. */
function earlierDate(item: Item, { publishedAt }: Page): Pick<Item, 'pageSays'> {
  return publishedAt !== undefined && publishedAt < item.publishedAt ? { pageSays: { publishedAt } } : {};
}

/** So much of a title must stand on its page, each number of it whole. */
const BORNE_OUT = 0.8;

/** The title of whoever passed the page on stands where the page bears it out; else the page's own does. */
function whatItSays(page: Page, passedOnAs: string): NonNullable<Item['pageSays']> {
  const { title, text, publishedAt } = page;
  const held = new Set([...words(title), ...words(text)]);
  const telling = words(passedOnAs).filter((word) => !isStopWord(word));
  const missing = telling.filter((word) => !held.has(word));
  const isHeld = missing.length <= telling.length * (1 - BORNE_OUT) && !missing.some((word) => /\d/.test(word));
  return { ...(title && !isHeld ? { title } : {}), ...(publishedAt ? { publishedAt } : {}) };
}

/** A find that came without a title has its address for one. */
function isUntitled({ title, url, canonicalUrl: key }: Item): boolean {
  if (title === '' || title === url) return true;
  return URL.canParse(title) && canonicalUrl(title) === key;
}
