/** How many visits a week sources ask for by `src/actions/due.ts`, how late their entries are seen, and how many visits find nothing new. `node bench/scale/visits.ts` needs nothing. */
import { nextVisit } from '../../src/actions/due.ts';

const HOUR = 3_600_000;
const WEEK_HOURS = 168;
/** An assumed crowd: the share of sources, and how many entries each brings a week. */
const CROWD: [share: number, rate: number][] = [
  [0.3, 0],
  [0.3, 1],
  [0.25, 5],
  [0.1, 20],
  [0.04, 100],
  [0.01, 500],
];
const TIERS = [50, 2000, 100_000, 1_000_000, 10_000_000];

/** Hours from one visit to the next: the mean over many keys, since each source's wait is moved a little. */
function waitOf(rate: number): number {
  const now = '2026-11-16T00:00:00.000Z';
  const health = { sourceId: 'a', lastTriedAt: now, failuresInARow: 0, itemsAWeek: rate };
  const silent = rate === 0 ? { silentSince: '2026-01-01T00:00:00.000Z' } : {};
  let sum = 0;
  for (let n = 0; n < 1000; n++)
    sum += Date.parse(nextVisit({ now, health: { ...health, ...silent }, key: String(n) })) - Date.parse(now);
  return sum / 1000 / HOUR;
}

let [visits, entries, unchanged, late] = [0, 0, 0, 0];
for (const [share, rate] of CROWD) {
  const wait = waitOf(rate);
  const perWeek = WEEK_HOURS / wait;
  // entries that come by chance, one independent of the other (Poisson)
  const same = Math.exp((-rate * wait) / WEEK_HOURS);
  console.log(
    `${rate} entries a week: every ${wait.toFixed(2)} hours, ${perWeek.toFixed(1)} visits a week, ${(100 * same).toFixed(0)} % of them find nothing new, an entry is seen after ${(wait / 2).toFixed(1)} hours`,
  );
  visits += share * perWeek;
  entries += share * rate;
  unchanged += share * perWeek * same;
  late += share * rate * (wait / 2);
}
console.log(
  `the crowd: ${visits.toFixed(1)} visits and ${entries.toFixed(1)} entries a source and week, ${((100 * unchanged) / visits).toFixed(0)} % of visits find nothing new, entries are seen after ${(late / entries).toFixed(1)} hours in the mean`,
);
for (const feeds of TIERS)
  console.log(
    `${feeds} feeds: ${(feeds / 3600).toFixed(2)} requests a second each hour, ${((feeds * visits) / (WEEK_HOURS * 3600)).toFixed(2)} by due time; ${Math.round(feeds * entries)} entries a week`,
  );
