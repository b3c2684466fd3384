/** The questions of `init`. Loaded only when somebody is there to answer. */
import type { Readable, Writable } from 'node:stream';
import { intro, isCancel, multiselect, outro, select, text } from '@clack/prompts';
import { type Answers, problemWith, problemWithPlatform, type Scheduler, settingsOf } from '../actions/initAnswers.ts';
import { OWN_SERVERS } from '../actions/initEnv.ts';
import { groupsOf } from '../actions/initSources.ts';
import { keyName } from '../config/env.ts';
import { PLATFORMS, type PlatformName } from '../config/platforms.ts';
import { UserError } from '../errors.ts';
import { settingsFrom, sourceChoice } from './initFlags.ts';

/** Where the questions are shown and answered; the terminal where nothing is given. */
export interface Terminal {
  input?: Readable;
  output?: Writable;
}
interface Asking {
  /** That of this machine. */
  timezone: string;
  /** The starter list of sources. */
  starter: string;
  terminal?: Terminal;
}

const TOPIC = 'Artificial intelligence - models, research, tools, companies, chips, policy';
const OTHER = 'another';
/** One model of each service, to begin with; docs/models.md has more. */
const MODELS = [
  'deepseek/deepseek-flash',
  'openai/gpt-5-mini',
  'groq/openai/gpt-oss-120b',
  'openrouter/deepseek/deepseek-chat',
  'ollama/qwen3:8b',
  'llamacpp/local',
];
const DAYS = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
};
const JOBS: Record<Scheduler, string> = {
  none: 'not yet',
  cron: 'cron, on this machine',
  systemd: 'a systemd timer, on this machine',
  github: 'GitHub Actions, with a pull request for each draft',
};

/** Asks what is not known yet. An answer that newsletter.yaml would be refused with is asked again. Throws UserError where the person stops; nothing is written then. */
export async function askAll(known: Answers, o: Asking): Promise<Answers> {
  const ask = asker(o.terminal ?? {});
  intro('A newsletter of your own. Everything can be changed later, in the files.', o.terminal);
  const answers: Answers = { ...known };
  await askWhatItIs(ask, answers, o.timezone);
  answers.sources ??= await askSources(ask, o.starter);
  answers.model ??= await askModel(ask);
  answers.platform ??= await askPlatform(ask);
  answers.draft ??= await askDraft(ask);
  const address = await ask.line(
    { what: 'address', says: 'Postal address, which every mailing must carry', optional: true },
    answers,
  );
  if (address !== undefined) answers.address = address;
  answers.schedule ??= await ask.one(
    'Where does the weekly job run?',
    Object.keys(JOBS) as Scheduler[],
    (job) => JOBS[job],
  );
  outro('Thank you.', o.terminal);
  return answers;
}

type Ask = ReturnType<typeof asker>;
type Line = Parameters<typeof problemWith>[0];
interface Question {
  what: Line;
  says: string;
  initial?: string;
  /** An empty answer is one. */
  optional?: boolean;
}

/** Questions on one terminal. */
function asker(terminal: Terminal) {
  const line = async (q: Question, answers: Answers) => {
    if (answers[q.what] !== undefined) return answers[q.what];
    const answer = heard(
      await text({
        ...terminal,
        message: q.optional ? `${q.says} (may stay empty)` : q.says,
        ...(q.initial === undefined ? {} : { initialValue: q.initial }),
        validate: (value = '') => (q.optional && value.trim() === '' ? undefined : problemWith(q.what, value)),
      }),
    );
    return answer.trim() || undefined;
  };
  const free = async (message: string, validate: (value: string) => string | undefined, initialValue = '') =>
    heard(await text({ ...terminal, message, initialValue, validate: (value = '') => validate(value) })).trim();
  const one = async <T extends string>(
    message: string,
    values: readonly T[],
    label: (value: T) => string,
  ): Promise<T> =>
    heard(
      await select<string>({ ...terminal, message, options: values.map((value) => ({ value, label: label(value) })) }),
    ) as T;
  const some = async (message: string, values: string[], label: (value: string) => string) =>
    heard(
      await multiselect<string>({
        ...terminal,
        message,
        required: true,
        options: values.map((value) => ({ value, label: label(value) })),
      }),
    );
  return { line, free, one, some };
}

