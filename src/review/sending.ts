/** Approving and sending from the desk: the actions of the command line, with what happened in a sentence. */
import { Temporal } from 'temporal-polyfill';
import type { z } from 'zod';
import { approve } from '../actions/approve.ts';
import type { Changed } from '../actions/desk/types.ts';
import { type PublishResult, publish } from '../actions/publish.ts';
import type { Workspace } from '../actions/workspace.ts';
import { UserError } from '../errors.ts';
import type { Iso, World } from '../types.ts';
import type { shapes } from './shapes.ts';

type Given<Name extends keyof typeof shapes> = z.infer<(typeof shapes)[Name]>;

export async function approveIssue(
  world: World,
  workspace: Workspace,
  number: number,
  o: Given<'approve'>,
): Promise<Changed> {
  const by = o.by?.trim() || workspace.newsletter.editor.name;
  if (!by)
    return { ok: false, refused: 'Who approves? Write a name, or set `editor: { name: … }` in newsletter.yaml.' };
  const { letterAsIs = false, offline = false } = o;
  await approve(world, workspace, number, { by, letterAsIs, offline });
  return { ok: true, did: `issue ${number} approved by ${by}${offline ? ' (links were not fetched)' : ''}` };
}

/** The first platform of newsletter.yaml, unless another is named. */
export async function sendTest(
  world: World,
  workspace: Workspace,
  number: number,
  o: Given<'testSend'>,
): Promise<Changed> {
  const platform = o.platform ?? Object.keys(workspace.newsletter.platforms)[0];
  if (platform === undefined)
    return {
      ok: false,
      refused: 'Name a platform under `platforms:` in newsletter.yaml: a test looks as its mail will.',
    };
  const test = typeof o.to === 'string' ? [o.to] : o.to;
  const result = await publish(world, workspace, number, {
    to: platform,
    test,
    ...(o.offline ? { offline: true } : {}),
  });
  return told(result, `test sent to ${test.join(', ')}`);
}

/** A send must be confirmed by the issue's number, a schedule needs its moment. */
export async function publishIssue(
  world: World,
  workspace: Workspace,
  number: number,
  o: Given<'publish'>,
): Promise<Changed> {
  if (o.what === 'send' && String(o.confirm ?? '').trim() !== String(number))
    return { ok: false, refused: `Nothing was sent: type the issue’s number, ${number}, to send it to everybody.` };
  const result = await publish(world, workspace, number, {
    to: o.to,
    ...(o.what === 'schedule' ? { schedule: momentOf(o.at, workspace.newsletter.timezone) } : {}),
    ...(o.what === 'send' ? { send: true } : {}),
    ...(o.offline ? { offline: true } : {}),
  });
  return told(result, `issue ${number}: ${DID[result.did.at(-1) ?? 'nothing']}`);
}

/** What would be done, a line each; nothing is done. */
export async function publishPlan(world: World, workspace: Workspace, number: number, to: string): Promise<string[]> {
  try {
    const result = await publish(world, workspace, number, { to, dryRun: true, offline: true });
    const requests = (result.requests ?? []).map(({ step, method, url }) => `${step}: ${method} ${url}`);
    const steps = requests.length ? requests : result.did.map((did) => DID[did]);
    return [...steps, ...(result.where ? [`It will be at ${result.where}`] : []), ...result.notes];
  } catch (error) {
    if (error instanceof UserError) return [error.message];
    throw error;
  }
}

const DID: Record<PublishResult['did'][number], string> = {
  found: 'found on the platform',
  created: 'a draft was made',
  updated: 'the draft was brought up to date',
  tested: 'a test was sent',
  scheduled: 'scheduled',
  sent: 'sent',
  nothing: 'all was done before; nothing was done',
};

function told({ platform, where, notes }: PublishResult, did: string): Changed {
  const note = [where ? `On ${platform}: ${where}` : `On ${platform}.`, ...notes].join(' ');
  return { ok: true, did, note };
}

/** A time without a zone is the newsletter's own. Throws UserError where it is no moment. */
function momentOf(at: string | undefined, timezone: string): Iso {
  try {
    return (
      /(Z|[+-]\d{2}:\d{2})$/.test(at ?? '')
        ? Temporal.Instant.from(at as string)
        : Temporal.PlainDateTime.from(at ?? '')
            .toZonedDateTime(timezone)
            .toInstant()
    ).toString({ fractionalSecondDigits: 3 });
  } catch {
    throw new UserError('When? Give a day and a time, such as 2026-11-22T18:00.');
  }
}
