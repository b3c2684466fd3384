import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { issueFile, pullquote, SAMPLE, sampleWorkspace, started } from '../support/cli.ts';

describe('two runs and killed runs', () => {
  it('of two drafts at once one writes, and the other writes nothing or the same', async () => {
    const dir = sampleWorkspace();
    const args = ['-C', dir, 'draft', '--replay', SAMPLE];
    const ran = await Promise.all([pullquote(args), pullquote(args)]);
    const codes = ran.map(({ code }) => code).toSorted();
    expect([
      [0, 75],
      [0, 0],
    ]).toContainEqual(codes);
    expect(issueFile(dir, 'issue.md')).toMatch(/^---\nnumber: 1\n/);
  });

  it('leaves no half-written file when it is killed, and the next run finishes', async () => {
    const dir = sampleWorkspace();
    const args = ['-C', dir, 'draft', '--replay', SAMPLE];
    const { child, ended } = started(args);
    child.stderr.once('data', () => child.kill('SIGKILL'));
    await ended;
    const issue = join(dir, 'issues/001/issue.md');
    if (existsSync(issue)) expect(readFileSync(issue, 'utf8')).toMatch(/\n$/);
    expect(await pullquote(args)).toMatchObject({ code: 0 });
    expect(readdirSync(join(dir, 'issues/001')).toSorted()).toEqual([
      'evidence.json',
      'issue.html',
      'issue.md',
      'issue.txt',
    ]);
  });
});
