/** The worlds of a worker's jobs: a store and a door a newsletter, kept while they are used; a replay a job. */

import { workOn } from '../actions/jobs.ts';
import type { CrawlJob, JobWorld, WriteJob } from '../actions/jobTypes.ts';
import { X_TOKEN } from '../actions/secrets.ts';
import type { Env } from '../config/env.ts';
import { secretNames } from '../config/secrets.ts';
import { createDoor, type Door } from '../http/door.ts';
import { createReplay } from '../http/replay.ts';
import { TIMEOUT_MS } from '../llm/ask.ts';
import { type Called, call } from '../llm/chat.ts';
import { presetOf } from '../llm/presets.ts';
import type { Envelope, Work } from '../queue/envelope.ts';
import { crawlers } from '../sources/index.ts';
import { decodeHar, type Recording, readHar } from '../text/har.ts';
import type { Fetch, Fleet, JobKind, Store } from '../types.ts';
import { packageVersion } from './package.ts';
import { missingKey } from './world-asking.ts';
import { userAgent } from './world-settings.ts';

export interface JobWorldsOptions {
  env: Env;
  fleet: Fleet;
  /** The store of a newsletter, by its name. */
  storeOf(newsletter: string): Promise<Store>;
  clock: () => Date;
  /** Told of what a site asked for, and of faults. */
  note(message: string): void;
}
export interface JobWorlds {
  /** Does the slow part of a job; `signal` ends it when the job is no longer ours. */
  handle(kind: JobKind, envelope: Envelope, signal: AbortSignal): Promise<Work>;
  close(): Promise<void>;
}

/** What a door remembers of hosts that were silent, and of robots.txt, holds for so long. */
const DOOR_MS = 15 * 60_000;
/** The workspace's own files are where the workspace is: jobs that need them are done there. */
const NO_FILES = { list: async () => [], read: async () => undefined } as unknown as JobWorld['files'];

type Secrets = Record<string, string>;
interface KeptDoor {
  door: Door;
  bornAt: number;
  users: number;
}

/** Opens nothing yet: what a newsletter needs is opened with its first job. */
export function jobWorlds(o: JobWorldsOptions): JobWorlds {
  const doors = new Map<string, KeptDoor>();
  const closing = new Set<Promise<void>>();
  let recording: { sha256: string; read: Promise<Recording> } | undefined;

  function close(kept: KeptDoor): void {
    const closed = kept.door.close().finally(() => closing.delete(closed));
    closing.add(closed);
  }
  function leave(key: string, kept: KeptDoor): void {
    kept.users--;
    if (kept.users === 0 && doors.get(key) !== kept) close(kept);
  }
  function enter(key: string, mailto: string | undefined, secrets: Secrets, store: Store): KeptDoor {
    let kept = doors.get(key);
    if (kept && performance.now() - kept.bornAt > DOOR_MS) {
      doors.delete(key);
      if (kept.users === 0) close(kept);
      kept = undefined;
    }
    kept ??= { door: doorOf(mailto, secrets, store), bornAt: performance.now(), users: 0 };
    doors.set(key, kept);
    kept.users++;
    return kept;
  }
  function doorOf(mailto: string | undefined, secrets: Secrets, store: Store): Door {
    return createDoor({
      ...{ cache: store, clock: o.clock, allow: o.env.allow, userAgent: userAgent(mailto), turns: o.fleet.turns },
      secrets,
      note: o.note,
    });
  }
  function recordingOf(sha256: string): Promise<Recording> {
    if (recording?.sha256 === sha256) return recording.read;
    const read = readRecording(o.fleet, sha256);
    recording = { sha256, read };
    // one that could not be had is asked for again by the next job
    read.catch(() => {
      if (recording?.read === read) recording = undefined;
    });
    return read;
  }

  async function replayed(kind: JobKind, envelope: Envelope, store: Store, secrets: Secrets): Promise<Work> {
    const { sha256, file } = envelope.replay as NonNullable<Envelope['replay']>;
    const whole = await recordingOf(sha256);
    const { fetch } = createReplay(whole, { file });
    const world = worldOf(o, { fetch, store, secrets, now: new Date(whole.now), replaying: true });
    return { store, settle: await workOn(world, kind, envelope.args) };
  }

  return {
    async handle(kind, envelope, signal) {
      const store = await o.storeOf(envelope.newsletter);
      const names = namesIn(envelope.args);
      const secrets = o.env.secretsFor([...names, X_TOKEN]);
      if (envelope.replay) return replayed(kind, envelope, store, secrets);
      const key = [envelope.newsletter, envelope.mailto, ...names].join('\n');
      const kept = enter(key, envelope.mailto, secrets, store);
      try {
        const fetch = endedBy(kept.door.fetch, signal);
        const world = worldOf(o, { fetch, store, secrets, now: o.clock(), replaying: false });
        return { store, settle: await workOn(world, kind, envelope.args) };
      } finally {
        // who was stopped for long blames hosts for the time that went by
        if (signal.aborted && doors.get(key) === kept) doors.delete(key);
        leave(key, kept);
      }
    },
    async close() {
      for (const kept of doors.values()) close(kept);
      doors.clear();
      await Promise.all(closing);
    },
  };
}

/** The secrets that the operator's own part of a job names: its source or its model. A prompt holds what pages say. */
function namesIn(args: object): string[] {
  const { source, model } = args as Partial<CrawlJob & WriteJob>;
  return secretNames(JSON.stringify([source, model]));
}

async function readRecording(fleet: Fleet, sha256: string): Promise<Recording> {
  const har = await fleet.recording(sha256);
  if (har === undefined) throw new Error(`the recording ${sha256} is not in the database any more`);
  return readHar(decodeHar(har));
}

function worldOf(
  o: JobWorldsOptions,
  job: { fetch: Fetch; store: Store; secrets: Secrets; now: Date; replaying: boolean },
): JobWorld {
  const { fetch, store, secrets, now, replaying } = job;
  return {
    ...{ fetch, store, files: NO_FILES, clock: () => now, crawlers, replaying, version: packageVersion() },
    report: { step: () => {}, info: o.note, warn: o.note },
    lacks: (secret) => !replaying && secrets[secret] === undefined,
    answer: (write) => answer(write, { ...o, fetch, clock: () => now, replaying }),
  };
}

/** One call of a model with the key of this machine. Without one nobody is asked, and the draft does without the model. */
async function answer(
  { model, chat, plain }: WriteJob,
  { env, fetch, clock, replaying }: { env: Env; fetch: Fetch; clock: () => Date; replaying: boolean },
): Promise<Called> {
  const missing = replaying ? undefined : missingKey(model, env);
  if (missing)
    return { outcome: { kind: 'refused', detail: `${missing} is not set where the worker runs` }, cached: false };
  const resolved = presetOf(model);
  const key = replaying ? undefined : env.key(resolved.preset);
  return call({ model: resolved, key, fetch, timeoutMs: TIMEOUT_MS, clock }, chat, plain);
}

function endedBy(fetch: Fetch, signal: AbortSignal): Fetch {
  return (request) =>
    fetch({ ...request, signal: request.signal ? AbortSignal.any([request.signal, signal]) : signal });
}
