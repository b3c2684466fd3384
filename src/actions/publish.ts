import { SourceError, UserError } from '../errors.ts';
import { isApproved } from '../issue/approval.ts';
import type { RemoteIssue, World } from '../types.ts';
import { readIssue } from './issues.ts';
import { checkOptions, platformOf } from './publishAsked.ts';
import { rehearse } from './publishDry.ts';
import { checkLinks, deadLines } from './publishLinks.ts';
import { contentOf, keyOf, packFor } from './publishPack.ts';
import { receiptOf } from './publishReceipt.ts';
import { record } from './publishRecord.ts';
import { create, hasLeft, type Job, locate, NotADraft, schedule, send, update } from './publishSteps.ts';
import { sendTest } from './publishTest.ts';
import type { PublishOptions, PublishResult } from './publishTypes.ts';
import type { Workspace } from './workspace.ts';

/** A schedule for so soon is a sending. */
const AT_ONCE_MS = 120_000;

export type { PublishOptions, PublishResult, ShownRequest } from './publishTypes.ts';

/**
 * Puts an approved issue on a platform, as a draft, once (P4); tests, schedules or sends it where that is asked for. Throws UserError: exit code 1 where the issue is not approved, was changed
 * since, has dead links or was sent already; 2 where the platform is unknown or can't do it; 4 where it refuses or gives no answer.
 */
export async function publish(
  world: World,
  workspace: Workspace,
  number: number,
  o: PublishOptions,
): Promise<PublishResult> {
  const platform = platformOf(world, o.to);
  checkOptions(o, platform, world);
  if (o.dryRun) return rehearse(world, workspace, number, o);
  return world.files.locked('publish', async () => {
    try {
      return await take(await prepare(world, workspace, number, o), workspace, o);
    } catch (error) {
      // no answer to a look-up: nothing was done
      if (error instanceof SourceError) throw new UserError(error.message, 4);
      throw error;
    }
  });
}

/** The issue as it was approved, rendered for the platform, with what is known of it there. Throws UserError, exit code 1, where it may not leave. */
async function prepare(world: World, workspace: Workspace, number: number, { to }: PublishOptions): Promise<Job> {
  const { issue, markdown } = await readIssue(world.files, number);
  if (!isApproved(issue, markdown)) throw new UserError(notApproved(number, issue.approved !== undefined), 1);
  const platform = platformOf(world, to);
  const before = (await receiptOf(world.files, number)).pushed.find((entry) => entry.platform === to);
  const outbox = await world.store.outbox(number, to);
  const key = before?.key ?? outbox?.key ?? keyOf(workspace.newsletter.name, number);
  const pack = await packFor(world, workspace, { issue, markdown, platform, key });
  return { world, platform, pack, sha256: (issue.approved as { sha256: string }).sha256, before, outbox };
}

/** From what the platform has to what was asked for, one recorded step after another. */
async function take(job: Job, workspace: Workspace, o: PublishOptions): Promise<PublishResult> {
  const { pack } = job;
  const did: PublishResult['did'] = [];
  const notes: string[] = [];
  let remote = await locate(job);
  if (remote && hasLeft(remote)) return alreadyOut(job, isLeaving(job, remote) ? leaving(remote) : remote, o);
  const leaves = beforeItLeaves(job, o, notes);
  if (remote && remote.status !== 'draft') throw strange(job, remote);
  if (remote === undefined || isOld(job, remote)) {
    await leaves();
    did.push(remote ? 'updated' : 'created');
    remote = await drafted(job, remote, o);
  } else did.push('found');
  await record(job, remote, did[0] === 'found' ? undefined : o.offline === true);
  if (o.test?.length) {
    await leaves();
    notes.push(...(await sendTest(job, workspace, remote.id, o.test)));
    did.push('tested');
  }
  if (o.schedule || o.send) {
    await leaves();
    remote = await (o.schedule ? schedule(job, remote, o.schedule) : sending(job, remote));
    await record(job, remote, o.offline === true);
    did.push(o.schedule ? 'scheduled' : 'sent');
  }
  if (job.before && job.before.id !== remote.id)
    notes.push(`the draft of before (${job.before.id}) is not on ${o.to} any more; this is a new one`);
  return resultOf(job, remote, { did, notes, number: pack.number });
}

async function sending(job: Job, remote: RemoteIssue): Promise<RemoteIssue> {
  return leaving(await send(job, remote));
}

/** Some platforms send by a schedule for this very minute. */
function leaving(remote: RemoteIssue): RemoteIssue {
  return remote.status === 'scheduled' ? { ...remote, status: 'sending' } : remote;
}

