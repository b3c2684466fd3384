import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { idleDecisions, loadWorkspace, type Workspace } from '../actions/workspace.ts';
import { type Env, readEnv } from '../config/env.ts';
import { parseModel } from '../config/model.ts';
import { secretNames } from '../config/secrets.ts';
import { UserError } from '../errors.ts';
import { openFiles } from '../files/index.ts';
import { createDoor } from '../http/door.ts';
import { createRecorder } from '../http/recorder.ts';
import { createReplay } from '../http/replay.ts';
import { estimate } from '../llm/estimate.ts';
import { platformAsking, platformsFor } from '../platforms/index.ts';
import { smtpMailer } from '../platforms/smtp.ts';
import { crawlers } from '../sources/index.ts';
import type { Files, Newsletter, Store, World } from '../types.ts';
import { packageFile, packageVersion } from './package.ts';
import { readRecording, saveRecording } from './recording.ts';
import { createReport } from './report.ts';
import { askingWith, blocksOf, noBill } from './world-asking.ts';
import type { Shared, ShareOptions } from './world-fleet.ts';
import { hostOf, platformsOptions, STATE, secretsFor, smtpOf, userAgent } from './world-settings.ts';

/** What a command line says about its world. */
export interface WorldOptions {
  dir: string;
  quiet: boolean;
  verbose: boolean;
  /** `none` for commands that never ask. */
  model?: string | undefined;
  budget?: number | undefined;
  record?: string | undefined;
  replay?: string | undefined;
  /** The clock goes on: for a command that runs until it is stopped. */
  moving?: boolean;
}
type Work<T> = (world: World, workspace: Workspace) => Promise<T>;
/** Another run holds the lock: this one did nothing. */
const LOCKED = 75;
/** Commands whose work is worth sharing: many sources, many pages, many questions. */
const SHARED = new Set(['crawl', 'draft', 'run']);
/** Commands that `status` tells of. */
const REMEMBERED = new Set(['crawl', 'draft', 'demo', 'stories']);

/** Opens a workspace, does the work in it and closes everything again, whatever happens. */
export async function withWorld<T>(name: string, o: WorldOptions, work: Work<T>): Promise<T> {
  const files = openFiles(resolve(o.dir));
  const workspace = await loadWorkspace(files, { apart: name === 'sources' });
  return withEdges(name, files, workspace, o, async (world) => {
    if (!REMEMBERED.has(name)) return work(world, workspace);
    for (const idle of idleDecisions(workspace)) world.report.warn(idle);
    const run = await world.store.startRun({ command: name, startedAt: world.clock().toISOString() });
    try {
      const result = await work(world, workspace);
      await world.store.endRun(run, 'done', new Date().toISOString());
      return result;
    } catch (error) {
      if (error instanceof UserError && error.exitCode === LOCKED) await world.store.forgetRun(run);
      else await world.store.endRun(run, 'failed', new Date().toISOString(), (error as Error).message.split('\n')[0]);
      throw error;
    }
  });
}

/** The door alone, for commands that need no workspace: nothing is stored. */
export async function withDoor<T>(o: WorldOptions, work: (world: Pick<World, 'fetch'>) => Promise<T>): Promise<T> {
  const recording = o.replay ? readRecording(o.replay) : undefined;
  if (recording) return work({ fetch: createReplay(recording, { file: o.replay as string }).fetch });
  const door = createDoor({
    clock: () => new Date(),
    secrets: {},
    allow: readEnv(resolve(o.dir)).allow,
    userAgent: userAgent(),
  });
  try {
    return await work(door);
  } finally {
    await door.close();
  }
}

/** A workspace's files alone. */
export function openWorkspaceFiles(dir: string): Files {
  return openFiles(resolve(dir));
}

