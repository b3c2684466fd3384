import type { InitResult } from '../actions/init.ts';
import { shellWord } from './print.ts';

/** What `init` tells: what it wrote and left, the weekly job, and the next three steps. */
export function nextSteps(root: string, result: InitResult): string {
  const { written, kept, examples, notes, job } = result;
  const lines = [
    written.length
      ? `Written in ${root}: ${written.join(', ')}.`
      : `Nothing was written in ${root}: every file is there already.`,
  ];
  if (kept.length) lines.push(`Left as they were: ${kept.join(', ')}.`);
  if (examples.length) lines.push(`Still an example in newsletter.yaml: ${examples.join(', ')}.`);
  lines.push(...notes.map((note) => `Note: ${note}`), ...jobLines(job));
  return [...lines, '', 'Next:', ...steps(root, result), '', ...hints(result)].join('\n');
}

function steps(root: string, { variables }: InitResult): string[] {
  const names = variables.map(({ name }) => name);
  const keys = names.length ? `copy .env.example to .env and fill in ${names.join(', ')}` : 'nothing is missing';
  return [
    ...(root === process.cwd() ? [] : [`     cd ${shellWord(root)}`]),
    `  1. pullquote doctor           what is missing, and what mends it (${keys})`,
    '  2. pullquote sources check    tries each source once',
    '  3. pullquote draft            the first issue; `--model none` needs no key',
  ];
}

function hints({ written, job }: InitResult): string[] {
  return [
    ...(Object.keys(job).length
      ? []
      : [
          'A feed holds only its last few entries: `pullquote init --schedule cron` (systemd, github) writes the job that crawls each day.',
        ]),
    written.some((path) => path.startsWith('templates/'))
      ? 'Of templates/ keep what you change and delete the rest: for what is not there the packaged file is taken, and that gets better.'
      : 'The email and the prompts are templates: `pullquote init --templates` copies them to templates/.',
  ];
}

/** The crontab and the units are to be installed, so that they are shown; the workflow is found by GitHub itself. */
function jobLines(job: Record<string, string>): string[] {
  const lines: string[] = [];
  for (const [path, text] of Object.entries(job)) {
    if (!path.startsWith('.github/')) lines.push('', `── ${path}`, text.trimEnd());
    else
      lines.push(
        `${path} runs once it is on GitHub. It needs the keys as secrets of the repository, and in its settings (Actions, General) “Allow GitHub Actions to create and approve pull requests”.`,
      );
  }
  return lines;
}
