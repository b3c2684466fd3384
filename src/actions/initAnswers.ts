/** What `init` asks: the answers, and what is wrong with one, in the words of the schema of newsletter.yaml. */
import { stringify } from 'yaml';
import { parseNewsletter } from '../config/newsletter.ts';
import { PLATFORM_SHAPES, type PlatformName } from '../config/platforms.ts';
import { UserError } from '../errors.ts';

/** Which sources a new workspace starts with: all of the starter list, those with one of these tags, or the feeds of an OPML list. */
export type SourceChoice = 'all' | 'none' | { tags: string[] } | { opml: string };
/** Where the weekly job runs. */
export type Scheduler = 'cron' | 'systemd' | 'github' | 'none';

/** What is known of a new newsletter. What is left out stays as newsletter.yaml has it. */
export interface Answers {
  name?: string;
  about?: string;
  language?: string;
  timezone?: string;
  editor?: string;
  email?: string;
  address?: string;
  model?: string;
  /** When an issue is drafted, such as `sun 18:00`. */
  draft?: string;
  platform?: { name: PlatformName; settings: Record<string, unknown> };
  sources?: SourceChoice;
  schedule?: Scheduler;
}
type Line = Exclude<keyof Answers, 'platform' | 'sources' | 'schedule'>;

/** Where each answer stands in newsletter.yaml. */
const PLACES: Record<Line, (value: string) => object> = {
  name: (name) => ({ name }),
  about: (about) => ({ about }),
  language: (language) => ({ language }),
  timezone: (timezone) => ({ timezone }),
  editor: (name) => ({ editor: { name } }),
  email: (email) => ({ editor: { name: 'x', email } }),
  address: (address) => ({ address }),
  model: (model) => ({ model }),
  draft: (draft) => ({ schedule: { draft } }),
};

/** What is wrong with an answer, as newsletter.yaml would be refused with it; undefined where nothing is. */
export function problemWith(what: Line, value: string): string | undefined {
  return refusal({ name: 'x', ...PLACES[what](value) });
}

/** What is wrong with the settings of a platform. */
export function problemWithPlatform(name: PlatformName, settings: Record<string, unknown>): string | undefined {
  return refusal({ name: 'x', platforms: { [name]: settings } });
}

function refusal(value: object): string | undefined {
  try {
    parseNewsletter(stringify(value), 'newsletter.yaml');
    return undefined;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    // the line and column are those of a file that is not written yet
    return error.message.replace(/^newsletter\.yaml:\d+:\d+ /gm, '');
  }
}

/** One setting of a platform. */
export interface Setting {
  key: string;
  /** What it is, in words; '' where the schema says nothing. */
  says: string;
}

/** The settings that a platform cannot do without. */
export function settingsOf(name: PlatformName): Setting[] {
  const shape: Record<string, { safeParse(value: unknown): { success: boolean }; description?: string | undefined }> =
    PLATFORM_SHAPES[name].shape;
  return Object.entries(shape)
    .filter(([, field]) => !field.safeParse(undefined).success && !isOptional(field))
    .map(([key, field]) => ({ key, says: field.description ?? '' }));
}

/** `exactOptional` takes an absent key, and no undefined. */
function isOptional(field: object): boolean {
  return 'def' in field && ['optional', 'exactOptional'].includes((field.def as { type: string }).type);
}

/** Throws UserError, a line for each, where one of the answers would be refused. */
export function refuseAnswers(answers: Answers): void {
  const wrong: string[] = [];
  for (const what of Object.keys(PLACES) as Line[]) {
    const value = answers[what];
    const problem = value === undefined ? undefined : problemWith(what, value);
    if (problem) wrong.push(`--${what}: ${problem}`);
  }
  if (answers.platform) {
    const { name, settings } = answers.platform;
    const problem = problemWithPlatform(name, settings);
    if (problem) wrong.push(...problem.split('\n').map((line) => `--platform ${name}: ${line}`));
  }
  if (wrong.length > 0) throw new UserError(wrong.join('\n'));
}
