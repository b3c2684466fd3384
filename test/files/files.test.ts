import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { explain } from '../../src/files/explain.ts';
import { openFiles } from '../../src/files/index.ts';
import { workspace } from './workspace.ts';

describe('reading and writing', () => {
  test('what is written is read, folders are made, nothing is left beside', async () => {
    const root = workspace();
    const files = openFiles(root);
    await files.write('issues/001/issue.md', 'Grüße, 世界 🙂\r\n');
    await files.write('issues/001/issue.md', 'second\n');
    expect(await files.read('issues/001/issue.md')).toBe('second\n');
    expect(readdirSync(join(root, 'issues/001'))).toEqual(['issue.md']);
    expect(await files.list('issues')).toEqual(['001']);
    expect(await files.size('issues/001/issue.md')).toBe(7);
    await files.remove('issues/001/issue.md');
    expect(await files.list('issues/001')).toEqual([]);
  });

  test('what is not there is no error', async () => {
    const files = openFiles(join(workspace(), 'not/made/yet'));
    expect(await files.read('a.md')).toBeUndefined();
    expect(await files.size('a.md')).toBeUndefined();
    expect(await files.size('.')).toBeUndefined();
    expect(await files.list('issues')).toEqual([]);
    await files.remove('a.md');
    expect(await files.free()).toBeGreaterThan(0);
    await files.write('a.md', 'now it is');
    expect(await files.read('a.md')).toBe('now it is');
  });

  test('a byte order mark goes, and other encodings are told', async () => {
    const root = workspace();
    const files = openFiles(root);
    writeFileSync(join(root, 'marked.md'), '\uFEFF---\nnumber: 1\n');
    expect(await files.read('marked.md')).toBe('---\nnumber: 1\n');
    writeFileSync(join(root, 'latin.md'), Buffer.from('Grüße', 'latin1'));
    await expect(files.read('latin.md')).rejects.toThrow('latin.md is not UTF-8 text: save it again in that encoding');
  });

  test("a file's rights stay, and a link in the workspace is followed", async () => {
    const root = workspace();
    const files = openFiles(root);
    writeFileSync(join(root, 'real.md'), 'old');
    chmodSync(join(root, 'real.md'), 0o640);
    symlinkSync('real.md', join(root, 'link.md'));
    await files.write('link.md', 'new');
    expect(readFileSync(join(root, 'real.md'), 'utf8')).toBe('new');
    expect(statSync(join(root, 'real.md')).mode & 0o777).toBe(0o640);
    expect(realpathSync(join(root, 'link.md'))).toBe(realpathSync(join(root, 'real.md')));
  });

  test.each(['../outside.md', 'issues/../../outside.md', '/outside.md', 'a\0b', 'door/outside.md', 'leak.md'])(
    '%j leads out and is refused',
    async (path) => {
      const outer = workspace();
      const root = join(outer, 'inner');
      mkdirSync(root);
      writeFileSync(join(outer, 'outside.md'), 'not yours');
      symlinkSync(outer, join(root, 'door'));
      symlinkSync(join(outer, 'outside.md'), join(root, 'leak.md'));
      const files = openFiles(root);
      const calls = [
        files.read(path),
        files.write(path, 'x'),
        files.list(path),
        files.remove(path),
        files.size(path),
        files.writeTogether([[path, 'x']]),
      ];
      for (const call of calls) await expect(call).rejects.toThrow(/leads out of the workspace/);
      expect(readFileSync(join(outer, 'outside.md'), 'utf8')).toBe('not yours');
    },
  );

  test('a name that only begins with dots does not lead out', async () => {
    const files = openFiles(workspace());
    await files.write('..notes.md', 'mine');
    expect(await files.read('..notes.md')).toBe('mine');
  });

  test('what a dead process left beside a file goes at the next write; what lives stays', async () => {
    const root = workspace();
    // no process has this number: it is over the highest that a system gives
    const dead = '.issue.md.99999999-0-1.tmp';
    const alive = `.issue.md.${process.pid}-0-77.tmp`;
    for (const name of [dead, alive, '.other.md.99999999-0-1.tmp', '.issue.md.swp'])
      writeFileSync(join(root, name), 'half');
    const files = openFiles(root);
    await files.write('issue.md', 'whole');
    expect(readdirSync(root).sort()).toEqual([alive, '.issue.md.swp', '.other.md.99999999-0-1.tmp', 'issue.md'].sort());
    expect(await files.list('.')).toEqual(['.issue.md.swp', 'issue.md']);
  });
});

describe('what the disk refuses', () => {
  /** The error that the disk really gives. */
  function real(work: () => void): unknown {
    try {
      work();
    } catch (error) {
      return error;
    }
    return undefined;
  }

  test.skipIf(!existsSync('/dev/full'))('a full disk (the system has /dev/full)', () => {
    const error = explain(
      real(() => writeFileSync('/dev/full', 'x')),
      'issues/001/issue.md',
    );
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toMatch(
      /^The disk is full: issues\/001\/issue\.md was not written, and what it held before is still there/,
    );
  });

  test('a file where a folder should be, and the other way round', async () => {
    const root = workspace();
    const files = openFiles(root);
    await files.write('issues', 'a file');
    await expect(files.write('issues/001/issue.md', 'x')).rejects.toThrow(
      /a file stands where one of its folders should be/,
    );
    await expect(files.read('issues/001/issue.md')).rejects.toThrow(/a file stands where one of its folders should be/);
    mkdirSync(join(root, 'issue.md'));
    await expect(files.write('issue.md', 'x')).rejects.toThrow(/issue\.md is a folder, where a file should be/);
    await expect(files.read('issue.md')).rejects.toThrow(/is a folder/);
    await expect(files.remove('issue.md')).rejects.toThrow(/is a folder/);
    expect(readdirSync(root).sort()).toEqual(['issue.md', 'issues']);
  });

  test.each(['EACCES', 'EROFS', 'EDQUOT', 'EPERM'])('%s names the file', (code) => {
    const error = explain(Object.assign(new Error('as the system says it'), { code }), 'a.md');
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toContain('a.md');
  });

  test('a bug stays a bug', () => {
    const bug = new TypeError('x');
    expect(explain(bug, 'a.md')).toBe(bug);
  });
});
