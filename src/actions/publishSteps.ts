/**
 * One issue on one platform, exactly once. Before each write stands a row in the outbox, after it a second one, then the receipt; before a draft is made the issue is looked up by its key. A run that
 * is killed anywhere is taken up by the next one, which finds what the platform has.
 */
import { SourceError, UserError } from '../errors.ts';
import type { Iso, IssuePack, OutboxEntry, Platform, RemoteIssue, World } from '../types.ts';
import type { Pushed } from './publishReceipt.ts';

/** What a publish works with. */
export interface Job {
  world: World;
  platform: Platform;
  pack: IssuePack;
  /** Of the approved issue. */
  sha256: string;
  /** What the receipt and the outbox said when the run began. */
  before: Pushed | undefined;
  outbox: OutboxEntry | undefined;
}

const REFUSED = 4;

/**
 * The issue as it is on the platform, by its id or else by its key; undefined where it is not there. Throws UserError where it is not there although it has left, since nobody can tell whether readers
 * have it.
 */
export async function locate(job: Job): Promise<RemoteIssue | undefined> {
  const { platform, pack, before, outbox } = job;
  for (const id of new Set([outbox?.remoteId, before?.id])) {
    const there = id === undefined ? undefined : await platform.status(id);
    if (there) return there;
  }
  const found = await platform.find(pack);
  if (found) return found;
  const left = before?.status === 'sent' || before?.status === 'sending' || before?.status === 'scheduled';
  if (left || outbox?.step === 'send' || outbox?.step === 'schedule')
    throw new UserError(
      `issue ${pack.number} was ${before?.status ?? 'about to go out'} on ${platform.name}, and is not there any more. See at ${before?.where ?? platform.name} whether readers have it. If they don't, take its entry out of receipt.json and delete .pullquote/state.db (with DATABASE_URL: drop the schema that \`pullquote doctor\` names), then publish again.`,
      REFUSED,
    );
  return undefined;
}

/** Makes the draft. Where there was no answer, the issue is looked up, and what is there is filled once more. */
export async function create(job: Job): Promise<RemoteIssue> {
  const { platform, pack } = job;
  await note(job, 'create', 'begun');
  let made: RemoteIssue;
  try {
    made = await platform.createDraft(pack);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const found = await lookedUp(error, () => platform.find(pack));
    if (!found) throw undecided(error, `${platform.name} does not have issue ${pack.number} now`);
    // a draft that takes two calls may have had one of them
    return found.status === 'draft' ? update(job, found) : isDraft(job, found);
  }
  await note(job, 'create', 'done', made.id);
  return isDraft(job, made);
}

/** Puts the pack in the place of what a draft holds. To do so twice is to do it once, so it is tried again where there was no answer. */
export async function update(job: Job, { id }: RemoteIssue): Promise<RemoteIssue> {
  const { platform, pack } = job;
  await note(job, 'update', 'begun', id);
  let now: RemoteIssue;
  try {
    now = await platform.update(id, pack);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const there = await lookedUp(error, () => platform.status(id));
    if (there?.status !== 'draft')
      throw undecided(error, `${platform.name} says that it is ${there?.said ?? 'not there'}`);
    now = await platform.update(id, pack);
  }
  await note(job, 'update', 'done', id);
  return isDraft(job, now);
}

/** Schedules a draft. Whether it was done is asked, never assumed. */
export async function schedule(job: Job, { id }: RemoteIssue, at: Iso): Promise<RemoteIssue> {
  return leave(job, 'schedule', id, () => job.platform.schedule(id, at));
}

/** Sends a draft, likewise. */
export async function send(job: Job, { id }: RemoteIssue): Promise<RemoteIssue> {
  return leave(job, 'send', id, () => job.platform.send(id));
}

async function leave(
  job: Job,
  step: 'schedule' | 'send',
  id: string,
  write: () => Promise<RemoteIssue>,
): Promise<RemoteIssue> {
  const { platform } = job;
  await note(job, step, 'begun', id);
  let now: RemoteIssue | undefined;
  let silence: SourceError | undefined;
  try {
    now = await write();
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    silence = error;
  }
  if (!now || !hasLeft(now)) now = await lookedUp(silence, () => platform.status(id));
  if (!now || !hasLeft(now)) throw undecided(silence, `${platform.name} says that it is ${now?.said ?? 'not there'}`);
  await note(job, step, 'done', id);
  return now;
}

/** Whether it is out of our hands. */
export function hasLeft(remote: RemoteIssue): boolean {
  return remote.status === 'scheduled' || remote.status === 'sending' || remote.status === 'sent';
}

/** The platform's own word is looked at: two of them send by default. */
function isDraft({ platform, pack }: Job, remote: RemoteIssue): RemoteIssue {
  if (remote.status === 'draft') return remote;
  throw new NotADraft(
    `${platform.name.toUpperCase()} DID NOT MAKE A DRAFT of issue ${pack.number}: it says “${remote.said}”. Open ${remote.where} now and stop it there, if it is not to go out.`,
    remote,
  );
}

/** The platform did something else with what was to be a draft. It is recorded all the same. */
export class NotADraft extends UserError {
  readonly remote: RemoteIssue;
  constructor(message: string, remote: RemoteIssue) {
    super(message, REFUSED);
    this.remote = remote;
  }
}

async function note(job: Job, step: OutboxEntry['step'], state: OutboxEntry['state'], remoteId?: string) {
  const { world, platform, pack, sha256 } = job;
  const at = world.clock().toISOString();
  const entry = { number: pack.number, platform: platform.name, key: pack.key, step, state, sha256, at };
  await world.store.saveOutbox({ ...entry, ...(remoteId === undefined ? {} : { remoteId }) });
}

/** A look-up after a write that got no answer; where that gets none either, both are told. */
async function lookedUp<T>(silence: SourceError | undefined, look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof SourceError && silence) throw undecided(silence, `a look-up failed too: ${error.message}`);
    throw error;
  }
}

function undecided(silence: SourceError | undefined, found: string): UserError {
  const why = silence ? `${withoutAdvice(silence.message)}. ` : '';
  return new UserError(
    `${why}After that ${found}. Run the same command again: it looks first, and does nothing twice.`,
    REFUSED,
  );
}

/** A platform's silence says that nobody knows and what to do then; here it was done. */
function withoutAdvice(text: string): string {
  return text.replace(/ Nobody knows whether it was done\..*$/s, '').replace(/\.\s*$/, '');
}
