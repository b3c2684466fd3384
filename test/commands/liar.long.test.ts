/** A model that lies: whatever the endpoint does, an issue is drafted and nothing in it is false (P1–P3, P6, P8, P11). */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { copyOf, issueFile, NEWSLETTER, pullquote, SAMPLE, sampleWorkspace, workspace } from '../support/cli.ts';
import { LEAD } from '../support/hostilePosts.ts';
import { hostileWeek, untruths } from '../support/hostileWeek.ts';
import { type Liar, liar, type Temper } from '../support/liar.ts';
import { falsehoods, type IssueFiles, plantedIn } from '../support/liarFalse.ts';
import { type Captured, truthOf } from '../support/liarTruth.ts';
import { startModelServer } from '../support/model-server.ts';
import { recordingOf } from '../support/recording.ts';

interface Week {
  /** Crawled; drafts take copies. */
  dir: string;
  /** Everything in its issue that is not so; `planted` is what the liar made up. */
  wrongIn(dir: string, files: IssueFiles, planted: Set<string>): Promise<string[]> | string[];
  window: string[];
  newsletter: string;
}
const WEEKS = resolve('../shared/data/weeks');
const REAL = join(WEEKS, '2026-W31');
const AT_ONCE = 3;
const BUDGET = 0.1;
const TEMPERS: Temper[] = [
  { honest: 0.1, broken: 0 },
  { honest: 0.3, broken: 0.05 },
  { honest: 0.5, broken: 0.15 },
  { honest: 0, broken: 0.02 },
  { honest: 0.6, broken: 0.5 },
];

/** The answers of a recording, as its file has them. */
function capturedIn(har: string): Captured[] {
  const { log } = JSON.parse(gunzipSync(readFileSync(har)).toString()) as {
    log: {
      entries: {
        request: { url: string };
        response: { content: { text?: string; mimeType: string; encoding?: string } };
      }[];
    };
  };
  return log.entries.map(({ request: { url }, response: { content } }) => ({
    url,
    type: content.mimeType,
    text: content.encoding === 'base64' ? Buffer.from(content.text ?? '', 'base64').toString() : (content.text ?? ''),
  }));
}

async function crawled(dir: string, recording: string, window: string[]): Promise<Week> {
  const read = (name: string) => readFileSync(join(dir, name), 'utf8');
  const ran = await pullquote(['-C', dir, 'crawl', '--quiet', ...window, '--replay', recording]);
  expect(ran).toMatchObject({ code: 0 });
  const files = ['sources.yaml', 'editor.yaml'].filter((name) => existsSync(join(dir, name)));
  const own = files.map((name) => ({ url: `workspace:${name}`, type: 'application/yaml', text: read(name) }));
  const truth = truthOf([...capturedIn(recording), ...own]);
  const wrongIn: Week['wrongIn'] = (_, drafted, planted) => falsehoods(drafted, truth, planted);
  return { dir, wrongIn, window, newsletter: read('newsletter.yaml') };
}

