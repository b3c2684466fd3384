import { expect, it } from 'vitest';
import { parseIssue } from '../../src/issue/parse.ts';
import { pageKey } from '../../src/text/url.ts';
import type { Evidence } from '../../src/types.ts';
import { type Job, nthEntry, openJob } from '../support/job.ts';

const HOUR = 3_600_000;
const WEEK = 168 * HOUR;
/** A Monday, midnight in Lisbon. */
const START = Date.parse('2026-01-05T00:00:00Z');
const WEEKS = 60;
const SCHEDULE = 'timezone: Europe/Lisbon\nschedule: { crawl: daily 06:00, draft: "sun 18:00" }\n';
/** What goes wrong, by weeks from 0. */
const FORGOTTEN = 10;
const DOWN = { from: 20 * WEEK + 60 * HOUR, until: 22 * WEEK + 60 * HOUR };
const OVERLAP = 30;
const FAILING = { from: 40 * WEEK, until: 41 * WEEK + 30 * HOUR };
const LOST = 50;
/** As much as the feed holds at a time. */
const IN_FEED = 14;

/** When the job runs, in hours of each day, UTC; on Sundays also when it is six in a Lisbon summer. */
const HOURS = [6, 18];
const MINUTES = HOUR / 12;

const iso = (at: number) => new Date(at).toISOString();
const weekOf = (since: number) => Math.floor(since / WEEK);
const RUNS = Array.from({ length: WEEKS * 7 }, (_, day) =>
  [...HOURS, ...(day % 7 === 6 ? [17] : [])].sort((a, b) => a - b).map((hour) => (day * 24 + hour) * HOUR + MINUTES),
).flat();
/** Entries of a week: on Tuesday, on Friday, and on Sunday after the draft; from the week before the job began. */
const ENTRIES = Array.from({ length: (WEEKS + 1) * 3 - 1 }, (_, i) => {
  const hours = [34, 105, 164][i % 3] as number;
  return nthEntry(i, iso(START + Math.floor(i / 3 - 1) * WEEK + hours * HOUR));
});

it('sixty weeks with downtime, two overlapping runs, clock changes, a failing week and a lost database: every issue once, in order, none skipped silently', async () => {
  const job = await openJob({ newsletter: SCHEDULE });
  let overlapped: (boolean | undefined)[] = [];
  let kept: string[] = [];
  for (const since of RUNS.filter((at) => at < DOWN.from || at > DOWN.until)) {
    const now = iso(START + since);
    publish(job, now, since > FAILING.from && since < FAILING.until);
    const isSundayNight = since % WEEK > 162 * HOUR;
    const isTogether = weekOf(since) === OVERLAP && isSundayNight;
    const results = await Promise.all(isTogether ? [job.run(now), job.run(now)] : [job.run(now)]);
    if (isTogether) overlapped = results.map(({ busy }) => busy !== undefined);
    for (const done of results.flatMap(({ did }) => did))
      if (done.step === 'draft' && weekOf(since) !== FORGOTTEN) await job.set(done.number, 'published');
    if (weekOf(since) !== LOST || !isSundayNight) continue;
    const old = await (await job.store()).items('', iso(START + since - 91 * 24 * HOUR));
    kept = old.map(({ url }) => slugOf(url));
    await job.loseState();
  }
  expect(overlapped.toSorted()).toEqual([false, true]);
  const issues = await readIssues(job);
  expectEachSundayOnce(issues);
  expectEachStoryOnce(issues);
  const forgotten = issues.find(({ status }) => status === 'draft');
  expect(kept.sort()).toEqual(forgotten?.urls.map(slugOf).sort());
  expectTold(job);
}, 1_200_000);

/** Puts what was published until now into the feed, or takes the feed away. */
function publish(job: Job, now: string, down: boolean): void {
  const until = ENTRIES.filter(({ date }) => date <= now);
  if (down) job.farm.feeds.delete('all');
  else job.farm.feeds.set('all', until.slice(-IN_FEED).reverse());
}

type Read = {
  number: number;
  window: { since: string; until: string };
  urls: string[];
  status: string;
  notes: string[];
  draftedAt: string;
};
async function readIssues(job: Job): Promise<Read[]> {
  const read: Read[] = [];
  for (const folder of await job.files.list('issues')) {
    const { number, window, blocks, status } = parseIssue((await job.files.read(`issues/${folder}/issue.md`)) ?? '');
    const evidence: Evidence = JSON.parse((await job.files.read(`issues/${folder}/evidence.json`)) ?? '');
    const urls = blocks.flatMap(({ links }) => links.slice(0, 1));
    const { notes, draftedAt } = evidence;
    read.push({ number, window: window ?? { since: '', until: '' }, urls, status, notes, draftedAt });
  }
  return read;
}

/** The windows join one another, from the first week to the last; each Sunday is an issue’s own, or named in one as missed. */
function expectEachSundayOnce(issues: Read[]): void {
  expect(issues.map(({ number }) => number)).toEqual(issues.map((_, i) => i + 1));
  for (const [i, { window }] of issues.entries()) if (i > 0) expect(window.since).toBe(issues[i - 1]?.window.until);
  const own = issues.map(({ window }) => iso(Date.parse(window.until) - 24 * HOUR).slice(0, 10));
  const missed = issues.flatMap(({ notes }) =>
    notes.flatMap((note) => /^no issue was drafted on ([\d-]+):/.exec(note)?.[1] ?? []),
  );
  // the first issue is that of the Sunday before the job began
  const sundays = Array.from({ length: WEEKS + 1 }, (_, i) => iso(START + i * WEEK - 24 * HOUR).slice(0, 10));
  expect([...own, ...missed].sort()).toEqual(sundays);
  expect(missed).toEqual(['2026-05-31']);
  expect(issues.filter(({ status }) => status !== 'published')).toHaveLength(1);
  const unusual = issues
    .map(({ draftedAt }) => IN_LISBON.format(Date.parse(draftedAt)))
    .filter((when) => when !== 'Sun 18:05');
  // the job began on a Monday, ran again on a Wednesday, and found its source again on a Tuesday
  expect(unusual).toEqual(['Mon 06:05', 'Wed 19:05', 'Tue 07:05']);
}

const IN_LISBON = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Lisbon',
  weekday: 'short',
  hour: '2-digit',
  minute: '2-digit',
});

function expectEachStoryOnce(issues: Read[]): void {
  const told = issues.flatMap(({ urls }) => urls.map(slugOf));
  expect(told.length).toBe(new Set(told).size);
  expect(ENTRIES.map(({ slug }) => slug).filter((slug) => !told.includes(slug))).toEqual([]);
}

function slugOf(url: string): string {
  return pageKey(url).split('/').at(-1) ?? '';
}

function expectTold(job: Job): void {
  const of = (kind: string) => job.told.filter((news) => news.kind === kind);
  expect(of('draft-ready').map(({ number }) => number)).toEqual(Array.from({ length: WEEKS }, (_, i) => i + 1));
  // while it waits, with each new issue
  expect(new Set(of('waiting').map(({ number }) => number))).toEqual(new Set([FORGOTTEN + 2]));
  expect(of('source-sick')).toHaveLength(1);
  const failed = of('failed').map(({ at, title }) => `${at.slice(0, 10)} ${title}`);
  expect(new Set(failed).size).toBe(failed.length);
  expect(failed.length).toBeGreaterThan(7);
}
