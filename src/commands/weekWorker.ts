/** The thread that sorts a week again: it is started by `week.ts`, and has a store and files of its own. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Changed } from '../actions/desk/types.ts';
import { refreshWeek } from '../actions/desk/weekFile.ts';
import { UserError } from '../errors.ts';
import type { WeekTask } from './week.ts';
import { withWorld } from './world.ts';

parentPort?.postMessage(await sorted(workerData as WeekTask));

async function sorted({ dir, number }: WeekTask): Promise<Changed> {
  const o = { dir, quiet: true, verbose: false, model: 'none', moving: true };
  try {
    return await withWorld('review', o, (world, workspace) => refreshWeek(world, workspace, number));
  } catch (error) {
    // its class would be lost on the way to the other thread
    if (error instanceof UserError) return { ok: false, refused: error.message };
    throw error;
  }
}
