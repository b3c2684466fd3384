/** Secrets that stand in an address as they are. */
import { SECRET } from '../text/secret.ts';

/** Parameters that hold what lets somebody in. */
const NAMES = /^(access[-_]?|auth[-_]?)?token$|^auth$|^(api[-_]?)?key$|^secret$|^jwt$|^sig(nature)?$|^pass(word)?$/i;
/** Shorter values are a page's own, as in `key=1`. */
const SHORTEST = 6;

/**
 * What to say of an address that holds what looks like a secret: `sources.yaml` is committed, and a secret has no place in it. Undefined
 * where there is none, or where it is written `${NAME}` already.
 */
export function plainSecret(address: string): string | undefined {
  const plain = address.replace(SECRET, '');
  if (!URL.canParse(plain)) return undefined;
  const { password, searchParams } = new URL(plain);
  const found = [...searchParams].find(([name, value]) => NAMES.test(name) && value.length >= SHORTEST)?.[0];
  const what = password === '' ? found : 'a password';
  if (what === undefined) return undefined;
  const name = password === '' ? what.toUpperCase().replace(/\W+/g, '_') : 'PASSWORD';
  return `its address holds what looks like a secret (${what}), and sources.yaml is no place for one: write \${${name}} instead and put ${name}=… into .env; a paid feed gets private: true as well`;
}
