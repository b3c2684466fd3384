import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { pullquote } from '../support/cli.ts';
import { drafted, hostileWeek, untruths, weekFolder } from '../support/hostileWeek.ts';
import { recordingOf, WINDOW } from '../support/recording.ts';

/** `TRUTH_SEEDS=100-140` tries others. */
const [from = 2, to = 13] = (process.env.TRUTH_SEEDS ?? '').split('-').filter(Boolean).map(Number);
const SEEDS = Array.from({ length: to - from + 1 }, (_, n) => from + n);

it.each(SEEDS)('a hostile week, seed %i: nothing untrue, and the same from a crawl in two steps', async (seed) => {
  const week = hostileWeek(seed);
  const [once, twice] = [weekFolder(week), weekFolder(week)];
  const half = week.answers.filter((_, n) => n % 2 === seed % 2);
  writeFileSync(join(twice, 'half.har.gz'), recordingOf(half));
  const ran = await pullquote(['-C', twice, 'crawl', ...WINDOW, '--replay', join(twice, 'half.har.gz')]);
  expect(ran.code).toBe(0);
  const { issue, evidence } = await drafted(once);
  expect(await drafted(twice)).toMatchObject({ issue, evidence });
  expect(await untruths(once, week)).toEqual([]);
});
