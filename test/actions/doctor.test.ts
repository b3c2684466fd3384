import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type DoctorTools, doctor, type Tried } from '../../src/actions/doctor.ts';
import { ignoredIn } from '../../src/commands/ignored.ts';
import { SourceError, UserError } from '../../src/errors.ts';
import { examineStore } from '../../src/store/examine.ts';
import { openStore } from '../../src/store/index.ts';
import type { Files } from '../../src/types.ts';
import { tempFiles } from '../support/world.ts';

const NOW = '2026-11-22T18:00:00.000Z';
const SOURCES = '- { kind: feed, id: lab, url: "https://lab.example.test/feed.xml" }\n';
const NEWSLETTER = 'name: The Test Digest\naddress: 1 Test Street\nmodel: ollama/any\n';

/** A workspace with these files, seen by a doctor who has real tools. */
async function looked(
  o: {
    files?: Record<string, string>;
    now?: string;
    before?: (files: Files) => Promise<void> | void;
    tools?: Partial<DoctorTools>;
  } & Tried = {},
) {
  const files = tempFiles();
  const given = { 'sources.yaml': SOURCES, 'newsletter.yaml': NEWSLETTER, ...o.files };
  for (const [path, text] of Object.entries(given)) if (text !== '') await files.write(path, text);
  await o.before?.(files);
  const tools: DoctorTools = {
    node: '24.1.0',
    hasKey: () => undefined,
    lacks: () => true,
    probe: () => Promise.reject(new Error('nobody is asked')),
    probePlatform: () => Promise.reject(new Error('nobody is asked')),
    verifyMail: async () => undefined,
    examine: (now) => examineStore({ path: join(files.root, '.pullquote/state.db') }, now),
    clock: () => new Date(o.now ?? NOW),
    timeAt: () => Promise.reject(new Error('nobody is asked')),
    ignored: () => ignoredIn(files.root),
    packaged: (path) => readFileSync(resolve(path), 'utf8'),
    ...o.tools,
  };
  const findings = await doctor(files, tools, o);
  const of = (what: string) => findings.filter((finding) => finding.what === what);
  return { files, findings, of, wrong: findings.filter(({ ok }) => !ok) };
}

/** Notes runs of commands in the state, as they would have been noted. */
const noted =
  (...runs: [command: string, at: string, failure?: string][]) =>
  async (files: Files) => {
    const store = await openStore({ path: join(files.root, '.pullquote/state.db') });
    for (const [command, startedAt, detail] of runs) {
      const id = await store.startRun({ command, startedAt });
      await store.endRun(id, detail === undefined ? 'done' : 'failed', startedAt, detail);
    }
    await store.close();
  };
const lockOf = (holder: object) => (files: Files) =>
  files.write(
    '.pullquote/lock',
    JSON.stringify({
      pid: process.pid,
      host: 'another-host',
      since: '2026-11-22T17:00:00Z',
      born: '0',
      what: 'draft',
      id: 'x',
      ...holder,
    }),
  );

