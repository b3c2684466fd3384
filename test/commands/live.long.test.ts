import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { issueFile, NEWSLETTER, pullquote, SAMPLE, sampleWorkspace, workspace } from '../support/cli.ts';
import { entry, type Farm, MODELS, startFarm } from '../support/farm.ts';
import { type ModelCall, type ModelServer, startModelServer } from '../support/model-server.ts';

let farm: Farm;
let model: ModelServer | undefined;
afterEach(async () => {
  await farm.close();
  await model?.close();
  model = undefined;
});

const WINDOW = ['--since', '2026-11-09', '--until', '2026-11-16'];
const NAMES = MODELS.slice(0, 6);
const feedsOf = (names: string[]) =>
  Object.fromEntries(names.map((name, i) => [name.toLowerCase(), [entry(name, `2026-11-1${i % 5}T08:00:00Z`)]]));
const sourcesOf = (base: string, names: string[]) =>
  names.map((name) => `- { kind: feed, url: "${base}/${name.toLowerCase()}.xml", name: ${name} Lab }`).join('\n');
const LIMITS = 'limits: { perSource: 3, perDomain: 9 }\n';

/** What a good model answers: heading and blurb of the source's own words, the first candidate. */
function goodAnswer({ body }: ModelCall) {
  const prompt = body.messages.map(({ content }) => content).join('\n');
  if (prompt.includes('<pair ')) return { same: [] };
  if (prompt.includes('<story ')) return { worth: { '1': 1 } };
  if (prompt.includes('<sentence>')) return { wrong: [] };
  const refused = [...prompt.matchAll(/Block (\d+) was[\s\S]*?<source>\n(\w+), a language model/g)];
  if (refused.length) return { blocks: refused.map(([, n, name]) => ({ n: Number(n), ...goodBlock(name) })) };
  if (prompt.includes('<blocks>')) {
    return {
      paragraphs: ['What is [[the cost of guesses|1]]? The language models say it in their own words.'],
      subjects: ['The cost of guesses', 'What nobody measures', 'Wrong about the price'],
      preheader: 'Doubt, habit, price',
    };
  }
  return goodBlock(prompt.match(/title: (\w+), a language model/)?.[1]);
}

function goodBlock(name = 'It') {
  return {
    heading: `${name} and the cost of guesses`,
    blurb: `[[What ${name} costs]], by its makers.`,
    quotes: ['q1'],
  };
}

async function modelWorkspace(answer: (call: ModelCall, n: number) => unknown) {
  farm = await startFarm(feedsOf(NAMES));
  model = await startModelServer((call, n) => ({ json: answer(call, n), reasoning: 'Let me think about patience.' }));
  const newsletter = `${NEWSLETTER}${LIMITS}model: { name: deepseek/deepseek-flash, url: "${model.url}" }\n`;
  const sources = sourcesOf(farm.url, NAMES);
  const dir = workspace({ 'sources.yaml': sources, 'newsletter.yaml': newsletter });
  const env = { PULLQUOTE_ALLOW: `${farm.host} ${model.host}`, DEEPSEEK_API_KEY: 'sk-planted-key' };
  return { dir, env, newsletter, sources };
}

describe('a warm workspace', () => {
  it('crawls with 304s, drafts with a model, and replays to the same bytes in an empty folder with no key', async () => {
    const { dir, env, newsletter, sources } = await modelWorkspace(goodAnswer);
    const first = await pullquote(['-C', dir, 'crawl', ...WINDOW], { env });
    expect(first.stdout).toContain('6 new items');
    const before = farm.hits.length;
    const second = await pullquote(['-C', dir, 'crawl', ...WINDOW], { env });
    expect(second.stdout.match(/unchanged/g)).toHaveLength(6);
    expect(farm.hits.slice(before).every(({ headers }) => headers['if-none-match'])).toBe(true);

    const recording = join(dir, 'run.har.gz');
    const drafted = await pullquote(['-C', dir, 'draft', ...WINDOW, '--record', recording], { env });
    expect(drafted).toMatchObject({ code: 0 });
    expect(drafted.stdout).toMatch(/Writer: 6 model\. Bill: 9 calls/);
    expect(issueFile(dir, 'issue.md')).toContain('## Fjord and the cost of guesses');

    const empty = workspace({ 'sources.yaml': sources, 'newsletter.yaml': newsletter });
    await farm.close();
    await model?.close();
    const replayed = await pullquote(['-C', empty, 'draft', ...WINDOW, '--replay', recording]);
    expect(replayed).toMatchObject({ code: 0 });
    for (const file of ['issue.md', 'evidence.json', 'issue.html', 'issue.txt'])
      expect(issueFile(empty, file)).toBe(issueFile(dir, file));
  });

  it('asks the model nothing twice', async () => {
    const { dir, env } = await modelWorkspace(goodAnswer);
    await pullquote(['-C', dir, 'draft', ...WINDOW], { env });
    const asked = model?.calls.length;
    const again = await pullquote(['-C', dir, 'draft', ...WINDOW], { env });
    expect(again.stdout).toContain('0 calls (9 more answered from the cache)');
    expect(model?.calls.length).toBe(asked);
  });

  it('records stored items that have left their feed', async () => {
    const { dir, env, newsletter, sources } = await modelWorkspace(goodAnswer);
    await pullquote(['-C', dir, 'crawl', ...WINDOW], { env });
    farm.feeds.set('fjord', [entry('Fennel', '2026-11-14T08:00:00Z')]);
    const recording = join(dir, 'run.har');
    await pullquote(['-C', dir, 'draft', ...WINDOW, '--model', 'none', '--record', recording], { env });
    expect(issueFile(dir, 'issue.md')).toMatch(/Fjord[\s\S]*Fennel|Fennel[\s\S]*Fjord/);
    const empty = workspace({ 'sources.yaml': sources, 'newsletter.yaml': newsletter });
    await pullquote(['-C', empty, 'draft', ...WINDOW, '--model', 'none', '--replay', recording]);
    expect(issueFile(empty, 'issue.md')).toBe(issueFile(dir, 'issue.md'));
    expect(issueFile(empty, 'evidence.json')).toBe(issueFile(dir, 'evidence.json'));
  });
});

