import type { Fetch, Files, Platform } from '../types.ts';
import type { PlatformContext } from './api.ts';
import { brevoPlatform } from './brevo.ts';
import { buttondownPlatform } from './buttondown.ts';
import { filePlatform } from './file.ts';
import { ghostPlatform } from './ghost.ts';
import { kitPlatform } from './kit.ts';
import { listmonkPlatform } from './listmonk.ts';
import { mailchimpPlatform } from './mailchimp.ts';
import { resendPlatform } from './resend.ts';

/** Every platform that is asked over the network. A new one is one file, a line here, and its settings in `config/platforms.ts`. */
const MAKERS: Record<string, (context: PlatformContext) => Platform> = {
  buttondown: buttondownPlatform,
  mailchimp: mailchimpPlatform,
  kit: kitPlatform,
  ghost: ghostPlatform,
  listmonk: listmonkPlatform,
  brevo: brevoPlatform,
  resend: resendPlatform,
};

/** What the platforms of a workspace are made with. */
export interface PlatformsOptions extends Omit<PlatformContext, 'settings'> {
  files: Files;
  /** The editor's address. */
  from?: string;
  /** `platforms:` of newsletter.yaml. */
  configured: Record<string, Record<string, unknown>>;
}

/** The platforms that newsletter.yaml names, in its order, and files, which need no setting. None asks anything yet. */
export function platformsFor(o: PlatformsOptions): Record<string, Platform> {
  const named = Object.keys(o.configured).map((name) => [name, platformFor(name, o)]);
  const known = named.filter(([, platform]) => platform !== undefined);
  const byName = Object.fromEntries(known) as Record<string, Platform>;
  return byName.file ? byName : { ...byName, file: filePlatform(o.files, o) };
}

/** One platform that asks another door, to show what it would ask. Undefined for files, which ask nobody. */
export function platformAsking(name: string, fetch: Fetch, o: PlatformsOptions): Platform | undefined {
  return name === 'file' ? undefined : platformFor(name, { ...o, fetch });
}

function platformFor(name: string, o: PlatformsOptions): Platform | undefined {
  const { files, configured, from: _, ...context } = o;
  if (name === 'file') return filePlatform(files, o);
  const make = Object.hasOwn(MAKERS, name) ? MAKERS[name] : undefined;
  return make?.({ ...context, settings: configured[name] ?? {} });
}