/** Whether what is scheduled there goes out now: for this very minute, or a run before this one asked for it and was killed or got no answer. */
function isLeaving({ world, outbox }: Job, { at }: RemoteIssue): boolean {
  if (at === undefined) return outbox?.step === 'send';
  return Date.parse(at) - world.clock().getTime() <= AT_ONCE_MS;
}

/** Makes or changes the draft; what the platform made instead is recorded before it is told. */
async function drafted(job: Job, remote: RemoteIssue | undefined, o: PublishOptions): Promise<RemoteIssue> {
  try {
    return remote ? await update(job, remote) : await create(job);
  } catch (error) {
    if (error instanceof NotADraft) await record(job, error.remote, o.offline === true);
    throw error;
  }
}

/** Whether what is there is not, or not surely, what was approved. */
function isOld({ before, pack, sha256 }: Job, remote: RemoteIssue): boolean {
  if (before?.id !== remote.id || before.sha256 !== sha256) return true;
  return before.content !== undefined && before.content !== contentOf(pack);
}

/** What is scheduled or sent is recorded, and not touched again. */
async function alreadyOut(job: Job, remote: RemoteIssue, o: PublishOptions): Promise<PublishResult> {
  const { before, outbox, pack, platform, sha256 } = job;
  const sent = remote.status !== 'scheduled';
  const known = before?.sha256 ?? outbox?.sha256 ?? sha256;
  await record({ ...job, sha256: known }, remote, undefined);
  const result = (notes: string[]) => resultOf(job, remote, { number: pack.number, did: ['nothing'], notes });
  const what = `issue ${pack.number} is ${remote.status} on ${platform.name} (${remote.where})`;
  if (known !== sha256)
    throw new UserError(
      sent
        ? `${what}, in other words than those approved now. A mail that was sent can't be changed: add the change to \`corrections:\` in issue.md, which the archive shows, or tell it in the next issue.`
        : `${what}, and was changed since. Unschedule it there, then publish again.`,
      1,
    );
  if (sent) {
    if (o.send || o.schedule) return result([`it is ${remote.status} already; nothing was sent`]);
    throw new UserError(
      `${what}: it is not published again. A mistake goes into \`corrections:\` in issue.md, which the archive shows; news goes into the next issue.`,
      1,
    );
  }
  const at = remote.at ?? before?.scheduledFor;
  if (o.schedule && at && Date.parse(o.schedule) !== Date.parse(at))
    throw new UserError(`${what} for ${at}. Unschedule it there, then publish again with another time.`, 1);
  if (o.test?.length) throw new UserError(`${what}: tests are of drafts. Unschedule it there first.`, 1);
  return result([
    o.send
      ? `it is scheduled${at ? ` for ${at}` : ''} and goes out by itself; to send it now, do so at ${remote.where}`
      : 'it is scheduled already',
  ]);
}

/** Opens every link once, before the first thing that leaves. Throws UserError, exit code 1, for a dead one, with its block. */
function beforeItLeaves({ world, pack }: Job, o: PublishOptions, notes: string[]): () => Promise<void> {
  let done = false;
  return async () => {
    if (done) return;
    done = true;
    if (o.offline) return void notes.push('links were not fetched (--offline)');
    const { issue } = await readIssue(world.files, pack.number);
    const { dead, unseen } = await checkLinks(world, issue);
    for (const { where, url, detail } of unseen) notes.push(`${where}: ${url} ${detail}`);
    if (dead.length)
      throw new UserError(
        `issue ${pack.number} has ${dead.length === 1 ? 'a dead link' : `${dead.length} dead links`}; nothing was sent. Mend it and approve it again, or say --offline:${deadLines(dead)}`,
        1,
      );
  };
}

function resultOf(
  { platform }: Job,
  { id, where, status, at }: RemoteIssue,
  more: Pick<PublishResult, 'number' | 'did' | 'notes'>,
): PublishResult {
  return { platform: platform.name, id, where, status, ...(at ? { at } : {}), ...more };
}

function strange({ platform, pack }: Job, { said, where }: RemoteIssue): UserError {
  return new UserError(
    `${platform.name} says “${said}” of issue ${pack.number}, which is neither a draft nor sent. Look at ${where}, and publish again when it is a draft.`,
    4,
  );
}

function notApproved(number: number, was: boolean): string {
  return was
    ? `issue ${number} was changed after it was approved. Run \`pullquote approve ${number}\` again.`
    : `issue ${number} is not approved. Run \`pullquote approve ${number}\` first.`;
}
