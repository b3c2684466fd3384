import { afterEach } from 'vitest';
import { createDoor, type DoorOptions } from '../../src/http/door.ts';
import type { Fetch } from '../../src/types.ts';
import { type Handler, type LoopbackServer, startServer } from './servers.ts';

export const NOON = new Date('2026-11-22T12:00:00.000Z');

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0)) await thing.close();
});

/** A server that ends with its test. */
export async function serve(handler: Handler): Promise<LoopbackServer> {
  const server = await startServer(handler);
  open.push(server);
  return server;
}

/** A door that ends with its test; pauses take no time. What it waited for is in `waited`, in milliseconds. */
export function openDoor(o: Partial<DoorOptions> = {}): { fetch: Fetch; waited: number[] } {
  const waited: number[] = [];
  const door = createDoor({
    clock: () => NOON,
    secrets: {},
    allow: [],
    userAgent: 'Pullquote/0.1 (+https://pullquote.example)',
    wait: async (ms) => void waited.push(ms),
    ...o,
  });
  open.push(door);
  return { fetch: door.fetch, waited };
}

/** The text of an answer. */
export function textOf({ body }: { body: Uint8Array }): string {
  return Buffer.from(body).toString('utf8');
}
