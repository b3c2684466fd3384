import { UserError } from '../errors.ts';
import type { Iso, SourceHealth, World } from '../types.ts';
import { crawl } from './crawl.ts';
import { draft } from './draft.ts';
import { findsFor, sourcesOf } from './finds.ts';
import { SICK } from './health.ts';
import { heartbeat } from './heartbeat.ts';
import { nextIssue } from './issues.ts';
import type { News } from './notify.ts';
import { type PruneResult, prune } from './prune.ts';
import type { StepName } from './retries.ts';
import { type Drafted, draftNews, failureNews, sickNews, waitingNews } from './runNews.ts';
import { attempt, type Failure, refuseNothing } from './runSteps.ts';
import { type DraftStep, type Plan, planRun } from './schedule.ts';
import type { Workspace } from './workspace.ts';

/** Another run holds the lock: it does the work. */
const LOCKED = 75;

/** What was done. */
export type Done =
  | { step: 'crawl'; sources: number; failed: number; added: number }
  | ({ step: 'draft' } & Drafted)
  | ({ step: 'prune' } & PruneResult);
export interface RunResult {
  /** In the order in which it was done. */
  did: Done[];
  failed: Failure[];
  /** What failed before and is tried again later. */
  later: { step: StepName; why: string; retryAt: Iso }[];
  /** Drafts of earlier weeks that nobody approved or deleted. */
  waiting: number[];
  /** When each step is due next. */
  next: Partial<Record<StepName, Iso>>;
  /** What the editor was told. */
  told: string[];
  /** Notices and heartbeats that did not arrive. */
  warnings: string[];
  /** Who holds the lock; nothing else was done then. */
  busy?: string;
  /** Of the first step that failed, else 0. */
  exitCode: number;
}
export interface RunOptions {
  /** Tells the editor; gives warnings and never rejects. */
  notify(news: News): Promise<string[]>;
}

/**
 * Does what is due: the crawl or the draft, once a day the pruning; then tells the editor and the heartbeat address. What is due is read from the issues and the store under the workspace's lock, so that it may be called
 * at any time and as often as one likes. A step that fails costs the others nothing; it is tried again later, and told once a day. Where another run holds the lock nothing is done. Throws UserError where
 * newsletter.yaml has no schedule.
 */
export async function run(world: World, workspace: Workspace, o: RunOptions): Promise<RunResult> {
  const result: RunResult = {
    did: [],
    failed: [],
    later: [],
    waiting: [],
    next: {},
    told: [],
    warnings: [],
    exitCode: 0,
  };
  const news: News[] = [];
  try {
    await world.files.locked('run', () => doWhatIsDue({ world: holding(world), workspace, result, news }));
  } catch (error) {
    if (!(error instanceof UserError) || error.exitCode !== LOCKED) throw error;
    return { ...result, busy: error.message };
  }
  const { email, webhook } = workspace.newsletter.notify;
  const isAskedFor = email !== undefined || webhook !== undefined;
  // the lock is free again: a slow mail server keeps nobody from the desk
  for (const each of news) {
    const warnings = await o.notify(each);
    result.warnings.push(...warnings);
    if (isAskedFor && warnings.length === 0) result.told.push(each.title);
  }
  const [failure] = result.failed;
  const why = failure
    ? `${failure.step}: ${failure.message}`
    : result.later.map(({ step, why }) => `${step}: ${why}`)[0];
  result.warnings.push(...(await heartbeat(world, workspace, why)));
  return { ...result, exitCode: failure?.exitCode ?? 0 };
}

/** The world of an action within a run, which holds the lock already. */
function holding(world: World): World {
  return { ...world, files: { ...world.files, locked: (_, within) => within() } };
}

/** What the steps of a run work on and add to. */
interface Work {
  world: World;
  workspace: Workspace;
  result: RunResult;
  news: News[];
}

async function doWhatIsDue(job: Work): Promise<void> {
  const { world, workspace, result, news } = job;
  const before = new Set((await sickOnes(job)).map(({ sourceId }) => sourceId));
  const plan = await attempted(job, 'plan', () => planRun(world, workspace));
  if (plan === undefined) return;
  const { draft: drafting, crawl: crawling } = plan;
  if (drafting?.due) await makeDraft(job, drafting);
  // a draft has crawled
  else if (crawling?.due) {
    const done = await attempted(job, 'crawl', () => crawlNow(world, workspace));
    if (done) result.did.push(done);
  }
  if (plan.prune.due) {
    const pruned = await attempted(job, 'prune', () => prune(world, workspace, { dryRun: false }));
    if (pruned) result.did.push({ step: 'prune', ...pruned });
  }
  const fell = (await sickOnes(job)).filter(({ sourceId }) => !before.has(sourceId));
  if (fell.length) news.push(sickNews(fell, workspace.newsletter.name));
  sumUp(plan, result);
}

/** Sources that are crawled and failed several times in a row. */
async function sickOnes({ world, workspace }: Work): Promise<(SourceHealth & { name: string })[]> {
  const names = new Map(workspace.sources.filter(({ enabled }) => enabled).map(({ id, name }) => [id, name]));
  const sick = (await world.store.health()).filter(({ failuresInARow }) => failuresInARow >= SICK);
  return sick.flatMap((health) => {
    const name = names.get(health.sourceId);
    return name === undefined ? [] : [{ ...health, name }];
  });
}

function sumUp(plan: Plan, result: RunResult): void {
  result.waiting = plan.draft?.waiting ?? [];
  for (const name of ['crawl', 'draft', 'prune'] as const) {
    const step = plan[name];
    if (!step) continue;
    result.next[name] = step.next;
    if (step.retryAt && !step.due) result.later.push({ step: name, why: step.why, retryAt: step.retryAt });
  }
}

/** What the work gives; where it fails, the failure is noted, and told where it is news. */
async function attempted<T>(job: Work, step: Failure['step'], within: () => Promise<T>): Promise<T | undefined> {
  const tried = await attempt(job.world, step, within);
  if (tried.ok) return tried.value;
  job.result.failed.push(tried.failure);
  if (tried.isNews) job.news.push(failureNews(tried.failure, job.workspace.newsletter.name));
  return undefined;
}

async function crawlNow(world: World, workspace: Workspace): Promise<Done> {
  const { window, past } = await nextIssue(world, workspace, {});
  const report = await crawl(
    world,
    [...workspace.sources, ...sourcesOf(findsFor(workspace.editor, past.number))],
    window,
  );
  refuseNothing(report);
  const { sources } = report;
  const failed = sources.filter(({ error, skipped }) => error !== undefined || skipped).length;
  return { step: 'crawl', sources: sources.length, failed, added: sources.reduce((sum, { added }) => sum + added, 0) };
}

async function makeDraft(job: Work, { number, until, missed, waiting }: DraftStep): Promise<void> {
  const { world, workspace, result, news } = job;
  const drafted = await attempted(job, 'draft', () =>
    draft(world, workspace, { number, until, crawl: true, dryRun: false }),
  );
  if (drafted?.written === undefined) return;
  const { path, blocks, notes } = drafted.written;
  const { since } = drafted.window;
  const { dollars } = drafted.bill;
  const done = { number, window: { since, until }, path, blocks, dollars, missed, notes };
  result.did.push({ step: 'draft', ...done });
  news.push(draftNews(done, workspace.newsletter.name));
  if (waiting.length) news.push(waitingNews(waiting, number, workspace.newsletter.name));
}
