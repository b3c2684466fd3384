import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseIssue } from '../../src/issue/parse.ts';
import { pullquote } from '../support/cli.ts';
import { entry, type Farm, MODELS, startFarm } from '../support/farm.ts';
import { bash, readWorkflow, runJob, type StepRun } from '../support/workflow.ts';

const DAY = 86_400_000;
const GIT = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'Ann',
  GIT_AUTHOR_EMAIL: 'ann@example.org',
  GIT_COMMITTER_NAME: 'Ann',
  GIT_COMMITTER_EMAIL: 'ann@example.org',
};
/** GitHub's own command, as far as the workflow uses it. It writes down what it was told. */
const GH = `#!/bin/bash
case "$1 $2" in
  'auth setup-git') ;;
  'repo view') echo "$STATE_VISIBILITY" ;;
  'repo clone') git clone --quiet "$STATE_ORIGIN" "$4" 2> /dev/null ;;
  'pr list') ls "$PULLS" | grep -c "^\${4//\\//-}$" || true ;;
  'pr create') cp "\${10}" "$PULLS/\${6//\\//-}"; echo "$*" >> "$PULLS.log" ;;
  *) exit 9 ;;
esac
`;
/** The command as it would be installed. Links are not fetched: there is no network. */
const PULLQUOTE = `#!/bin/bash
case "$1" in approve | publish) set -- "$@" --offline ;; esac
echo "$*" >> "$TOLD"
exec "${process.execPath}" "${resolve('dist/cli.js')}" "$@"
`;

let farm: Farm;
let home: string;
let env: Record<string, string>;
const at = (...path: string[]) => join(home, ...path);
const told = () => (existsSync(at('told')) ? readFileSync(at('told'), 'utf8').trim().split('\n') : []);

beforeAll(async () => {
  const now = new Date();
  const days = MODELS.map((_, i) => new Date(now.getTime() - (i + 1.5) * DAY).toISOString());
  farm = await startFarm({ all: MODELS.map((name, i) => entry(name, days[i] as string)) });
  home = mkdtempSync(join(tmpdir(), 'pullquote-workflow-'));
  for (const folder of ['bin', 'pulls', 'temp']) mkdirSync(at(folder));
  for (const [name, text] of Object.entries({ gh: GH, pullquote: PULLQUOTE })) {
    writeFileSync(at('bin', name), text);
    chmodSync(at('bin', name), 0o755);
  }
  env = {
    ...GIT,
    PATH: `${at('bin')}:${process.env.PATH}`,
    HOME: home,
    PULLS: at('pulls'),
    TOLD: at('told'),
    STATE_ORIGIN: at('state.git'),
    STATE_VISIBILITY: 'PRIVATE',
    PULLQUOTE_ALLOW: farm.host,
    GITHUB_REPOSITORY: 'ann/digest',
    GITHUB_SERVER_URL: 'https://github.test',
    NO_COLOR: '1',
  };
  await newsletterOnOrigin();
});
afterAll(() => farm.close());

/** A workspace made by `init`, pushed to a repository of its own. */
async function newsletterOnOrigin(): Promise<void> {
  const dir = at('digest');
  const flags = ['--name', 'The Digest', '--editor', 'Ann', '--address', '1 Test Street', '--sources', 'none'];
  const job = [
    '--model',
    'none',
    '--platform',
    'file',
    '--draft',
    'mon 00:00',
    '--timezone',
    'UTC',
    '--schedule',
    'github',
  ];
  const { code, stderr } = await pullquote(['init', dir, '--about', 'language models', ...flags, ...job]);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  writeFileSync(join(dir, 'sources.yaml'), `- { kind: feed, url: "${farm.url}/all.xml", name: The Works }\n`);
  await git(
    home,
    'git init --quiet --bare -b main origin.git && git init --quiet --bare -b main state.git',
    `cd ${dir} && git init --quiet -b main && git add --all && git commit --quiet -m First && git push --quiet ../origin.git main`,
  );
}

