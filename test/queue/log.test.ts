import { expect, it } from 'vitest';
import { createLog, type LogEvent } from '../../src/queue/log.ts';

const clock = () => new Date('2026-11-20T10:11:12.000Z');
function lineOf(event: LogEvent, o: { json?: boolean; secrets?: string[] } = {}): string {
  const lines: string[] = [];
  createLog({ write: (line) => lines.push(line), json: true, clock, ...o })(event);
  expect(lines).toHaveLength(1);
  return lines[0] as string;
}

it('is a JSON object a line', () => {
  const event: LogEvent = {
    level: 'info',
    event: 'done',
    kind: 'crawl',
    newsletter: 'N',
    what: 'A feed',
    ms: 12,
    attempt: 1,
  };
  expect(JSON.parse(lineOf(event))).toEqual({ at: '2026-11-20T10:11:12.000Z', ...event });
});

it('is a plain line for people', () => {
  const done: LogEvent = {
    level: 'info',
    event: 'done',
    kind: 'crawl',
    newsletter: 'N',
    what: 'A feed',
    ms: 1234,
    attempt: 1,
  };
  expect(lineOf(done, { json: false })).toBe('10:11:12 done crawl A feed (N, 1.2 s)');
  expect(lineOf({ ...done, level: 'error', event: 'failed', attempt: 4, error: 'HTTP 500' }, { json: false })).toBe(
    '10:11:12 error failed crawl A feed (N, 1.2 s) try 4 - HTTP 500',
  );
});

it('is one line whatever a page says, and writes nothing on a terminal', () => {
  const what = 'a\nb\u001b[31m\u009b2J\u2028c\u202e\u{e0041}"\\';
  for (const json of [true, false])
    expect(lineOf({ level: 'info', event: 'done', what }, { json })).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}]/u);
  expect(JSON.parse(lineOf({ level: 'info', event: 'done', what }))).toMatchObject({ what });
});

it('bounds each field, and tells no secret', () => {
  const long = JSON.parse(lineOf({ level: 'warn', event: 'again', error: '😀'.repeat(5000) }));
  expect(long.error.length).toBeLessThan(600);
  expect(long.error.isWellFormed()).toBe(true);
  const line = lineOf(
    { level: 'warn', event: 'again', error: 'https://x.example/?key=hush-hush-more' },
    { secrets: ['hush', 'hush-hush'] },
  );
  expect(line).toContain('key=***-more');
});
