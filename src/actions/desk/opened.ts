import type { World } from '../../types.ts';
import type { Workspace } from '../workspace.ts';
import { alone } from './change.ts';
import { formatHistory, historyPath, readHistory, withOpened } from './history.ts';

/** The longest address that is remembered. */
const LONGEST = 4000;

/** Remembers that the editor opened a source. What is no web address is not remembered. */
export async function markOpened(
  world: World,
  _workspace: Workspace,
  number: number,
  { url }: { url: string },
): Promise<void> {
  if (url.length > LONGEST || !/^https?:\/\//i.test(url)) return;
  await alone(world.files, async () => {
    const history = await readHistory(world.files, number);
    if (history.opened.includes(url)) return;
    await world.files.write(historyPath(number), formatHistory(withOpened(history, url)));
  });
}
