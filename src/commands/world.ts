import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { X_TOKEN } from '../actions/secrets.ts';
import { idleDecisions, loadWorkspace, type Workspace } from '../actions/workspace.ts';
import { type Env, keyName, readEnv } from '../config/env.ts';
import { parseModel } from '../config/model.ts';
import { secretNames } from '../config/secrets.ts';
import { UserError } from '../errors.ts';
import { openFiles } from '../files/index.ts';
import { createDoor } from '../http/door.ts';
import { createRecorder } from '../http/recorder.ts';
import { createReplay } from '../http/replay.ts';
import { createAsk } from '../llm/ask.ts';
import { estimate } from '../llm/estimate.ts';
import { limitsOf } from '../llm/limits.ts';
import { presetOf } from '../llm/presets.ts';
import { probe } from '../llm/probe.ts';
import { type PlatformsOptions, platformAsking, platformsFor } from '../platforms/index.ts';
import { type SmtpOptions, smtpMailer, verifySmtp } from '../platforms/smtp.ts';
import { crawlers } from '../sources/index.ts';
import type { Recording } from '../text/har.ts';
import { SECRET } from '../text/secret.ts';
import type { Bill, Fetch, Files, Iso, Model, ModelProbe, Newsletter, Store, World } from '../types.ts';
import { ignoredIn } from './ignored.ts';
import { packageFile, packageVersion } from './package.ts';
import { readRecording, saveRecording } from './recording.ts';
import { createReport } from './report.ts';

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
const STATE = '.pullquote/state.db';
/** Secrets that a kind of source asks for by itself. */
const TOKENS = [X_TOKEN];
const SMTP = 'SMTP_URL';
/** Another run holds the lock: this one did nothing. */
const LOCKED = 75;
/** Commands that `status` tells of. */
const REMEMBERED = new Set(['crawl', 'draft', 'demo', 'stories']);

