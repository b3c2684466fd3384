import { describe, expect, it } from 'vitest';
import { createReport, type ReportOptions } from '../../src/commands/report.ts';

function reporting(o: Partial<ReportOptions> = {}) {
  const written: string[] = [];
  const write = (text: string) => void written.push(text);
  return { report: createReport({ quiet: false, verbose: false, terminal: true, columns: 80, write, ...o }), written };
}
const CLEAR = '\r\u001b[K';
/** What a terminal of this width shows in the end, or undefined where a live line would have wrapped. */
function shown(written: string[], columns = 80): string[] | undefined {
  const lines = [''];
  for (const text of written) {
    // every line begins by clearing what stood there
    for (const [i, line] of text.split('\n').entries()) {
      if (i > 0) lines.push('');
      const pieces = line.split(CLEAR);
      lines[lines.length - 1] = pieces.length > 1 ? (pieces.at(-1) as string) : lines.at(-1) + line;
      if ((lines.at(-1)?.length ?? 0) >= columns) return undefined;
    }
  }
  return lines;
}

describe('on a terminal', () => {
  it('one line is written over, with counts and what is awaited; other lines stand above it', () => {
    const { report, written } = reporting();
    report.step('sources', 0, 4, 'waiting for The Paper');
    report.step('sources', 1, 4, '1 failed, waiting for The Journal');
    expect(shown(written)).toEqual(['sources  ██████░░░░░░░░░░░░░░░░░░ 1/4  1 failed, waiting for The Journal']);
    report.step('X: at most $0.02');
    report.warn('slow');
    expect(shown(written)).toEqual([
      'X: at most $0.02',
      'warning: slow',
      'sources  ██████░░░░░░░░░░░░░░░░░░ 1/4  1 failed, waiting for The Journal',
    ]);
    report.step('sources', 4, 4, '1 failed');
    report.info('not told');
    report.step('pages', 1, 1);
    expect(shown(written)?.slice(2)).toEqual([
      'sources  ████████████████████████ 4/4  1 failed',
      'pages    ████████████████████████ 1/1',
      '',
    ]);
  });

  it('no line is wider than the terminal, and no name moves the cursor', () => {
    const { report, written } = reporting({ columns: 50 });
    report.step('sources', 1, 200, `waiting for \u001b[2J\r\u202e${'A long name '.repeat(20)}`);
    report.step('sources', 2, 200, 'x');
    expect(shown(written, 50)).toHaveLength(1);
    expect(written[0]).toContain('waiting');
    expect(written[0]?.replace(CLEAR, '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    report.step('\u001b[31mred');
    expect(written.at(-1)).toContain('[31mred\n');
    expect(written.at(-1)).not.toContain('\u001b[31m');
  });
});

it('in a log each step is one plain line when it is done', () => {
  const { report, written } = reporting({ terminal: false, verbose: true });
  for (let done = 0; done <= 3; done++) report.step('sources', done, 3, 'waiting for The Paper');
  report.info('told');
  expect(written).toEqual(['sources: 3\n', 'told\n']);
});

it('quiet says nothing: errors are not its business', () => {
  const { report, written } = reporting({ quiet: true, verbose: true });
  report.step('sources', 1, 1);
  report.step('a line');
  report.info('told');
  report.warn('slow');
  expect(written).toEqual([]);
});
