/** What the environment and newsletter.yaml say of the edges. */
import { X_TOKEN } from '../actions/secrets.ts';
import { type Env, keyName } from '../config/env.ts';
import type { PlatformsOptions } from '../platforms/index.ts';
import type { SmtpOptions } from '../platforms/smtp.ts';
import { SECRET } from '../text/secret.ts';
import type { Fetch, Files, Newsletter } from '../types.ts';
import { packageVersion } from './package.ts';

export const STATE = '.pullquote/state.db';
/** Secrets that a kind of source asks for by itself. */
const TOKENS = [X_TOKEN];
const SMTP = 'SMTP_URL';

/** Values of all that the configuration names, and of what sources and platforms ask for by themselves. */
export function secretsFor(env: Env, named: string[], { platforms }: Newsletter): Record<string, string> {
  return env.secretsFor([...named, ...TOKENS, ...Object.keys(platforms).map(keyName)]);
}

export function platformsOptions(
  { name, platforms, editor }: Newsletter,
  o: { fetch: Fetch; files: Files; secrets: Record<string, string>; clock: () => Date },
): PlatformsOptions {
  const { secrets, ...more } = o;
  const from = editor.email ? { from: editor.email } : {};
  return { ...more, ...from, configured: platforms, newsletter: name, secret: (variable) => secrets[variable] };
}

/** How our own mails go, where `SMTP_URL` is set. */
export function smtpOf({ name, editor }: Newsletter, env: Env, clock: () => Date): SmtpOptions | undefined {
  const url = env.secretsFor([SMTP]).SMTP_URL;
  return url === undefined ? undefined : { url, from: { name, address: editor.email }, clock };
}

export function hostOf(url: string, secrets: Record<string, string>): string | undefined {
  const whole = url.replace(SECRET, (_, name: string) => secrets[name] ?? '');
  return URL.canParse(whole) ? new URL(whole).hostname : undefined;
}

/** Who asks, and whom a site's owner can write to. */
export function userAgent(email?: string): string {
  return `pullquote/${packageVersion()}${email ? ` (+mailto:${email})` : ''}`;
}
