import { createHmac } from 'node:crypto';
import { UserError } from '../errors.ts';
import type { PlatformContext } from './api.ts';

const KEY = 'GHOST_API_KEY';
/** Ghost takes no token that is older, or lives longer. */
const LIFE_S = 300;
const MAKE_ONE = `In Ghost Admin under Settings, Integrations, add a custom integration and put its Admin API key into .env as ${KEY}=`;

/**
 * Gives the value of an Authorization header, made anew for each request: Ghost's Admin API takes a JSON Web Token (RFC 7519, HS256)
 * signed with the second half of the key and named by the first. Throws UserError where there is no key or it is none.
 */
export function ghostAuthorization(context: PlatformContext): () => string {
  const builtAt = performance.now();
  return () => {
    const [id, secret] = keyOf(context.secret(KEY));
    // the clock of a command stands still, and one that fetches links first may take longer than a token lives
    const now = Math.floor((context.clock().getTime() + performance.now() - builtAt) / 1000);
    const head = encoded({ alg: 'HS256', typ: 'JWT', kid: id });
    const claims = encoded({ iat: now, exp: now + LIFE_S, aud: '/admin/' });
    const signature = createHmac('sha256', Buffer.from(secret, 'hex')).update(`${head}.${claims}`).digest('base64url');
    return `Ghost ${head}.${claims}.${signature}`;
  };
}

function keyOf(key: string | undefined): [id: string, secret: string] {
  if (!key) throw new UserError(`ghost: ${KEY} is not set. ${MAKE_ONE}`);
  const [, id, secret] = /^([0-9a-f]+):((?:[0-9a-f]{2}){16,})$/i.exec(key.trim()) ?? [];
  if (id && secret) return [id, secret];
  const wrong = key.includes(':') ? 'cut short or mistyped' : 'perhaps the Content API key, which can only read';
  throw new UserError(`ghost: ${KEY} is no Admin API key (id, colon, secret): ${wrong}. ${MAKE_ONE}`, 4);
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
