/** `kill -9` at random moments of a crawl and of a draft, round after round: nothing is broken, nothing is there twice, nothing is paid for twice. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../bench/random.ts';
import { parseIssue } from '../../src/issue/parse.ts';
import { issueFile, NEWSLETTER, pullquote, type Ran, workspace } from '../support/cli.ts';
import { goodModel } from '../support/goodModel.ts';
import { startModelServer } from '../support/model-server.ts';
import { reply, startServer } from '../support/servers.ts';

const WORKSPACES = 40;
const ROUNDS = 5;
const FEEDS = 4;
const FIRST = 3;
/** Calls of the model that a draft makes at once: so many answers may be on their way when it dies. */
const AT_ONCE = 4;
/** The most microseconds between the moment that is counted and the kill: a write to the disk takes about as long. */
const LATER = 3000;
const WINDOW = ['--since', '2026-11-09', '--until', '2026-11-16'];
const SWITCH = ['--import', resolve('test/support/killMoment.mjs')];

const THINGS = 'lantern anvil ferry orchard beacon cellar gravel harness meadow pulley quarry sextant'.split(' ');
const DEEDS = 'opens sorts repairs counts grinds paints weighs seals'.split(' ');

/** One entry of a feed: what it tells of is told in no other. */
function entry(home: string, feed: number, n: number): string {
  const thing = `${THINGS[(feed * 5 + n) % THINGS.length]}${feed}${n}`;
  const words = Array.from({ length: 14 }, (_, k) => {
    const deed = DEEDS[(feed + n + k) % DEEDS.length];
    return `The language model of the ${thing} ${deed} ${k + 2} crates of ${thing}wood before anybody in hall ${feed * 100 + n} has finished the tea.`;
  });
  const date = new Date(Date.UTC(2026, 10, 15) - (n * FEEDS + feed) * 3_600_000).toUTCString();
  const url = `${home}/${feed}/${n}`;
  return `<item><title>A language model for the ${thing}</title><link>${url}</link><guid>${url}</guid><pubDate>${date}</pubDate><description>&lt;p&gt;${words.join(' ')}&lt;/p&gt;</description></item>`;
}

/** Feeds that grow by an entry a round, and a model that is paid for. */
async function startWeek() {
  let entries = FIRST;
  const feeds = await startServer((hit, response) => {
    const feed = Number(/^\/(\d+)\.xml$/.exec(hit.path)?.[1] ?? FEEDS);
    if (feed >= FEEDS) return reply(response, 404);
    const home = `http://${hit.headers.host}`;
    const items = Array.from({ length: entries }, (_, n) => entry(home, feed, n)).join('');
    const xml = `<?xml version="1.0"?><rss version="2.0"><channel><title>Hall ${feed}</title><link>${home}/</link><description>x</description>${items}</channel></rss>`;
    return reply(response, 200, xml, { 'content-type': 'application/rss+xml' });
  });
  const model = await startModelServer(goodModel().answer);
  const dir = workspace({
    'sources.yaml': Array.from({ length: FEEDS }, (_, i) => `- { kind: feed, url: "${feeds.url}/${i}.xml" }\n`).join(
      '',
    ),
    'newsletter.yaml': `${NEWSLETTER}about: Artificial intelligence - models\nlimits: { perSource: 9, perDomain: 9 }\nsections: [{ slot: lead }, { slot: reads, max: 9 }]\nmodel: { name: deepseek/deepseek-flash, url: "${model.url}", price: { input: 0.1, cached: 0.01, output: 0.2 } }\n`,
  });
  const env = { PULLQUOTE_ALLOW: `${feeds.host} ${model.host}`, DEEPSEEK_API_KEY: 'sk-planted-key' };
  return {
    dir,
    items: () => FEEDS * entries,
    grow: () => entries++,
    /** The hashes of all that the model was asked, in order. */
    asked: () => model.hits.map(({ body }) => createHash('sha256').update(body).digest('hex')),
    run: (command: string, kill: Record<string, string> = {}): Promise<Ran> =>
      pullquote(['-C', dir, command, '--quiet', ...WINDOW], { env: { ...env, ...kill }, nodeArgs: SWITCH }),
    close: () => Promise.all([feeds.close(), model.close()]),
  };
}

/** What the database says, opened as any other program would. */
function look(dir: string) {
  const db = new Sqlite(join(dir, '.pullquote/state.db'));
  try {
    const column = (sql: string) => db.prepare(sql).pluck().all() as string[];
    const has = (name: string) => column(`select name from sqlite_master where name = '${name}'`).length > 0;
    return {
      sound: db.pragma('integrity_check', { simple: true }),
      items: has('item') ? column("select source_id || ' ' || canonical_url from item") : [],
      paid: has('response') ? column("select body_hash from response where method = 'POST'") : [],
    };
  } finally {
    db.close();
  }
}

const momentsOf = ({ stderr }: Ran) => Number(/moments (\d+)/.exec(stderr)?.[1]);

describe.concurrent('200 rounds of kill -9', () => {
  it.each(Array.from({ length: WORKSPACES }, (_, i) => [i]))(
    `workspace %i: ${ROUNDS} rounds, each killed at a seeded moment, then run again`,
    async (number) => {
      const next = seeded(number + 1);
      const week = await startWeek();
      let [moments, killed] = [400, 0];
      for (let round = 0; round < ROUNDS; round++) {
        const command = next() < 0.3 ? 'crawl' : 'draft';
        const at = 1 + Math.floor(next() * moments * (command === 'crawl' ? 0.3 : 1));
        const before = week.asked().length;
        const kill = { KILL_AT: String(at), KILL_LATER: String(Math.floor(next() * LATER)) };
        const { code } = await week.run(command, kill);
        if (code === null) killed++;
        const left = existsSync(join(week.dir, '.pullquote/state.db')) ? look(week.dir) : undefined;
        if (left) expect(left.sound).toBe('ok');
        const paid = new Set(left?.paid);
        const lost = week
          .asked()
          .slice(before)
          .filter((hash) => !paid.has(hash));
        expect(lost.length).toBeLessThanOrEqual(AT_ONCE);

        const resumed = week.asked().length;
        const again = await week.run('draft');
        expect([again.code, again.stderr.replace(/moments \d+\n/, '')]).toEqual([0, '']);
        expect(
          week
            .asked()
            .slice(resumed)
            .filter((hash) => paid.has(hash)),
        ).toEqual([]);
        moments = momentsOf(again);
        const { sound, items } = look(week.dir);
        expect(sound).toBe('ok');
        expect(items).toHaveLength(week.items());
        expect(new Set(items).size).toBe(week.items());
        expectOneIssue(week.dir);
        week.grow();
      }
      // a kill that comes after the end kills nothing
      expect(killed).toBeGreaterThan(ROUNDS / 2);
      await week.close();
    },
  );
});

/** One issue, whole, with no block twice and nothing left lying about. */
function expectOneIssue(dir: string): void {
  expect(readdirSync(join(dir, 'issues'))).toEqual(['001']);
  const { blocks } = parseIssue(issueFile(dir, 'issue.md'));
  expect(blocks.length).toBeGreaterThan(1);
  const links = blocks.flatMap((block) => block.links.slice(0, 1));
  expect(new Set(links).size).toBe(links.length);
  expect(() => JSON.parse(issueFile(dir, 'evidence.json'))).not.toThrow();
  const left = ['.pullquote', 'issues/001'].flatMap((folder) => readdirSync(join(dir, folder)));
  expect(left.filter((name) => /\.tmp$|together|lock/.test(name))).toEqual([]);
}
