/** Names and ids of sources that the editor did not name. */
import { SECRET } from '../text/secret.ts';
import { hostOf } from '../text/url.ts';
import { secretNames } from './secrets.ts';

/** The host, or for an address that is a secret altogether, the secret's name. */
export function hostName(address: string): string {
  const plain = address.replace(SECRET, (_, secret: string) => secret.toLowerCase());
  return hostOf(plain) || (secretNames(address)[0] ?? address).toLowerCase();
}

/** Host and path in words. The path of a paid feed may be its key, so that only its host is used. */
export function addressWords(address: string, paid: boolean): string {
  const path = URL.canParse(address) ? new URL(address).pathname.replace(SECRET, '') : '';
  return paid ? hostName(address) : `${hostName(address)} ${path}`;
}

/** The first of these words that makes an id which nobody has yet, else the last one with a number. The id is taken then. */
export function freeId(words: string[], taken: Set<string>): string {
  const candidates = words.map(slug).filter((id) => id !== '');
  const last = candidates.at(-1) ?? 'source';
  let id = candidates.find((candidate) => !taken.has(candidate)) ?? last;
  for (let n = 2; taken.has(id); n++) id = `${last}-${n}`;
  taken.add(id);
  return id;
}

/** Lower-case letters and digits of the Latin alphabet, accents taken off, with hyphens between. */
function slug(words: string): string {
  const plain = words.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60);
}
