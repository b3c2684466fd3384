/** What turns with hosts cost on a Postgres of one's own: taken and given back on many hosts, and many who wait for one host. */
import { setTimeout } from 'node:timers/promises';
import { openFleet } from '../../src/store/fleet.ts';
import { cpuOf, startCluster } from './cluster.ts';

const HOSTS = 500;
const TURNS = 10_000;
const AT_ONCE = 24;
const WAITING = [20, 100, 400];
const SECONDS = 10;
/** A request of ordinary length. */
const HELD_MS = 300;

const cluster = await startCluster();
try {
  const fleet = await openFleet({ url: cluster.url });
  const one = async (host: string, ms: number) => {
    const turn = await fleet.turns.take(host, { delayMs: 0 });
    if (ms > 0) await setTimeout(ms);
    await turn.giveBack();
  };
  for (let run = 0; run < 3; run++) {
    let n = 0;
    const [from, cpu, own] = [performance.now(), cpuOf(cluster.pid), process.cpuUsage()];
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        while (n < TURNS) await one(`host${n++ % HOSTS}.test`, 0);
      }),
    );
    const { user, system } = process.cpuUsage(own);
    console.log(
      `${TURNS} turns on ${HOSTS} hosts, ${AT_ONCE} at once: ${Math.round((TURNS / (performance.now() - from)) * 1000)} a second, Postgres ${(((cpuOf(cluster.pid) - cpu) / TURNS) * 1000).toFixed(2)} ms and the process ${((user + system) / 1000 / TURNS).toFixed(2)} ms of a processor each`,
    );
  }
  for (const waiting of WAITING) {
    const [cpu, until] = [cpuOf(cluster.pid), performance.now() + SECONDS * 1000];
    let done = 0;
    await Promise.all(
      Array.from({ length: waiting }, async () => {
        while (performance.now() < until) {
          await one('busy.test', HELD_MS);
          done++;
        }
      }),
    );
    const seconds = (performance.now() - until) / 1000 + SECONDS;
    console.log(
      `${waiting} want one host for ${HELD_MS} ms each: ${(done / seconds).toFixed(1)} requests a second, Postgres ${(((cpuOf(cluster.pid) - cpu) / seconds) * 100).toFixed(0)} % of a processor`,
    );
  }
  await fleet.close();
} finally {
  await cluster.stop();
}