/** The answer, unless the person pressed Ctrl-C. */
function heard<T>(answer: T): Exclude<T, symbol> {
  if (isCancel(answer) || typeof answer === 'symbol') throw new UserError('stopped; nothing was written.');
  return answer as Exclude<T, symbol>;
}

async function askWhatItIs(ask: Ask, answers: Answers, timezone: string): Promise<void> {
  const questions: Question[] = [
    { what: 'name', says: 'What is the newsletter called?' },
    { what: 'about', says: 'What is it about? What stands before the dash counts most', initial: TOPIC },
    { what: 'language', says: 'In which language, as a tag such as en or pt-BR?', initial: 'en' },
    { what: 'timezone', says: 'In which time zone? A week begins and ends at midnight there', initial: timezone },
    { what: 'editor', says: 'Who signs the letter?', optional: true },
  ];
  for (const question of questions) {
    const answer = await ask.line(question, answers);
    if (answer !== undefined) answers[question.what] = answer;
  }
  if (answers.editor === undefined) return;
  const says = `The email address of ${answers.editor}, who is told when a draft is ready`;
  const email = await ask.line({ what: 'email', says, optional: true }, answers);
  if (email !== undefined) answers.email = email;
}

async function askSources(ask: Ask, starter: string): Promise<NonNullable<Answers['sources']>> {
  const ways = {
    all: 'the whole starter list',
    some: 'some groups of it',
    none: 'none yet',
    opml: 'an OPML file of mine',
  };
  const way = await ask.one(
    'Which sources to start from?',
    Object.keys(ways) as (keyof typeof ways)[],
    (key) => ways[key],
  );
  if (way === 'all' || way === 'none') return way;
  if (way === 'opml')
    return sourceChoice(`./${await ask.free('Where is the file?', unreadable)}`.replace(/^\.\/(?=[/~])/, ''));
  const groups = new Map(groupsOf(starter).map((group) => [group.tag, group]));
  const tags = await ask.some('Which groups?', [...groups.keys()], (tag) => {
    const { count = 0, names = [] } = groups.get(tag) ?? {};
    return `${tag}: ${names.join(', ')}${count > names.length ? ` and ${count - names.length} more` : ''}`;
  });
  return { tags };
}

function unreadable(path: string): string | undefined {
  try {
    sourceChoice(`./${path.trim()}`.replace(/^\.\/(?=[/~])/, ''));
    return undefined;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.message;
  }
}

async function askModel(ask: Ask): Promise<string> {
  const label = (model: string) => {
    if (model === 'none') return 'none: each block is its link and a quote';
    if (model === OTHER) return 'another, as preset/name';
    const [preset = ''] = model.split('/');
    return `${model} (${preset in OWN_SERVERS ? 'on this machine, no key' : `needs ${keyName(preset)}`})`;
  };
  const model = await ask.one('Which model writes?', ['none', ...MODELS, OTHER], label);
  return model === OTHER ? ask.free('Which one, as preset/name?', (value) => problemWith('model', value)) : model;
}

async function askPlatform(ask: Ask): Promise<NonNullable<Answers['platform']>> {
  const label = (name: PlatformName) =>
    name === 'file' ? 'files, to paste anywhere' : `${name} (needs ${keyName(name)})`;
  const name = await ask.one('Where do issues go?', PLATFORMS, label);
  const written: Record<string, string> = {};
  for (const { key, says } of settingsOf(name)) {
    const message = says ? `${key}: ${says}` : `${key} of ${name}`;
    written[key] = await ask.free(message, (value) => (value.trim() === '' ? 'it cannot be left out' : undefined));
  }
  const settings = await settingsFrom(name, written);
  const problem = problemWithPlatform(name, settings);
  if (problem === undefined) return { name, settings };
  await ask.free(`${problem}. Press Enter to try again`, () => undefined);
  return askPlatform(ask);
}

async function askDraft(ask: Ask): Promise<string> {
  const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
  const day = await ask.one('On which day is an issue drafted?', days, (key) => DAYS[key]);
  const time = await ask.free('At what time?', (value) => problemWith('draft', `${day} ${value.trim()}`), '18:00');
  return `${day} ${time}`;
}
