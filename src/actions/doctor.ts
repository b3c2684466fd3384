import { parseNewsletter } from '../config/newsletter.ts';
import { SourceError, UserError } from '../errors.ts';
import type { Files, Model } from '../types.ts';
import { configuration } from './doctorConfig.ts';
import { type Finding, type ModelTools, tryModel } from './doctorModel.ts';
import { type PlatformTools, tryPlatforms } from './doctorPlatform.ts';
import {
  clockBeside,
  lockFinding,
  type StateTools,
  scheduleFindings,
  stateFindings,
  workersFindings,
} from './doctorState.ts';
import {
  ignoreFinding,
  mannersFinding,
  notifyFinding,
  templateFindings,
  type WorkspaceTools,
} from './doctorWorkspace.ts';
import type { Workspace } from './workspace.ts';

const NODE = [22, 19] as const;
/** Outside a workspace. */
const UNSET = { model: undefined, budget: 0.1 };
const MIN_FREE = 200 * 1024 * 1024;

export interface DoctorTools extends ModelTools, PlatformTools, StateTools, WorkspaceTools {
  node: string;
  /** The `Date` that the host of an address answers with. Throws SourceError where there is no answer. */
  timeAt(url: string): Promise<string | undefined>;
}
/** What is tried beside looking at what is here. */
export interface Tried {
  /** A model that is asked once, or true for the configured one. */
  model?: Model | true | undefined;
  /** A mailing platform, or true for all of newsletter.yaml. */
  platform?: string | true | undefined;
  /** The clock beside that of the first source that answers. */
  online?: boolean | undefined;
}

/**
 * Looks at Node, the configuration, keys, secrets, state, clock, weekly job, templates and the disk: what is wrong, and what mends it. Makes nothing in a folder that is no workspace.
 */
export async function doctor(files: Files, o: DoctorTools, tried: Tried = {}): Promise<Finding[]> {
  const { model, platform, online } = tried;
  const { findings, workspace } = await configuration(files, o);
  const isWorkspace = (await files.size('newsletter.yaml')) !== undefined;
  return [
    nodeVersion(o.node),
    ...findings,
    ...(isWorkspace ? await standing(files, o, workspace) : []),
    await disk(files),
    ...(online ? [await onlineClock(o, workspace)] : []),
    ...(model ? await tryOne(files, o, model) : []),
    ...(platform ? await tryPlatforms(files, o, platform) : []),
  ];
}

/** What a workspace holds beside its configuration; of one that can't be read, what does not hang on it. */
async function standing(files: Files, o: DoctorTools, workspace: Workspace | undefined): Promise<Finding[]> {
  const { findings: state, exam } = await stateFindings(o);
  const findings = [...state, ...(await workersFindings(o, exam))];
  const lock = await lockFinding(files, o.clock());
  if (!workspace) return [...findings, lock, ignoreFinding(o)];
  const { newsletter, sources } = workspace;
  return [
    ...findings,
    lock,
    ...scheduleFindings(newsletter, exam, o.clock()),
    notifyFinding(newsletter, o, exam?.runs.length === 0),
    mannersFinding(newsletter, sources),
    ...(await templateFindings(files, newsletter, o)),
    ignoreFinding(o),
  ];
}

/** Sources that are asked for the time until one answers. */
const ASKED = 3;

async function onlineClock(o: DoctorTools, workspace: Workspace | undefined): Promise<Finding> {
  const addresses = (workspace?.sources ?? []).flatMap(({ enabled, url }) =>
    enabled && /^https?:/.test(url) && !url.includes('${') ? [url] : [],
  );
  let why = 'no source has an address to ask';
  for (const url of addresses.slice(0, ASKED)) {
    try {
      const answered = await o.timeAt(url);
      return clockBeside(o.clock(), answered, new URL(url).host);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      why = error.message;
    }
  }
  const mend = addresses.length
    ? 'see that this machine is online: pullquote sources check'
    : 'pullquote sources add URL';
  return { what: 'online', ok: false, detail: why, mend };
}

/** The model with its settings from newsletter.yaml, where that names it. */
async function tryOne(files: Files, o: DoctorTools, tried: Model | true): Promise<Finding[]> {
  const text = await files.read('newsletter.yaml');
  try {
    const { model, budget } = text === undefined ? UNSET : parseNewsletter(text, 'newsletter.yaml');
    return await tryModel(tried === true || tried.name === model?.name ? model : tried, budget, o);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [{ what: 'model', ok: false, detail: error.message }];
  }
}

function nodeVersion(version: string): Finding {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const ok = major > NODE[0] || (major === NODE[0] && minor >= NODE[1]);
  return {
    what: 'Node',
    ok,
    detail: `${version}, at least ${NODE.join('.')} is needed`,
    ...(ok ? {} : { mend: 'install Node 24 from nodejs.org' }),
  };
}

async function disk(files: Files): Promise<Finding> {
  const free = await files.free();
  const ok = free >= MIN_FREE;
  return {
    what: 'disk',
    ok,
    detail: `${Math.round(free / 1024 / 1024)} MB free`,
    ...(ok ? {} : { mend: 'free some space, 200 MB are wanted: pullquote prune --keep 30' }),
  };
}
