import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { NEWSLETTER, pullquote, type Ran, SAMPLE, sampleWorkspace, workspace } from '../support/cli.ts';
import { entry, MODELS, startFarm } from '../support/farm.ts';

interface Listed {
  id: string;
  title: string;
  score: number;
  onTopic: boolean;
  slot: string | null;
  leftOut: string | null;
  items: { id: string; url: string; title: string; source: string }[];
  reasons: { term: string; value: number; detail: string }[];
}
interface Shown {
  stories: Listed[];
  dropped: Record<string, number>;
  runnersUp: { id: string; reason: string; short: number | null }[];
  funnel: Record<'items' | 'originals' | 'roundups' | 'stories' | 'onTopic' | 'chosen' | 'told', number> & {
    leftOut: { reason: string; items: number; stories: number }[];
  };
}

let dir: string;
let all: Shown;
let people: Ran;
const run = (...args: string[]) =>
  pullquote(['-C', dir, 'stories', '--model', 'none', '--replay', SAMPLE, '--no-crawl', ...args]);
const json = ({ stdout }: Ran) => JSON.parse(stdout) as Shown;

beforeAll(async () => {
  dir = sampleWorkspace();
  people = await pullquote(['-C', dir, 'stories', '--model', 'none', '--replay', SAMPLE]);
  all = json(await run('--all', '--json'));
}, 60_000);

