/** Whether what a command asks of a platform can be done at all, before anything is. */
import { isEmail } from '../config/fields.ts';
import { didYouMean } from '../config/hint.ts';
import { PLATFORMS } from '../config/platforms.ts';
import { UserError } from '../errors.ts';
import type { Platform, World } from '../types.ts';
import type { PublishOptions } from './publishTypes.ts';

/** Test mails go to editors, not to readers. */
const MOST_TESTS = 5;

/** Throws UserError where there is no platform of this name, or newsletter.yaml does not have it. */
export function platformOf({ platforms }: Pick<World, 'platforms'>, name: string): Platform {
  const platform = Object.hasOwn(platforms, name) ? platforms[name] : undefined;
  if (platform) return platform;
  const known = Object.keys(platforms);
  if ((PLATFORMS as readonly string[]).includes(name))
    throw new UserError(
      `${name} is not in newsletter.yaml. Add \`${name}: { … }\` under \`platforms:\` there; docs/publishing.md says what it needs.`,
    );
  throw new UserError(
    `there is no platform “${name}”.${didYouMean(name, known)} Known here: ${known.join(', ')}; others are named under \`platforms:\` in newsletter.yaml.`,
  );
}

/** Throws UserError, exit code 2, for options that contradict one another, or that the platform can't do. */
export function checkOptions(o: PublishOptions, { name, supports }: Platform, world: World): void {
  if (o.schedule !== undefined && o.send)
    throw new UserError('--schedule and --send are two things: choose one of them.');
  if (o.schedule !== undefined) {
    if (!supports.schedule) throw new UserError(cant(name, 'schedule'));
    const at = Date.parse(o.schedule);
    if (Number.isNaN(at))
      throw new UserError(`--schedule ${o.schedule} is no time; write it as 2026-11-23T09:00:00.000Z.`);
    if (at <= world.clock().getTime()) throw new UserError(`--schedule ${o.schedule} is over already.`);
  }
  if (o.send && !supports.send) throw new UserError(cant(name, 'send'));
  checkTests(o.test ?? []);
  if (o.test?.length && supports.test === 'none' && !world.mail && !o.dryRun)
    throw new UserError(
      `${name} sends no test mails by its API: set SMTP_URL in .env, and the test goes by that. docs/publishing.md has examples.`,
    );
}

function checkTests(to: string[]): void {
  if (to.length > MOST_TESTS)
    throw new UserError(`at most ${MOST_TESTS} addresses get a test mail; these are ${to.length}.`);
  const bad = to.find((address) => !isEmail(address));
  if (bad !== undefined) throw new UserError(`--test “${bad}” is no email address.`);
}

function cant(name: string, what: string): string {
  if (name === 'file')
    return `files are not ${what === 'send' ? 'sent' : 'scheduled'}: put them on your mailing platform.`;
  return `${name} can't ${what} by its API: make the draft, then ${what} it on the platform itself.`;
}
