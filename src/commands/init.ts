import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { InitResult, Machine, Starter } from '../actions/init.ts';
import type { Answers } from '../actions/initAnswers.ts';
import type { PlatformName } from '../config/platforms.ts';
import { answersOf, type Flags } from './initFlags.ts';
import { nextSteps } from './initSteps.ts';
import { type Common, command, common, type Done } from './options.ts';
import { packageFile, packageVersion } from './package.ts';
import { print } from './print.ts';

/** Where each file of a new workspace comes from in the package. */
const FILES = {
  'sources.yaml': 'sources.yaml',
  'newsletter.yaml': 'newsletter.yaml',
  'editor.yaml': 'templates/workspace/editor.yaml',
  '.env.example': 'templates/workspace/env.example',
  '.gitignore': 'templates/workspace/gitignore',
  // an editor that knows JSON Schema completes the keys of the YAML files from these
  'schemas/sources.schema.json': 'schemas/sources.schema.json',
  'schemas/newsletter.schema.json': 'schemas/newsletter.schema.json',
  'schemas/editor.schema.json': 'schemas/editor.schema.json',
};
/** How the email looks and what the model is asked; each file that a workspace has takes the place of the packaged one. */
const TEMPLATES = ['templates', 'templates/partials', 'templates/archive', 'templates/prompts'];
/** The names again, since their schemas take longer to load than a help text may. */
export const PLATFORM_NAMES = [
  'file',
  'buttondown',
  'mailchimp',
  'kit',
  'ghost',
  'listmonk',
  'brevo',
  'resend',
] satisfies PlatformName[];

/** `pullquote init`: asks on a terminal, takes flags everywhere, and never overwrites. */
export function initCommand(done: Done): Command {
  const made = command('init', 'make a workspace; on a terminal it asks what it is not told')
    .argument('[dir]', 'where; this folder by default')
    .option('--name <name>', 'of the newsletter')
    .option('--about <topic>', 'what is on topic')
    .option('--language <tag>', 'such as en or pt-BR')
    .option('--timezone <zone>', 'such as Europe/Lisbon; by default that of this machine')
    .option('--editor <name>', 'who signs')
    .option('--email <address>', 'of the editor, who is told when a draft is ready')
    .option('--sources <which>', 'of the starter list: all, none, or tags such as lab,blog; or an OPML file')
    .option('--model <preset/name>', 'who writes; none is the extractive writer')
    .addOption(new Option('--platform <name>', 'where issues go').choices(PLATFORM_NAMES))
    .option('--set <name=value>', 'a setting of the platform; may stand several times', gathered)
    .option('--draft <day time>', 'when an issue is drafted, such as "sun 18:00"')
    .option('--address <address>', 'the postal address that a mailing must carry')
    .addOption(
      new Option('--schedule <where>', 'write the weekly job too').choices(['cron', 'systemd', 'github', 'none']),
    )
    .option('--templates', 'copy the templates of email and archive and the prompts too, to be changed')
    .option('--yes', 'ask nothing');
  return made.action(async (dir: string | undefined, flags: Flags, self: Command) => {
    const how = common(self);
    const root = resolve(how.dir, dir ?? '.');
    const starter = starterFiles(flags.templates === true);
    const given = await answersOf(flags);
    const answers = await completed(given, { how, flags, starter, root });
    const { init } = await import('../actions/init.ts');
    const { openWorkspaceFiles } = await import('./world.ts');
    const result: InitResult = await init(openWorkspaceFiles(root), starter, answers, machineOf(root));
    print(how, { root, ...result }, () => nextSteps(root, result));
    done(0);
  });
}

function gathered(pair: string, before: string[] = []): string[] {
  return [...before, pair];
}

function starterFiles(withTemplates: boolean): Starter {
  const text = (path: string) => readFileSync(packageFile(path), 'utf8');
  const files: Record<string, string> = {};
  for (const [path, from] of Object.entries(FILES)) files[path] = text(from);
  if (withTemplates) for (const path of templateFiles()) files[path] = text(path);
  return {
    files,
    cron: text('templates/workspace/cron'),
    service: text('templates/workspace/systemd.service'),
    timer: text('templates/workspace/systemd.timer'),
    workflow: text('templates/workspace/pullquote.yml'),
  };
}

function templateFiles(): string[] {
  return TEMPLATES.flatMap((folder) =>
    readdirSync(packageFile(folder))
      .filter((name) => name.endsWith('.hbs'))
      .map((name) => `${folder}/${name}`),
  );
}

interface Asking {
  how: Common;
  flags: Flags;
  starter: Starter;
  root: string;
}

/** The answers, after questions where a person is there to answer; the time zone of the machine where nobody says another. */
async function completed(given: Answers, { how, flags, starter, root }: Asking): Promise<Answers> {
  const timezone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const known = { timezone, ...given };
  const { readEnv } = await import('../config/env.ts');
  const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  if (!isTerminal || how.json || how.quiet || flags.yes || readEnv(root).ci) return known;
  const { refuseAnswers } = await import('../actions/initAnswers.ts');
  // a slip in a flag is told before the first question, not after the last
  refuseAnswers(given);
  const { askAll } = await import('./initAsk.ts');
  return askAll(given, { timezone, starter: starter.files['sources.yaml'] ?? '' });
}

/**
 * How this command is started again: by its own file, or by npx where it lives in the cache of npx, which npm clears. A Node that npx brought
 * along has no npx beside it and goes with that cache, so that the npx of the machine brings both again.
 */
function machineOf(dir: string): Machine {
  const version = packageVersion();
  const cli = process.argv[1] ?? packageFile('dist/cli.js');
  const isPassing = /[\\/]_npx[\\/]/.test(cli);
  const npx = resolve(dirname(process.execPath), 'npx');
  const again = existsSync(npx)
    ? [npx, '--yes', `pullquote@${version}`]
    : [
        '/usr/bin/env',
        'npx',
        '--yes',
        `--package=node@${process.versions.node}`,
        `--package=pullquote@${version}`,
        'pullquote',
      ];
  const command = isPassing ? again : [process.execPath, packageFile('dist/cli.js')];
  return { dir, command, user: userInfo().username, version };
}
