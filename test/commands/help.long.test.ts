import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { farmWeek, type Name, PAGES, slugOf } from '../support/bandWeek.ts';
import { issueFile, NEWSLETTER, pullquote, workspace } from '../support/cli.ts';
import type { Farm } from '../support/farm.ts';
import { type ModelReply, type ModelServer, startModelServer } from '../support/model-server.ts';
import { WINDOW } from '../support/recording.ts';

let model: ModelServer;
let farm: Farm;
afterEach(async () => {
  await model.close();
  await farm.close();
});

type Purpose = 'band' | 'rerank' | 'other';
/** How the model answers a prompt, by what it asks; `say` finds the number of a page in it. */
type Answers = Partial<Record<Purpose, (prompt: string) => ModelReply>>;

const purposeOf = (prompt: string): Purpose =>
  prompt.includes('<pair ') ? 'band' : prompt.includes('<story ') ? 'rerank' : 'other';
const asksOf = (purpose: Purpose) =>
  model.calls.map(({ body }) => body.messages[1]?.content ?? '').filter((prompt) => purposeOf(prompt) === purpose);
/** The numbers of the fences that hold all of these pages. */
const numbersOf = (prompt: string, ...names: Name[]) =>
  [...prompt.matchAll(/<(?:pair|story) number="(\d+)">([\s\S]*?)<\//g)].flatMap(([, number, words = '']) =>
    names.every((name) => words.includes(PAGES[name].title.slice(0, 20))) ? [Number(number)] : [],
  );
const KNOWING: Answers = {
  band: (prompt) => ({ json: { same: numbersOf(prompt, 'fjord', 'price') } }),
  rerank: (prompt) => ({
    json: {
      worth: Object.fromEntries(numbersOf(prompt).map((n) => [n, numbersOf(prompt, 'robot').includes(n) ? 3 : 1])),
    },
  }),
};

/** The week crawled into a folder, with a model beside it. */
async function crawled(answers: Answers, more: { pages?: Partial<Record<Name, string>>; newsletter?: string } = {}) {
  model = await startModelServer(({ body }) => {
    const prompt = body.messages[1]?.content ?? '';
    return answers[purposeOf(prompt)]?.(prompt) ?? { json: { nothing: 'of use' } };
  });
  const week = await farmWeek(more.pages);
  farm = week.farm;
  const files = {
    'sources.yaml': week.sources,
    'newsletter.yaml': `${NEWSLETTER}limits: { perSource: 9, perDomain: 9 }\n${more.newsletter ?? ''}model: { name: deepseek/deepseek-flash, url: "${model.url}" }\n`,
  };
  const dir = workspace(files);
  const env = { PULLQUOTE_ALLOW: `${farm.host} ${model.host}`, DEEPSEEK_API_KEY: 'sk-planted-key' };
  const run = (...args: string[]) => pullquote(['-C', dir, ...args, ...WINDOW], { env });
  expect(await run('crawl')).toMatchObject({ code: 0 });
  const urlOf = (name: Name) => `${farm.url}/${name}/${slugOf(PAGES[name].url)}`;
  return { dir, run, files, urlOf };
}
type Listed = { title: string; score: number; items: { url: string }[]; reasons: { term: string; value: number }[] };
const storiesOf = (stdout: string): Listed[] => JSON.parse(stdout).stories;
const NAMES = Object.keys(PAGES) as Name[];
const grouped = (stdout: string) =>
  storiesOf(stdout)
    .map(({ items }) => NAMES.filter((name) => items.some(({ url }) => url.endsWith(`/${slugOf(PAGES[name].url)}`))))
    .filter((names) => names.length > 1);
const list = ['stories', '--no-crawl', '--json', '--all'];

describe('a model that helps to find the stories', () => {
  it('decides what is too close to call, once; and shows what it thinks of a story as a term', async () => {
    const { run } = await crawled(KNOWING);
    const first = await run(...list);
    expect(grouped(first.stdout)).toEqual([['fjord', 'price']]);
    const robot = storiesOf(first.stdout).find(({ title }) => title === PAGES.robot.title);
    expect(robot?.reasons.find(({ term }) => term === 'model')?.value).toBeGreaterThan(0.5);
    expect(model.calls).toHaveLength(2);
    expect(asksOf('band')).toHaveLength(1);
    expect((await run(...list)).stdout).toBe(first.stdout);
    expect(model.calls).toHaveLength(2);
  });

  it('is believed where it calls two stories what the words alone may not', async () => {
    const { run } = await crawled({ ...KNOWING, band: () => ({ json: { same: [] } }) });
    expect(grouped((await run(...list)).stdout)).toEqual([]);
  });

  it('is overruled by the editor', async () => {
    const { dir, run, urlOf } = await crawled(KNOWING);
    await run(...list);
    const yaml = { different: [[urlOf('fjord'), urlOf('price')]], same: [[urlOf('cinder'), urlOf('robot')]] };
    writeFileSync(join(dir, 'editor.yaml'), JSON.stringify(yaml));
    expect(grouped((await run(...list)).stdout)).toEqual([['cinder', 'robot']]);
  });

  it('changes nothing with --model none, nor where it fails in any way', async () => {
    let failure: ModelReply = {};
    const { run } = await crawled({ band: () => failure, rerank: () => failure });
    const plain = (await run(...list, '--model', 'none')).stdout;
    expect(model.calls).toEqual([]);
    for (failure of [{ status: 402 }, { cut: true }, { json: { same: 'all', worth: 'all' } }, { content: 'no JSON' }])
      expect((await run(...list)).stdout).toBe(plain);
    expect(model.calls.length).toBeGreaterThanOrEqual(7);
  });

  it('does no more than its bound where it obeys a title', async () => {
    const obeying: Answers = {
      band: (prompt) => ({ json: { same: numbersOf(prompt) } }),
      rerank: (prompt) => ({
        json: {
          worth: Object.fromEntries(
            numbersOf(prompt).map((n) => [n, numbersOf(prompt, 'robot').includes(n) ? 1e9 : -1e9]),
          ),
        },
      }),
    };
    const { run } = await crawled(obeying);
    const plain = storiesOf((await run(...list, '--model', 'none')).stdout);
    const after = await run(...list);
    for (const names of grouped(after.stdout)) expect(names.length).toBeLessThan(4);
    const moved = storiesOf(after.stdout).map(
      ({ reasons }) => reasons.find(({ term }) => term === 'model')?.value ?? 0,
    );
    expect(Math.max(...moved.map(Math.abs))).toBe(1.5);
    expect(plain.some(({ reasons }) => reasons.some(({ term }) => term === 'model'))).toBe(false);
  });

  it('sees nothing of a private source', async () => {
    const { run } = await crawled(KNOWING, { pages: { price: 'private: true' } });
    await run(...list);
    await run('draft', '--no-crawl');
    expect(model.calls.length).toBeGreaterThan(2);
    expect(JSON.stringify(model.calls.map(({ body }) => body))).not.toMatch(/undercuts a tenth|paper-test|old letters/);
  });

  it('is part of the estimate of a dry run, which asks nothing', async () => {
    const { run } = await crawled(KNOWING);
    const calls = async () =>
      JSON.parse((await run('draft', '--no-crawl', '--dry-run', '--json')).stdout).estimate.calls;
    const before = await calls();
    expect(model.calls).toEqual([]);
    await run(...list);
    // what is remembered is not asked
    expect(await calls()).toBe(before - 1);
  });

  it('costs nothing beyond the budget', async () => {
    const { run } = await crawled(KNOWING, { newsletter: 'budget: 0.000001\n' });
    const { stdout } = await run('draft', '--no-crawl');
    expect(stdout).toContain('Bill: no model was asked.');
    expect(model.calls).toEqual([]);
  });

  it('is recorded with what it said before: a replay in an empty folder, without a key, gives the same bytes', async () => {
    const { dir, run, files } = await crawled(KNOWING);
    const replayed = async (name: string, written: string[]) => {
      const recording = join(dir, name);
      const drafted = await run('draft', '--no-crawl', '--record', recording);
      expect(drafted).toMatchObject({ code: 0 });
      const empty = workspace(files);
      expect(await pullquote(['-C', empty, 'draft', ...WINDOW, '--replay', recording])).toMatchObject({ code: 0 });
      for (const file of written) expect(issueFile(empty, file)).toBe(issueFile(dir, file));
    };
    const all = ['issue.md', 'issue.html', 'issue.txt', 'evidence.json'];
    await replayed('asked.har.gz', all);
    expect(asksOf('band')).toHaveLength(1);
    expect(
      JSON.parse(issueFile(dir, 'evidence.json')).bill.lines.map(({ purpose }: { purpose: string }) => purpose),
    ).toEqual(expect.arrayContaining(['band', 'rerank']));
    // the second run has only its memory to know that the two are one
    await replayed('remembered.har.gz', all);
    expect(asksOf('band')).toHaveLength(1);
    expect(
      JSON.parse(issueFile(dir, 'evidence.json')).bill.lines.map(({ purpose }: { purpose: string }) => purpose),
    ).not.toContain('band');
  });
});
