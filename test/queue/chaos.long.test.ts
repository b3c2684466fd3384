/**
 * 100 seeded rounds on one Postgres: workers, commands and the database itself are killed, and processes paused for longer than their lease. Every
 * entry is stored once, no job is lost, and no host is asked more than it wants, by the farm's own log. CHAOS_SEED and CHAOS_ROUNDS choose another
 * run; what was done when is printed.
 */
import { appendFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { auditFaults, blamed } from '../support/chaosAudit.ts';
import { openChaosFleet } from '../support/chaosFleet.ts';
import { comeToRest, healthOf, playRounds } from '../support/chaosRounds.ts';
import { FARMS_DOING } from '../support/chaosVisits.ts';
import { CRAWL_DELAY_MS, mostAtOnce, shortestPause } from '../support/crawlFarm.ts';
import { noCluster } from '../support/postgres.ts';

const SEED = Number(process.env.CHAOS_SEED || 20261122);
const ROUNDS = Number(process.env.CHAOS_ROUNDS || 100);
const LONGEST_MS = 30 * 60_000;
/** What the clock of the farm may be off by. */
const CLOCK_MS = 20;
const reason = noCluster ?? (process.platform === 'linux' ? undefined : 'it finds processes by /proc');

describe.skipIf(reason)(`chaos, seed ${SEED}${reason ? ` (skipped: ${reason})` : ''}`, () => {
  it(`${ROUNDS} rounds`, { timeout: LONGEST_MS }, async () => {
    const fleet = await openChaosFleet(SEED);
    const said: string[] = [];
    onTestFinished(async () => {
      console.log(said.join('\n'));
      await fleet.close();
    }, 60_000);
    const say = (line: string) => {
      said.push(line);
      if (process.env.CHAOS_LOG) appendFileSync(process.env.CHAOS_LOG, `${line}\n`);
    };
    say(`seed ${SEED}, ${ROUNDS} rounds; the workers' lines are in ${fleet.log}`);
    const began = performance.now();
    const played = await playRounds(fleet, { seed: SEED, rounds: ROUNDS, say });
    const rounds = performance.now() - began;
    await comeToRest(fleet, played);
    fleet.faults.push(...(await auditFaults(fleet.database)));

    const { log } = fleet.farm;
    const most = mostAtOnce(log);
    const isListing = ({ path }: { path: string }) => path.endsWith('.html');
    const pause = shortestPause(log, isListing);
    const health = await healthOf(fleet);
    const dues = [...played.dues.values()].reduce((sum, { times }) => sum + times, 0);
    const figures = { seconds: Math.round(rounds / 1000), requests: log.length, dues, refused: fleet.refused, health };
    const politeness = { mostAtOnce: Math.max(...most.values()), shortestPause: Math.round(pause) };
    say(JSON.stringify({ ...figures, ...politeness, ...Object.fromEntries(played.counts), commands: played.commands }));
    for (const { error, count } of await blamed(fleet.database)) {
      say(`${count} × ${error}`);
      if (!FARMS_DOING.test(error)) fleet.faults.push(`sources are said to have failed: ${error}`);
    }
    expect(fleet.faults).toEqual([]);
    for (const [host, atOnce] of most) expect(`${host}: ${atOnce}`).toMatch(/: [12]$/);
    expect(Math.max(...most.values())).toBe(2);
    expect(pause).toBeGreaterThan(CRAWL_DELAY_MS - CLOCK_MS);
    expect(health).toEqual({ rows: fleet.feeds.length, sick: 0 });
  });
});
