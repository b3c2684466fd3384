import { UserError } from '../errors.ts';
import type { Files } from '../types.ts';
import { loadWorkspace } from './workspace.ts';

export interface Finding {
  what: string;
  ok: boolean;
  detail: string;
  /** The command or line that mends it. */
  mend?: string;
}
const NODE = [22, 19] as const;
const MIN_FREE = 200 * 1024 * 1024;

/** Looks at Node, the configuration, keys and the disk: what is wrong, and what mends it. */
export async function doctor(
  files: Files,
  o: { node: string; hasKey: (model: string) => string | undefined; openStore: () => Promise<void> },
): Promise<Finding[]> {
  return [nodeVersion(o.node), ...(await configuration(files, o.hasKey)), await state(o.openStore), await disk(files)];
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

async function configuration(files: Files, hasKey: (model: string) => string | undefined): Promise<Finding[]> {
  try {
    const { sources, newsletter } = await loadWorkspace(files);
    const enabled = sources.filter((source) => source.enabled).length;
    const address = newsletter.address !== undefined;
    return [
      {
        what: 'sources.yaml',
        ok: enabled > 0,
        detail: `${sources.length} sources, ${enabled} enabled`,
        ...(enabled ? {} : { mend: 'add a source to sources.yaml' }),
      },
      {
        what: 'newsletter.yaml',
        ok: address,
        detail: address ? newsletter.name : 'no postal address, which a mailing must carry',
        ...(address ? {} : { mend: 'add `address:` to newsletter.yaml' }),
      },
      modelKey(newsletter.model?.name, hasKey),
    ];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [
      {
        what: 'configuration',
        ok: false,
        detail: error.message,
        mend: 'mend the lines above, or `pullquote init` for a new workspace',
      },
    ];
  }
}

/** No key is no fault: the extractive writer needs none. */
function modelKey(model: string | undefined, hasKey: (model: string) => string | undefined): Finding {
  if (model === undefined) return { what: 'model', ok: true, detail: 'none: blocks are extractive' };
  const missing = hasKey(model);
  return {
    what: 'model',
    ok: true,
    detail: missing ? `${model}, but ${missing} is not set: blocks will be extractive` : model,
    ...(missing ? { mend: `put ${missing}=… into .env` } : {}),
  };
}

async function state(openStore: () => Promise<void>): Promise<Finding> {
  try {
    await openStore();
    return { what: 'state', ok: true, detail: '.pullquote/state.db opens' };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return {
      what: 'state',
      ok: false,
      detail: error.message,
      mend: 'rm -r .pullquote: it costs a crawl, nothing that a person decided',
    };
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
