/**
 * What visiting 100,000 feeds takes in a week, and how long their entries wait, by `nextVisit` and by simpler rules. Nothing is fetched: the
 * feeds are made up, and what comes of every visit is worked out.
 */
import { nextVisit, type Visited } from '../src/actions/due.ts';
import type { SourceHealth, VisitHints } from '../src/types.ts';
import { seeded } from './random.ts';

const FEEDS = Number(process.argv[2] ?? 100_000);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WEEK = 168 * HOUR;
const START = Date.parse('2026-11-02T00:00:00Z');
/** Two weeks to settle down, then the one that is measured. */
const FROM = START + 2 * WEEK;
const UNTIL = FROM + WEEK;

interface Feed {
  key: string;
  /** When it is visited first. */
  first: number;
  /** Of its entries, oldest first, from four weeks before the start on. */
  dates: number[];
  /** It fails at every visit. */
  dead: boolean;
  silent: boolean;
  visits: VisitHints | undefined;
}
type Rule = (visited: Visited) => number;

/** Which part of the feeds, added up, brings between how many entries a week: many say nothing, few say much. */
const RATES: [upTo: number, from: number, to: number][] = [
  [0.35, 0, 0],
  [0.6, 0.05, 1],
  [0.85, 1, 7],
  [0.97, 7, 50],
  [0.995, 50, 200],
  [1, 200, 2000],
];

function feed(i: number): Feed {
  const random = seeded(i + 1);
  const place = random();
  const [, least, most] = RATES.find(([upTo]) => place < upTo) ?? ([1, 0, 0] as const);
  // the first round takes an hour
  const first = START + random() * HOUR;
  // as many between 1 and 2 as between 2 and 4
  const rate = most === 0 ? 0 : least * (most / least) ** random();
  const dates: number[] = [];
  // by day four entries to one by night
  for (let at = START - 4 * WEEK; rate > 0; ) {
    at += (-Math.log(1 - random()) * WEEK) / (rate * 1.6);
    if (at >= UNTIL + WEEK) break;
    const hour = new Date(at).getUTCHours();
    if ((hour >= 7 && hour < 19) || random() < 0.25) dates.push(at);
  }
  const dead = random() < 0.05;
  return { key: `feed ${i}`, first, dates, dead, silent: rate === 0, visits: wanted(random) };
}

/** Four in ten are blogs that say "hourly" whatever they do; a few mean what they say. */
function wanted(random: () => number): VisitHints | undefined {
  const place = random();
  if (place < 0.4) return { everyMinutes: 60 };
  if (place < 0.45) return { everyMinutes: 1440 };
  if (place < 0.5) return { everyMinutes: 15 };
  if (place < 0.51) return { everyMinutes: 60, skipDays: [0, 6] };
  return place < 0.52 ? { skipHours: [0, 1, 2, 3, 4, 5] } : undefined;
}

/** Goes through the visits of one feed, and the entries that each finds. */
function live(one: Feed, rule: Rule, onVisit: (at: number) => void, onEntry: (wait: number) => void): void {
  let before: SourceHealth | undefined;
  let at = one.first;
  let [seen, weekOld] = [0, 0];
  while (at < UNTIL + WEEK) {
    if (at >= FROM && at < UNTIL) onVisit(at);
    const known = seen;
    while ((one.dates[seen] ?? Number.POSITIVE_INFINITY) <= at) {
      const date = one.dates[seen++] as number;
      if (!one.dead && date >= FROM && date < UNTIL) onEntry(at - date);
    }
    while ((one.dates[weekOld] ?? at) < at - WEEK) weekOld++;
    const now = new Date(at).toISOString();
    const health: SourceHealth = {
      ...{ sourceId: one.key, lastTriedAt: now, failuresInARow: one.dead ? (before?.failuresInARow ?? 0) + 1 : 0 },
      ...{ itemsAWeek: seen - weekOld, ...(one.silent ? { silentSince: now } : {}) },
      ...(one.visits ? { visits: one.visits } : {}),
    };
    const rest = { now, health, workedAt: now, key: one.key, unchanged: known === seen };
    at = rule({ ...rest, ...(before ? { before } : {}) });
    before = health;
  }
}

const hourly: Rule = ({ now }) => Date.parse(now) + HOUR;
/** As many readers do it: after a part of the usual gap between two entries, here the one that makes for as many visits; everything else as in `nextVisit`, apart from its jitter. */
const partOfGap: Rule = ({ now, health }) => {
  const { failuresInARow, silentSince, itemsAWeek = 0, visits } = health;
  const gap = Math.min(Math.max(15 * MINUTE, (0.3 * WEEK) / itemsAWeek), 24 * HOUR);
  const wait = failuresInARow > 0 ? 72 * HOUR : silentSince === undefined ? gap : WEEK;
  return Date.parse(now) + Math.max(wait, (visits?.everyMinutes ?? 0) * MINUTE);
};

function measure(name: string, rule: Rule): void {
  const seconds = new Int32Array(WEEK / 1000);
  const waits: number[] = [];
  for (let i = 0; i < FEEDS; i++)
    live(
      feed(i),
      rule,
      (at) => {
        const second = Math.floor((at - FROM) / 1000);
        seconds[second] = (seconds[second] as number) + 1;
      },
      (wait) => waits.push(wait),
    );
  const sorted = Float64Array.from(waits).sort();
  const wait = (part: number) => `${Math.round((sorted[Math.floor(part * sorted.length)] as number) / MINUTE)} min`;
  const visits = seconds.reduce((sum, n) => sum + n, 0);
  const mean = waits.reduce((sum, one) => sum + one, 0) / waits.length / MINUTE;
  const most = (length: number) => {
    let top = 0;
    for (let from = 0; from < seconds.length; from += length)
      top = Math.max(top, seconds.subarray(from, from + length).reduce((sum, n) => sum + n, 0) / length);
    return top.toFixed(1);
  };
  console.log(
    `${name}: ${(visits / seconds.length).toFixed(1)} visits/s on average, ${most(3600)} in the fullest hour, ${most(60)} in the fullest minute, ${most(1)} in the fullest second; ` +
      `${waits.length} entries wait ${wait(0.5)} (median), ${Math.round(mean)} min (mean), ${wait(0.95)} (95 %)`,
  );
}

measure('by nextVisit', (visited) => Date.parse(nextVisit(visited)));
measure('0.3 of the usual gap', partOfGap);
measure('every hour', hourly);