/** The store takes longer to load than all the rest: `inspect` and `init` go without. */
async function openState(
  root: string,
  { databaseUrl: url }: Env,
  { name }: Newsletter,
  note: (message: string) => void,
): Promise<Store> {
  if (url !== undefined) {
    const { openPostgresStore } = await import('../store/postgres.ts');
    return openPostgresStore({ url, newsletter: name, note });
  }
  const { openStore } = await import('../store/index.ts');
  return openStore({ path: resolve(root, STATE) });
}

async function withEdges<T>(
  name: string,
  files: Files,
  workspace: Workspace,
  o: WorldOptions,
  work: (world: World) => Promise<T>,
): Promise<T> {
  const env = readEnv(files.root);
  const recording = o.replay ? readRecording(o.replay) : undefined;
  const started = new Date();
  const clock = () => (recording ? new Date(recording.now) : o.moving ? new Date() : started);
  const { newsletter } = workspace;
  const secrets = secretsFor(env, secretNames(JSON.stringify(workspace)), newsletter);
  const report = createReport({ quiet: o.quiet, verbose: o.verbose, terminal: process.stderr.isTTY === true });
  const recorder = o.record ? createRecorder({ version: packageVersion(), clock, secrets }) : undefined;
  const store = await openState(files.root, env, newsletter, report.warn);
  const shared =
    env.databaseUrl === undefined ? undefined : await share(env.databaseUrl, { ...o, env, newsletter, store, report });
  const door = createDoor({
    cache: store,
    clock,
    secrets,
    allow: env.allow,
    userAgent: userAgent(newsletter.editor.email),
    workspaceFile: files.read,
    note: (message) => report.info(message),
    ...(recorder ? { recorder } : {}),
    ...(shared ? { turns: shared.turns } : {}),
  });
  const fetch = recording ? createReplay(recording, { file: o.replay as string }).fetch : door.fetch;
  const model = o.model === undefined ? newsletter.model : parseModel(o.model);
  const budget = o.budget ?? newsletter.budget;
  const blocks = blocksOf(newsletter);
  const putting = platformsOptions(newsletter, { fetch, files, secrets, clock });
  const smtp = smtpOf(newsletter, env, clock);
  try {
    // what is recorded passes through this process
    const spread = SHARED.has(name) && !recorder ? await shared?.spread() : undefined;
    const asking = model
      ? askingWith(model, budget, { env, fetch, clock, recording, warn: report.warn, blocks, spread })
      : undefined;
    const result = await work({
      fetch,
      ask: asking?.ask,
      bill: asking?.bill ?? (() => noBill(budget)),
      estimate: async (requests) =>
        model && requests.length
          ? estimate(requests, model, clock)
          : { calls: 0, tokensIn: 0, tokensOut: 0, dollars: 0 },
      store,
      files,
      clock,
      crawlers,
      platforms: platformsFor(putting),
      platformWith: (name, other) => platformAsking(name, other, putting),
      hostOf: (url) => hostOf(url, secrets),
      mail: smtp && ((mail) => smtpMailer(smtp)(mail)),
      report,
      recorder,
      recordedPast: recording?.past,
      ...(recording?.verdicts ? { recordedVerdicts: recording.verdicts } : {}),
      replaying: recording !== undefined,
      version: packageVersion(),
      lacks: (secret) => recording === undefined && secrets[secret] === undefined,
      spread,
      workers: shared?.workers,
      nextVisit: shared?.nextVisit,
      packaged: (path) => readFileSync(packageFile(path), 'utf8'),
    });
    if (recorder) saveRecording(o.record as string, recorder.toHar());
    return result;
  } finally {
    await door.close();
    await shared?.close();
    await store.close();
  }
}

/** What a command shares with other processes is loaded where there is a database for it. */
async function share(
  url: string,
  { newsletter, ...o }: Pick<ShareOptions, 'env' | 'store' | 'report' | 'replay'> & { newsletter: Newsletter },
): Promise<Shared> {
  const { shareWith } = await import('./world-fleet.ts');
  return shareWith({ ...o, url, newsletter: newsletter.name, mailto: newsletter.editor.email });
}
