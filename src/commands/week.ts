import { Worker } from 'node:worker_threads';
import type { Changed } from '../actions/desk/types.ts';

/** An issue, and the folder of its workspace. */
export interface WeekTask {
  dir: string;
  number: number;
}

/** `refreshWeek` in a thread of its own: a week of 10,000 items takes seconds of a processor, in which the desk has to answer. */
export function refreshApart(task: WeekTask): Promise<Changed> {
  // compiled, it ends as this file does
  const file = new URL(import.meta.url.endsWith('.ts') ? './weekWorker.ts' : './weekWorker.js', import.meta.url);
  return new Promise((done, failed) => {
    const worker = new Worker(file, { workerData: task, execArgv: [] });
    worker.once('message', (changed: Changed) => done(changed));
    worker.once('error', failed);
    worker.once('exit', () => failed(new Error('the thread that sorts the week has ended')));
  });
}
