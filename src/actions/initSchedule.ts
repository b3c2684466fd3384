/** The weekly job: a line for cron, units for systemd, a workflow for GitHub Actions. */
import { keyName } from '../config/env.ts';
import { nextDue } from '../config/schedule.ts';
import { shortHash } from '../text/hash.ts';
import { shellQuoted } from '../text/shell.ts';
import type { Variable } from './initEnv.ts';
import { X_TOKEN } from './secrets.ts';

/** What the job is made for. */
export interface Job {
  /** The workspace. */
  dir: string;
  /** The command and its first arguments, each a word. */
  command: string[];
  user: string;
  version: string;
  /** `sun 18:00`, in `timezone`. */
  draft: string;
  timezone: string;
  platform: string;
  variables: Variable[];
}

/** When the workflow crawls besides: before the day begins in Europe, and not on the hour, when GitHub is busiest. */
const CRAWL = '17 5 * * *';
/** Minutes after the draft's own time: GitHub starts late, never early. */
const LATER = 7;
/** A day of winter and one of summer, so that both clocks of a time zone are met. */
const SEASONS = ['2027-01-15T00:00:00Z', '2027-07-15T00:00:00Z'];

/** The crontab of one line, hourly, at a minute of its own. */
export function cronLine(template: string, { dir, command }: Job): string {
  // to cron a per cent sign is the end of a line
  const word = (text: string) => shellQuoted(text).replaceAll('%', '\\%');
  return filled(template, {
    MINUTE: String(Number.parseInt(shortHash(dir).slice(0, 6), 16) % 60),
    DIR: word(dir),
    COMMAND: command.map(word).join(' '),
  });
}

/** The service; `%` begins a specifier of systemd, `$` a variable. */
export function systemdService(template: string, { dir, command, user }: Job): string {
  const plain = (text: string) => text.replaceAll('%', '%%');
  const quoted = (text: string) => plain(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"');
  return filled(template, {
    USER: user,
    DIR: plain(dir),
    QUOTED_DIR: quoted(dir),
    COMMAND: command.map((word) => `"${quoted(word).replaceAll('$', '$$$$')}"`).join(' '),
  });
}

/** The workflow: crawls each day, and starts once more when the draft is due, by the clocks of winter and summer. */
export function workflow(template: string, { version, draft, timezone, platform, variables }: Job): string {
  const crons = [CRAWL, ...new Set(SEASONS.map((from) => cronAt(draft, timezone, new Date(from))))];
  const secrets = variables.filter(({ value }) => value === undefined).map(({ name }) => name);
  const platformKey = keyName(platform);
  const lines = (names: string[]) =>
    names.map((name) => `          ${name}: \${{ secrets.${name} }}`).join('\n') || '          CI: "true"';
  return filled(template, {
    CRONS: crons.map((cron) => `    - cron: "${cron}"`).join('\n'),
    VERSION: version,
    PLATFORM: platform,
    DRAFT_SECRETS: lines(secrets.filter((name) => name !== platformKey)),
    PUBLISH_SECRETS: lines(secrets.filter((name) => name === platformKey || name === X_TOKEN)),
  });
}

/** A rule such as `sun 18:00` as GitHub's cron has it, in UTC, by the clock of that season. */
function cronAt(rule: string, timezone: string, season: Date): string {
  const at = new Date(Date.parse(nextDue(rule, timezone, season).at) + LATER * 60_000);
  return `${at.getUTCMinutes()} ${at.getUTCHours()} * * ${at.getUTCDay()}`;
}

function filled(template: string, values: Record<string, string>): string {
  return template.replace(/@@([A-Z_]+)@@/g, (_, name: string) => values[name] ?? '');
}
