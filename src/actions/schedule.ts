/** What `schedule:` of newsletter.yaml asks for now, by what the issues folder and the store say was done. */
import { dueDayFrom, dueDayOf, endOfIssue, lastDue, type Moment, missedDays, nextDue } from '../config/schedule.ts';
import { UserError } from '../errors.ts';
import type { Day, Iso, IssueStatus, Newsletter, Run, World } from '../types.ts';
import { issueNumbers, readEvidence, readIssue } from './issues.ts';
import { retryAt, type StepName, streakOf } from './retries.ts';
import type { Workspace } from './workspace.ts';

/** One thing that is done again and again. */
export interface Step {
  /** As in newsletter.yaml. */
  rule: string;
  /** The last moment at which it was due. */
  at: Iso;
  /** It is to be done now: it was not done since, and no failure asks for patience. */
  due: boolean;
  /** Why it is due, or is not, in words. */
  why: string;
  /** It failed, and is tried again from here on. */
  retryAt?: Iso;
  /** The next moment at which it is due. */
  next: Iso;
}
export interface DraftStep extends Step {
  /** The issue that is drafted, or that was. */
  number: number;
  /** Where its window ends. */
  until: Day;
  /** Due days that have no issue of their own: this one tells of them too. */
  missed: Day[];
  /** Issues of earlier weeks that are drafts still. */
  waiting: number[];
}
/** What is due, by the name of the step. Without a schedule for it a step is left out. */
export interface Plan {
  now: Iso;
  crawl?: Step;
  draft?: DraftStep;
  prune: Step;
}

/** So many of the newest issues are looked at for drafts that wait. */
const LOOKED_AT = 12;
/** More runs than a job of every five minutes makes in a day. */
const RUNS = 1000;
const PRUNE = 'daily';

/** What an issue says of itself. */
interface Standing {
  number: number;
  status: IssueStatus;
  until: Day;
}

/** What is due now and what comes next. Reads alone. Throws UserError where newsletter.yaml has no schedule, or an issue can't be read. */
export async function planRun(world: World, workspace: Workspace): Promise<Plan> {
  const { schedule } = workspace.newsletter;
  if (!schedule.crawl && !schedule.draft)
    throw new UserError(
      'newsletter.yaml has no schedule, so that nothing is ever due: write, for example, schedule: { crawl: daily, draft: "sun 18:00" } into it',
    );
  const now = world.clock().toISOString();
  // a run in the future was made by a clock that has been set back since
  const runs = (await world.store.runs(RUNS)).filter(({ startedAt }) => startedAt <= now);
  const crawl = schedule.crawl && (await crawlStep(world, workspace, schedule.crawl, runs));
  const draft = schedule.draft && (await draftStep(world, workspace, schedule.draft, runs));
  return { now, ...(crawl ? { crawl } : {}), ...(draft ? { draft } : {}), prune: pruneStep(world, workspace, runs) };
}

/** Says which weeks have no issue of their own, where one goes on from the last one's end: a note for the editor, or none. */
export function missedWeeks(window: { since: Day; until: Day }, { schedule }: Newsletter): string[] {
  const days = schedule.draft === undefined ? [] : missedDays(schedule.draft, window);
  return days.length === 0 ? [] : [`no issue was drafted on ${days.join(', ')}: this one tells of those weeks too`];
}

/** A crawl is done when one, or a draft, that asked any source has ended well. */
async function crawlStep(world: World, { newsletter, sources }: Workspace, rule: string, runs: Run[]): Promise<Step> {
  const now = world.clock();
  const moment = lastDue(rule, newsletter.timezone, now);
  const tried = (await world.store.health())
    .map(({ lastTriedAt }) => lastTriedAt)
    .filter((at) => at <= now.toISOString());
  const asked = tried.some((at) => at >= moment.at) || !sources.some(({ enabled }) => enabled);
  const done = asked ? lastDone(runs, ['crawl', 'draft'], moment.at) : undefined;
  const step = { rule, at: moment.at, next: nextDue(rule, newsletter.timezone, now).at };
  if (done) return { ...step, due: false, why: `crawled at ${done}` };
  return patient(step, runs, 'crawl', now);
}