describe('doctor', () => {
  it('finds nothing wrong where nothing is', async () => {
    const { wrong, of } = await looked();
    expect(wrong).toEqual([]);
    expect(of('state')).toMatchObject([{ detail: '.pullquote/state.db is whole, 1 MB' }]);
    expect(of('Git')).toMatchObject([{ detail: 'the workspace is in no Git repository' }]);
  });

  it('makes nothing in a folder that is no workspace', async () => {
    const { wrong, files } = await looked({ files: { 'sources.yaml': '', 'newsletter.yaml': '' } });
    expect(wrong).toMatchObject([{ what: 'configuration', mend: 'pullquote init' }]);
    expect(await files.list('.')).toEqual([]);
  });

  it.each<[string, Parameters<typeof looked>[0], object]>([
    ['Node that is too old', { tools: { node: '20.9.0' } }, { what: 'Node', mend: expect.stringContaining('Node 24') }],
    ['no source', { files: { 'sources.yaml': '[]\n' } }, { what: 'sources.yaml', mend: 'pullquote sources add URL' }],
    [
      'a slip in a file',
      { files: { 'newsletter.yaml': `${NEWSLETTER}colour: red\n` } },
      { what: 'configuration', detail: expect.stringContaining('newsletter.yaml') },
    ],
    [
      'no postal address',
      { files: { 'newsletter.yaml': 'name: A\n' } },
      { what: 'newsletter.yaml', mend: expect.stringContaining('address:') },
    ],
    [
      'a secret that is not set',
      { files: { 'sources.yaml': '- { kind: feed, url: "https://paid.example.test/${PAID}" }\n' } },
      { what: 'secret', mend: expect.stringContaining('PAID=') },
    ],
    [
      'a state that is no database',
      { before: (files) => files.write('.pullquote/state.db', 'words '.repeat(1000)) },
      { what: 'state', detail: expect.stringContaining('is no database'), mend: 'rm .pullquote/state.db*' },
    ],
    [
      'a state of the future',
      {
        before: async (files) => {
          const { default: Sqlite } = await import('better-sqlite3');
          mkdirSync(join(files.root, '.pullquote'));
          const db = new Sqlite(join(files.root, '.pullquote/state.db'));
          db.pragma('user_version = 999');
          db.close();
        },
      },
      { what: 'state', mend: expect.stringContaining('npm install') },
    ],
    [
      'a clock that was never set',
      { now: '2000-01-01T00:00:00.000Z' },
      { what: 'clock', mend: expect.stringContaining('timedatectl') },
    ],
    [
      'a clock that went back',
      { before: noted(['crawl', '2026-11-25T00:00:00.000Z']) },
      { what: 'clock', detail: expect.stringContaining('2026-11-25') },
    ],
    [
      'a lock of another host',
      { before: lockOf({}) },
      {
        what: 'lock',
        detail: expect.stringContaining('another-host'),
        mend: expect.stringMatching(/^rm \.pullquote\/lock/),
      },
    ],
    [
      'a template that can’t be filled',
      { files: { 'templates/issue.txt.hbs': 'Words {{#if\n' } },
      {
        what: 'templates',
        detail: expect.stringContaining('issue.txt.hbs'),
        mend: expect.stringContaining('packaged'),
      },
    ],
    [
      'a page of the archive that can’t be filled',
      { files: { 'templates/archive/home.hbs': '{{#each}}' } },
      { what: 'templates', detail: expect.stringContaining('home.hbs') },
    ],
    [
      'notices that can’t be sent',
      {
        files: { 'newsletter.yaml': `${NEWSLETTER}notify: { email: mz@example.test }\n` },
        before: noted(['crawl', NOW]),
      },
      { what: 'notify', mend: expect.stringContaining('SMTP_URL=') },
    ],
    [
      'secrets that would be committed',
      { before: (files) => files.write('.git/HEAD', 'ref: refs/heads/main\n') },
      {
        what: 'Git',
        detail: expect.stringContaining('.env and .pullquote/'),
        mend: expect.stringContaining('>> .gitignore'),
      },
    ],
    [
      'a source list that nobody answers',
      { online: true, tools: { timeAt: () => Promise.reject(new SourceError('no such host')) } },
      { what: 'online', detail: 'no such host' },
    ],
    [
      'a clock that is fast',
      { online: true, tools: { timeAt: async () => 'Sun, 22 Nov 2026 17:30:00 GMT' } },
      { what: 'clock', detail: expect.stringContaining('30 minutes fast') },
    ],
  ])('%s', async (_, o, finding) => {
    const { wrong } = await looked(o);
    expect(wrong).toMatchObject([{ ok: false, ...finding }]);
  });

  it('a full disk', async () => {
    const files = tempFiles();
    const { wrong } = await looked();
    expect(wrong).toEqual([]);
    const full = { ...files, free: async () => 1_000_000 };
    const tools = { node: '24.0.0', hasKey: () => undefined, lacks: () => true } as unknown as DoctorTools;
    expect(await doctor(full, tools)).toContainEqual({
      what: 'disk',
      ok: false,
      detail: '1 MB free',
      mend: expect.stringContaining('pullquote prune'),
    });
  });

  it('a damaged page in the middle of the state', async () => {
    const { wrong } = await looked({
      before: async (files) => {
        await noted(
          ...Array.from({ length: 2000 }, (_, i): [string, string] => [
            'crawl',
            `2026-11-01T00:00:00.${String(i % 1000).padStart(3, '0')}Z`,
          ]),
        )(files);
        const path = join(files.root, '.pullquote/state.db');
        const bytes = readFileSync(path);
        // within the pages of a table: its cells point nowhere
        bytes.fill(0xff, bytes.length - 6000, bytes.length - 4200);
        writeFileSync(path, bytes);
      },
    });
    expect(wrong).toMatchObject([
      { what: 'state', detail: expect.stringContaining('damaged'), mend: 'rm .pullquote/state.db*' },
    ]);
  });

  it('a lock that a killed run left is no fault, one that is held for days is', async () => {
    const { hostname } = await import('node:os');
    const dead = await looked({ before: lockOf({ host: hostname(), pid: 999_999_999 }) });
    expect(dead.wrong).toEqual([]);
    expect(dead.of('lock')).toMatchObject([{ detail: expect.stringContaining('taken over') }]);
    const held = await looked({ before: lockOf({ host: hostname() }) });
    expect(held.of('lock')).toMatchObject([{ ok: true, detail: expect.stringContaining('pullquote draft') }]);
    const stuck = await looked({ before: lockOf({ host: hostname(), since: '2026-11-20T17:00:00Z' }) });
    expect(stuck.wrong).toMatchObject([
      { what: 'lock', detail: expect.stringContaining('49 hours'), mend: `kill ${process.pid}` },
    ]);
  });
});

