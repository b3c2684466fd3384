import { parseNewsletter } from '../config/newsletter.ts';
import { secretNames } from '../config/secrets.ts';
import { UserError } from '../errors.ts';
import type { Files, Model } from '../types.ts';
import { type Finding, type ModelTools, tryModel } from './doctorModel.ts';
import { secretsOf } from './secrets.ts';
import { idleDecisions, loadWorkspace, type Workspace } from './workspace.ts';

const NODE = [22, 19] as const;
/** Outside a workspace. */
const UNSET = { model: undefined, budget: 0.1 };
const MIN_FREE = 200 * 1024 * 1024;

interface Tools extends ModelTools {
  node: string;
  /** Whether a secret is not set. */
  lacks: (secret: string) => boolean;
  openStore: () => Promise<void>;
}

/**
 * Looks at Node, the configuration, keys, secrets and the disk: what is wrong, and what mends it. Makes nothing in a folder that is no workspace. `tried`: a model that
 * is asked once, or true for the configured one.
 */
export async function doctor(files: Files, o: Tools, tried?: Model | true): Promise<Finding[]> {
  const isWorkspace = (await files.size('newsletter.yaml')) !== undefined;
  const stored = isWorkspace ? [await state(o.openStore)] : [];
  const asked = tried ? await tryOne(files, o, tried) : [];
  return [nodeVersion(o.node), ...(await configuration(files, o)), ...stored, await disk(files), ...asked];
}

/** The model with its settings from newsletter.yaml, where that names it. */
async function tryOne(files: Files, o: Tools, tried: Model | true): Promise<Finding[]> {
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

async function configuration(files: Files, { hasKey, lacks }: Tools): Promise<Finding[]> {
  try {
    const workspace = await loadWorkspace(files);
    const { sources, newsletter } = workspace;
    const enabled = sources.filter((source) => source.enabled).length;
    const address = newsletter.address !== undefined;
    return [
      {
        what: 'sources.yaml',
        ok: enabled > 0,
        detail: `${sources.length} sources, ${enabled} enabled`,
        ...(enabled ? {} : { mend: 'pullquote sources add URL' }),
      },
      {
        what: 'newsletter.yaml',
        ok: address,
        detail: address ? newsletter.name : 'no postal address, which a mailing must carry',
        ...(address ? {} : { mend: 'add `address:` to newsletter.yaml' }),
      },
      modelKey(newsletter.model, hasKey),
      ...secrets(workspace, lacks),
      ...idleDecisions(workspace).map((detail) => ({ what: 'editor.yaml', ok: true, detail })),
    ];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    // a line for each slip, with its place in the file
    return error.message.split('\n').map((detail) => ({ what: 'configuration', ok: false, detail }));
  }
}

/** Secrets that the files name and the environment has not: what needs them fails at every crawl. */
function secrets({ sources, newsletter }: Workspace, lacks: (secret: string) => boolean): Finding[] {
  const needed = new Map<string, string[]>();
  const need = (name: string, who: string) => needed.set(name, [...(needed.get(name) ?? []), who]);
  for (const source of sources) if (source.enabled) for (const name of secretsOf(source)) need(name, source.name);
  for (const name of secretNames(JSON.stringify(newsletter))) need(name, 'newsletter.yaml');
  return [...needed].map(([name, who]) => ({
    what: 'secret',
    ok: !lacks(name),
    detail: `${name}, for ${who.slice(0, 3).join(', ')}${who.length > 3 ? ` and ${who.length - 3} more` : ''}`,
    ...(lacks(name) ? { mend: `it is not set: put ${name}=… into .env` } : {}),
  }));
}

/** No key is no fault: the extractive writer needs none. */
function modelKey(model: Model | undefined, hasKey: Tools['hasKey']): Finding {
  if (model === undefined) return { what: 'model', ok: true, detail: 'none: blocks are extractive' };
  const missing = hasKey(model);
  return {
    what: 'model',
    ok: true,
    detail: missing ? `${model.name}, but ${missing} is not set: blocks will be extractive` : model.name,
    ...(missing ? { mend: `put ${missing}=… into .env` } : {}),
  };
}

async function state(openStore: () => Promise<void>): Promise<Finding> {
  try {
    await openStore();
    return { what: 'state', ok: true, detail: '.pullquote/state.db opens' };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { what: 'state', ok: false, detail: error.message };
  }
}

async function disk(files: Files): Promise<Finding> {
  const free = await files.free();
  const ok = free >= MIN_FREE;
  return {
    what: 'disk',
    ok,
    detail: `${Math.round(free / 1024 / 1024)} MB free`,
    ...(ok ? {} : { mend: 'free some space: 200 MB are wanted' }),
  };
}
