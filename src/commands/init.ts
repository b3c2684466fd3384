import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { command, common, type Done } from './options.ts';
import { packageFile } from './package.ts';
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

function templateFiles(): string[] {
  return TEMPLATES.flatMap((folder) =>
    readdirSync(packageFile(folder))
      .filter((name) => name.endsWith('.hbs'))
      .map((name) => `${folder}/${name}`),
  );
}

/** `pullquote init`: never overwrites. */
export function initCommand(done: Done): Command {
  return command('init', 'make a workspace')
    .argument('[dir]', 'where; this folder by default')
    .option('--templates', 'copy the templates of email and archive and the prompts too, to be changed')
    .action(async (dir: string | undefined, _, self: Command) => {
      const how = common(self);
      const root = resolve(how.dir, dir ?? '.');
      const templates: Record<string, string> = {};
      for (const [path, from] of Object.entries(FILES)) templates[path] = readFileSync(packageFile(from), 'utf8');
      const { templates: wanted } = self.opts<{ templates?: boolean }>();
      if (wanted) for (const path of templateFiles()) templates[path] = readFileSync(packageFile(path), 'utf8');
      const { init } = await import('../actions/init.ts');
      const { openWorkspaceFiles } = await import('./world.ts');
      const result = await init(openWorkspaceFiles(root), templates);
      print(how, { root, ...result }, () => steps(root, result));
      done(0);
    });
}

function steps(root: string, { written, kept }: { written: string[]; kept: string[] }): string {
  const lines = [
    written.length
      ? `Written in ${root}: ${written.join(', ')}.`
      : `Nothing was written in ${root}: every file is there already.`,
  ];
  if (kept.length) lines.push(`Left as they were: ${kept.join(', ')}.`);
  return [
    ...lines,
    '',
    'Next:',
    '  1. Look through sources.yaml and newsletter.yaml.',
    ...(root === process.cwd() ? [] : [`     cd ${root}`]),
    '  2. pullquote doctor           what is missing, and what mends it',
    '  3. pullquote sources check    tries each source once',
    '  4. pullquote draft --model none',
    'A feed holds only its last few entries: let cron run `pullquote crawl --quiet` every day.',
    written.some((path) => path.startsWith('templates/'))
      ? 'Of templates/ keep what you change and delete the rest: for what is not there the packaged file is taken, and that gets better.'
      : 'The email and the prompts are templates: `pullquote init --templates` copies them to templates/.',
  ].join('\n');
}
