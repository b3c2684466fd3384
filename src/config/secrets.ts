/** `${NAME}` stands for a secret of the environment. Configuration keeps it as written; only the door to the network fills it in. */
import { SECRET } from '../text/secret.ts';

/** The names of the secrets that a text asks for, each once, in order. */
export function secretNames(text: string): string[] {
  return [...new Set([...text.matchAll(SECRET)].map(([, name]) => name as string))];
}

/** Whether a `${` stands in the text that is no placeholder: it would be sent as it is. */
export function hasOpenPlaceholder(text: string): boolean {
  return text.replace(SECRET, '').includes('${');
}
