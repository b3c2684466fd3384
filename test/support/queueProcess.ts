/** A process that takes jobs until it is killed: `queueProcess.ts DATABASE_URL MS` writes each task's name `MS` milliseconds after it took it, and says so. */
import { setTimeout } from 'node:timers/promises';
import { openQueueAt } from './queue.ts';

const [, , url = '', ms = '0'] = process.argv;
const queue = await openQueueAt(url);
queue.pump({
  handle: queue.writing(async ({ name }) => {
    console.log(`took ${name}`);
    await setTimeout(Number(ms));
  }),
  log: ({ event }) => console.log(event),
});
console.log('ready');
