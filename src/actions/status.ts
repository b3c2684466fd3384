import type { Iso, Run, SourceHealth, WorkerState, World } from '../types.ts';
import { askedFor } from './asked.ts';
import { dueAt, lastSuccess, SICK } from './health.ts';
import { issueNumbers, readEvidence, readIssue } from './issues.ts';
import { type Whereabouts, whereabouts } from './statusRemote.ts';
import type { Workspace } from './workspace.ts';

const DAY = 86_400_000;
/** A visit that is due for longer is made by nobody. */
const LATE = 3_600_000;

/** A source with its name and how it fares. */
type Named = Omit<SourceHealth, 'requests' | 'requestsAt' | 'asked' | 'visits' | 'reading'> & { name: string };
export interface StatusReport {
  runs: Run[];
  sources: number;
  /** Sources that failed several times in a row; `nextTryAt` where the next crawl leaves them out. */
  sick: (Named & { nextTryAt?: Iso })[];
  /** Sources that answer and have brought nothing for much longer than they used to. */
  silent: (Named & { days: number })[];
  /** Sources that say that they are elsewhere now; `url` as in sources.yaml. */
  moved: { name: string; url: string; movedTo: string }[];
  /** The editor's finds that wait for the next issue. */
  waiting: number;
  issues: { number: number; status: string; date: string; blocks: number; dollars: number; on: Whereabouts[] }[];
  next: number;
  /** Bytes of the state. */
  size: number;
  /** Where several processes share a database: those that take jobs. */
  workers?: WorkerState[];
  /** There too: when the earliest visit that workers make is due, left out where no worker was ever given the folder. `late`: it is due for long, and nobody asked any source since. */
  visits?: { state: 'none' | 'later' | 'now' | 'late'; nextAt?: Iso };
  /** False: a source is sick, the last run failed, or visits are late. */
  healthy: boolean;
}

/** Where things stand: last runs, sick sources, the issues, what they cost and where they are. `remote`: the platforms are asked, else it is what the receipts say. */
export async function status(world: World, workspace: Workspace, o: { remote?: boolean } = {}): Promise<StatusReport> {
  const runs = await world.store.runs(5);
  const issues = await lastIssues(world, o.remote === true);
  const newest = issues.at(-1);
  const next = newest === undefined ? 1 : newest.status === 'draft' ? newest.number : newest.number + 1;
  const ended = runs.find(({ outcome }) => outcome !== undefined);
  const all = await world.store.health();
  const fared = healthOf(world, workspace, all);
  const waiting = workspace.editor.inbox.filter(({ usedIn }) => usedIn === undefined).length;
  const size = await world.store.size();
  const workers = await world.workers?.();
  const visits = workers && (await visitsOf(world, all));
  const shared = workers && visits ? { workers, visits } : {};
  const healthy = fared.sick.length === 0 && ended?.outcome !== 'failed' && visits?.state !== 'late';
  return { runs, sources: workspace.sources.length, ...fared, waiting, issues, next, size, ...shared, healthy };
}

/** Commands crawl without regard to what is due for workers: where they do, nothing is late. */
async function visitsOf(
  { clock, nextVisit }: World,
  all: SourceHealth[],
): Promise<NonNullable<StatusReport['visits']>> {
  const nextAt = await nextVisit?.();
  if (nextAt === undefined) return { state: 'none' };
  const overdue = clock().getTime() - Date.parse(nextAt);
  if (overdue < 0) return { state: 'later', nextAt };
  const asked = all.some(({ lastTriedAt }) => lastTriedAt >= nextAt);
  return { state: overdue > LATE && !asked ? 'late' : 'now', nextAt };
}

/** The sources of sources.yaml that are crawled and do not fare well. */
function healthOf(
  world: World,
  { sources }: Workspace,
  all: SourceHealth[],
): Pick<StatusReport, 'sick' | 'silent' | 'moved'> {
  const now = world.clock().toISOString();
  const crawled = new Map(sources.filter(({ enabled }) => enabled).map((source) => [source.id, source]));
  const found: Pick<StatusReport, 'sick' | 'silent' | 'moved'> = { sick: [], silent: [], moved: [] };
  for (const row of all) {
    const { requests: _, requestsAt: __, asked: ___, visits: ____, reading: _____, ...health } = row;
    const source = crawled.get(row.sourceId);
    if (source === undefined) continue;
    const { name, url } = source;
    const nextTryAt = dueAt(row, lastSuccess(all), now, askedFor(source, world));
    if (health.failuresInARow >= SICK) found.sick.push({ ...health, name, ...(nextTryAt ? { nextTryAt } : {}) });
    else if (health.silentSince) found.silent.push({ ...health, name, days: daysBetween(health.silentSince, now) });
    if (health.movedTo && health.movedTo !== url) found.moved.push({ name, url, movedTo: health.movedTo });
  }
  return found;
}

async function lastIssues(world: World, remote: boolean): Promise<StatusReport['issues']> {
  const issues: StatusReport['issues'] = [];
  for (const number of (await issueNumbers(world.files)).slice(-5)) {
    const on = await whereabouts(world, number, remote);
    // after it: a platform may have said that the issue was sent
    const { issue } = await readIssue(world.files, number);
    const evidence = await readEvidence(world.files, number);
    issues.push({
      number,
      status: issue.status,
      date: issue.date,
      blocks: issue.blocks.length,
      dollars: evidence?.bill.dollars ?? 0,
      on,
    });
  }
  return issues;
}

function daysBetween(since: Iso, now: Iso): number {
  return Math.floor((Date.parse(now) - Date.parse(since)) / DAY);
}