describe('stories of the sample week, for scripts', () => {
  it('are in rank order, those on topic unless all are asked for', async () => {
    const some = json(await run('--json'));
    const scores = all.stories.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(some.stories).toEqual(all.stories.filter(({ onTopic }) => onTopic));
    expect(some.stories.length).toBeLessThan(all.stories.length);
    expect(some.stories.length).toBeGreaterThanOrEqual(10);
  });

  it('have a slot or the reason why not, never both', () => {
    for (const { slot, leftOut, title } of all.stories) expect([slot, leftOut].filter(Boolean).length, title).toBe(1);
    expect(all.stories[0]?.slot).toBe('lead');
  });

  it('hold every item once, and the ledger holds the rest', () => {
    const ids = all.stories.flatMap(({ items }) => items.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    const { funnel } = all;
    const left = funnel.leftOut.reduce((sum, { items }) => sum + items, 0);
    expect(left + funnel.told).toBe(funnel.items);
    const inStories = funnel.leftOut.filter(({ stories }) => stories > 0).map(({ reason }) => reason);
    for (const reason of inStories) expect(all.stories.some(({ leftOut }) => leftOut === reason)).toBe(true);
    expect(funnel.stories).toBe(all.stories.length);
    expect(funnel.onTopic).toBe(all.stories.filter(({ onTopic }) => onTopic).length);
    expect(funnel.chosen).toBe(all.stories.filter(({ slot }) => slot !== null).length);
    expect(funnel.roundups).toBe(all.dropped['round-up']);
    const before = funnel.items - ids.length;
    expect(before).toBe(funnel.leftOut.reduce((sum, line) => sum + (line.stories > 0 ? 0 : line.items), 0));
  });

  it('say how far each runner-up is from the last one chosen of its kind', () => {
    const byId = new Map(all.stories.map((story) => [story.id, story]));
    expect(all.runnersUp.length).toBeGreaterThanOrEqual(3);
    const least = (slots: string[]) =>
      Math.min(...all.stories.filter(({ slot }) => slots.includes(slot ?? '')).map(({ score }) => score));
    const [read, watched] = [least(['lead', 'reads']), least(['watch'])];
    for (const { id, reason, short } of all.runnersUp) {
      expect(byId.get(id)?.leftOut).toBe(reason);
      expect(byId.get(id)?.onTopic).toBe(true);
      const score = byId.get(id)?.score ?? 0;
      expect([read - score, watched - score].some((lack) => Math.abs(lack - (short ?? 0)) < 0.002)).toBe(true);
    }
  });
});

describe('stories for people', () => {
  it('are a table that marks what almost made it, and a ledger that adds up', () => {
    expect(people.code).toBe(0);
    const [head, first] = people.stdout.split('\n');
    expect(head).toMatch(/^id +score +slot, or why not +items +story$/);
    expect(first).toMatch(/^[0-9a-f]{8} +\d+\.\d\d +lead +\d+ +\S/);
    const almost = all.runnersUp.filter(({ short }) => (short ?? 0) > 0.01)[0];
    expect(people.stdout).toMatch(
      new RegExp(`^${almost?.id.slice(0, 8)} .* ~ ${almost?.reason}, \\d+\\.\\d\\d short`, 'm'),
    );
    const { items, originals, stories, onTopic, chosen, told } = all.funnel;
    expect(people.stdout).toMatch(
      new RegExp(
        `^${items} items → ${originals} originals → .* and ${stories} stories → ${onTopic} on topic → ${chosen} chosen$`,
        'm',
      ),
    );
    expect(people.stdout).toContain(`${items - told} left out and ${told} told are ${items} items.`);
    for (const { reason } of all.funnel.leftOut)
      expect(people.stdout).toMatch(new RegExp(`^ {2}${reason} +\\d+ item`, 'm'));
  });
});

describe('one story explained', () => {
  it('is found by the beginning of its id, with its terms, weights, members and quotes', async () => {
    const [lead] = all.stories as [Listed];
    const { code, stdout } = await run('--explain', lead.id.slice(0, 6).toUpperCase());
    expect(code).toBe(0);
    expect(
      stdout.startsWith(`${lead.title}\n${lead.id}, score ${lead.score.toFixed(3)}: stands in the issue, slot lead.`),
    ).toBe(true);
    for (const { term, value } of lead.reasons)
      expect(stdout).toMatch(new RegExp(`^${term} +${value.toFixed(2)} +×1 +-?█+`, 'm'));
    for (const { url } of lead.items.filter(({ url }) => stdout.includes(url))) expect(stdout).toContain(url);
    expect(stdout).toMatch(/, the lead$/m);
    expect(stdout).toMatch(/^ {4}also at /m);
    expect(stdout).toMatch(/Could be quoted:\n {2}“.{40,}”\n {2}“.{40,}”/);
  });

  it('is the same story for scripts, with its members beside what the others have', async () => {
    const [lead] = all.stories as [Listed];
    const { stories, funnel } = json(await run('--explain', lead.id, '--json'));
    const [one] = stories as unknown as (Listed & {
      members: { lead: boolean; joinedBy: string }[];
      quotes: unknown[];
    })[];
    expect(stories).toHaveLength(1);
    expect(one?.items).toEqual(lead.items);
    expect(one?.reasons).toEqual(lead.reasons.map((reason) => ({ ...reason, weight: 1 })));
    expect(one?.members.filter((member) => member.lead)).toHaveLength(1);
    expect(one?.members.some(({ joinedBy }) => joinedBy === 'is about a page of it')).toBe(true);
    expect(one?.quotes).toHaveLength(2);
    expect(funnel).toEqual(all.funnel);
    expect(JSON.stringify(stories)).not.toContain('"text":""');
  });

  it('is found by the address of any of its pages, also of one that is off topic', async () => {
    const off = all.stories.find(({ onTopic, items }) => !onTopic && items.length > 1) as Listed;
    const { code, stdout } = await run('--explain', `${off.items.at(-1)?.url.replace('https://', '')}?utm_source=x`);
    expect(code).toBe(0);
    expect(stdout).toContain(`${off.id}, score ${off.score.toFixed(3)}: left out, ${off.leftOut}`);
  });

  it('that is not there is an error which offers the nearest ids', async () => {
    const [, second] = all.stories as [Listed, Listed];
    const typo = `${second.id.slice(0, 7)}x${second.id.slice(8)}`;
    const { code, stderr } = await run('--explain', typo);
    expect(code).toBe(2);
    expect(stderr).toContain(`begins with “${typo}”. Nearest are:\n  ${second.id}  `);
    expect(stderr).toContain('stories --all');
    const page = await run('--explain', 'https://nowhere.test/page');
    expect(page.code).toBe(2);
    expect(page.stderr).toContain('no story of this week has the page https://nowhere.test/page');
  });
});

it('stops without a word when its reader does', async () => {
  const args = [resolve('dist/cli.js'), '-C', dir, 'stories', '--all', '--json', '--model', 'none', '--replay', SAMPLE];
  const child = spawn(process.execPath, [...args, '--no-crawl'], { env: { PATH: process.env.PATH ?? '', HOME: dir } });
  let wrong = '';
  child.stderr.on('data', (chunk) => {
    wrong += chunk;
  });
  child.stdout.once('data', () => child.stdout.destroy());
  const code = await new Promise((ended) => child.on('close', ended));
  expect({ code, wrong }).toEqual({ code: 0, wrong: expect.not.stringMatching(/EPIPE|fault/) });
});

it('has rows of one line whatever stands in a title', async () => {
  const titles = [
    '機械学習の模型 language model',
    'A language&#27;[2J&#x9b;2J model &#x202e;ledom',
    'One language\n\tmodel\u0007 in tabs',
  ];
  const entries = titles.map((title, i) => ({ ...entry(MODELS[i] as string, '2026-11-12'), title }));
  const farm = await startFarm({ odd: entries });
  const odd = workspace({
    'sources.yaml': `- { kind: feed, url: "${farm.url}/odd.xml" }\n`,
    'newsletter.yaml': NEWSLETTER,
  });
  const window = ['--since', '2026-11-09', '--until', '2026-11-16'];
  const { code, stdout } = await pullquote(['-C', odd, 'stories', '--all', '--model', 'none', ...window], {
    env: { PULLQUOTE_ALLOW: farm.host },
  });
  await farm.close();
  expect(code).toBe(0);
  expect(stdout).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}/u);
  expect(stdout.match(/^[0-9a-f]{8} .*/gm)).toHaveLength(entries.length);
});
