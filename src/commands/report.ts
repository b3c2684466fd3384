import type { Report } from '../types.ts';

const WIDTH = 24;
const CLEAR = '\r\u001b[K';

export interface ReportOptions {
  quiet: boolean;
  verbose: boolean;
  /** Whether progress is watched, and one line may be written over. */
  terminal: boolean;
  /** Characters of a line of the terminal. */
  columns?: number | undefined;
  write?: (text: string) => void;
}

/** Progress and warnings on stderr: a live bar on a terminal, one plain line a finished step in a log, nothing with `--quiet`. */
export function createReport(o: ReportOptions): Report {
  const write = o.write ?? ((text: string) => void process.stderr.write(text));
  const live = o.terminal && !o.quiet;
  let bar = '';
  /** Whole lines, above the bar where there is one. */
  const say = (text: string) => write(live && bar ? `${CLEAR}${printable(text)}\n${bar}` : `${printable(text)}\n`);
  return {
    step: (what, done, total, note) => {
      if (o.quiet) return;
      if (done === undefined || total === undefined) return say(what);
      const ended = done >= total;
      if (live) {
        bar = barOf(what, done, total, note, o.columns ?? process.stderr.columns ?? 80);
        write(`${CLEAR}${bar}${ended ? '\n' : ''}`);
        if (ended) bar = '';
      } else if (ended) say(`${what}: ${total}`);
    },
    info: (message) => {
      if (o.verbose && !o.quiet) say(message);
    },
    warn: (message) => {
      if (!o.quiet) say(`warning: ${message}`);
    },
  };
}

function barOf(what: string, done: number, total: number, note: string | undefined, columns: number): string {
  const filled = total ? Math.round((done / total) * WIDTH) : WIDTH;
  const count = `${what.padEnd(8)} ${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ${done}/${total}`;
  const line = printable(note ? `${count}  ${note}` : count);
  // a line that is full would wrap, and only its last part be written over
  return line.length < columns ? line : `${line.slice(0, Math.max(0, columns - 2))}…`;
}

/** Names and messages may come from a page: no character of theirs may move the cursor. */
export function printable(text: string): string {
  return text.replace(/(?!\n|\t)[\p{Cc}\p{Cf}]/gu, '');
}
