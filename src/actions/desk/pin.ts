import { addPin, removePin } from '../../config/editorFile.ts';
import { printedUrl } from '../../text/url.ts';
import type { SlotName, World } from '../../types.ts';
import { webAddress } from '../webAddress.ts';
import type { Workspace } from '../workspace.ts';
import { change } from './change.ts';
import { EDITOR_FILE, editorYaml } from './decide.ts';
import type { Changed } from './types.ts';

/**
 * Pins a page for this issue's next draft and those after it, in a slot where one is named; `off` takes the pin back. Throws UserError for what is no web address.
 */
export async function pin(
  world: World,
  _workspace: Workspace,
  number: number,
  o: { url: string; slot?: SlotName; off?: boolean },
): Promise<Changed> {
  const url = printedUrl(webAddress(o.url));
  return change(world, number, async ({ issue }) => {
    const before = await editorYaml(world);
    const after = o.off ? removePin(before, url) : addPin(before, { url, ...(o.slot ? { slot: o.slot } : {}) });
    if (after === (before ?? '')) return { ok: false, refused: o.off ? 'It was not pinned.' : 'It is pinned already.' };
    return { issue, did: o.off ? 'pin taken back' : 'pinned', files: [[EDITOR_FILE, after]] };
  });
}
