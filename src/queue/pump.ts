/** Takes jobs of one kind as room comes free, and does them. */
import { sayFailure } from '../text/postgres.ts';
import { type Attempt, fetchAttempts, giveBack, LostJob, touchAttempts } from './attempt.ts';
import { type Doing, doJob, type HowEnded } from './doJob.ts';
import { URGENT } from './envelope.ts';
import { createBell, waited, within } from './pauses.ts';

export interface PumpOptions extends Doing {
  /** Jobs that it does at once. */
  room: number;
  /** Room beside it that only urgent jobs may take, so that a draft never waits for a crawl. */
  reserved: number;
  /** Nothing below this priority is taken. */
  minPriority?: number;
  /** Told of each job that ended. */
  onEnd?: (how: HowEnded) => void;
}
export interface Pump {
  /** Jobs under way. */
  doing(): number;
  /** Takes nothing more, waits for what is under way, and gives the rest back. */
  stop(graceMs: number): Promise<void>;
}
interface Running {
  attempt: Attempt;
  lose: AbortController;
  ended: Promise<void>;
}

/** Milliseconds between two looks at an empty queue, where nothing wakes us: shorter at first. */
const LOOK = 500;
const LONGEST_LOOK = 2_000;
/** While the database does not answer. */
const LONGEST_WAIT = 5_000;
/** Between two signs of life; the lease is 10 s. */
const TOUCH = 2_000;
/** What a stop takes beside its grace, at most, where the database hangs. */
const HURRY = 5_000;
/** Lower than any that is used. */
const ANY = -1_000_000;

/** Starts to take jobs. One job's failure is its own; a database that is away is asked again until it answers. */
export function startPump(o: PumpOptions): Pump {
  const running = new Set<Running>();
  const stopping = new AbortController();
  const bell = createBell();
  let away = false;
  const forget = o.boss.onWake(o.kind, () => bell.ring(true));

  function begin(attempt: Attempt): void {
    // an earlier attempt of ours at the same job is lost, whether or not a touch has told so yet
    for (const earlier of running) if (earlier.attempt.id === attempt.id) earlier.lose.abort(new LostJob());
    const lose = new AbortController();
    const ended = doJob(o, attempt, lose.signal).then((how) => {
      running.delete(mine);
      o.onEnd?.(how);
      bell.ring(false);
    });
    const mine = { attempt, lose, ended };
    running.add(mine);
  }
  async function takeUpTo(most: number, priority: number): Promise<Attempt[]> {
    if (most <= 0 || stopping.signal.aborted) return [];
    const got = await fetchAttempts(o.boss, o.kind, most, priority);
    if (stopping.signal.aborted) await giveBack(o.boss, o.kind, got);
    else for (const attempt of got) begin(attempt);
    return got;
  }
  /** Whether more may be waiting than there was room for. */
  async function take(): Promise<boolean> {
    const { minPriority = ANY } = o;
    const { normal, urgent } = roomIn(o, [...running]);
    const got = await takeUpTo(normal, minPriority);
    const full = got.length >= normal;
    // urgent ones come first: where others came, no urgent one is left
    if (full && got.every(isUrgent)) await takeUpTo(urgent - got.length, Math.max(URGENT, minPriority));
    return full;
  }
  async function takeAll(): Promise<void> {
    let pause = LOOK;
    while (!stopping.signal.aborted) {
      try {
        const full = await take();
        tell(undefined);
        if (full) pause = LOOK;
        // more is waiting: the next end of a job makes room for it
        const heard = await bell.wait(full ? 'any' : 'news', pause, stopping.signal);
        pause = heard ? LOOK : Math.min(pause * 2, LONGEST_LOOK);
      } catch (error) {
        tell(error);
        pause = Math.min(pause * 2, LONGEST_WAIT);
        await waited(pause, stopping.signal);
      }
    }
  }
  async function touchAll(until: AbortSignal): Promise<void> {
    while (await waited(TOUCH, until)) {
      try {
        const held = heldOf(running);
        const lost = new Set(await touchAttempts(o.boss, o.kind, held.map(attemptOf)));
        for (const { attempt, lose } of held) if (lost.has(attempt)) lose.abort(new LostJob());
      } catch (error) {
        tell(error);
      }
    }
  }
  /** Once when the database goes away, and once when it is back. */
  function tell(error: unknown): void {
    const isAway = error !== undefined;
    if (isAway === away) return;
    away = isAway;
    const what = away ? 'does not answer' : 'answers again';
    const said = away ? { error: sayFailure(error) } : {};
    o.log({ level: away ? 'warn' : 'info', event: 'database', kind: o.kind, what, ...said });
  }

  const silent = new AbortController();
  const taking = takeAll();
  const touching = touchAll(silent.signal);
  return {
    doing: () => running.size,
    async stop(graceMs) {
      stopping.abort();
      forget();
      const over = taking.then(() => Promise.all([...running].map(({ ended }) => ended)));
      await within(graceMs, over);
      silent.abort();
      await within(
        HURRY,
        Promise.all([taking, touching]).then(() => giveUp(o, heldOf(running))),
      );
    },
  };
}

function isUrgent({ priority }: Attempt): boolean {
  return priority >= URGENT;
}

/** Those that are ours as far as we know: no two of them are attempts at the same job. */
function heldOf(running: Set<Running>): Running[] {
  return [...running].filter(({ lose }) => !lose.signal.aborted);
}

function attemptOf({ attempt }: Running): Attempt {
  return attempt;
}

/** How many more may be begun: of any priority, and of urgent ones, who may take both kinds of room. */
function roomIn({ room, reserved }: PumpOptions, running: Running[]): { normal: number; urgent: number } {
  const calm = running.filter(({ attempt }) => !isUrgent(attempt)).length;
  const urgent = room + reserved - running.length;
  return { normal: Math.min(room - calm, urgent), urgent };
}

/** What is still under way when the time is over: it is taken from itself, and others may have it at once. */
async function giveUp({ boss, kind, log }: PumpOptions, running: Running[]): Promise<void> {
  if (running.length === 0) return;
  try {
    const given = await giveBack(boss, kind, running.map(attemptOf));
    log({ level: 'info', event: 'given back', kind, what: `${given} jobs` });
  } catch (error) {
    log({ level: 'warn', event: 'database', kind, what: 'give back', error: sayFailure(error) });
  }
  for (const { lose } of running) lose.abort(new LostJob());
}
