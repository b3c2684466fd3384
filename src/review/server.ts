/** `pullquote review`: one page on this machine, for one issue. */

import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import type { Changed } from '../actions/desk/types.ts';
import { deskView } from '../actions/desk/view.ts';
import { readIssue } from '../actions/issues.ts';
import type { Workspace } from '../actions/workspace.ts';
import { UserError } from '../errors.ts';
import type { World } from '../types.ts';
import { createApp } from './app.ts';
import { createDesk, type Desk, revOnDisk, watchedFiles } from './desk.ts';
import { parts } from './pages/index.ts';
import { placeOf } from './place.ts';
import { bePresent, type Presence } from './presence.ts';
import { tellDesks } from './routesEvents.ts';
import { createSessions } from './session.ts';
import { type Watch, watchFiles } from './watch.ts';

export interface OpenDesk {
  /** With a one-time token. */
  url: string;
  port: number;
  /** Another such address, for when the first was used. */
  link(): string;
  /** Ends the desk when what it is doing is done. */
  close(): Promise<void>;
}
/** The only address that is listened on. */
const LOOPBACK = '127.0.0.1';

/**
 * Opens the desk of an issue. `port`: 0 for any; undefined for the issue's own, or the next that is free. `refreshWeek` does what the action of that name does, for who can do it without
 * keeping others waiting. Throws UserError where there is no such issue, or the port that was asked for is taken.
 */
export async function startDesk(
  world: World,
  workspace: Workspace,
  number: number,
  o: { port?: number; refreshWeek?: () => Promise<Changed> },
): Promise<OpenDesk> {
  await readIssue(world.files, number);
  const { base, ports } = await placeOf(world.files, number);
  let port = 0;
  const cookieName = () => `pullquote-${port}`;
  const sessions = createSessions(cookieName, world.clock);
  const desk = createDesk(world, workspace, number, sessions, o);
  const app = createApp(desk, { base, port: () => port, cookieName });
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  port = o.port === undefined ? await listenOnFree(server, ports) : await listen(server, o.port);
  const address = `http://${LOOPBACK}:${port}`;
  const presence = await bePresent(world.files, number, address);
  await lookForOthers(desk, presence);
  const watch = await watchDesk(desk, presence);
  void warmUp(desk);
  const link = () => `${address}${base}/enter?token=${sessions.token()}`;
  return { url: link(), port, link, close: () => close(desk, server, presence, watch) };
}

/** Workspace and issue are read, and its quotes are looked up, while the browser starts. What is wrong with them the page says. */
async function warmUp(desk: Desk): Promise<void> {
  try {
    const { workspace } = await desk.workspace();
    parts.blocks(await deskView(desk.world, workspace, desk.number));
  } catch {}
}

async function listenOnFree(server: Server, ports: number[]): Promise<number> {
  for (const port of ports) {
    try {
      return await listen(server, port);
    } catch {
      // taken: by another desk of this issue, or by a stranger
    }
  }
  return listen(server, 0);
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, LOOPBACK);
  try {
    await once(server, 'listening');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why =
      code === 'EADDRINUSE' ? 'is taken' : code === 'EACCES' ? 'may not be used by you' : `can't be used (${message})`;
    throw new UserError(`port ${port} ${why}: give another with --port, or leave it out for one that is free.`);
  }
  return (server.address() as AddressInfo).port;
}

async function watchDesk(desk: Desk, presence: Presence): Promise<Watch> {
  const { world, number, events } = desk;
  return watchFiles(world.files.root, watchedFiles(number), {
    seen: async (files) => {
      const rev = await revOnDisk(desk);
      events.tell({ event: 'changed', data: { ...(rev ? { rev } : {}), files } });
    },
    looked: async () => {
      await desk.running.look();
      await lookForOthers(desk, presence);
    },
  });
}

async function lookForOthers(desk: Desk, presence: Presence): Promise<void> {
  const others = await presence.others();
  if (others.join() === desk.others.join()) return;
  desk.others = others;
  tellDesks(desk);
}

async function close(desk: Desk, server: Server, presence: Presence, watch: Watch): Promise<void> {
  server.close();
  watch.close();
  await desk.inTurn(async () => {});
  await desk.running.idle();
  server.closeAllConnections();
  await desk.email.close();
  await presence.leave();
}
