import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openFiles } from '../../src/files/index.ts';
import { sha256 } from '../../src/text/hash.ts';
import { child, workspace } from './workspace.ts';

/** A workspace in which a dead process had decided to write `first` and `second`, and had got as far as `first`. */
function halfDone(): { root: string; text: (name: string) => string } {
  const root = workspace();
  mkdirSync(join(root, '.pullquote'));
  writeFileSync(join(root, 'first'), 'new first');
  writeFileSync(join(root, 'second'), 'old second');
  writeFileSync(join(root, '.second.99999999-0-2.tmp'), 'new second');
  const steps = [
    { beside: '.first.99999999-0-1.tmp', target: 'first', before: sha256('old first') },
    { beside: '.second.99999999-0-2.tmp', target: 'second', before: sha256('old second') },
  ];
  writeFileSync(join(root, '.pullquote/together-99999999-0-3.json'), JSON.stringify(steps));
  return { root, text: (name) => readFileSync(join(root, name), 'utf8') };
}

describe('files that are written together', () => {
  test('all of them are there, and nothing beside', async () => {
    const root = workspace();
    const files = openFiles(root);
    await files.write('a/one', 'old');
    await files.writeTogether([
      ['a/one', '1'],
      ['b/two', '2'],
    ]);
    expect([await files.read('a/one'), await files.read('b/two')]).toEqual(['1', '2']);
    for (const folder of ['a', 'b', '.pullquote'])
      expect(readdirSync(join(root, folder))).toHaveLength(folder === '.pullquote' ? 0 : 1);
  });

  test('none of them is written where one cannot be', async () => {
    const root = workspace();
    const files = openFiles(root);
    await files.write('one', 'old');
    await files.write('blocked', 'a file');
    const writing = files.writeTogether([
      ['one', 'new'],
      ['blocked/two', 'new'],
    ]);
    await expect(writing).rejects.toThrow(/one, blocked\/two cannot be reached/);
    expect(await files.read('one')).toBe('old');
    expect(readdirSync(root).sort()).toEqual(['blocked', 'one']);
  });

  test('what a killed run had decided is ended by the next one', () => {
    const { root, text } = halfDone();
    openFiles(root);
    expect([text('first'), text('second')]).toEqual(['new first', 'new second']);
    expect(readdirSync(root).sort()).toEqual(['.pullquote', 'first', 'second']);
    expect(readdirSync(join(root, '.pullquote'))).toEqual([]);
  });

  test('it is ended too for one that had the workspace open before', async () => {
    const { root } = halfDone();
    const note = join(root, '.pullquote/together-99999999-0-3.json');
    const kept = readFileSync(note);
    const beside = readFileSync(join(root, '.second.99999999-0-2.tmp'));
    const files = openFiles(root);
    writeFileSync(join(root, 'second'), 'old second');
    writeFileSync(join(root, '.second.99999999-0-2.tmp'), beside);
    writeFileSync(note, kept);
    expect(await files.read('second')).toBe('new second');
  });

  test("but never over the editor's words", () => {
    const { root, text } = halfDone();
    writeFileSync(join(root, 'second'), 'edited by hand since');
    openFiles(root);
    expect([text('first'), text('second')]).toEqual(['new first', 'edited by hand since']);
    expect(readdirSync(root).sort()).toEqual(['.pullquote', 'first', 'second']);
  });

  test('a note that cannot be read is let go', () => {
    const root = workspace();
    mkdirSync(join(root, '.pullquote'));
    writeFileSync(join(root, '.pullquote/together-99999999-0-3.json'), '[{');
    openFiles(root);
    expect(readdirSync(join(root, '.pullquote'))).toEqual([]);
  });

  test('a kill at any moment leaves both files of one round', async () => {
    const root = workspace();
    for (let kills = 1; kills <= 4; kills++) {
      const writer = child(root, 'pairs');
      for (let round = 0; round < kills * 3; round++) await writer.line();
      writer.process.kill('SIGKILL');
      await writer.gone();
      const files = openFiles(root);
      const [issue, evidence] = [await files.read('issues/001/issue.md'), await files.read('issues/001/evidence.json')];
      expect(issue).toMatch(/^round \d+$/);
      expect(evidence).toBe(issue);
    }
  });
});