describe('the issue after', () => {
  it('tells nothing twice, takes what came late, and replays to the same bytes in an empty folder', async () => {
    farm = await startFarm({ all: MODELS.slice(0, 3).map((name, i) => entry(name, `2026-11-1${i}T08:00:00Z`)) });
    const files = {
      'sources.yaml': `- { kind: feed, url: "${farm.url}/all.xml", name: Lab }\n`,
      'newsletter.yaml': `${NEWSLETTER}limits: { perSource: 20, perDomain: 20 }\nmodel: none\n`,
    };
    const dir = workspace(files);
    const env = { PULLQUOTE_ALLOW: farm.host };
    await pullquote(['-C', dir, 'draft', ...WINDOW], { env });
    const path = join(dir, 'issues/001/issue.md');
    writeFileSync(path, readFileSync(path, 'utf8').replace('status: draft', 'status: approved'));

    // one was published before the first issue's end and was not there yet, one is new, one is old and was seen
    farm.feeds.get('all')?.push(entry('Tallow', '2026-11-15T20:00:00Z'), entry('Juniper', '2026-11-17T08:00:00Z'));
    const recording = join(dir, 'second.har.gz');
    const second = await pullquote(['-C', dir, 'draft', '--until', '2026-11-20', '--record', recording], { env });
    expect(second).toMatchObject({ code: 0 });
    const issue = issueFile(dir, 'issue.md', 2);
    expect(issue).toContain('window: { since: 2026-11-16, until: 2026-11-20 }');
    expect(['Fjord', 'Cinder', 'Osprey', 'Tallow', 'Juniper'].filter((name) => issue.includes(`## ${name}`))).toEqual([
      'Tallow',
      'Juniper',
    ]);

    const empty = workspace(files);
    expect(await pullquote(['-C', empty, 'draft', '--until', '2026-11-20', '--replay', recording])).toMatchObject({
      code: 0,
    });
    for (const file of ['issue.md', 'evidence.json', 'issue.html'])
      expect(issueFile(empty, file, 2)).toBe(issueFile(dir, file, 2));
  });
});

describe('a model that lies', () => {
  const lies = {
    'a quote that nobody said': () => ({
      heading: 'The cost of guesses',
      blurb: 'The people who built it say [[what it costs]].',
      quotes: ['Nobody ever measured anything at all in this laboratory of theirs, they admit.'],
    }),
    'a number that is not there': () => ({
      heading: 'The cost of guesses',
      blurb: 'It costs 4.7 million dollars to say [[what it costs]].',
      quotes: ['q1'],
    }),
  };
  it.each(Object.entries(lies))('%s is caught, asked for once more, then replaced', async (_, lie) => {
    const { dir, env } = await modelWorkspace((call) =>
      call.body.messages.some(({ content }) => content.includes('<blocks>')) ? goodAnswer(call) : lie(),
    );
    const { code, stdout } = await pullquote(['-C', dir, 'draft', ...WINDOW], { env });
    expect(code).toBe(0);
    expect(stdout).toContain('Writer: 6 extractive');
    const issue = issueFile(dir, 'issue.md');
    expect(issue).not.toContain('Nobody ever measured');
    expect(issue).not.toContain('4.7');
    expect(issue.match(/^> /gm)?.length).toBe(6);
    const evidence = JSON.parse(issueFile(dir, 'evidence.json'));
    const codes = new Set(
      evidence.blocks.flatMap(({ checks }: { checks: { rule: string }[] }) => checks.map(({ rule }) => rule)),
    );
    expect([...codes]).toEqual(expect.arrayContaining([expect.stringMatching(/quote-not-found|number-not-in-source/)]));
    // six blocks, the letter, and the re-rank and the one repair, which are asked for again since no lie is what they want
    expect(model?.calls).toHaveLength(11);
  });

  it('is believed again when its repair holds', async () => {
    const { dir, env } = await modelWorkspace((call) => {
      const repaired = call.body.messages.some(({ content }) => content.includes('was refused'));
      return repaired || call.body.messages.some(({ content }) => content.includes('<blocks>'))
        ? goodAnswer(call)
        : lies['a number that is not there']();
    });
    const { stdout } = await pullquote(['-C', dir, 'draft', ...WINDOW], { env });
    expect(stdout).toContain('Writer: 6 model');
    expect(issueFile(dir, 'issue.md')).not.toContain('4.7');
  });
});

