import { addMute, type Mute } from '../../config/editorFile.ts';
import { didYouMean } from '../../config/hint.ts';
import { UserError } from '../../errors.ts';
import { rebuilt, without } from '../../issue/pieces.ts';
import { printedUrl } from '../../text/url.ts';
import type { World } from '../../types.ts';
import { webAddress } from '../webAddress.ts';
import type { Workspace } from '../workspace.ts';
import { change } from './change.ts';
import { EDITOR_FILE, editorYaml } from './decide.ts';
import { findBlock } from './find.ts';
import { refuse } from './outcome.ts';
import type { BlockRef, Changed } from './types.ts';

export type MuteOptions = Mute & { block?: BlockRef };
const HOST = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$/;

/**
 * Mutes a source (by its id or name), a site or a page from the next draft on; with `block`, that block is deleted in the same change. Throws UserError for what is no source, host or address.
 */
export async function mute(world: World, workspace: Workspace, number: number, o: MuteOptions): Promise<Changed> {
  const muted = checked(o, workspace);
  return change(world, number, async ({ issue }) => {
    const before = await editorYaml(world);
    const after = addMute(before, muted);
    const files: [string, string][] = after === before ? [] : [[EDITOR_FILE, after]];
    const said = `${Object.values(muted)[0]} muted`;
    if (!o.block) {
      return files.length ? { issue, did: said, files } : { ok: false, refused: 'It is muted already.' };
    }
    const at = findBlock(issue, o.block, '');
    if (typeof at !== 'number') return at;
    const made = rebuilt(issue, without(issue, at), at, 0);
    if (!made) return refuse('Without this block those around it would become one.');
    return { issue: made, did: `${said}, block deleted`, files };
  });
}

function checked(o: MuteOptions, { sources }: Workspace): Mute {
  if ('url' in o) return { url: printedUrl(webAddress(o.url)) };
  if ('domain' in o) {
    const domain = o.domain
      .trim()
      .toLowerCase()
      .replace(/^www\./, '');
    if (!HOST.test(domain)) throw new UserError(`“${o.domain}” is no host: give its name, such as example.com`);
    return { domain };
  }
  const found = sources.find(({ id }) => id === o.source) ?? sources.find(({ name }) => name === o.source);
  if (found) return { source: found.id };
  const ids = sources.map(({ id }) => id);
  throw new UserError(`“${o.source}” is no source of sources.yaml.${didYouMean(o.source, ids)}`);
}
