/** What a recording says, read with nothing of the code under test: the words captured of each address, and every address that stands in it. */
import { decodeHTML } from 'entities';
import { parse } from 'yaml';

/** One answer of a recording, or a file of the workspace. */
export interface Captured {
  url: string;
  type: string;
  text: string;
}
export interface Truth {
  /** Words captured of an address, as plain text; each capture once. */
  said(url: string): string[];
  /** Whether an address stands in the recording or in the editor's files. */
  isKnown(url: string): boolean;
}

/** Posts by what tells them apart; everything else without what follows a reader around. */
export function keyOf(url: string): string {
  const decoded = decodeHTML(url).trim();
  const post = /^https?:\/\/(?:www\.)?(?:x|twitter)\.com\/\w+\/status\/(\d+)/.exec(decoded)?.[1];
  if (post) return `x ${post}`;
  const video = /^https?:\/\/(?:www\.)?(?:youtube\.com\/(?:watch\?(?:.*&)?v=|shorts\/)|youtu\.be\/)([\w-]{6,})/.exec(
    decoded,
  )?.[1];
  if (video) return `youtube ${video}`;
  const talk = /^https?:\/\/news\.ycombinator\.com\/item\?id=(\d+)/.exec(decoded)?.[1];
  if (talk) return `hn ${talk}`;
  if (!URL.canParse(decoded)) return decoded;
  const at = new URL(decoded);
  for (const name of [...at.searchParams.keys()])
    if (/^(?:utm_.*|fbclid|gclid|mc_.*|ref|source|si|unlocked_article_code|smid)$/.test(name))
      at.searchParams.delete(name);
  const query = at.searchParams.size ? `?${at.searchParams}` : '';
  return `${at.host.replace(/^www\./, '')}${at.pathname.replace(/\/$/, '')}${query}`.toLowerCase();
}

/** Markup as words. */
export function wordsOf(markup: string): string {
  const once = markup.replace(/<!\[CDATA\[|\]\]>/g, ' ').replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, ' ');
  return decodeHTML(once.replace(/<[^<>]*>/g, ' '));
}
/** A feed holds markup within markup, and a transcript times between its lines. */
function plain(text: string): string {
  const lines = text.replace(/^(?:WEBVTT.*|\d+|(?:\d+:)?\d+:\d+[.,]\d+ --> .*)$/gm, ' ');
  return wordsOf(wordsOf(lines));
}

const ADDRESS = /https?:\/\/[^\s<>"'\\)\]]+/g;
const addressesIn = (text: string) =>
  [text, decodeHTML(text), decodeHTML(decodeHTML(text)), text.replaceAll('\\', '')].flatMap((one) =>
    [...one.matchAll(ADDRESS)].flatMap(([url]) => [url, url.replace(/[).,:;!?'*_\]`]+$/, '')]),
  );

export function truthOf(captured: Captured[]): Truth {
  const said = new Map<string, Set<string>>();
  const note = (url: string, text: string) => {
    const known = said.get(keyOf(url)) ?? new Set();
    said.set(keyOf(url), known.add(text));
  };
  const transcripts = captured.filter(
    ({ type, url }) => /vtt|srt|text\/plain|chapters/.test(type) || /\.(?:vtt|srt|txt)$/.test(url),
  );
  for (const { url, type, text } of captured) {
    if (/json/.test(type)) for (const [key, words] of objectsIn(JSON.parse(text) as unknown)) note(key, plain(words));
    else if (/yaml/.test(type)) for (const [key, words] of objectsIn(parse(text) as unknown)) note(key, plain(words));
    else if (/xml|rss/.test(type))
      for (const [entry] of text.matchAll(/<(item|entry)\b[\s\S]*?<\/\1>/g)) {
        const addresses = [...new Set(addressesIn(entry))];
        const spoken = transcripts.filter((one) => addresses.some((address) => keyOf(address) === keyOf(one.url)));
        for (const address of addresses) {
          note(address, plain(entry));
          for (const one of spoken) note(address, plain(one.text));
        }
      }
    else note(url, plain(text));
  }
  // files of the workspace are named after the video
  for (const { url, text } of transcripts) {
    const id = /^workspace:transcripts\/([\w-]+)\./.exec(url)?.[1];
    if (id) note(`https://www.youtube.com/watch?v=${id}`, plain(text));
  }
  const known = new Set(captured.flatMap(({ url, text }) => [url, ...addressesIn(text)]).map(keyOf));
  const ids = new Set(
    captured.flatMap(({ url, text }) => [...`${url} ${text}`.matchAll(/[\w-]{8,}/g)].map(([id]) => id)),
  );
  return {
    said: (url) => [...(said.get(keyOf(url)) ?? [])],
    isKnown: (url) =>
      known.has(keyOf(url)) ||
      [...keyOf(url).matchAll(/^(?:x|hn|youtube) ([\w-]+)$/g)].some(([, id]) => ids.has(id ?? '')),
  };
}

/** Every object of some JSON that has an address or an id, with all that it says itself. */
function objectsIn(json: unknown): [string, string][] {
  if (Array.isArray(json)) return json.flatMap(objectsIn);
  if (typeof json !== 'object' || json === null) return [];
  const own = Object.values(json).filter((value) => typeof value === 'string');
  const { id, objectID, url } = json as { id?: unknown; objectID?: unknown; url?: unknown };
  const addresses = [
    ...own.filter((value) => /^https?:\/\/\S+$/.test(value)),
    ...[id, objectID].filter(Boolean).map((one) => `https://news.ycombinator.com/item?id=${String(one)}`),
    ...(typeof url === 'string' ? [url] : []),
  ];
  const words = own.join('\n\n');
  return [...addresses.map((address): [string, string] => [address, words]), ...Object.values(json).flatMap(objectsIn)];
}
