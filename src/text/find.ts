import { shortHash } from './hash.ts';
import { canonicalUrl } from './url.ts';

/** The id under which a find of the editor is crawled: its items are known by it, however the address was typed. */
export function findId(url: string): string {
  return `inbox-${shortHash(canonicalUrl(url)).slice(0, 8)}`;
}
