import type { Run, SourceHealth, World } from '../types.ts';
import { issueNumbers, readEvidence, readIssue } from './issues.ts';
import type { Workspace } from './workspace.ts';

/** From this many failures in a row on a source is sick. */
const SICK = 3;

export interface StatusReport {
  runs: Run[];
  sources: number;
  sick: (SourceHealth & { name: string })[];
  issues: { number: number; status: string; date: string; blocks: number; dollars: number }[];
  next: number;
  /** Bytes of state.db. */
  size: number;
  /** False: a source is sick, or the last run failed. */
  healthy: boolean;
}

/** Where things stand: last runs, sick sources, the issues and what they cost. */
export async function status(world: World, workspace: Workspace): Promise<StatusReport> {
  const names = new Map(workspace.sources.map(({ id, name }) => [id, name]));
  const sick = (await world.store.health())
    .filter(({ sourceId, failuresInARow }) => failuresInARow >= SICK && names.has(sourceId))
    .map((health) => ({ ...health, name: names.get(health.sourceId) as string }));
  const runs = await world.store.runs(5);
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
  const newest = issues.at(-1);
  const next = newest === undefined ? 1 : newest.status === 'draft' ? newest.number : newest.number + 1;
  const ended = runs.find(({ outcome }) => outcome !== undefined);
  const healthy = sick.length === 0 && ended?.outcome !== 'failed';
  return { runs, sources: workspace.sources.length, sick, issues, next, size: await world.store.size(), healthy };
}
