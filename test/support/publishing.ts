/** A workspace with an approved issue, and a platform to put it on. */
import { type PublishOptions, publish } from '../../src/actions/publish.ts';
import type { Receipt } from '../../src/actions/publishReceipt.ts';
import type { Workspace } from '../../src/actions/workspace.ts';
import type { Fetch, Mail, Newsletter, PlatformAbilities, World } from '../../src/types.ts';
import { newsletter } from '../render/inputs.ts';
import { openDoor } from './door.ts';
import { approvedText } from './published.ts';
import { type Rigid, rigidPlatform, rigidServer } from './rigidPlatform.ts';
import { crawlWorld, given } from './world.ts';

export const NOW = '2026-11-22T12:00:00.000Z';
export const FRONT = '---\nnumber: 7\ndate: 2026-11-22\nsubject: The price fell\nstatus: draft\n---\n\n';
export const BODY =
  'Dear reader.\n\n* * *\n\n## Bills\n\n[A bill read aloud](https://bill.example.test/a) says what a token costs.\n';

export interface Desk {
  world: World & { said: string[] };
  workspace: Workspace;
  rigid: Rigid;
  mails: Mail[];
  /** Addresses that were opened, the platform's aside. */
  opened: string[];
  publish(o?: Partial<PublishOptions>): ReturnType<typeof publish>;
  receipt(): Promise<Receipt['pushed']>;
  /** The text as it stands; given a text, it is approved in its place. */
  approve(body: string): Promise<void>;
  markdown(): Promise<string>;
}
export interface DeskOptions {
  supports?: Partial<PlatformAbilities>;
  mail?: boolean;
  /** What a link answers; by default 200. */
  page?: (url: string) => number;
  newsletter?: Partial<Newsletter>;
  /** A platform that runs already. */
  rigid?: Rigid;
}

/** Issue 7 approved in a workspace of its own; the platform `rigid` on loopback behind the real door. */
export async function desk(o: DeskOptions = {}): Promise<Desk> {
  const rigid = o.rigid ?? (await rigidServer());
  const door = openDoor({ allow: [rigid.server.host], secrets: { RIGID_API_KEY: 'planted-key-4711' } });
  const opened: string[] = [];
  const fetch: Fetch = async (request) => {
    if (request.url.startsWith(rigid.server.url)) return door.fetch(request);
    opened.push(request.url);
    return given(request, 'a page', { status: o.page?.(request.url) ?? 200 });
  };
  const mails: Mail[] = [];
  const mail = o.mail ? { mail: async (one: Mail) => void mails.push(one) } : {};
  const base = await crawlWorld(fetch, { now: NOW, ...mail });
  const platform = (other: Fetch) => rigidPlatform(other, rigid.server.url, o.supports);
  const world = {
    ...base,
    platforms: { rigid: platform(fetch) },
    platformWith: (_: string, other: Fetch) => platform(other),
  };
  const own = newsletter({ name: 'The Price Letter', platforms: { rigid: {} }, ...o.newsletter });
  const workspace = { newsletter: own } as Workspace;
  const path = 'issues/007/issue.md';
  const approve = (body: string) => world.files.write(path, approvedText(FRONT + body, 'approved'));
  await approve(BODY);
  return {
    world,
    workspace,
    rigid,
    mails,
    opened,
    approve,
    publish: (more = {}) => publish(world, workspace, 7, { to: 'rigid', ...more }),
    receipt: async () => JSON.parse((await world.files.read('issues/007/receipt.json')) ?? '{"pushed":[]}').pushed,
    markdown: async () => (await world.files.read(path)) ?? '',
  };
}
