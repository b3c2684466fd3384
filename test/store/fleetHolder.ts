/** Another process: takes a turn with a host from the database argv[2], its lease argv[3] milliseconds, and says on each line of stdin whether it still has it. */
import { createInterface } from 'node:readline';
import { openFleet } from '../../src/store/fleet.ts';

const [, , url = '', leaseMs = ''] = process.argv;
const fleet = await openFleet({ url, leaseMs: Number(leaseMs) });
const turn = await fleet.turns.take('a.example', { delayMs: 1 });
const say = () => process.stdout.write(`${turn.held() ? 'held' : 'lost'}\n`);
say();
for await (const _ of createInterface({ input: process.stdin })) say();
await fleet.close();
