/** Posts as feeds and bridges pass them on: what their writers said, without what is put around it. */
import { htmlToText } from './html.ts';

/** Somebody else's post that this one shows: these sites have no quotations of their own. */
const SHOWN = /<(?:blockquote\b|div\b[^<>]{0,200}\bclass=["']?[^"'<>]{0,100}quote)/;
/** A warning that Mastodon sets before a post. */
const WARNING = /^\s*<p>\s*<strong>[^<]{1,100}<\/strong>[^<]{0,1000}<\/p>\s*<hr\b[^<>]{0,50}>/i;
/** What feeds made of Hacker News hang on. */
const FOOTER =
  /(?:^|\n)(?:Article URL: \S+\s+)?Comments URL: \S+(?:\s+Points: \d{1,9})?(?:\s+# Comments: \d{1,9})?\s*$/;
/** What Bluesky's own feeds hang on. */
const EMBEDDED = /\s*\[contains quote post or other embedded content\]\s*$/;
const REPEATED = /^\s*RT\s+(?:by\s+)?@\w/;

export interface PassedOn {
  title: string;
  html: string;
  /** Who wrote it, by the feed. */
  author?: string;
  /** Whose it is, by its link. */
  handle: string;
  where: string;
}

/**
 * The words of a post of `handle`, as text; '' where it has none. Undefined where they are not, or not alone, the words of that account: a
 * repeated post, one that the feed says somebody else wrote, one around somebody else's.
 */
export function postedWords({ title, html, author, handle, where }: PassedOn): string | undefined {
  // a name without @ may be a person's; with it, it is an account's
  const account = /(?:^|\()\s*@([\w.-]+)/.exec(author ?? '')?.[1];
  if (account !== undefined && !isSame(account, handle)) return undefined;
  if (where === 'Mastodon') return htmlToText(html.replace(WARNING, ''));
  const shown = SHOWN.exec(html);
  const said = htmlToText(shown ? html.slice(0, shown.index) : html)
    .replace(FOOTER, '')
    .replace(EMBEDDED, '')
    .trim();
  if (REPEATED.test(said) || (REPEATED.test(title) && account === undefined)) return undefined;
  return shown && htmlToText(afterShown(html.slice(shown.index))) !== '' ? undefined : said;
}

function isSame(account: string, handle: string): boolean {
  const [a, b] = [account, handle].map((name) => name.toLowerCase().replace(/\.bsky\.social$/, ''));
  return a === b;
}

/** What stands behind it. */
function afterShown(html: string): string {
  const end = html.indexOf(html.startsWith('<d') ? '</div>' : '</blockquote>');
  return end < 0 ? '' : html.slice(end);
}
