import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { type FleetOptions, openFleet } from '../../src/store/fleet.ts';
import type { Fleet } from '../../src/types.ts';
import { noPostgres, startPostgres, type TestPostgres } from '../support/postgres.ts';

/** A Postgres that ends with the tests of its file; each test asks it for a database of its own. */
export function postgresForFile(): { database(): Promise<string> } {
  let postgres: TestPostgres | undefined;
  beforeAll(async () => {
    if (noPostgres === undefined) postgres = await startPostgres();
  });
  afterAll(() => postgres?.stop());
  return { database: () => (postgres as TestPostgres).database() };
}

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** A fleet that is left when its test ends. */
export async function join(url: string, o: Partial<FleetOptions> = {}): Promise<Fleet> {
  const fleet = await openFleet({ url, ...o });
  open.push(() => fleet.close());
  return fleet;
}

/** A way to the database that can be cut and mended: nothing gets through while it is, and whoever waits for an answer gets none. */
export async function cuttable(url: string): Promise<{ url: string; cut(): void; mend(): void }> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  let isCut = false;
  const server = createServer((from) => {
    const to = connect(Number(port), hostname);
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
      one.pipe(other);
      if (isCut) one.pause();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const way = new URL(url);
  way.host = `127.0.0.1:${(server.address() as { port: number }).port}`;
  return {
    url: way.href,
    cut() {
      isCut = true;
      for (const socket of sockets) socket.pause();
    },
    mend() {
      isCut = false;
      for (const socket of sockets) socket.resume();
    },
  };
}

/** Looks until it is so. */
export async function until(is: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await is())) await new Promise((resolve) => setTimeout(resolve, 10));
}