async function git(cwd: string, ...scripts: string[]): Promise<string> {
  const { code, output } = await bash(scripts.join('\n'), { cwd, env });
  expect(output).not.toContain('fatal');
  expect(code, output).toBe(0);
  return output.trim();
}

let clones = 0;
/** A job in a clean clone of the repository, as a runner has it. */
async function job(
  name: string,
  o: { state?: boolean; values?: Record<string, string>; env?: Record<string, string>; ref?: string } = {},
): Promise<{ steps: StepRun[]; dir: string }> {
  const dir = at(`clone-${++clones}`);
  const temp = at('temp', String(clones));
  mkdirSync(temp);
  await git(home, `git clone --quiet origin.git ${dir} && cd ${dir} && git checkout --quiet ${o.ref ?? 'main'}`);
  const workflow = readWorkflow(readFileSync(join(dir, '.github/workflows/pullquote.yml'), 'utf8'));
  const values = {
    'github.token': 'token',
    'github.ref_name': 'main',
    ...(o.state ? { 'secrets.STATE_REPO': 'ann/state', 'secrets.STATE_TOKEN': 'other' } : {}),
    ...o.values,
  };
  const steps = await runJob(workflow, name, {
    cwd: dir,
    values,
    env: { ...env, ...o.env, RUNNER_TEMP: temp, GITHUB_WORKSPACE: dir },
    skip: ({ name: step }) => !o.state && (step === 'Bring the state' || step === 'Keep the state'),
  });
  return { steps, dir };
}

function expectDone(steps: StepRun[]): void {
  expect(steps.length).toBeGreaterThan(0);
  for (const { name, code, output } of steps)
    expect(`${name}: ${code} ${code === 0 ? '' : output}`).toBe(`${name}: 0 `);
}

it('drafts on a branch with a picture and opens one pull request, without keeping any state', async () => {
  const { steps, dir } = await job('draft');
  expectDone(steps);
  const files = await git(at('origin.git'), 'git ls-tree -r --name-only pullquote/issue-001 -- issues .pullquote .env');
  const hasBrowser = (await bash('command -v google-chrome google-chrome-stable chromium', { cwd: dir, env })).output;
  const wanted = [...(hasBrowser ? ['email.png'] : []), 'evidence.json', 'issue.md'];
  expect(files.split('\n')).toEqual(wanted.map((file) => `issues/001/${file}`));
  const [pull] = readdirSync(at('pulls'));
  expect(pull).toBe('pullquote-issue-001');
  const body = readFileSync(at('pulls/pullquote-issue-001'), 'utf8');
  expect(body).toContain('https://github.test/ann/digest/edit/pullquote/issue-001/issues/001/issue.md');
  expect(body).toContain('makes a draft on file');
  expect(body.includes('email.png?raw=true')).toBe(files.includes('email.png'));
  expect(await git(at('origin.git'), 'git ls-tree -r --name-only main')).not.toContain('issues/');
});

it('drafts a week once: while the branch waits nothing is due, and nothing is crawled for nothing', async () => {
  const hits = farm.hits.length;
  const { steps } = await job('draft');
  expectDone(steps);
  expect(steps.map(({ output }) => output).join('')).toContain('No draft is due.');
  expect(farm.hits.length).toBe(hits);
  expect(readFileSync(at('pulls.log'), 'utf8').trim().split('\n')).toHaveLength(1);
});

it('keeps its state in a private repository alone', async () => {
  for (const visibility of ['PUBLIC', 'INTERNAL', '']) {
    const { steps } = await job('draft', { state: true, env: { STATE_VISIBILITY: visibility } });
    expect(steps.at(-1)).toMatchObject({ name: 'Bring the state', code: 1 });
    expect(steps.at(-1)?.output).toContain('must be a private repository');
  }
  const own = await job('draft', { state: true, env: { GITHUB_REPOSITORY: 'ann/state' } });
  expect(own.steps.at(-1)).toMatchObject({ name: 'Bring the state', code: 1 });
  const first = await job('draft', { state: true });
  expectDone(first.steps);
  const before = farm.hits.length;
  expect(await git(at('state.git'), 'git ls-tree --name-only main')).toBe('state.tgz.aa');
  const second = await job('draft', { state: true });
  expectDone(second.steps);
  // the crawl of the first is known to the second, which has a clone of its own
  expect(farm.hits.length).toBe(before);
  expect(await git(at('state.git'), 'git rev-list --count main')).toBe('1');
  expect(await git(at('origin.git'), 'git log --all --format= --name-only')).not.toContain('.pullquote');
});

