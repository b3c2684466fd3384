import { type Command, InvalidArgumentError, Option } from 'commander';
import type { PublishResult, ShownRequest } from '../actions/publish.ts';
import { moment } from './crawlTable.ts';
import { PLATFORM_NAMES } from './init.ts';
import { command, common, type Done } from './options.ts';
import { print } from './print.ts';

/** `pullquote publish`: a draft on the platform, once; a test, a time or the sending where it is asked for. */
export function publishCommand(done: Done): Command {
  return command('publish', 'put an approved issue on a mailing platform, as a draft unless told to send')
    .argument('[issue]', 'its number; the newest by default')
    .addOption(platformOption())
    .option('--test <address>', 'send a test mail there; may stand several times', gathered)
    .option(
      '--schedule <time>',
      'let the platform send it then, such as "2026-11-23 09:00" in the time zone of newsletter.yaml',
    )
    .option('--send', 'let the platform send it now')
    .option('--offline', 'do not fetch the links first')
    .option('--dry-run', 'show each request, without the key; send nothing')
    .action(async (given: string | undefined, _, self: Command) => {
      const o = self.opts<Asked>();
      const how = common(self);
      const { resolveNumber } = await import('../actions/issues.ts');
      const { publish } = await import('../actions/publish.ts');
      const { parseMoment } = await import('../config/moment.ts');
      const { withWorld } = await import('./world.ts');
      const result = await withWorld('publish', { ...how, model: 'none' }, async (world, workspace) => {
        const number = await resolveNumber(world.files, given);
        const { schedule, ...rest } = o;
        const at = schedule === undefined ? {} : { schedule: parseMoment(schedule, workspace.newsletter.timezone) };
        return publish(world, workspace, number, { ...rest, ...at });
      });
      print(how, result, () => forPeople(result));
      done(0);
    });
}

/** Its values are offered by help and completion; which of them newsletter.yaml has, `publish` itself says better. */
function platformOption(): Option {
  const option = new Option('--to <platform>', 'a platform of newsletter.yaml, or file').makeOptionMandatory();
  option.argChoices = PLATFORM_NAMES;
  return option;
}

interface Asked {
  to: string;
  test?: string[];
  schedule?: string;
  send?: boolean;
  offline?: boolean;
  dryRun?: boolean;
}

function gathered(address: string, before: string[] = []): string[] {
  if (!address.includes('@')) throw new InvalidArgumentError('an email address is expected, such as mz@example.com.');
  return [...before, address];
}

const DID: Record<PublishResult['did'][number], string> = {
  found: 'was there already, unchanged',
  created: 'is there as a draft',
  updated: 'is there as a draft, brought up to date',
  tested: 'a test mail was sent',
  scheduled: 'is scheduled',
  sent: 'is being sent',
  nothing: 'nothing was to be done',
};

function forPeople(result: PublishResult): string {
  const { number, platform, where, did, notes, requests, at } = result;
  const said = notes.map((note) => `Note: ${note}`);
  if (requests) return [...requests.map(shown), ...said, 'Dry run: nothing was sent.'].join('\n');
  const when = at && result.status === 'scheduled' ? ` for ${moment(at)}` : '';
  const what = `Issue ${number} on ${platform}: ${did.map((step) => DID[step]).join('; ')}${when}.`;
  return [what, `It is at ${where}`, ...said].join('\n');
}

function shown({ step, method, url, headers, body }: ShownRequest): string {
  const lines = [
    `# ${step}`,
    `${method} ${url}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  if (body !== undefined) lines.push('', typeof body === 'string' ? body : JSON.stringify(body, null, 2));
  return `${lines.join('\n')}\n`;
}
