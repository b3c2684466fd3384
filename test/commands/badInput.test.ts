import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openFiles } from '../../src/files/index.ts';
import { openStore } from '../../src/store/index.ts';
import {
  copyOf,
  draftedWeek,
  issueFile,
  NEWSLETTER,
  pullquote,
  SAMPLE,
  sampleWorkspace,
  workspace,
} from '../support/cli.ts';
import { entry, type Farm, startFarm } from '../support/farm.ts';
import { type LoopbackServer, reply, startServer } from '../support/servers.ts';

const WINDOW = ['--since', '2026-11-09', '--until', '2026-11-16'];
const servers: (Farm | LoopbackServer)[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});
const noTrace = (text: string) => expect(text).not.toMatch(/\n\s+at |node:internal|\.js:\d+:\d+/);

describe('the command line', () => {
  it('lists its commands, knows its version, and exits 2 on what it does not know', async () => {
    const help = await pullquote(['--help']);
    expect(help.code).toBe(0);
    for (const name of [
      'init',
      'sources',
      'add',
      'crawl',
      'stories',
      'draft',
      'check',
      'render',
      'approve',
      'publish',
      'inspect',
      'status',
      'doctor',
      'demo',
    ])
      expect(help.stdout).toContain(`  ${name}`);
    expect((await pullquote(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    const both = await pullquote(['crawl', '--record', 'a.har.gz', '--replay', 'b.har.gz']);
    expect(both.code).toBe(2);
    expect(both.stderr).toContain('cannot be used with option');
    const unknown = await pullquote(['darft']);
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('Did you mean draft?');
    expect((await pullquote(['draft', '--since', 'monday'])).stderr).toContain('a day is expected');
    expect((await pullquote(['draft', '--number', 'x'])).code).toBe(2);
  });

  it('says which Node it needs when it is started on an older one, before anything else', async () => {
    const older = 'data:text/javascript,Object.defineProperty(process.versions,"node",{value:"20.20.2"})';
    const ran = await pullquote(['--help'], { nodeArgs: ['--import', older] });
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('pullquote needs Node 22.19 or newer; this is Node 20.20.2');
  });
});

describe('configuration', () => {
  it('says what to do where there is no workspace', async () => {
    const { code, stderr } = await pullquote(['-C', workspace({}), 'draft']);
    expect(code).toBe(2);
    expect(stderr).toContain('sources.yaml and newsletter.yaml not found');
    expect(stderr).toContain('pullquote init');
    noTrace(stderr);
  });

  it('tells everything that is wrong in both files at once, with line and column', async () => {
    const dir = workspace({
      'sources.yaml':
        '- { kind: feed, url: https://a.test/feed, wieght: 2 }\n- { kind: fead, url: https://b.test/feed }\n',
      'newsletter.yaml': 'name: X\nbudgte: 1\n',
    });
    const { code, stderr } = await pullquote(['-C', dir, 'crawl']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/sources\.yaml:1:\d+.*wieght[\s\S]*weight/);
    expect(stderr).toMatch(/sources\.yaml:2:\d+.*fead/);
    expect(stderr).toMatch(/newsletter\.yaml:2:\d+.*budgte[\s\S]*budget/);
    noTrace(stderr);
  });

  it('wants a recurring slot’s source to be one of sources.yaml', async () => {
    const dir = workspace({
      'sources.yaml': '- { kind: feed, url: https://a.test/feed, id: lightcone }\n',
      'newsletter.yaml': 'name: X\nsections: [{ slot: recurring, title: Podcast of the week, source: lightcome }]\n',
    });
    const { code, stderr } = await pullquote(['-C', dir, 'crawl']);
    expect(code).toBe(2);
    expect(stderr).toContain(
      'newsletter.yaml:2:67 the recurring slot wants the source “lightcome”, which is no id in sources.yaml. Did you mean `lightcone`?',
    );
    // what mends the list is not stopped by it
    const listed = await pullquote(['-C', dir, 'sources', 'list', '--json']);
    expect(JSON.parse(listed.stdout).sources).toMatchObject([{ id: 'lightcone' }]);
  });

  it('names the recording that is not there or is none', async () => {
    const dir = sampleWorkspace();
    expect((await pullquote(['-C', dir, 'draft', '--replay', join(dir, 'none.har')])).stderr).toContain(
      'none.har is not there',
    );
    writeFileSync(join(dir, 'text.har'), 'words');
    const { code, stderr } = await pullquote(['-C', dir, 'draft', '--replay', join(dir, 'text.har')]);
    expect(code).toBe(2);
    noTrace(stderr);
  });
});

describe('feeds that misbehave', () => {
  it('costs nothing but itself: HTML, empty, truncated, endless, gone, refused', async () => {
    const farm = await startFarm({
      good: [entry('Fjord', '2026-11-10T08:00:00Z'), entry('Cinder', '2026-11-11T08:00:00Z')],
    });
    const chunk = 'x'.repeat(1 << 20);
    const bad = await startServer((hit, response) => {
      if (hit.path === '/html')
        return reply(response, 200, '<!doctype html><title>Gone</title><p>Sorry', { 'content-type': 'text/html' });
      if (hit.path === '/empty') return reply(response, 200, '');
      if (hit.path === '/gone') return reply(response, 410, 'gone');
      response.writeHead(200, { 'content-type': 'application/rss+xml' });
      response.write('<rss version="2.0"><channel><title>x</title>');
      let sent = 0;
      const more = () => {
        while (sent++ < 200) if (!response.write(`<!--${chunk}-->`)) return void response.once('drain', more);
        response.end();
      };
      more();
    });
    servers.push(farm, bad);
    const closed = await startServer(() => {});
    await closed.close();
    const names = ['html', 'empty', 'gone', 'huge'];
    const sources = [
      `- { kind: feed, url: "${farm.url}/good.xml", name: Good }`,
      ...names.map((name) => `- { kind: feed, url: "${bad.url}/${name}", name: ${name} }`),
      `- { kind: feed, url: "${closed.url}/x", name: refused }`,
    ];
    const dir = workspace({ 'sources.yaml': sources.join('\n'), 'newsletter.yaml': NEWSLETTER });
    const env = { PULLQUOTE_ALLOW: `${farm.host} ${bad.host} ${closed.host}` };
    const { code, stdout, stderr } = await pullquote(['-C', dir, 'draft', '--model', 'none', ...WINDOW], { env });
    expect(code).toBe(0);
    expect(issueFile(dir, 'issue.md')).toContain('Fjord');
    expect(stdout).toMatch(/failed: html: .*HTML/);
    expect(stdout).toMatch(/failed: empty: .*empty/);
    expect(stdout).toMatch(/failed: gone: .*410/);
    expect(stdout).toMatch(/failed: huge: .*MB/);
    expect(stdout).toMatch(/failed: refused: .*refused/);
    noTrace(stdout + stderr);
    const status = await pullquote(['-C', dir, 'status', '--json'], { env });
    expect(JSON.parse(status.stdout)).toMatchObject({ sources: 6, next: 1 });
  });

  it('refuses inner addresses that are not allowed, and names the line to set', async () => {
    const farm = await startFarm({ good: [entry('Fjord', '2026-11-10T08:00:00Z')] });
    servers.push(farm);
    const dir = workspace({
      'sources.yaml': `- { kind: feed, url: "${farm.url}/good.xml" }\n`,
      'newsletter.yaml': NEWSLETTER,
    });
    const { code, stderr } = await pullquote(['-C', dir, 'draft', '--model', 'none', ...WINDOW]);
    expect(code).toBe(3);
    expect(stderr).toContain(`PULLQUOTE_ALLOW=${farm.host}`);
    expect(farm.hits).toEqual([]);
  });
});

describe('issue.md, changed by hand', () => {
  let dir: string;
  let path: string;
  let drafted: string;
  beforeAll(async () => {
    dir = copyOf((await draftedWeek()).dir);
    path = join(dir, 'issues/001/issue.md');
    drafted = readFileSync(path, 'utf8');
  });

  it('is named with its line where it is broken, and neither draft nor check nor approve touches it', async () => {
    const broken = drafted.replace(/^number: .*$/m, 'number: [');
    writeFileSync(path, broken);
    for (const args of [['draft', '--replay', SAMPLE], ['check'], ['approve', '--offline'], ['render']]) {
      const { code, stderr } = await pullquote(['-C', dir, ...args]);
      expect(code).toBe(2);
      expect(stderr).toMatch(/issues\/001\/issue\.md: .*line \d/);
      noTrace(stderr);
    }
    expect(readFileSync(path, 'utf8')).toBe(broken);
  });

  it('is not drafted again once approved', async () => {
    const approved = drafted.replace('status: draft', 'status: approved');
    writeFileSync(path, approved);
    const { code, stderr } = await pullquote(['-C', dir, 'draft', '--number', '1', '--replay', SAMPLE]);
    expect(code).toBe(2);
    expect(stderr).toContain('issue 1 is approved');
    expect(readFileSync(path, 'utf8')).toBe(approved);
  });
});

describe('two runs and killed runs', () => {
  it('lets one of two drafts through and tells the other who holds the lock', async () => {
    const dir = sampleWorkspace();
    const { code, stderr } = await openFiles(dir).locked('draft', () =>
      pullquote(['-C', dir, 'draft', '--replay', SAMPLE]),
    );
    expect(code).toBe(75);
    expect(stderr).toContain(String(process.pid));
    expect(existsSync(join(dir, 'issues'))).toBe(false);
    // it did nothing: `status` tells of no failed run
    const store = await openStore({ path: join(dir, '.pullquote/state.db') });
    expect(await store.runs(5)).toEqual([]);
    await store.close();
  });
});