/** Opens a workspace, does the work in it and closes everything again, whatever happens. */
export async function withWorld<T>(name: string, o: WorldOptions, work: Work<T>): Promise<T> {
  const files = openFiles(resolve(o.dir));
  const workspace = await loadWorkspace(files, { apart: name === 'sources' });
  return withEdges(files, workspace, o, async (world) => {
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

/** What `doctor` tries one by one. */
export function doctorTools(dir: string) {
  const files = openFiles(resolve(dir));
  const env = readEnv(resolve(dir));
  return {
    files,
    hasKey: (model: Model) => missingKey(model, env),
    lacks: (secret: string) => env.secretsFor([secret])[secret] === undefined,
    examine: async (now: Iso) => {
      const { examineStore } = await import('../store/examine.ts');
      return examineStore({ path: resolve(dir, STATE) }, now);
    },
    clock: () => new Date(),
    timeAt: (url: string) => timeAt(url, env),
    ignored: () => ignoredIn(resolve(dir)),
    packaged: (path: string) => readFileSync(packageFile(path), 'utf8'),
    probe: (model: Model) => probeOnce(model, env),
    probePlatform: (name: string, newsletter: Newsletter) => probePlatform(name, newsletter, files, env),
    verifyMail: async (newsletter: Newsletter) => {
      const smtp = smtpOf(newsletter, env, () => new Date());
      return smtp && verifySmtp(smtp);
    },
  };
}

/** When the host of an address says that it answered. */
async function timeAt(url: string, env: Env): Promise<string | undefined> {
  const door = createDoor({ clock: () => new Date(), secrets: {}, allow: env.allow, userAgent: userAgent() });
  try {
    return (await door.fetch({ url, from: 'operator' })).headers.date;
  } finally {
    await door.close();
  }
}

/** Asks a platform through a door of its own. */
async function probePlatform(name: string, newsletter: Newsletter, files: Files, env: Env): Promise<string> {
  const clock = () => new Date();
  const secrets = secretsFor(env, secretNames(JSON.stringify(newsletter)), newsletter);
  const door = createDoor({ clock, secrets, allow: env.allow, userAgent: userAgent() });
  try {
    const platforms = platformsFor(platformsOptions(newsletter, { fetch: door.fetch, files, secrets, clock }));
    return (await platforms[name]?.probe()) ?? '';
  } finally {
    await door.close();
  }
}

/** Asks a model through a door of its own: nothing is stored or recorded. */
async function probeOnce(model: Model, env: Env): Promise<ModelProbe> {
  const clock = () => new Date();
  const door = createDoor({ clock, secrets: {}, allow: env.allow, userAgent: userAgent() });
  try {
    return await probe({ model, key: env.key(presetOf(model).preset), fetch: door.fetch, clock });
  } finally {
    await door.close();
  }
}

/** The store takes longer to load than all the rest: `inspect` and `init` go without. */
async function openState(root: string): Promise<Store> {
  const { openStore } = await import('../store/index.ts');
  return openStore({ path: resolve(root, STATE) });
}

async function withEdges<T>(
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
  const store = await openState(files.root);
  const door = createDoor({
    cache: store,
    clock,
    secrets,
    allow: env.allow,
    userAgent: userAgent(newsletter.editor.email),
    workspaceFile: files.read,
    note: (message) => report.info(message),
    ...(recorder ? { recorder } : {}),
  });
  const fetch = recording ? createReplay(recording, { file: o.replay as string }).fetch : door.fetch;
  const model = o.model === undefined ? newsletter.model : parseModel(o.model);
  const budget = o.budget ?? newsletter.budget;
  const blocks = blocksOf(newsletter);
  const asking = model
    ? askingWith(model, budget, { env, fetch, clock, recording, warn: report.warn, blocks })
    : undefined;
  const putting = platformsOptions(newsletter, { fetch, files, secrets, clock });
  const smtp = smtpOf(newsletter, env, clock);
  try {
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
      lacks: (secret) => recording === undefined && secrets[secret] === undefined,
      packaged: (path) => readFileSync(packageFile(path), 'utf8'),
    });
    if (recorder) saveRecording(o.record as string, recorder.toHar());
    return result;
  } finally {
    await door.close();
    await store.close();
  }
}

/** Values of all that the configuration names, and of what sources and platforms ask for by themselves. */
function secretsFor(env: Env, named: string[], { platforms }: Newsletter): Record<string, string> {
  return env.secretsFor([...named, ...TOKENS, ...Object.keys(platforms).map(keyName)]);
}

function platformsOptions(
  { name, platforms, editor }: Newsletter,
  o: { fetch: Fetch; files: Files; secrets: Record<string, string>; clock: () => Date },
): PlatformsOptions {
  const { secrets, ...more } = o;
  const from = editor.email ? { from: editor.email } : {};
  return { ...more, ...from, configured: platforms, newsletter: name, secret: (variable) => secrets[variable] };
}

/** How our own mails go, where `SMTP_URL` is set. */
function smtpOf({ name, editor }: Newsletter, env: Env, clock: () => Date): SmtpOptions | undefined {
  const url = env.secretsFor([SMTP]).SMTP_URL;
  return url === undefined ? undefined : { url, from: { name, address: editor.email }, clock };
}

function hostOf(url: string, secrets: Record<string, string>): string | undefined {
  const whole = url.replace(SECRET, (_, name: string) => secrets[name] ?? '');
  return URL.canParse(whole) ? new URL(whole).hostname : undefined;
}

/** The model, where it can be asked: with its key, or in a replay of a run that asked one. */
function askingWith(
  model: Model,
  budget: number,
  o: {
    env: Env;
    fetch: Fetch;
    clock: () => Date;
    recording: Recording | undefined;
    warn: (message: string) => void;
    blocks: number;
  },
): ReturnType<typeof createAsk> | undefined {
  const missing = missingKey(model, o.env);
  if (o.recording) {
    const { responses, verdicts = [] } = o.recording;
    if (verdicts.length === 0 && !responses.some(({ method }) => method === 'POST')) return undefined;
  } else if (missing) {
    o.warn(`${missing} is not set: blocks are extractive. Put it into .env, or say --model none.`);
    return undefined;
  }
  return createAsk({
    model,
    key: o.recording ? undefined : o.env.key(presetOf(model).preset),
    fetch: o.fetch,
    budget,
    limits: limitsOf(o.blocks, model.effort),
    clock: o.clock,
    ...(o.recording ? { wait: async () => {} } : {}),
  });
}

/** The most blocks of an issue: voices are one. */
function blocksOf({ sections }: Newsletter): number {
  return sections.reduce((sum, { slot, max }) => sum + (slot === 'voices' ? 1 : max), 0);
}

/** The variable that a model's key is missing from, if it needs one. */
function missingKey(model: Model, env: Env): string | undefined {
  const { keyRequired, keyName, preset } = presetOf(model);
  return keyRequired && !env.key(preset) ? keyName : undefined;
}

function noBill(budget: number): Bill {
  return { model: 'none', budget, dollars: 0, lines: [] };
}

/** Who asks, and whom a site's owner can write to. */
function userAgent(email?: string): string {
  return `pullquote/${packageVersion()}${email ? ` (+mailto:${email})` : ''}`;
}
