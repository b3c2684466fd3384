/** Addresses and ids of posts on X. */
import { hostOf } from '../text/url.ts';
import type { Iso } from '../types.ts';

/** Milliseconds at which X's ids begin to count. */
const EPOCH = 1_288_834_974_657n;
/** The first id that holds a moment (4 November 2010); those before it were merely counted up. */
const FIRST_TIMED_ID = 29_700_859_248n;
const LAST_ID = 2n ** 63n;

const HANDLE = /^\w{1,15}$/;

/** A post as an address names it. The handle is whatever somebody typed: X itself looks at the id alone. */
export interface PostAddress {
  id: string;
  handle?: string;
}

/** The post that an address of X names, at its own hosts alone; undefined where it names none. */
export function postAddress(url: string): PostAddress | undefined {
  if (!URL.canParse(url) || !/^((mobile|m)\.)?(x|twitter)\.com$/.test(hostOf(url))) return undefined;
  const [, handle, id] =
    /^\/(?:i(?:\/web)?|(\w{1,15}))\/status(?:es)?\/(\d{1,19})(?:\/|$)/.exec(new URL(url).pathname) ?? [];
  if (id === undefined) return undefined;
  return { id, ...(handle === undefined ? {} : { handle }) };
}

/** Where a post is, by the handle that its source gives. */
export function postUrl(handle: string, id: string): string {
  return `https://x.com/${handle}/status/${id}`;
}

export function isHandle(text: string): boolean {
  return HANDLE.test(text);
}

/** When a post was made, which its id tells to the millisecond; undefined for ids older than that scheme. */
export function postedAt(id: string): Iso | undefined {
  if (!/^\d{1,19}$/.test(id)) return undefined;
  const number = BigInt(id);
  if (number < FIRST_TIMED_ID || number >= LAST_ID) return undefined;
  return new Date(Number((number >> 22n) + EPOCH)).toISOString();
}
