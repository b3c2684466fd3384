import { expect, it } from 'vitest';
import { check } from '../../src/actions/check.ts';
import { prune } from '../../src/actions/prune.ts';
import { loadWorkspace } from '../../src/actions/workspace.ts';
import { type Job, nthEntry, openJob } from '../support/job.ts';

const SCHEDULE = 'schedule: { draft: "sun 18:00" }\nkeep: 30\n';
const LATER = '2027-01-10T10:00:00.000Z';
const forget = async (job: Job, o: { keep?: number; dryRun?: boolean } = {}) =>
  prune(await job.world(LATER), await loadWorkspace(job.files), { dryRun: false, ...o });
const stored = async (job: Job) => (await (await job.store()).items('', '9999')).length;

async function drafted(): Promise<Job> {
  const entries = [17, 19, 20].map((day, i) => nthEntry(i, `2026-11-${day}T10:00:00Z`));
  const job = await openJob({ newsletter: SCHEDULE, entries });
  await job.run('2026-11-22T18:00:00.000Z');
  await job.files.write('.pullquote/weeks/001.json', '{}');
  return job;
}

it('what an issue rests on stays until it is published, so that it can still be checked against its sources', async () => {
  const job = await drafted();
  expect(await forget(job)).toMatchObject({
    keep: 30,
    before: '2026-12-11T10:00:00.000Z',
    forgotten: { items: 0 },
    files: [],
  });
  const proven = await check(await job.world(LATER), await loadWorkspace(job.files), 1, { links: false });
  expect(proven).toMatchObject({ errors: 0, fromPassages: 0 });
  await job.set(1, 'published');
  expect(await forget(job)).toMatchObject({ forgotten: { items: 3 }, files: ['.pullquote/weeks/001.json'] });
  expect(await job.files.list('.pullquote/weeks')).toEqual([]);
  // what is left is proven by its passages, and nothing under issues/ was touched
  const again = await check(await job.world(LATER), await loadWorkspace(job.files), 1, { links: false });
  expect(again.checks.filter(({ rule, ok }) => rule === 'quote-not-found' && !ok)).toEqual([]);
  expect(again.fromPassages).toBeGreaterThan(0);
});

it('a dry run and a longer memory forget nothing', async () => {
  const job = await drafted();
  await job.set(1, 'published');
  expect(await forget(job, { dryRun: true })).toMatchObject({
    forgotten: { items: 3 },
    files: ['.pullquote/weeks/001.json'],
  });
  expect(await forget(job, { keep: 60 })).toMatchObject({ forgotten: { items: 0 }, files: [] });
  expect(await stored(job)).toBe(3);
  expect(await job.files.list('.pullquote/weeks')).toEqual(['001.json']);
});

it('the editor’s pins and waiting finds stay', async () => {
  const job = await drafted();
  await job.set(1, 'published');
  const [pinned, found] = (await (await job.store()).items('', '9999')).map(({ url }) => url);
  await job.files.write(
    'editor.yaml',
    `pins: [{ url: "${pinned}" }]\ninbox: [{ url: "${found}", added: 2026-11-23 }]\n`,
  );
  expect(await forget(job)).toMatchObject({ forgotten: { items: 1 } });
  expect(await stored(job)).toBe(2);
});

it('an issue that can’t be read stops it: nobody knows what it needs', async () => {
  const job = await drafted();
  await job.files.write('issues/002/issue.md', '---\nnumber: [\n---\n');
  await expect(forget(job)).rejects.toThrow('issues/002/issue.md');
  expect(await stored(job)).toBe(3);
});
