/** What the configuration says, and which keys and secrets it lacks. */
import { keyName } from '../config/env.ts';
import { secretNames } from '../config/secrets.ts';
import { UserError } from '../errors.ts';
import type { Files, Model, Newsletter } from '../types.ts';
import type { Finding, ModelTools } from './doctorModel.ts';
import type { WorkspaceTools } from './doctorWorkspace.ts';
import { secretsOf } from './secrets.ts';
import { idleDecisions, loadWorkspace, type Workspace } from './workspace.ts';

/** What the three files say, and the workspace where they could be read. */
export async function configuration(
  files: Files,
  { hasKey, lacks }: Pick<ModelTools, 'hasKey'> & Pick<WorkspaceTools, 'lacks'>,
): Promise<{ findings: Finding[]; workspace?: Workspace }> {
  try {
    const workspace = await loadWorkspace(files);
    const { sources, newsletter } = workspace;
    const enabled = sources.filter((source) => source.enabled).length;
    const address = newsletter.address !== undefined;
    const findings = [
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
      ...platformKeys(newsletter, lacks),
      ...secrets(workspace, lacks),
      ...idleDecisions(workspace).map((detail) => ({ what: 'editor.yaml', ok: true, detail })),
    ];
    return { findings, workspace };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    // a line for each slip, with its place in the file
    return { findings: error.message.split('\n').map((detail) => unreadable(detail)) };
  }
}

function unreadable(detail: string): Finding {
  if (/ not found in /.test(detail)) return { what: 'configuration', ok: false, detail, mend: 'pullquote init' };
  return { what: 'configuration', ok: false, detail };
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
function modelKey(model: Model | undefined, hasKey: ModelTools['hasKey']): Finding {
  if (model === undefined) return { what: 'model', ok: true, detail: 'none: blocks are extractive' };
  const missing = hasKey(model);
  return {
    what: 'model',
    ok: true,
    detail: missing ? `${model.name}, but ${missing} is not set: blocks will be extractive` : model.name,
    ...(missing ? { mend: `put ${missing}=… into .env` } : {}),
  };
}

/** What is drafted can be published by hand, so that a missing key is said and is no fault. */
function platformKeys({ platforms }: Newsletter, lacks: WorkspaceTools['lacks']): Finding[] {
  const names = Object.keys(platforms).filter((name) => name !== 'file');
  return names.map((name) => {
    const key = keyName(name);
    if (!lacks(key)) return { what: 'platform', ok: true, detail: `${name}; \`doctor --platform\` tries its key` };
    const mend = `put ${key}=… into .env`;
    return { what: 'platform', ok: true, detail: `${name}, but ${key} is not set: nothing can be put there`, mend };
  });
}
