import type { Report } from '../types.ts';

const WIDTH = 24;

/** Progress on stderr: a live bar on a terminal, one plain line a finished step in a log, nothing with `--quiet`. */
export function createReport(o: { quiet: boolean; verbose: boolean; terminal: boolean }): Report {
  const write = (text: string) => process.stderr.write(text);
  const clear = () => o.terminal && !o.quiet && write('\r\u001b[K');
  return {
    step: (what, done, total) => {
      if (o.quiet) return;
      if (done === undefined || total === undefined) return void write(`${what}\n`);
      if (o.terminal) {
        const filled = total ? Math.round((done / total) * WIDTH) : WIDTH;
        write(
          `\r\u001b[K${what.padEnd(8)} ${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${done}/${total}${done === total ? '\n' : ''}`,
        );
      } else if (done === total) write(`${what}: ${total}\n`);
    },
    info: (message) => {
      if (!o.verbose || o.quiet) return;
      clear();
      write(`${message}\n`);
    },
    warn: (message) => {
      clear();
      write(`warning: ${message}\n`);
    },
  };
}