it.each([
  ['the machine’s own letter', (text: string) => text.replace('subject: ', 'subject: My '), 'is still the machine’s'],
  ['a broken quote', (text: string) => withLetter(text).replace(/^> .*$/m, '> Nobody there has said that.'), '1 error'],
])('refuses what was merged with %s, and makes nothing', async (_, edit, said) => {
  const before = await git(at('origin.git'), 'git rev-parse main');
  const { steps } = await publish(await merged(edit));
  expect(steps.map(({ code }) => code)).toEqual([1]);
  expect(steps[0]?.output).toContain(said);
  expect(await git(at('origin.git'), 'git ls-tree -r --name-only main')).not.toContain('receipt.json');
  await git(at('origin.git'), `git update-ref refs/heads/main ${before}`);
});

it('approves as whoever merged, makes the draft once and commits the receipt, also when it is run again', async () => {
  const merge = await merged(withLetter);
  // somebody else was faster: the push must not fail
  await git(
    home,
    'git clone --quiet origin.git other && cd other && echo more > notes.txt && git add .',
    'git commit --quiet -m Notes && git push --quiet origin main',
  );
  const { steps } = await publish(merge);
  expectDone(steps);
  const read = (path: string) => git(at('origin.git'), `git show main:${path}`);
  const { approved, status } = parseIssue(await read('issues/001/issue.md'));
  expect(approved?.by).toBe('ann-the-merger');
  expect(status).toBe('approved');
  const receipt = await read('issues/001/receipt.json');
  expect(JSON.parse(receipt).pushed).toMatchObject([{ platform: 'file' }]);
  expect(await read('notes.txt')).toBe('more');
  const approvals = told().filter((line) => line.startsWith('approve')).length;
  const again = await publish(merge);
  expect(again.steps.at(-1)?.output).not.toContain('::error');
  expect(told().filter((line) => line.startsWith('approve'))).toHaveLength(approvals + 1);
  expect(JSON.parse(await read('issues/001/receipt.json')).pushed).toHaveLength(1);
});

it('takes no branch for an issue whose name is none', async () => {
  const { steps } = await job('publish', {
    values: {
      'github.head_ref': 'pullquote/issue-1$(touch x)',
      'github.event.pull_request.merged_by.login': 'ann',
      'github.event.pull_request.base.ref': 'main',
    },
  });
  expect(steps).toMatchObject([{ code: 1 }]);
});

const withLetter = (text: string) => text.replace(/\n---\n/, '\n---\nGood morning from the harbour.\n\n');

/** The branch of the draft, changed by its editor and merged on the site. */
async function merged(edit: (text: string) => string): Promise<string> {
  const dir = at(`editor-${++clones}`);
  await git(home, `git clone --quiet origin.git ${dir} && cd ${dir} && git checkout --quiet pullquote/issue-001`);
  const file = join(dir, 'issues/001/issue.md');
  writeFileSync(file, edit(readFileSync(file, 'utf8')));
  return git(
    dir,
    'git commit --quiet --all -m Mine && git checkout --quiet main && git merge --quiet --squash pullquote/issue-001 > /dev/null',
    'git commit --quiet -m "Issue 1" && git push --quiet origin main && git rev-parse HEAD',
  );
}

function publish(merge: string): Promise<{ steps: StepRun[] }> {
  return job('publish', {
    ref: merge,
    values: {
      'github.head_ref': 'pullquote/issue-001',
      'github.event.pull_request.merged_by.login': 'ann-the-merger',
      'github.event.pull_request.base.ref': 'main',
    },
  });
}