const NOVEMBER = ['--since', '2026-11-09', '--until', '2026-11-16'];
const sample = () => crawled(sampleWorkspace(), SAMPLE, NOVEMBER);
/** What strangers wrote is as bad as what the model says: such a week knows itself what each of them said. */
async function hostile(seed: number): Promise<Week> {
  const { files, answers, parts } = hostileWeek(seed);
  const editor = JSON.stringify({ pins: [{ url: LEAD, slot: 'lead' }] });
  const limits = 'limits: { perSource: 6, perDomain: 6 }\n';
  const own = { ...files, 'editor.yaml': editor, 'newsletter.yaml': NEWSLETTER + limits };
  const dir = workspace(own);
  writeFileSync(join(dir, 'week.har.gz'), recordingOf(answers));
  const week = await crawled(dir, join(dir, 'week.har.gz'), NOVEMBER);
  return {
    ...week,
    wrongIn: async (drafted, all, planted) => [
      ...plantedIn(all, planted, JSON.stringify(answers)),
      ...(await untruths(drafted, { parts, answers, files: own })),
    ],
  };
}
function real(): Promise<Week> {
  const sources = readFileSync(join(REAL, 'feeds.txt'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split('\t'))
    .map(([url, name]) => `- ${JSON.stringify({ kind: 'feed', url, name })}\n`);
  const newsletter = `${NEWSLETTER}sections: [{ slot: lead }, { slot: reads, max: 14 }]\nlimits: { perSource: 15, perDomain: 4 }\n`;
  const dir = workspace({ 'sources.yaml': sources.join(''), 'newsletter.yaml': newsletter });
  return crawled(dir, join(REAL, 'week.har.gz'), ['--since', '2026-07-26', '--until', '2026-08-03']);
}

/** What became of a lie: how many blocks it was told of, under which codes it was refused, how the blocks ended. */
interface Row {
  told: number;
  stood: number;
  mended: number;
  extractive: number;
  codes: Map<string, number>;
}
const table = new Map<string, Row>();
let blocks = 0;

const squashed = (title: string) => title.replace(/[^\p{L}\p{N}]/gu, '');
function note({ told }: Liar, { evidence }: IssueFiles): void {
  for (const [title, { write }] of told) {
    const block = evidence.blocks.find(({ items }) => items[0] && squashed(items[0].title) === squashed(title));
    if (!block) continue;
    blocks++;
    const row = table.get(write) ?? { told: 0, stood: 0, mended: 0, extractive: 0, codes: new Map() };
    const codes = new Set(block.checks.map(({ rule }) => rule));
    row.told++;
    row[block.writer === 'extractive' ? 'extractive' : codes.size ? 'mended' : 'stood']++;
    for (const code of codes) row.codes.set(code, (row.codes.get(code) ?? 0) + 1);
    table.set(write, row);
  }
}

const filesOf = (dir: string): IssueFiles => ({
  markdown: issueFile(dir, 'issue.md'),
  html: issueFile(dir, 'issue.html'),
  text: issueFile(dir, 'issue.txt'),
  evidence: JSON.parse(issueFile(dir, 'evidence.json')) as IssueFiles['evidence'],
});

/** Drafts a copy of the week by a liar, and gives everything that is wrong with what came out. */
async function lied(week: Week, seed: number, budget = BUDGET): Promise<string[]> {
  const model = liar(seed, TEMPERS[seed % TEMPERS.length] as Temper);
  const server = await startModelServer(model.answer);
  const price = '{ input: 0.15, cached: 0.003, output: 0.6 }';
  const yaml = `${week.newsletter}budget: ${budget}\nmodel: { name: deepseek/deepseek-flash, url: "${server.url}", price: ${price} }\n`;
  const dir = copyOf(week.dir);
  const again = copyOf(week.dir);
  try {
    for (const one of [dir, again]) writeFileSync(join(one, 'newsletter.yaml'), yaml);
    const record = join(dir, 'run.har.gz');
    const env = { PULLQUOTE_ALLOW: server.host, DEEPSEEK_API_KEY: 'sk-planted-key' };
    const ran = await pullquote(['-C', dir, 'draft', '--json', '--no-crawl', ...week.window, '--record', record], {
      env,
    });
    if (ran.code !== 0) return [`seed ${seed}: exit ${ran.code}: ${ran.stderr.slice(-500)}`];
    const files = filesOf(dir);
    note(model, files);
    const { bill } = files.evidence;
    const calls = server.calls.length;
    const replayed = await pullquote([
      '-C',
      again,
      'draft',
      '--quiet',
      '--no-crawl',
      ...week.window,
      '--replay',
      record,
    ]);
    const wrong = [
      ...(await week.wrongIn(dir, files, model.planted)),
      ...(calls > 20 ? [`${calls} calls`] : []),
      ...(bill.dollars > budget ? [`$${bill.dollars} of $${budget}`] : []),
      ...(replayed.code === 0
        ? differences(files, filesOf(again))
        : [`replay: exit ${replayed.code}: ${replayed.stderr}`]),
    ];
    return wrong.map((one) => `seed ${seed}: ${one}`);
  } finally {
    await server.close();
    for (const one of [dir, again]) rmSync(one, { recursive: true, force: true });
  }
}

function differences(first: IssueFiles, second: IssueFiles): string[] {
  return (['markdown', 'html', 'text'] as const).flatMap((name) => {
    if (first[name] === second[name]) return [];
    const [a, b] = [first[name].split('\n'), second[name].split('\n')];
    const at = a.findIndex((line, i) => line !== b[i]);
    return [
      `the replay's ${name} is another from line ${at + 1} on: ${a[at]?.slice(0, 160)} | ${b[at]?.slice(0, 160)}`,
    ];
  });
}

/** Several drafts at once: the machine waits for the endpoint's slow answers more than it works. */
async function inTurn(jobs: (() => Promise<string[]>)[]): Promise<string[]> {
  const wrong: string[] = [];
  const work = async () => {
    for (let job = jobs.shift(); job; job = jobs.shift()) wrong.push(...(await job()));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return wrong;
}
const seeds = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i);

afterAll(() => {
  const rows = [...table].toSorted(([a], [b]) => a.localeCompare(b));
  const codes = (row: Row) => [...row.codes].map(([code, n]) => `${code} ${n}`).join(', ');
  console.table(Object.fromEntries(rows.map(([kind, row]) => [kind, { ...row, codes: codes(row) }])));
  console.log(`${blocks} blocks were asked for`);
});

describe('a model that lies', () => {
  it('the sample week', async () => {
    const week = await sample();
    expect(await inTurn(seeds(1, 19).map((seed) => () => lied(week, seed)))).toEqual([]);
    expect(blocks).toBeGreaterThan(220);
  });

  it('with too little money for all of it', async () => {
    const week = await sample();
    expect(await inTurn(seeds(101, 2).map((seed) => () => lied(week, seed, 0.012)))).toEqual([]);
  });

  it('hostile weeks', async () => {
    for (const seed of [3, 5]) {
      const week = await hostile(seed);
      expect(await inTurn(seeds(seed * 1000, 2).map((one) => () => lied(week, one)))).toEqual([]);
    }
  });

  it.skipIf(!existsSync(REAL))('a real week, where ../shared has it', async () => {
    const week = await real();
    expect(await inTurn(seeds(7001, 3).map((seed) => () => lied(week, seed)))).toEqual([]);
  });
});
