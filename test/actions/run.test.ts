import { describe, expect, it } from 'vitest';
import { planRun } from '../../src/actions/schedule.ts';
import { loadWorkspace } from '../../src/actions/workspace.ts';
import { parseIssue } from '../../src/issue/parse.ts';
import { type Job, nthEntry, openJob } from '../support/job.ts';

const SCHEDULE = 'timezone: Europe/Lisbon\nschedule: { crawl: daily 06:00, draft: "sun 18:00" }\n';
// Sundays: 8, 15, 22, 29 November 2026
const entries = (...dates: string[]) => dates.map((date, i) => nthEntry(i, date));
const plan = async (job: Job, now: string) => planRun(await job.world(now), await loadWorkspace(job.files));
const steps = ({ did }: Awaited<ReturnType<Job['run']>>) => did.map(({ step }) => step);
const issue = async (job: Job, number: number) =>
  parseIssue((await job.files.read(`issues/${String(number).padStart(3, '0')}/issue.md`)) ?? '');
const WEEK = entries('2026-11-17T10:00:00Z', '2026-11-19T10:00:00Z', '2026-11-20T10:00:00Z');

describe('a run', () => {
  it('drafts the last due issue once, and then nothing until the next moment', async () => {
    const job = await openJob({ newsletter: SCHEDULE, entries: WEEK });
    const first = await job.run('2026-11-22T18:00:00.000Z');
    expect(steps(first)).toEqual(['draft', 'prune']);
    expect(first).toMatchObject({ exitCode: 0, failed: [], warnings: [], next: { draft: '2026-11-29T18:00:00.000Z' } });
    expect((await issue(job, 1)).window).toEqual({ since: '2026-11-16', until: '2026-11-23' });
    expect(job.told).toMatchObject([{ kind: 'draft-ready', number: 1, title: 'The Test Digest: issue 1 is drafted' }]);
    expect(steps(await job.run('2026-11-22T18:05:00.000Z'))).toEqual([]);
    expect(steps(await job.run('2026-11-23T05:59:00.000Z'))).toEqual(['prune']);
    expect(steps(await job.run('2026-11-23T06:00:00.000Z'))).toEqual(['crawl']);
    expect(steps(await job.run('2026-11-23T23:00:00.000Z'))).toEqual([]);
    expect(job.told).toHaveLength(1);
  });

  it('needs no memory of its own: without .pullquote/ it makes no issue twice', async () => {
    const job = await openJob({ newsletter: SCHEDULE, entries: WEEK });
    await job.run('2026-11-22T18:00:00.000Z');
    await job.loseState();
    const again = await job.run('2026-11-22T19:00:00.000Z');
    expect(steps(again)).toEqual(['crawl', 'prune']);
    expect(await job.files.list('issues')).toEqual(['001']);
  });

  it('two at once: one does the work, the other says so and is content', async () => {
    const job = await openJob({ newsletter: SCHEDULE, entries: WEEK });
    const both = await Promise.all([job.run('2026-11-22T18:00:00.000Z'), job.run('2026-11-22T18:00:00.000Z')]);
    expect(both.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    const [worked, idle] = both.toSorted((a, b) => b.did.length - a.did.length);
    expect(steps(worked as never)).toEqual(['draft', 'prune']);
    expect(idle).toMatchObject({ did: [], busy: expect.stringContaining('pullquote run') });
    expect(job.pings.hits).toHaveLength(1);
  });

  it('refuses a newsletter without a schedule: a job that never does anything would not be noticed', async () => {
    const job = await openJob({ newsletter: '' });
    const { failed, exitCode } = await job.run('2026-11-22T18:00:00.000Z');
    expect({ failed, exitCode }).toMatchObject({
      exitCode: 2,
      failed: [{ step: 'plan', message: expect.stringContaining('schedule:') }],
    });
  });
});

describe('what nobody did in time', () => {
  it('after downtime one issue tells of all its weeks, and says which', async () => {
    const job = await openJob({ newsletter: SCHEDULE, entries: entries('2026-11-05T10:00:00Z') });
    await job.run('2026-11-08T18:00:00.000Z');
    await job.set(1, 'published');
    job.post(
      nthEntry(7, '2026-11-11T10:00:00Z'),
      nthEntry(8, '2026-11-17T10:00:00Z'),
      nthEntry(9, '2026-11-19T10:00:00Z'),
    );
    const late = await job.run('2026-11-24T09:00:00.000Z');
    const note = 'no issue was drafted on 2026-11-15: this one tells of those weeks too';
    expect(late.did[0]).toMatchObject({
      step: 'draft',
      number: 2,
      missed: ['2026-11-15'],
      notes: expect.arrayContaining([note]),
    });
    expect((await issue(job, 2)).window).toEqual({ since: '2026-11-09', until: '2026-11-23' });
    expect(JSON.parse((await job.files.read('issues/002/evidence.json')) ?? '').notes).toContain(note);
    expect(job.told.at(-1)?.text).toContain(note);
    expect((await issue(job, 2)).blocks).toHaveLength(3);
  });

  it('a draft that nobody approved is left alone: the next week has its own, and both are told', async () => {
    const job = await openJob({ newsletter: SCHEDULE, entries: WEEK });
    await job.run('2026-11-22T18:00:00.000Z');
    job.post(nthEntry(7, '2026-11-26T10:00:00Z'), nthEntry(8, '2026-11-27T10:00:00Z'));
    const before = await job.files.read('issues/001/issue.md');
    const next = await job.run('2026-11-29T18:00:00.000Z');
    expect(next).toMatchObject({ waiting: [1], did: [{ step: 'draft', number: 2, missed: [] }, { step: 'prune' }] });
    expect(await job.files.read('issues/001/issue.md')).toBe(before);
    expect((await issue(job, 2)).window).toEqual({ since: '2026-11-23', until: '2026-11-30' });
    expect(job.told.slice(1)).toMatchObject([
      { kind: 'draft-ready', number: 2 },
      { kind: 'waiting', number: 1, title: 'The Test Digest: issue 1 is still a draft' },
    ]);
  });

  it('a draft that was begun by hand goes on growing until its time comes, and then is left alone', async () => {
    const job = await openJob({ newsletter: SCHEDULE, entries: WEEK });
    await job.run('2026-11-22T18:00:00.000Z');
    await job.set(1, 'approved');
    job.post(nthEntry(5, '2026-11-24T10:00:00Z'));
    const { draft } = await import('../../src/actions/draft.ts');
    const world = await job.world('2026-11-25T10:00:00.000Z');
    await draft(world, await loadWorkspace(job.files), { crawl: true, dryRun: false });
    expect((await issue(job, 2)).window?.until).toBe('2026-11-26');
    job.post(nthEntry(6, '2026-11-27T10:00:00Z'));
    expect((await plan(job, '2026-11-28T10:00:00.000Z')).draft).toMatchObject({ due: false, number: 2 });
    expect((await job.run('2026-11-29T18:00:00.000Z')).did[0]).toMatchObject({ step: 'draft', number: 2, missed: [] });
    expect((await issue(job, 2)).blocks).toHaveLength(2);
    expect((await plan(job, '2026-11-29T19:00:00.000Z')).draft).toMatchObject({ due: false, number: 2, waiting: [] });
  });

  it('an issue that was approved two days early is the one of that Sunday; the rest of its week is in the next', async () => {
    const job = await openJob({ newsletter: SCHEDULE });
    await job.files.write(
      'issues/004/issue.md',
      '---\nnumber: 4\ndate: 2026-11-21\nwindow: { since: 2026-11-16, until: 2026-11-21 }\nstatus: published\n---\nHello.\n',
    );
    expect((await plan(job, '2026-11-22T18:00:00.000Z')).draft).toMatchObject({ due: false, number: 4 });
    expect((await plan(job, '2026-11-29T18:00:00.000Z')).draft).toMatchObject({
      due: true,
      number: 5,
      until: '2026-11-30',
      missed: [],
    });
  });
});

describe('what fails', () => {
  it('is tried again less and less often, told once a day, and shown to who watches until it is well', async () => {
    const job = await openJob({ newsletter: SCHEDULE, entries: WEEK });
    job.farm.feeds.delete('all');
    const codes: [string, number][] = [];
    for (let minutes = 0; minutes < 36 * 60; minutes += 15) {
      const now = new Date(Date.parse('2026-11-22T18:00:00.000Z') + minutes * 60_000).toISOString();
      const { failed, exitCode } = await job.run(now);
      for (const { step } of failed) codes.push([`${now.slice(8, 16)} ${step}`, exitCode]);
    }
    // 18:00, and then after 15, 30, 60, 120 minutes and every four hours; the crawl each hour
    const drafts = codes.filter(([what]) => what.endsWith('draft'));
    expect(drafts.slice(0, 6)).toEqual(
      ['22T18:00', '22T18:15', '22T18:45', '22T19:45', '22T21:45', '23T01:45'].map((at) => [`${at} draft`, 3]),
    );
    expect(drafts.length).toBeLessThan(15);
    const tolds = job.told.map(({ kind, title, at }) => `${at.slice(8, 16)} ${kind} ${title}`);
    expect(tolds.filter((each) => each.includes('the draft failed'))).toHaveLength(2);
    expect(tolds.filter((each) => each.includes('source-sick'))).toHaveLength(1);
    expect(tolds.length).toBeLessThan(7);
    const paths = new Set(job.pings.hits.map(({ method, path }) => `${method} ${path}`));
    expect(paths).toEqual(new Set(['POST /ping/fail']));
    expect(job.pings.hits[0]?.body).toContain('The farm');
    expect(job.pings.hits.filter(({ body }) => /^(draft|crawl): failed \d+ times/.test(body)).length).toBeGreaterThan(
      50,
    );
    job.farm.feeds.set('all', WEEK);
    const well = await job.run('2026-11-24T10:00:00.000Z');
    expect(well).toMatchObject({
      exitCode: 0,
      did: [{ step: 'draft', number: 1, blocks: 3, window: { until: '2026-11-23' } }],
    });
    expect(job.pings.hits.at(-1)).toMatchObject({ method: 'GET', path: '/ping' });
  });

  it('an issue that can’t be read stops the job with its file, and is told once a day', async () => {
    const job = await openJob({ newsletter: SCHEDULE });
    await job.files.write('issues/001/issue.md', '---\nnumber: [\n---\n');
    for (let hour = 10; hour < 20; hour++) {
      const { failed, exitCode } = await job.run(`2026-11-22T${hour}:00:00.000Z`);
      expect({ failed, exitCode }).toMatchObject({
        exitCode: 2,
        failed: [{ step: 'plan', message: expect.stringContaining('issues/001/issue.md') }],
      });
    }
    expect(job.told).toHaveLength(1);
    expect(job.pings.hits.every(({ path }) => path === '/ping/fail')).toBe(true);
  });

  it('is told to the webhook; where that fails too, it is a warning', async () => {
    const job = await openJob({ newsletter: SCHEDULE });
    const yaml = (await job.files.read('newsletter.yaml')) ?? '';
    const hook = (url: string) =>
      job.files.write('newsletter.yaml', yaml.replace('notify: {', `notify: { webhook: "${url}",`));
    await hook(`${job.pings.url}/hook`);
    await job.run('2026-11-22T18:00:00.000Z');
    const sent = job.pings.hits.filter(({ path }) => path === '/hook').map(({ body }) => JSON.parse(body));
    expect(sent).toMatchObject([{ event: 'failed', title: 'The Test Digest: the draft failed' }]);
    await hook('http://127.0.0.1:1/hook');
    const { warnings } = await job.run('2026-11-24T18:00:00.000Z');
    expect(warnings).toEqual([expect.stringContaining('no notice by webhook')]);
  });

  it('a heartbeat address that is gone is a warning, and a secret in it stays one', async () => {
    const job = await openJob({ newsletter: SCHEDULE, entries: WEEK });
    const yaml = (await job.files.read('newsletter.yaml')) ?? '';
    await job.files.write('newsletter.yaml', yaml.replace(/heartbeat: "[^"]*"/, 'heartbeat: "${PING_URL}"'));
    const { warnings, exitCode } = await job.run('2026-11-22T18:00:00.000Z');
    expect(exitCode).toBe(0);
    expect(warnings).toEqual([expect.stringContaining('PING_URL')]);
  });
});

it('a clock that was wrong once does not stop the job for years', async () => {
  const job = await openJob({ newsletter: 'schedule: { crawl: hourly }\n', entries: WEEK });
  await job.run('2031-01-01T00:30:00.000Z');
  expect(steps(await job.run('2026-11-22T18:00:00.000Z'))).toEqual(['crawl', 'prune']);
  expect(steps(await job.run('2026-11-22T18:59:00.000Z'))).toEqual([]);
  expect(steps(await job.run('2026-11-22T19:00:00.000Z'))).toEqual(['crawl']);
});