describe('the weekly job', () => {
  const files = { 'newsletter.yaml': `${NEWSLETTER}schedule: { crawl: daily 06:00, draft: "sun 12:00" }\n` };
  const LONG_AGO: [string, string] = ['crawl', '2026-11-01T06:00:00.000Z'];

  it('is fine where it does what it should, and in a workspace that was just made', async () => {
    expect((await looked({ files })).of('schedule')).toMatchObject([
      { ok: true, detail: expect.stringContaining('nothing was ever done') },
    ]);
    const fine = await looked({
      files,
      before: noted(LONG_AGO, ['crawl', '2026-11-22T06:00:00.000Z'], ['draft', '2026-11-22T12:00:00.000Z']),
    });
    expect(fine.wrong).toEqual([]);
    const young = await looked({ files, before: noted(['crawl', '2026-11-22T14:00:00.000Z']) });
    expect(young.wrong).toEqual([]);
  });

  it('is late by more than three hours: nobody called it', async () => {
    const { wrong } = await looked({ files, before: noted(LONG_AGO, ['draft', '2026-11-15T12:00:00.000Z']) });
    expect(wrong).toMatchObject([
      {
        what: 'schedule',
        detail: expect.stringContaining('crawl was due at 2026-11-22T06:00:00.000Z'),
        mend: expect.stringContaining('cron'),
      },
      { what: 'schedule', detail: expect.stringContaining('the last was at 2026-11-15T12:00:00.000Z: nobody called') },
    ]);
    const soon = await looked({
      files,
      now: '2026-11-22T14:00:00.000Z',
      before: noted(LONG_AGO, ['crawl', '2026-11-22T06:00:00.000Z'], ['draft', '2026-11-15T12:00:00.000Z']),
    });
    expect(soon.wrong).toEqual([]);
  });

  it('failed: it says why', async () => {
    const { wrong } = await looked({
      files,
      before: noted(
        LONG_AGO,
        ['crawl', '2026-11-22T06:00:00.000Z'],
        ['draft', '2026-11-22T12:00:00.000Z', 'no source could be crawled'],
      ),
    });
    expect(wrong).toMatchObject([
      { what: 'schedule', detail: expect.stringContaining('no source could be crawled'), mend: 'pullquote run' },
    ]);
  });
});

describe('what Git would take along', () => {
  const inRepository = async (rules: string, more: Record<string, string> = {}) =>
    (await looked({ files: { '.gitignore': rules, '.git/HEAD': 'x', ...more } })).of('Git')[0];

  it.each([
    '.env\n.pullquote/\n',
    '/.env\n/.pullquote\n',
    '**/.env\n.pullquote/**\n',
    '.*\n',
    '# mine\n.env*\n  .pullquote/*\n',
  ])('%j', async (rules) => {
    expect(await inRepository(rules)).toMatchObject({ ok: true });
  });
  it.each([
    '.env.example\n.pullquote/\n',
    '#.env\n.pullquote\n',
    '.env\n.pullquote/lock\n',
    '.env\n.pullquote\n!.env\n',
  ])('%j', async (rules) => {
    expect(await inRepository(rules)).toMatchObject({ ok: false });
  });
  it('counts what the repository and its folders above ignore', async () => {
    expect(await inRepository('.env\n', { '.git/info/exclude': '.pullquote/\n' })).toMatchObject({ ok: true });
    const files = tempFiles();
    await files.write('.git/HEAD', 'x');
    await files.write('.gitignore', '.env\n');
    expect(ignoredIn(join(files.root, 'news/letter'))).toContain('.env');
  });
});

describe('the workers', () => {
  it.each([
    [{ living: 2, queue: true }, true, '2 workers live, and take what crawl, draft and run have to do'],
    [{ living: 0, queue: true }, true, 'none lives: commands do their own work'],
    [{ living: 1, queue: false }, false, '1 worker lives, and pg-boss, by which work is handed over, is not installed'],
  ])('are counted, and whether work can be handed to them: %j', async (told, ok, detail) => {
    const { of } = await looked({ tools: { workers: async () => told } });
    expect(of('workers')).toMatchObject([{ ok, detail: expect.stringContaining(detail) }]);
    if (!ok) expect(of('workers')[0]?.mend).toMatch(/^npm install pg pg-boss@/);
  });

  it('are not asked for where there is no database that they share, nor where it cannot be opened', async () => {
    expect((await looked()).of('workers')).toEqual([]);
    const { of } = await looked({
      tools: {
        examine: () => Promise.reject(new UserError('Postgres at db, database lamps, does not answer')),
        workers: () => Promise.reject(new Error('nobody is asked')),
      },
    });
    expect(of('workers')).toEqual([]);
  });
});
