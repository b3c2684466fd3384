/** Newsletters that come by mail and are handed on as a feed (kill-the-newsletter.com, or one's own). */

import type { FeedEntry, ParsedFeed } from '../types.ts';
import { given } from './given.ts';
import { htmlToText } from './html.ts';
import { scanMarkup } from './markup.ts';
import { isPersonalLink, publicUrl } from './personalLinks.ts';
import { httpUrl } from './url.ts';

/** How letters call the page on which everybody can read them. */
const WEB_VERSION =
  /^(view|read|open|see)\b.{0,30}\b(browser|online|web|website|site)\b|^(web|online|browser) version$|\b(view|read) (it|this).{0,20} (online|in your browser)\b/i;
/** What only subscribers have a use for. */
const FOR_SUBSCRIBERS =
  /\b(unsubscribe|opt out|(manage|update|change|edit)( your)?( email| subscription)?( preferences| settings| subscription| profile)|email preferences|no longer (wish|want) to receive)\b/i;

/**
 * Letters with the address of their public page. The feed's own pages of them are in an address that tells the feed's, which is a
 * secret: whoever has it can read the subscription and end it. A letter without a public page is left out, with a warning. Links made
 * for the subscriber and pictures that count readers are taken out of its words.
 */
export function readLetters(feed: ParsedFeed): ParsedFeed {
  const { selfUrl: _, homeUrl: __, ...rest } = feed;
  const entries = feed.entries.flatMap((entry) => readLetter(entry) ?? []);
  const lost = feed.entries.length - entries.length;
  const warning = `letters without a page that everybody can read, left out: ${lost}`;
  return { ...rest, entries, warnings: lost > 0 ? [...feed.warnings, warning] : feed.warnings };
}

function readLetter(entry: FeedEntry): FeedEntry | undefined {
  const { contentHtml = entry.summaryHtml ?? '', summaryHtml: _, ...rest } = entry;
  const { html, webVersion } = readHtml(contentHtml);
  return webVersion === undefined
    ? undefined
    : { ...rest, url: webVersion, ...given({ contentHtml: html || undefined }) };
}

/** The letter without what is the subscriber's own, and the address that it gives for everybody. */
function readHtml(html: string): { html: string; webVersion: string | undefined } {
  const kept: string[] = [];
  let at = 0;
  let webVersion: string | undefined;
  let link: { href: string; start: number; end: number } | undefined;
  const drop = (from: number, to: number) => {
    kept.push(html.slice(at, from));
    at = to;
  };
  scanMarkup(html, 'html', {
    open(rawName, attributes, { start, end }) {
      const name = rawName.toLowerCase();
      if (name === 'a') link = { href: attributes.href ?? '', start, end };
      else if (name === 'img' && link === undefined && isCounter(attributes)) drop(start, end);
    },
    close(rawName, start) {
      if (rawName.toLowerCase() !== 'a' || link === undefined) return;
      const { href, start: from, end } = link;
      const after = html.indexOf('>', start) + 1 || html.length;
      link = undefined;
      const words = htmlToText(html.slice(end, start)).replace(/\s+/g, ' ').trim();
      const isWebVersion = words.length < 80 && WEB_VERSION.test(words);
      if (isWebVersion) webVersion ??= publicUrl(href);
      if (isWebVersion || FOR_SUBSCRIBERS.test(words)) return drop(from, after);
      if (!isPersonalLink(httpUrl(href) ?? '')) return;
      // the words of a counted link are the letter's all the same
      drop(from, end);
      drop(start, after);
    },
  });
  kept.push(html.slice(at));
  return { html: kept.join('').trim(), webVersion };
}

function isCounter({ width, height }: Record<string, string>): boolean {
  return /^[01](px)?$/.test(width ?? '') || /^[01](px)?$/.test(height ?? '');
}
