/** The words of a post as its author wrote them, out of what X's API answers. */
import { withoutUnseen } from '../text/unseen.ts';
import { httpUrl } from '../text/url.ts';

const MOST_TEXT = 100_000;
const LONGEST_LINK = 2_000;
/** X's short links: one for each link in a post, and one that it hangs on for a picture, a video or a quoted post. */
const SHORT_LINK = /https?:\/\/t\.co\/\w{1,40}/g;
const SHORT_LINK_ALONE = /^https?:\/\/t\.co\/\w{1,40}$/;
const POST =
  /^https?:\/\/(?:www\.|mobile\.)?(?:x|twitter)\.com\/(?:i\/web|(\w{1,15}))\/status\/(\d{1,19})(\/(?:photo|video)\/\d+)?\/?(?:\?|$)/;
/** X writes these three in place of the character, and no others. */
const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** A short link and what it stands for. */
export interface ShortLink {
  url: string;
  expanded_url: string;
}
export interface Words {
  text: string;
  /** Targets of the links, in order, quoted posts among them; pictures are none. */
  links: string[];
  /** Addresses of the quoted posts that the text links, by id. */
  quoted: Map<string, string>;
  /** The text is only the beginning: X ends it with "…" and a link to the post itself. */
  cut: boolean;
}

/**
 * Puts the links that the author wrote in place of short ones, drops those that X hung on the end, and decodes what X encodes. `post` says
 * whose words they are: its id, and the ids of the posts that it quotes.
 */
export function wordsOf(raw: string, shortLinks: ShortLink[], post: { id: string; quotedIds: string[] }): Words {
  const targets = targetsOf(shortLinks);
  const links: string[] = [];
  const quoted = new Map<string, string>();
  for (const target of new Set(targets.values())) {
    const { handle, id, isMedia } = postAt(target);
    if (isMedia || id === post.id) continue;
    const isQuoted = post.quotedIds.includes(id);
    const url = isQuoted ? `https://x.com/${handle}/status/${id}` : target;
    if (isQuoted) quoted.set(id, url);
    links.push(url);
  }
  const hungOn = (link: string) => {
    const { id, isMedia } = postAt(targets.get(link) ?? '');
    return isMedia || id === post.id || quoted.has(id);
  };
  const { kept, dropped } = withoutTail(raw.slice(0, MOST_TEXT), hungOn);
  const decoded = withoutUnseen(
    kept.replaceAll('\r\n', '\n').replace(/&(?:amp|lt|gt);/g, (name) => ENTITIES[name] ?? name),
  );
  const text = decoded.replace(SHORT_LINK, (link) => targets.get(link) ?? link).trim();
  const self = dropped.some((link) => postAt(targets.get(link) ?? '').id === post.id);
  return { text, links, quoted, cut: self ? kept.endsWith('…') : endsUnread(kept, targets) };
}

function targetsOf(shortLinks: ShortLink[]): Map<string, string> {
  const targets = new Map<string, string>();
  for (const { url, expanded_url } of shortLinks)
    if (expanded_url.length <= LONGEST_LINK && httpUrl(expanded_url)) targets.set(url, expanded_url.trim());
  return targets;
}

function postAt(url: string): { handle: string; id: string; isMedia: boolean } {
  const [, handle = 'i', id = '', media] = POST.exec(url) ?? [];
  return { handle, id, isMedia: media !== undefined };
}

/** The text without the short links at its end that `hungOn` names. */
function withoutTail(raw: string, hungOn: (link: string) => boolean): { kept: string; dropped: string[] } {
  const dropped: string[] = [];
  let kept = raw.trimEnd();
  for (let link = lastLink(kept); link !== '' && hungOn(link); link = lastLink(kept)) {
    dropped.push(link);
    kept = kept.slice(0, -link.length).trimEnd();
  }
  return { kept, dropped };
}

function lastLink(text: string): string {
  const link = text.slice(text.lastIndexOf('http'));
  return SHORT_LINK_ALONE.test(link) ? link : '';
}

/** "…" before a short link of which nothing is said: how X ends the beginning of a long post. */
function endsUnread(kept: string, targets: Map<string, string>): boolean {
  const link = lastLink(kept);
  return link !== '' && !targets.has(link) && kept.slice(0, -link.length).trimEnd().endsWith('…');
}
