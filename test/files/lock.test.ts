import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { openFiles } from '../../src/files/index.ts';
import { shortHash } from '../../src/text/hash.ts';
import { child, workspace } from './workspace.ts';

const lockOf = (root: string) => join(root, '.pullquote/lock');

/** What asking for the lock says, or undefined where it is got. */
async function refusal(root: string): Promise<UserError | undefined> {
  try {
    await openFiles(root).locked('draft', async () => undefined);
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return error as UserError;
  }
}

/** A workspace whose lock's holder was killed. */
async function withDeadLock(): Promise<string> {
  const root = workspace();
  const holder = child(root, 'hold');
  await holder.line();
  holder.process.stdin?.write('go\n');
  expect(await holder.line()).toBe('won');
  holder.process.kill('SIGKILL');
  await holder.gone();
  expect(existsSync(lockOf(root))).toBe(true);
  return root;
}

describe('the lock of a workspace', () => {
  test('work gives its result, and the lock is given back, also when it fails', async () => {
    const root = workspace();
    const files = openFiles(root);
    expect(await files.locked('crawl', async () => 42)).toBe(42);
    const failing = files.locked('crawl', async () => {
      throw new Error('the work failed');
    });
    await expect(failing).rejects.toThrow('the work failed');
    expect(readdirSync(join(root, '.pullquote'))).toEqual([]);
  });

  test('one that is held is refused with 75, saying who holds it since when', async () => {
    const root = workspace();
    const holder = child(root, 'hold');
    await holder.line();
    holder.process.stdin?.write('go\n');
    expect(await holder.line()).toBe('won');
    const error = await refusal(root);
    expect(error?.exitCode).toBe(75);
    expect(error?.message).toMatch(
      new RegExp(
        `^\`pullquote crawl\` holds this workspace \\(process ${holder.process.pid} on ${hostname()}, running since \\d{4}-\\d\\d-\\d\\dT[\\d:]+Z\\): wait until it is done$`,
      ),
    );
    holder.process.stdin?.end();
    expect(await holder.line()).toBe('gave back');
    expect(await refusal(root)).toBeUndefined();
  });

  test('the same process does not get it twice', async () => {
    const root = workspace();
    const inner = await openFiles(root).locked('crawl', () => refusal(root));
    expect(inner?.exitCode).toBe(75);
  });

  test("a dead process's lock is taken over, and its remains are cleaned up", async () => {
    const root = await withDeadLock();
    writeFileSync(`${lockOf(root)}.99999999-0-1.claim`, '{}');
    writeFileSync(`${lockOf(root)}.0123456789abcdef`, JSON.stringify({ pid: 99999999, host: hostname(), born: '0' }));
    expect(await refusal(root)).toBeUndefined();
    expect(readdirSync(join(root, '.pullquote'))).toEqual([]);
  });

  test('while one living process replaces a dead lock, no other does', async () => {
    const root = await withDeadLock();
    const dead = readFileSync(lockOf(root), 'utf8');
    // the right to replace that very lock, claimed by this process, then by a dead one
    const right = `${lockOf(root)}.${shortHash(dead)}`;
    const mine = { ...(JSON.parse(dead) as object), pid: process.pid, born: '0', what: 'draft' };
    writeFileSync(right, JSON.stringify(mine));
    expect((await refusal(root))?.exitCode).toBe(75);
    expect(readFileSync(lockOf(root), 'utf8')).toBe(dead);
    writeFileSync(right, JSON.stringify({ ...mine, pid: 99999999 }));
    expect(await refusal(root)).toBeUndefined();
    expect(readdirSync(join(root, '.pullquote'))).toEqual([]);
  });

  test('its number may belong to another process by now', async () => {
    const root = await withDeadLock();
    const lock = JSON.parse(readFileSync(lockOf(root), 'utf8')) as Record<string, unknown>;
    // this very process did not take it: its beginning is another
    writeFileSync(lockOf(root), JSON.stringify({ ...lock, pid: process.pid, born: '1' }));
    expect(await refusal(root)).toBeUndefined();
  });

  test('one from another host is not taken over, but the way out is told', async () => {
    const root = await withDeadLock();
    const lock = JSON.parse(readFileSync(lockOf(root), 'utf8')) as Record<string, unknown>;
    writeFileSync(lockOf(root), JSON.stringify({ ...lock, host: 'elsewhere' }));
    expect((await refusal(root))?.message).toMatch(
      /on elsewhere.*if elsewhere is not running it any more, delete .*lock$/,
    );
  });

  test.each(['', 'not json', '{}', 'null'])('a lock that says %j is nobody', async (text) => {
    const root = await withDeadLock();
    writeFileSync(lockOf(root), text);
    expect(await refusal(root)).toBeUndefined();
  });

  test('of many processes at once exactly one wins, with a dead lock in the way or none', async () => {
    for (const root of [workspace(), await withDeadLock()]) {
      const rivals = Array.from({ length: 6 }, () => child(root, 'hold'));
      for (const rival of rivals) expect(await rival.line()).toBe('ready');
      for (const rival of rivals) rival.process.stdin?.write('go\n');
      const outcomes = await Promise.all(rivals.map((rival) => rival.line()));
      expect(outcomes.toSorted()).toEqual([...Array<string>(5).fill('lost 75'), 'won']);
      for (const rival of rivals) rival.process.stdin?.end();
      await Promise.all(rivals.map((rival) => rival.gone()));
      expect(readdirSync(join(root, '.pullquote'))).toEqual([]);
    }
  });

  test('no addition is lost between processes that take turns', async () => {
    const root = await withDeadLock();
    const counters = Array.from({ length: 3 }, () => child(root, 'count', '25'));
    for (const counter of counters) expect(await counter.line()).toBe('counted');
    expect(await openFiles(root).read('number')).toBe('75');
  });
});
