/** What the state, the lock, the clock and the weekly job look like. */
import { lastDue } from '../config/schedule.ts';
import { UserError } from '../errors.ts';
import { INSTALL } from '../text/postgres.ts';
import type { Files, Iso, Newsletter, StoreExam } from '../types.ts';
import type { Finding } from './doctorModel.ts';

export interface StateTools {
  /** Opens the state, making it where there is none, and looks through it. */
  examine(now: Iso): Promise<StoreExam>;
  /** Where processes share a database: how many workers live, and whether what hands work to them is installed. */
  workers?: (() => Promise<{ living: number; queue: boolean }>) | undefined;
  clock(): Date;
}

const STATE = '.pullquote/state.db';
const LOCK = '.pullquote/lock';
const MB = 1024 * 1024;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** No crawl or draft takes longer. */
const LONGEST_RUN = 12 * HOUR;
/** A job that is called once an hour, and has something to do, is done by then. */
const GRACE = 3 * HOUR;
/** Clocks that differ by less do no harm. */
const DRIFT = 5 * MINUTE;
/** When this was written: a clock that shows an earlier day is wrong. */
const NO_EARLIER = '2026-01-01';
const STEPS: Record<'crawl' | 'draft', string[]> = { crawl: ['crawl', 'draft'], draft: ['draft'] };

/** What looking through the state gave; `exam` is undefined where that could not be done. */
export async function stateFindings(o: StateTools): Promise<{ findings: Finding[]; exam?: StoreExam }> {
  const now = o.clock().toISOString();
  try {
    const exam = await o.examine(now);
    return { findings: [integrity(exam), clockFinding(now, exam)], exam };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return {
      findings: [{ what: 'state', ok: false, detail: error.message, mend: mendOf(error.message) }, clockFinding(now)],
    };
  }
}

function mendOf(message: string): string {
  if (/newer Pullquote/.test(message)) return 'npm install --global pullquote@latest';
  if (/Postgres|DATABASE_URL/.test(message))
    return 'mend DATABASE_URL or its server, then look again: pullquote doctor';
  if (/damaged|no database/.test(message)) return `rm ${STATE}*`;
  return /full/.test(message)
    ? 'pullquote prune --keep 30'
    : `make .pullquote and ${STATE} yours: chown -R "$USER" .pullquote`;
}

function integrity({ place = STATE, complaints, bytes }: StoreExam): Finding {
  if (complaints.length === 0)
    return { what: 'state', ok: true, detail: `${place} is whole, ${Math.ceil(bytes / MB)} MB` };
  const [first = ''] = complaints;
  const detail = `${STATE} is damaged: ${first.replace(/\s+/g, ' ')}. It holds nothing that you decided; a copy from a backup will do too`;
  return { what: 'state', ok: false, detail, mend: `rm ${STATE}*` };
}

/** Commands hand their work to workers that live: where they can't, they stop. */
export async function workersFindings(o: StateTools, exam: StoreExam | undefined): Promise<Finding[]> {
  const found = exam && (await o.workers?.());
  if (!found) return [];
  const { living, queue } = found;
  if (living === 0) return [{ what: 'workers', ok: true, detail: 'none lives: commands do their own work' }];
  const live = living === 1 ? '1 worker lives' : `${living} workers live`;
  const take = `${living === 1 ? 'takes' : 'take'} what crawl, draft and run have to do`;
  if (queue) return [{ what: 'workers', ok: true, detail: `${live}, and ${take}` }];
  const detail = `${live}, and pg-boss, by which work is handed over, is not installed here: crawl, draft and run stop`;
  return [{ what: 'workers', ok: false, detail, mend: INSTALL }];
}

function clockFinding(now: Iso, exam?: StoreExam): Finding {
  const mend = 'set the clock: sudo timedatectl set-ntp true';
  if (now < NO_EARLIER) return { what: 'clock', ok: false, detail: `it shows ${now}, which is past`, mend };
  const later = exam?.later;
  if (later !== undefined && Date.parse(later) - Date.parse(now) > DRIFT) {
    const detail = `it shows ${now}, and the state holds what was noted at ${later}: it is slow now, or was fast then`;
    return { what: 'clock', ok: false, detail, mend };
  }
  return { what: 'clock', ok: true, detail: now };
}