describe('the sample week with a model', () => {
  it('has the model’s blurbs around quotes by id, every one proven, and prints the bill', async () => {
    farm = await startFarm({});
    model = await startModelServer(({ body }) => {
      const prompt = body.messages.map(({ content }) => content).join('\n');
      if (prompt.includes('<blocks>'))
        return {
          json: {
            paragraphs: ['What is [[a good score|1]] worth?'],
            subjects: ['A good score'],
            preheader: 'And what it costs',
          },
          reasoning: 'A question first.',
        };
      if (prompt.includes('<pair ')) return { json: { same: [] } };
      if (prompt.includes('<story ')) return { json: { worth: { '1': 1 } } };
      if (prompt.includes('<sentence>')) return { json: { wrong: [] } };
      if (prompt.includes('These blocks were refused')) return { json: { blocks: [] } };
      const title = prompt.match(/<source>\ntitle: (.+)/)?.[1] ?? '';
      return {
        json: { heading: title, blurb: `The piece itself says [[what there is to say]].`, quotes: ['q1'] },
        reasoning: 'The title is safe.',
      };
    });
    const dir = sampleWorkspace();
    await pullquote(['-C', dir, 'crawl', '--replay', SAMPLE, ...WINDOW]);
    writeFileSync(
      join(dir, 'newsletter.yaml'),
      `${NEWSLETTER}model: { name: deepseek/deepseek-flash, url: "${model.url}" }\n`,
    );
    const env = { PULLQUOTE_ALLOW: model.host, DEEPSEEK_API_KEY: 'sk-planted-key' };
    const { code, stdout } = await pullquote(['-C', dir, 'draft', '--no-crawl', ...WINDOW], { env });
    expect(code).toBe(0);
    expect(Number(stdout.match(/(\d+) model/)?.[1])).toBeGreaterThan(12);
    expect(stdout).toMatch(/Bill: [12]\d calls .* reasoning\), \$0\.\d{4} of \$0\.10/);
    expect(issueFile(dir, 'issue.md').match(/what there is to say\]\(/g)?.length).toBeGreaterThan(12);
    const report = JSON.parse((await pullquote(['-C', dir, 'check', '--json'])).stdout);
    expect(
      report.checks.filter(({ rule, ok }: { rule: string; ok: boolean }) => rule === 'quote-not-found' && !ok),
    ).toEqual([]);
    expect(report.errors).toBe(0);
    expect(report.fromPassages).toBe(0);
  });
});

describe('what must not get out', () => {
  it('keeps keys and thoughts out of every file, output and recording', async () => {
    const { dir, env } = await modelWorkspace(goodAnswer);
    const recording = join(dir, 'run.har');
    const ran = await pullquote(['-C', dir, '--verbose', 'draft', ...WINDOW, '--record', recording], { env });
    const written = [
      ran.stdout,
      ran.stderr,
      readFileSync(recording, 'utf8'),
      ...['issue.md', 'evidence.json', 'issue.html'].map((file) => issueFile(dir, file)),
    ].join('\n');
    expect(written).not.toContain('sk-planted-key');
    for (const file of ['issue.md', 'evidence.json', 'issue.html'])
      expect(issueFile(dir, file)).not.toContain('Let me think');
  });

  it('falls back to extractive blocks without a key, and says how to mend it', async () => {
    const { dir, env } = await modelWorkspace(goodAnswer);
    const { DEEPSEEK_API_KEY: _, ...without } = env;
    const { code, stderr, stdout } = await pullquote(['-C', dir, 'draft', ...WINDOW], { env: without });
    expect(code).toBe(0);
    expect(stderr).toContain('DEEPSEEK_API_KEY is not set');
    expect(stdout).toContain('6 extractive');
    expect(model?.calls).toHaveLength(0);
    rmSync(dir, { recursive: true });
  });
});
