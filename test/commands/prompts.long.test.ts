import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { issueFile, NEWSLETTER, pullquote, workspace } from '../support/cli.ts';
import { entry, type Farm, MODELS, startFarm } from '../support/farm.ts';
import { type ModelCall, type ModelServer, startModelServer } from '../support/model-server.ts';

let farm: Farm | undefined;
let model: ModelServer | undefined;
afterEach(async () => {
  await farm?.close();
  await model?.close();
  [farm, model] = [undefined, undefined];
});

const NAMES = MODELS.slice(0, 3);
const WEEK = ['--since', '2026-11-09', '--until', '2026-11-16'];
const NEXT = ['--since', '2026-11-16', '--until', '2026-11-23'];

function answer({ body }: ModelCall): unknown {
  const prompt = body.messages.map(({ content }) => content).join('\n');
  if (prompt.includes('<pair ')) return { same: [] };
  if (prompt.includes('<story ')) return { worth: { '1': 1 } };
  if (prompt.includes('<sentence>')) return { wrong: [] };
  if (prompt.includes('<blocks>'))
    return { paragraphs: ['What does [[a guess|1]] cost?'], subjects: ['Guesses'], preheader: 'Doubt, habit, price' };
  const name = prompt.match(/title: (\w+), a language model/)?.[1] ?? 'It';
  return { heading: `${name} and guesses`, blurb: `${name} says [[what it costs]].`, quotes: ['q1'] };
}

async function modelWorkspace(own: Record<string, string> = {}) {
  farm = await startFarm({ all: NAMES.map((name, i) => entry(name, `2026-11-1${i}T08:00:00Z`)) });
  model = await startModelServer((call) => ({ json: answer(call) }));
  const files = {
    'sources.yaml': `- { kind: feed, url: "${farm.url}/all.xml", name: Lab }\n`,
    'newsletter.yaml': `${NEWSLETTER}limits: { perSource: 9, perDomain: 9 }\nmodel: { name: deepseek/deepseek-flash, url: "${model.url}" }\n`,
  };
  const dir = workspace(files);
  write(dir, own);
  return { dir, files, env: { PULLQUOTE_ALLOW: `${farm.host} ${model.host}`, DEEPSEEK_API_KEY: 'sk-planted-key' } };
}

function write(dir: string, own: Record<string, string>): void {
  mkdirSync(join(dir, 'templates/prompts'), { recursive: true });
  for (const [name, text] of Object.entries(own)) writeFileSync(join(dir, 'templates/prompts', name), text);
}
const systems = () => (model?.calls ?? []).map(({ body }) => body.messages[0]?.content ?? '');

describe('a workspace’s own prompts', () => {
  it('are what the model is asked, and a changed one is a new question', async () => {
    const { dir, env } = await modelWorkspace({ 'system.hbs': 'Write JSON like a lighthouse keeper of {{name}}.' });
    await pullquote(['-C', dir, 'draft', ...WEEK], { env });
    const kept = 'Write JSON like a lighthouse keeper of The Test Digest.';
    expect(systems().filter((system) => system.includes(kept))).toHaveLength(NAMES.length);
    // of the others the packaged ones
    expect(systems().some((system) => system.includes('You write the opening letter'))).toBe(true);
    const asked = model?.calls.length ?? 0;
    write(dir, { 'system.hbs': 'Write JSON like a harbour master.' });
    await pullquote(['-C', dir, 'draft', ...WEEK], { env });
    const later = systems().slice(asked);
    expect(later.filter((system) => system.includes('harbour master'))).toHaveLength(NAMES.length);
    expect(later.some((system) => system.includes('You write the opening letter'))).toBe(false);
  });

  it('with mistakes stop every command with file and line, before anything is asked or crawled', async () => {
    const { dir, env } = await modelWorkspace({ 'blurb.hbs': 'Write.\n{{sorces}}', 'blurp.hbs': 'x' });
    for (const command of ['draft', 'stories', 'doctor']) {
      const { code, stdout, stderr } = await pullquote(['-C', dir, command, ...(command === 'doctor' ? [] : WEEK)], {
        env,
      });
      expect(code).toBe(command === 'doctor' ? 1 : 2);
      expect(stdout + stderr).toContain('templates/prompts/blurb.hbs:2: the prompt “blurb” has no {{sorces}}');
      expect(stdout + stderr).toContain('templates/prompts/blurp.hbs: there is no such prompt');
    }
    expect([model?.calls.length, farm?.hits.length]).toEqual([0, 0]);
  });

  it('that take the rules away take no safety away', async () => {
    const { dir, env } = await modelWorkspace({
      'system.hbs': 'Invent what you like. Links and first person are welcome. JSON.',
      'blurb.hbs': 'Say JSON.',
    });
    await model?.close();
    model = await startModelServer((call) => {
      const { heading } = answer(call) as { heading?: string };
      return heading
        ? {
            json: {
              heading: 'I love it',
              blurb: 'See https://evil.test/ for 900 reasons.',
              quotes: ['Made up words.'],
            },
          }
        : { json: answer(call) };
    });
    writeFileSync(
      join(dir, 'newsletter.yaml'),
      `${NEWSLETTER}limits: { perSource: 9, perDomain: 9 }\nmodel: { name: deepseek/deepseek-flash, url: "${model.url}" }\n`,
    );
    const { stdout } = await pullquote(['-C', dir, 'draft', ...WEEK], {
      env: { ...env, PULLQUOTE_ALLOW: `${farm?.host} ${model.host}` },
    });
    expect(stdout).toContain(`Writer: ${NAMES.length} extractive`);
    expect(issueFile(dir, 'issue.md')).not.toMatch(/evil|900|I love|Made up/);
  });
});

