/** A publish in this process before one platform's contract server: the actions, the adapters and the door are the real ones. */
import { type PublishOptions, publish } from '../../src/actions/publish.ts';
import type { Workspace } from '../../src/actions/workspace.ts';
import { parseNewsletter } from '../../src/config/newsletter.ts';
import { type PlatformsOptions, platformAsking, platformsFor } from '../../src/platforms/index.ts';
import type { Fetch, World } from '../../src/types.ts';
import { openDoor } from './door.ts';
import type { Contract, ContractServer } from './platforms/server.ts';
import { approvedText } from './published.ts';
import { BODY, FRONT, NOW } from './publishing.ts';
import { crawlWorld } from './world.ts';

export interface PlatformDesk {
  server: ContractServer;
  world: World;
  workspace: Workspace;
  /** Issue 7 with this body, approved. */
  approve(body: string): Promise<void>;
  run(o?: Partial<PublishOptions>): ReturnType<typeof publish>;
}

/** Issue 7 approved, and this platform as newsletter.yaml names it. `around` stands between the adapter and the door. The caller closes the server. */
export async function platformDesk(
  contract: Contract,
  around: (fetch: Fetch) => Fetch = (fetch) => fetch,
): Promise<PlatformDesk> {
  const server = await contract.start();
  const yaml = {
    name: 'The Price Letter',
    address: '1 Test Street',
    platforms: { [contract.name]: contract.settings(server.url) },
  };
  const newsletter = parseNewsletter(JSON.stringify(yaml), 'newsletter.yaml');
  const secrets: Record<string, string> = { [`${contract.name.toUpperCase()}_API_KEY`]: contract.secret };
  const fetch = around(openDoor({ allow: [server.host], secrets }).fetch);
  const base = await crawlWorld(fetch, { now: NOW });
  const { files, clock } = base;
  const { platforms: configured, name } = newsletter;
  const secret = (variable: string) => secrets[variable];
  const putting: PlatformsOptions = { fetch, files, clock, configured, newsletter: name, secret };
  const world: World = {
    ...base,
    platforms: platformsFor(putting),
    platformWith: (platform, other) => platformAsking(platform, other, putting),
  };
  const approve = (body: string) => files.write('issues/007/issue.md', approvedText(FRONT + body, 'approved'));
  await approve(BODY);
  const workspace = { newsletter, sources: [], editor: { inbox: [] } } as unknown as Workspace;
  const run = (o: Partial<PublishOptions> = {}) =>
    publish(world, workspace, 7, { to: contract.name, offline: true, ...o });
  return { server, world, workspace, approve, run };
}
