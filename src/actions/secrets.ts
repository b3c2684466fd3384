/** Which secrets of the environment a source cannot do without. */
import { secretNames } from '../config/secrets.ts';
import type { Source } from '../types.ts';
import { isHandPicked } from './health.ts';

/** X's API is paid, and asks for this with every request. */
export const X_TOKEN = 'X_BEARER_TOKEN';

/** The names of the secrets that a source asks for: those in its line, and X's token where it reads what X gives for it alone. */
export function secretsOf(source: Source): string[] {
  const token = source.kind === 'x' && !isHandPicked(source) ? [X_TOKEN] : [];
  return [...secretNames(JSON.stringify(source)), ...token];
}
