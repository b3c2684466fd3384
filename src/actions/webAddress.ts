import { UserError } from '../errors.ts';

/**
 * A web address as people type or paste it: without its fragment, and where the scheme is missing, https. `${NAME}` stays as it is.
 * Throws UserError where it is no address of http or https.
 */
export function webAddress(written: string): string {
  const text = written.trim();
  const hasScheme = /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(text) || text.startsWith('${');
  const full = hasScheme ? text : `https://${text}`;
  const plain = full.replace(/\$\{\w+\}/g, 'x');
  const parsed = URL.canParse(plain) ? new URL(plain) : undefined;
  // one that is a secret altogether says nothing of itself
  if (full.startsWith('${')) return full;
  if (!parsed || !/^https?:$/.test(parsed.protocol) || !/[.:]|^localhost$/.test(parsed.hostname))
    throw new UserError(`“${written}” is not a web address; one is such as https://example.com/blog`);
  // a parsed address would have the secret's place escaped
  return full.includes('${') ? full : parsed.href.replace(/#.*$/s, '');
}