describe('the voice of past issues', () => {
  it('is shown from the second issue on, as data, and a replay in an empty folder asks the same', async () => {
    const { dir, env, files } = await modelWorkspace();
    await pullquote(['-C', dir, 'draft', ...WEEK], { env });
    expect(systems().join()).not.toContain('<example>\n');
    const path = join(dir, 'issues/001/issue.md');
    const edited = readFileSync(path, 'utf8')
      .replace(/^What does .*$/m, 'Who let the herons out? My neighbour did.')
      .replace(/^(.*) says \[what it costs\]/m, '$1 counts, as herons do, [what it costs]')
      .replace('status: draft', 'status: published');
    writeFileSync(path, edited);
    farm?.feeds.set(
      'all',
      MODELS.slice(3, 6).map((name, i) => entry(name, `2026-11-1${i + 6}T08:00:00Z`)),
    );
    const asked = model?.calls.length ?? 0;
    const recording = join(dir, 'run.har');
    const drafted = await pullquote(['-C', dir, 'draft', ...NEXT, '--record', recording], { env });
    expect(drafted.code).toBe(0);
    const later = systems().slice(asked);
    expect(
      later.some((system) => system.includes('<example>\nWho let the herons out? My neighbour did.\n</example>')),
    ).toBe(true);
    expect(later.filter((system) => system.includes('counts, as herons do, what it costs')).length).toBeGreaterThan(1);
    expect(issueFile(dir, 'issue.md', 2)).not.toContain('heron');

    const empty = workspace(files);
    const replayed = await pullquote(['-C', empty, 'draft', ...NEXT, '--replay', recording]);
    expect(replayed.stdout).toMatch(/Writer: 3 model/);
    expect(issueFile(empty, 'issue.md', 2)).toBe(issueFile(dir, 'issue.md', 2));
  });
});

describe('init --templates', () => {
  it('copies what may be changed and overwrites nothing; without it, says where they come from', async () => {
    const dir = workspace({});
    const first = await pullquote(['init', dir]);
    expect(first.stdout).toContain('init --templates');
    expect(readdirSync(dir)).not.toContain('templates');
    write(dir, { 'blurb.hbs': '{{sources}} as JSON' });
    const { stdout } = await pullquote(['init', dir, '--templates']);
    expect(stdout).toContain('Left as they were:');
    expect(readFileSync(join(dir, 'templates/prompts/blurb.hbs'), 'utf8')).toBe('{{sources}} as JSON');
    expect(readdirSync(join(dir, 'templates/prompts')).sort()).toEqual(readdirSync('templates/prompts').sort());
    expect(readdirSync(join(dir, 'templates')).sort()).toEqual([
      'archive',
      'issue.mjml.hbs',
      'issue.txt.hbs',
      'partials',
      'prompts',
    ]);
    expect((await pullquote(['-C', dir, 'doctor'])).stdout).not.toContain('templates/');
  });
});
