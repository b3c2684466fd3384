import type { Iso, Run, SourceHealth, World } from '../types.ts';
import { dueAt, lastSuccess, SICK } from './health.ts';
import { issueNumbers, readEvidence, readIssue } from './issues.ts';
import type { Workspace } from './workspace.ts';

const DAY = 86_400_000;

/** A source with its name and how it fares. */
type Named = Omit<SourceHealth, 'requests' | 'requestsAt'> & { name: string };
export interface StatusReport {
  runs: Run[];
  sources: number;
  /** Sources that failed several times in a row; `nextTryAt` where the next crawl leaves them out. */
  sick: (Named & { nextTryAt?: Iso })[];
  /** Sources that answer and have brought nothing for much longer than they used to. */
  silent: (Named & { days: number })[];
  issues: { number: number; status: string; date: string; blocks: number; dollars: number }[];
  next: number;
  /** Bytes of state.db. */
  size: number;
  /** False: a source is sick, or the last run failed. */
  healthy: boolean;
}

/** Where things stand: last runs, sick sources, the issues and what they cost. */
export async function status(world: World, workspace: Workspace): Promise<StatusReport> {
  const runs = await world.store.runs(5);
  const issues = await lastIssues(world);
  const newest = issues.at(-1);
  const next = newest === undefined ? 1 : newest.status === 'draft' ? newest.number : newest.number + 1;
  const ended = runs.find(({ outcome }) => outcome !== undefined);
  const fared = await healthOf(world, workspace);
  const healthy = fared.sick.length === 0 && ended?.outcome !== 'failed';
  return { runs, sources: workspace.sources.length, ...fared, issues, next, size: await world.store.size(), healthy };
}

/** The sources of sources.yaml that are crawled and do not fare well. */
async function healthOf(world: World, { sources }: Workspace): Promise<Pick<StatusReport, 'sick' | 'silent'>> {
  const now = world.clock().toISOString();
  const names = new Map(sources.filter(({ enabled }) => enabled).map(({ id, name }) => [id, name]));
  const [sick, silent]: [StatusReport['sick'], StatusReport['silent']] = [[], []];
  const all = await world.store.health();
  for (const { requests: _, requestsAt: __, ...health } of all) {
    const name = names.get(health.sourceId);
    if (name === undefined) continue;
    const nextTryAt = dueAt(health, lastSuccess(all), now);
    if (health.failuresInARow >= SICK) sick.push({ ...health, name, ...(nextTryAt ? { nextTryAt } : {}) });
    else if (health.silentSince) silent.push({ ...health, name, days: daysBetween(health.silentSince, now) });
  }
  return { sick, silent };
}

async function lastIssues(world: World): Promise<StatusReport['issues']> {
  const issues: StatusReport['issues'] = [];
  for (const number of (await issueNumbers(world.files)).slice(-5)) {
    const { issue } = await readIssue(world.files, number);
    const evidence = await readEvidence(world.files, number);
    issues.push({
      number,
      status: issue.status,
      date: issue.date,
      blocks: issue.blocks.length,
      dollars: evidence?.bill.dollars ?? 0,
    });
  }
  return issues;
}

function daysBetween(since: Iso, now: Iso): number {
  return Math.floor((Date.parse(now) - Date.parse(since)) / DAY);
}