function pruneStep(world: World, { newsletter }: Workspace, runs: Run[]): Step {
  const now = world.clock();
  const { at } = lastDue(PRUNE, newsletter.timezone, now);
  const step = { rule: PRUNE, at, next: nextDue(PRUNE, newsletter.timezone, now).at };
  const done = lastDone(runs, ['prune'], at);
  return done ? { ...step, due: false, why: `pruned at ${done}` } : patient(step, runs, 'prune', now);
}

function lastDone(runs: Run[], commands: string[], since: Iso): Iso | undefined {
  return runs.find(
    ({ command, outcome, startedAt }) => outcome === 'done' && commands.includes(command) && startedAt >= since,
  )?.startedAt;
}

/** A step that is to be done, unless it failed a moment ago. */
function patient<T extends Pick<Step, 'at'>>(step: T, runs: Run[], name: StepName, now: Date) {
  // a new moment of a draft is a new week, which has not failed yet; crawls are due too often for that
  const failures = streakOf(runs, name).filter(({ startedAt }) => name === 'crawl' || startedAt >= step.at);
  const again = retryAt(failures, name);
  const last = failures[0];
  if (again === undefined || last === undefined) return { ...step, due: true, why: `due since ${step.at}` };
  const due = again <= now.toISOString();
  return {
    ...step,
    due,
    why: `failed ${failures.length === 1 ? 'once' : `${failures.length} times`}: ${last.detail ?? ''}`,
    retryAt: again,
  };
}

/** The issue of the last due moment, by the issues folder alone: it is there also where the store was deleted. */
async function draftStep(world: World, { newsletter }: Workspace, rule: string, runs: Run[]): Promise<DraftStep> {
  const { timezone } = newsletter;
  const now = world.clock();
  const moment = lastDue(rule, timezone, now);
  const issues = await standings(world);
  const [newest, before] = [issues.at(-1), issues.at(-2)];
  const held = newest && (await holds(world, rule, moment, newest));
  const number = held ? newest.number : (newest?.number ?? 0) + 1;
  const end = endOfIssue(moment);
  const until = held && newest.until > end ? newest.until : end;
  const last = held ? before : newest;
  const missed = last ? missedDays(rule, { since: last.until, until }) : [];
  const waiting = issues
    .filter((issue) => issue.status === 'draft' && issue.number < number)
    .map((issue) => issue.number);
  const step = { rule, at: moment.at, next: nextDue(rule, timezone, now).at, number, until, missed, waiting };
  if (held === 'done')
    return { ...step, due: false, why: `issue ${number} is ${newest?.status}, and runs until ${newest?.until}` };
  return patient(step, runs, 'draft', now);
}

/**
 * Whether the newest issue is that of the due moment: `done`, or `begun`: a draft that somebody made before its time came, and that goes on growing until then. An issue that is approved or published counts for the
 * due day that its window ends nearest to.
 */
async function holds(
  { files }: World,
  rule: string,
  moment: Moment,
  { number, status, until }: Standing,
): Promise<'done' | 'begun' | undefined> {
  if (status !== 'draft') return dueDayOf(rule, until) >= moment.day ? 'done' : undefined;
  const day = dueDayFrom(rule, until);
  if (day < moment.day) return undefined;
  if (day > moment.day) return 'done';
  const evidence = await readEvidence(files, number);
  return evidence && evidence.draftedAt >= moment.at ? 'done' : 'begun';
}

/** The newest issues, ascending. */
async function standings({ files }: World): Promise<Standing[]> {
  const found: Standing[] = [];
  for (const number of (await issueNumbers(files)).slice(-LOOKED_AT)) {
    const { status, date, window } = (await readIssue(files, number)).issue;
    found.push({ number, status, until: window?.until ?? date });
  }
  return found;
}