/** The clock beside the `Date` of an answer (RFC 9110 §6.6.1) that came just now; undefined: there was none. */
export function clockBeside(now: Date, answered: string | undefined, host: string): Finding {
  const theirs = answered === undefined ? Number.NaN : Date.parse(answered);
  if (Number.isNaN(theirs))
    return { what: 'clock', ok: true, detail: `${host} says nothing of the time`, mend: 'compare it by eye: date -u' };
  const drift = now.getTime() - theirs;
  const detail = `${host} says that it is ${new Date(theirs).toISOString()}`;
  if (Math.abs(drift) <= DRIFT) return { what: 'clock', ok: true, detail: `${detail}, as this one does` };
  const how = `${Math.round(Math.abs(drift) / MINUTE)} minutes ${drift > 0 ? 'fast' : 'slow'}`;
  return { what: 'clock', ok: false, detail: `${detail}: this one is ${how}`, mend: 'sudo timedatectl set-ntp true' };
}

/** Whether a run holds the workspace that can't be doing anything any more. A dead one's lock is no fault: the next run takes it over. */
export async function lockFinding(files: Files, now: Date): Promise<Finding> {
  const free: Finding = { what: 'lock', ok: true, detail: 'nobody holds the workspace' };
  const text = await files.read(LOCK);
  if (text === undefined) return free;
  let held = '';
  try {
    await files.locked('doctor', async () => {});
    return { ...free, detail: 'a run that was killed left its lock, which is taken over' };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    held = error.message;
  }
  const { pid, since } = holderOf(text);
  // only of a holder on another host is said that its lock may be deleted
  if (held.includes('is not running it any more'))
    return { what: 'lock', ok: false, detail: held, mend: `rm ${LOCK}, once you know that it is not running there` };
  const hours = since === undefined ? 0 : (now.getTime() - Date.parse(since)) / HOUR;
  if (hours * HOUR > LONGEST_RUN)
    return { what: 'lock', ok: false, detail: `${held}; ${Math.floor(hours)} hours are too long`, mend: `kill ${pid}` };
  return { what: 'lock', ok: true, detail: held };
}

function holderOf(lock: string): { pid?: number; since?: string } {
  try {
    const { pid, since } = JSON.parse(lock) as { pid?: unknown; since?: unknown };
    return {
      ...(typeof pid === 'number' ? { pid } : {}),
      ...(typeof since === 'string' && !Number.isNaN(Date.parse(since)) ? { since } : {}),
    };
  } catch {
    return {};
  }
}

/** Whether the weekly job does what `schedule:` says. A workspace in which nothing was ever done has just been made. */
export function scheduleFindings(
  { schedule, timezone }: Newsletter,
  exam: StoreExam | undefined,
  now: Date,
): Finding[] {
  const rules = (['crawl', 'draft'] as const).filter((step) => schedule[step] !== undefined);
  if (rules.length === 0) {
    const mend = 'add `schedule: { crawl: daily, draft: "sun 18:00" }` to newsletter.yaml';
    return [{ what: 'schedule', ok: true, detail: 'none: nothing is done by itself', mend }];
  }
  const mend = 'let cron call `pullquote run --quiet` every hour: `pullquote init --schedule cron` writes the line';
  const late = rules.filter((step) => isLate(schedule[step] as string, timezone, STEPS[step], exam, now));
  const named = rules.map((step) => `${step} ${schedule[step]}`).join(', ');
  const last = exam?.runs.find(({ outcome }) => outcome === 'done');
  if (last === undefined) return [{ what: 'schedule', ok: true, detail: `${named}; nothing was ever done`, mend }];
  if (late.length === 0)
    return [{ what: 'schedule', ok: true, detail: `${named}; the last was ${last.command}, ${last.startedAt}` }];
  return late.map((step) => {
    const { at } = lastDue(schedule[step] as string, timezone, new Date(now.getTime() - GRACE));
    const done = exam?.runs.find(({ command, outcome }) => outcome === 'done' && STEPS[step].includes(command));
    const failed = exam?.runs.find(
      ({ command, outcome, startedAt }) => outcome === 'failed' && command === step && startedAt >= at,
    );
    const why = failed ? `it failed: ${failed.detail ?? ''}` : `nobody called \`pullquote run\``;
    const detail = `${step} was due at ${at}, and ${done ? `the last was at ${done.startedAt}` : 'there was none'}: ${why}`;
    return { what: 'schedule', ok: false, detail, mend: failed ? 'pullquote run' : mend };
  });
}

function isLate(rule: string, timezone: string, commands: string[], exam: StoreExam | undefined, now: Date): boolean {
  if (exam === undefined) return false;
  const { at } = lastDue(rule, timezone, new Date(now.getTime() - GRACE));
  // what was due before there was anything is not late
  const oldest = exam.runs.at(-1)?.startedAt;
  if (oldest === undefined || oldest > at) return false;
  return !exam.runs.some(
    ({ command, outcome, startedAt }) => outcome === 'done' && commands.includes(command) && startedAt >= at,
  );
}
