/** The editor's finds, read as sources of the kinds that `sources.yaml` has. */
import type { EditorDecisions, PageSource, Source } from '../types.ts';
import { blueskyPost, hackerNewsItem, xPost, youtubeVideo } from './addresses.ts';
import type { Without } from './draft.ts';
import { sourcesSchema, type WrittenSource } from './kinds.ts';
import { resolveSource } from './resolveSource.ts';

type InboxEntry = EditorDecisions['inbox'][number];

/**
 * A find as a source of its own: a post, thread, video or item by its address, anything else as a page. Pasted words stand in place of
 * what would be fetched. Never throws: an address of no known form is a page's, and whoever reads it says what is wrong.
 */
export function inboxSource(entry: InboxEntry): Source {
  const { section } = entry;
  return {
    ...{ tags: [], enabled: true, private: false, respectOptOut: true },
    ...(knownKind(entry) ?? pageOf(entry)),
    id: 'inbox',
    name: "Editor's finds",
    // somebody chose it by hand
    weight: 2,
    ...(section === undefined ? {} : { section }),
  };
}

function knownKind({ url, text }: InboxEntry): Without<Source, 'id'> | undefined {
  const written = text === undefined ? writtenFor(url) : pastedPost(url, text);
  const checked = written && sourcesSchema.element.safeParse(written);
  return checked?.success ? resolveSource(checked.data).source : undefined;
}

/** The line of `sources.yaml` that reads what is at the address. */
function writtenFor(url: string): WrittenSource | undefined {
  // a number alone is no address
  if (!/^\s*https?:/i.test(url)) return undefined;
  if (xPost(url)) return { kind: 'x', posts: [url] };
  if (blueskyPost(url)) return { kind: 'bluesky', posts: [url] };
  const item = hackerNewsItem(url);
  if (item !== undefined) return { kind: 'hackernews', items: [item], minPoints: 0 };
  return youtubeVideo(url) === undefined ? undefined : { kind: 'youtube', videos: [url] };
}

/** P2: the words are the account's that the address names, whoever was typed beside it. Without an account they are no post. */
function pastedPost(url: string, text: string): WrittenSource | undefined {
  const author = xPost(url)?.handle;
  return author === undefined ? undefined : { kind: 'x', posts: [{ url, author, text }] };
}

function pageOf({ url, text, author }: InboxEntry): Pick<PageSource, 'kind' | 'url' | 'pages'> {
  const pasted = text === undefined ? url : { url, text, ...(author === undefined ? {} : { author }) };
  return { kind: 'page', url, pages: [pasted] };
}
