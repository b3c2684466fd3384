/** Another process at work in the workspace argv[2]; argv[3] says what it does. It says what came of it on stdout. */
import { once } from 'node:events';
import { UserError } from '../../src/errors.ts';
import { openFiles } from '../../src/files/index.ts';

const [, , root = '', task = '', times = '1'] = process.argv;
const say = (text: string) => process.stdout.write(`${text}\n`);

/** Takes the lock when it is told to, says whether it got it, and holds it until stdin ends. */
async function hold(): Promise<void> {
  const files = openFiles(root);
  say('ready');
  await once(process.stdin, 'data');
  const ended = once(process.stdin.resume(), 'end');
  try {
    await files.locked('crawl', async () => {
      say('won');
      await ended;
    });
    say('gave back');
  } catch (error) {
    say(error instanceof UserError ? `lost ${error.exitCode}` : `failed ${String(error)}`);
  }
}

/** Adds one to a number in a file under the lock, as often as asked; without the lock additions would be lost. */
async function count(): Promise<void> {
  const files = openFiles(root);
  let done = 0;
  while (done < Number(times)) {
    try {
      await files.locked('count', async () => {
        const number = Number((await files.read('number')) ?? '0');
        await files.write('number', String(number + 1));
      });
      done++;
    } catch (error) {
      if (!(error instanceof UserError && error.exitCode === 75)) throw error;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  say('counted');
}

/** Writes two files together, round after round, until it is killed. */
async function pairs(): Promise<void> {
  const files = openFiles(root);
  for (let round = 1; ; round++) {
    await files.writeTogether([
      ['issues/001/issue.md', `round ${round}`],
      ['issues/001/evidence.json', `round ${round}`],
    ]);
    say(`round ${round}`);
  }
}

const tasks: Record<string, () => Promise<void>> = { hold, count, pairs };
await tasks[task]?.();
