import { parseNewsletter } from '../config/newsletter.ts';
import { secretNames } from '../config/secrets.ts';
import { readSources } from '../config/sourcesFile.ts';
import { UserError } from '../errors.ts';
import type { Files, Source } from '../types.ts';
import { type Answers, refuseAnswers, type Scheduler } from './initAnswers.ts';
import { envExample, type Variable, variablesOf } from './initEnv.ts';
import { fillNewsletter } from './initNewsletter.ts';
import { cronLine, type Job, systemdService, workflow } from './initSchedule.ts';
import { chooseSources } from './initSources.ts';
import { secretsOf, X_TOKEN } from './secrets.ts';

/** What a workspace is made from: texts of the package. */
export interface Starter {
  /** By their paths in the workspace. Those of newsletter.yaml, sources.yaml and .env.example are filled in; all others stay as they are. */
  files: Record<string, string>;
  cron: string;
  service: string;
  timer: string;
  workflow: string;
}
/** The machine that the weekly job runs on. */
export interface Machine {
  dir: string;
  /** The command and its first arguments. */
  command: string[];
  user: string;
  version: string;
}
export interface InitResult {
  written: string[];
  kept: string[];
  /** What of newsletter.yaml is still an example. */
  examples: string[];
  /** What the workspace asks of the environment. */
  variables: Variable[];
  /** What the editor should see to. */
  notes: string[];
  /** The weekly job, by its paths. */
  job: Record<string, string>;
}

/** When an issue is drafted where newsletter.yaml does not say. */
const WEEKLY = 'sun 18:00';
const PLACES: Record<Exclude<Scheduler, 'none'>, (keyof Omit<Starter, 'files'>)[]> = {
  cron: ['cron'],
  systemd: ['service', 'timer'],
  github: ['workflow'],
};
const PATHS = {
  cron: 'deploy/pullquote.cron',
  service: 'deploy/pullquote.service',
  timer: 'deploy/pullquote.timer',
  workflow: '.github/workflows/pullquote.yml',
};

/**
 * Writes a workspace's first files and never overwrites one: what is there already is what the others are made to fit. Throws UserError before anything is written
 * where an answer would be refused by the schema, or a file that is there cannot be read.
 */
export async function init(files: Files, starter: Starter, answers: Answers, machine: Machine): Promise<InitResult> {
  refuseAnswers(answers);
  const notes: string[] = [];
  const texts = { ...starter.files };
  const there = async (path: string, made: () => Promise<string> | string) =>
    (await files.read(path)) ?? (await made());
  const newsletterText = await there('newsletter.yaml', () =>
    fillNewsletter(starter.files['newsletter.yaml'] ?? '', answers),
  );
  const sourcesText = await there('sources.yaml', async () => {
    const chosen = await chooseSources(starter.files['sources.yaml'] ?? '', answers.sources ?? 'all');
    notes.push(...chosen.notes);
    return chosen.text;
  });
  texts['newsletter.yaml'] = newsletterText;
  texts['sources.yaml'] = sourcesText;
  const newsletter = parseNewsletter(newsletterText, 'newsletter.yaml');
  const variables = neededBy(newsletter, readSources(sourcesText));
  texts['.env.example'] = envExample(starter.files['.env.example'] ?? '', variables);
  const job = { ...machine, draft: WEEKLY, ...newsletter.schedule, timezone: newsletter.timezone, variables };
  const platform = Object.keys(newsletter.platforms)[0] ?? 'file';
  const jobs = jobFiles(starter, answers.schedule ?? 'none', { ...job, platform });
  const { written, kept } = await writeNew(files, { ...texts, ...jobs });
  const examples = written.includes('newsletter.yaml') ? examplesIn(answers) : [];
  return { written, kept, examples, variables, notes, job: jobs };
}

function neededBy(newsletter: ReturnType<typeof parseNewsletter>, sources: Source[]): Variable[] {
  const { model, platforms, notify } = newsletter;
  const secrets = new Set(secretNames(JSON.stringify(newsletter)));
  const ofSources = sources.filter(({ enabled }) => enabled).flatMap(secretsOf);
  for (const name of ofSources) if (name !== X_TOKEN) secrets.add(name);
  return variablesOf({
    model: model?.name ?? 'none',
    platform: Object.keys(platforms)[0] ?? 'file',
    secrets: [...secrets],
    mail: notify.email !== undefined,
    x: ofSources.includes(X_TOKEN),
  });
}

function jobFiles(starter: Starter, scheduler: Scheduler, job: Job): Record<string, string> {
  if (scheduler === 'none') return {};
  if (scheduler !== 'github' && /[\r\n]/.test(job.dir))
    throw new UserError('a folder with a line break in its name cannot stand in a crontab or a unit; rename it.');
  const made = {
    cron: () => cronLine(starter.cron, job),
    service: () => systemdService(starter.service, job),
    timer: () => starter.timer,
    workflow: () => workflow(starter.workflow, job),
  };
  return Object.fromEntries(PLACES[scheduler].map((name) => [PATHS[name], made[name]()]));
}

async function writeNew(files: Files, texts: Record<string, string>): Promise<{ written: string[]; kept: string[] }> {
  const written: string[] = [];
  const kept: string[] = [];
  for (const [path, text] of Object.entries(texts)) {
    if ((await files.size(path)) !== undefined) kept.push(path);
    else {
      await files.write(path, text);
      written.push(path);
    }
  }
  return { written, kept };
}

/** What the packaged newsletter.yaml says of somebody else; with a name of one's own that is a comment. */
function examplesIn({ name }: Answers): string[] {
  return name === undefined ? ['name', 'editor', 'address', 'postscripts', 'house', 'notify.email'] : [];
}
