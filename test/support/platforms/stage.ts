/** A platform before its contract server, and what tests ask of the two. */
import { afterEach } from 'vitest';
import { SourceError, UserError } from '../../../src/errors.ts';
import type { PlatformContext } from '../../../src/platforms/api.ts';
import type { IssuePack, Platform } from '../../../src/types.ts';
import { NOON, openDoor } from '../door.ts';
import type { Contract, ContractServer } from './server.ts';

export interface Stage {
  platform: Platform;
  server: ContractServer;
}
export type Build = (context: PlatformContext) => Platform;
export interface StageOptions {
  settings?: Record<string, unknown>;
  /** Another value of the key; '' for none. */
  key?: string;
}

const servers: ContractServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** Long enough for an answer on loopback, and not for one that never comes. */
const PATIENCE_MS = 1_500;

/** A platform before its contract server, through the real door. Both end with the test. */
export async function stage(contract: Contract, build: Build, o: StageOptions = {}): Promise<Stage> {
  const server = await contract.start();
  servers.push(server);
  const variable = `${contract.name.toUpperCase()}_API_KEY`;
  const secrets = o.key === '' ? {} : { [variable]: o.key ?? contract.secret };
  const door = openDoor({ secrets, allow: [server.host] });
  const platform = build({
    fetch: (request) => door.fetch({ ...request, timeoutMs: PATIENCE_MS }),
    settings: { ...contract.settings(server.url), ...o.settings },
    secret: (name) => (Object.hasOwn(secrets, name) ? secrets[name] : undefined),
    clock: () => NOON,
    newsletter: 'Weekly Digest',
  });
  return { platform, server };
}

/** An issue as it would be handed to this platform. */
export function packFor({ tags }: Pick<Platform, 'tags'>, more: Partial<IssuePack> = {}): IssuePack {
  const style = '<style>.wide { width: 100% }</style>';
  const body = `<p>Teams count what a token costs.</p><a href="${tags.unsubscribe}">Unsubscribe</a>`;
  return {
    number: 89,
    key: 'weekly-digest-089',
    subject: 'What a token costs',
    preheader: 'Three teams show their bills',
    html: `<!doctype html><html><head>${style}</head><body class="mail">${body}</body></html>`,
    text: `Teams count what a token costs.\n\nUnsubscribe: ${tags.unsubscribe}\n`,
    markdown: '## Bills\n\nTeams count what a token costs.\n',
    ...more,
  };
}

/** What a call was refused with; fails where it was not. */
export async function refusalOf(work: Promise<unknown>): Promise<Error & { exitCode?: number }> {
  const told = await work.then(() => undefined).catch((error: unknown) => error);
  if (told instanceof UserError || told instanceof SourceError) return told;
  throw new Error(`neither refused nor unanswered: ${String(told)}`);
}

/** Requests that were meant to change something. */
export function writesTo({ log }: ContractServer) {
  return log.filter(({ method }) => method !== 'GET');
}
