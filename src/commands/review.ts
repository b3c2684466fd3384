import { createInterface } from 'node:readline';
import { setFlagsFromString } from 'node:v8';
import { type Command, InvalidArgumentError } from 'commander';
import type { OpenDesk } from '../review/server.ts';
import { openInBrowser } from './open.ts';
import { command, common, type Done } from './options.ts';

/** `pullquote review`: the desk, until Ctrl-C. */
export function reviewCommand(done: Done): Command {
  return command('review', 'edit an issue at the desk, a page in the browser')
    .argument('[issue]', 'its number; the newest by default')
    .option('--port <n>', 'the port to listen on, 0 for any; by default the issue’s own, or the next free one', port)
    .option('--no-open', 'do not open the browser')
    .option('--model <preset/name>', 'the model to rewrite with; none for no model')
    .action(async (given: string | undefined, _, self: Command) => {
      const o = self.opts<{ port?: number; open: boolean; model?: string }>();
      const how = common(self);
      roomToBreathe();
      const { resolveNumber } = await import('../actions/issues.ts');
      const { startDesk } = await import('../review/server.ts');
      const { refreshApart } = await import('./week.ts');
      const { withWorld } = await import('./world.ts');
      await withWorld('review', { ...how, model: o.model, moving: true }, async (world, workspace) => {
        const number = await resolveNumber(world.files, given);
        const desk = await startDesk(world, workspace, number, {
          ...(o.port === undefined ? {} : { port: o.port }),
          refreshWeek: () => refreshApart({ dir: how.dir, number }),
        });
        const isWatched = process.stdout.isTTY === true;
        if (how.json) process.stdout.write(`${JSON.stringify({ url: desk.url, number, port: desk.port })}\n`);
        else process.stdout.write(`Issue ${number} is on the desk: ${desk.url}\n${isWatched ? HINT : ''}`);
        if (o.open && isWatched) openInBrowser(desk.url);
        await untilStopped(desk);
      });
      done(0);
    });
}

/** `cli.ts` keeps V8 short of memory, which is right for a crawl; a desk is waited for, and is to clear its garbage less often. These are V8's own values. */
function roomToBreathe(): void {
  for (const flag of ['--semi-space-growth-factor=2', '--heap-growing-percent=0']) setFlagsFromString(flag);
}

const HINT = 'The link opens one browser, once. Enter prints another; Ctrl-C ends the desk.\n';

/** Prints a new link at every Enter on a terminal, and closes the desk at Ctrl-C. A second Ctrl-C waits for nothing. */
async function untilStopped(desk: OpenDesk): Promise<void> {
  const lines = process.stdin.isTTY === true ? createInterface({ input: process.stdin }) : undefined;
  lines?.on('line', () => process.stdout.write(`${desk.link()}\n`));
  await new Promise<void>((stop) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop());
  });
  lines?.close();
  await desk.close();
}

function port(value: string): number {
  const parsed = Number(value);
  if (!/^\d{1,5}$/.test(value) || parsed > 65_535)
    throw new InvalidArgumentError('a port is expected: a number from 0 to 65535.');
  return parsed;
}
