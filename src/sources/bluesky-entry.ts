/** A post of Bluesky as an entry. */
import { httpUrl } from '../text/url.ts';
import type { CrawledEntry, Iso } from '../types.ts';
import { type Facet, richText } from './bluesky-text.ts';
import { type AuthorView, embedOf, idOf, madeAt, type PostView } from './bluesky-view.ts';

const BLUESKY_HOME = 'https://bsky.app/';
const MOST_LINKS = 400;
const HANDLE = /^(?!.*\.invalid$)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+$/i;

/** Where a post is: by its author's handle, or by the DID where the handle does not lead to the account any more. */
export function postUrl(uri: string, author: AuthorView): string | undefined {
  const id = idOf(uri);
  return id && id.did === author.did ? `${BLUESKY_HOME}profile/${whoOf(author)}/post/${id.rkey}` : undefined;
}

function whoOf({ handle, did }: AuthorView): string {
  return isHandle(handle) ? handle : did;
}

function isHandle(handle: string): boolean {
  return handle.length <= 253 && HANDLE.test(handle);
}

/** `about` is what the post answers. Undefined for a post without words. */
export function postEntry(
  view: PostView,
  seen: { url: string; at: Iso },
  about: (string | undefined)[] = [],
): CrawledEntry | undefined {
  const url = postUrl(view.uri, view.author);
  const { text, markdown, links } = richText(view.record.text, facetsOf(view));
  if (url === undefined || text === '') return undefined;
  const { card, quoted } = embedOf(view);
  const page = card === undefined ? undefined : httpUrl(card);
  const quote = quoted && postUrl(quoted.uri, quoted.author);
  const pages = new Set([...about, quote, page].filter((to) => to !== undefined && to !== url));
  const date = madeAt(view);
  const language = /^[a-z]{2,3}\b/.exec(view.record.langs[0] ?? '')?.[0];
  return {
    id: url,
    url,
    title: '',
    ...(isHandle(view.author.handle) ? { author: view.author.handle } : {}),
    ...(date === undefined ? {} : { publishedAt: date }),
    text,
    ...(markdown === undefined ? {} : { markdown }),
    links: [...new Set([...links, page, quote])].filter((to) => to !== undefined).slice(0, MOST_LINKS),
    ...(pages.size === 0 ? {} : { about: [...pages] as string[] }),
    ...countsOf(view),
    ...(language === undefined ? {} : { feedLanguage: language }),
    feedHomeUrl: BLUESKY_HOME,
    categories: [],
    enclosures: [],
    transcripts: [],
    seenAt: seen.at,
    visit: seen,
  };
}

/** Links and mentions; hashtags lead nowhere. */
function facetsOf({ record: { facets } }: PostView): Facet[] {
  return facets.flatMap(({ index, features }) => {
    const { uri, did } = features.find((feature) => feature.uri !== undefined || feature.did !== undefined) ?? {};
    const url = uri ?? (did && `${BLUESKY_HOME}profile/${did}`);
    return url ? [{ start: index.byteStart, end: index.byteEnd, url }] : [];
  });
}

function countsOf({ likeCount, replyCount }: PostView): Pick<CrawledEntry, 'counts'> {
  const counts = {
    ...(replyCount === undefined ? {} : { comments: replyCount }),
    ...(likeCount === undefined ? {} : { likes: likeCount }),
  };
  return Object.keys(counts).length === 0 ? {} : { counts };
}
