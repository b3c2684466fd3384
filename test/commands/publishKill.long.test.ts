import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pLimit from 'p-limit';
import { describe, expect, it } from 'vitest';
import { contracts } from '../support/platforms/all.ts';
import type { Contract } from '../support/platforms/server.ts';
import { type Desk, deskOf } from '../support/publishCommand.ts';

/** More than processors: each waits a little for its server and its disk. */
const AT_ONCE = 4;
const SEND = ['--send'];
const SWITCH = ['--import', resolve('test/support/killSwitch.mjs')];
/** What a publish that sends writes down, in this order; it is killed after each. */
const RECEIPT = ['together.json', 'receipt.json', 'less together.json'];
const SENT = ['together.json', 'receipt.json', 'issue.md', 'less together.json'];
const WRITTEN = ['outbox', 'outbox', ...RECEIPT, 'outbox', 'outbox', ...SENT];

/** Its requests, each as it is asked, and for a write as it is done too. */
async function momentsOf(contract: Contract): Promise<{ how: 'hang' | 'hang-after'; after: number; what: string }[]> {
  const desk = await deskOf(contract);
  const { code, stderr } = await desk.publish(SEND, { nodeArgs: SWITCH });
  expect([code, stderr.trim()]).toEqual([0, `wrote ${WRITTEN.join(', ')}`]);
  const log = [...desk.server.log];
  await expectSentOnce(desk);
  return log.flatMap(({ method, path }, after) => {
    const what = `${method} ${path.replace(/\?.*/, '')}`;
    const asked = { how: 'hang' as const, after, what: `before ${what}` };
    return method === 'GET' ? [asked] : [asked, { how: 'hang-after' as const, after, what: `after ${what}` }];
  });
}

/** Kills the command while its server holds the request. */
async function killedAt(desk: Desk, moment: { how: 'hang' | 'hang-after'; after: number }): Promise<void> {
  const { child, ended } = desk.start(SEND);
  desk.server.faults.push({ on: '*', ...moment, struck: () => child.kill('SIGKILL') });
  await ended;
  expect(child.signalCode).toBe('SIGKILL');
}

/** The same command again ends well, and has sent one issue once, whatever became of the first. Closes the desk. */
async function expectSentOnce(desk: Desk): Promise<void> {
  const { server, dir } = desk;
  const again = await desk.publish(SEND);
  expect([again.code, again.stderr]).toEqual([0, '']);
  const [only, ...others] = [...server.campaigns.values()];
  expect(others).toEqual([]);
  expect(only).toMatchObject({ sends: 1 });
  expect(JSON.stringify(only?.fields)).toContain('says what a token costs');
  const sending = { status: expect.stringMatching(/^(sending|sent)$/), sentAt: expect.any(String), offline: true };
  expect(desk.receipt()).toMatchObject([{ id: only?.id, key: 'the-price-letter-007', ...sending }]);
  expect(desk.markdown()).toContain('status: published');
  expect(server.violations).toEqual([]);
  const state = existsSync(join(dir, '.pullquote')) ? readdirSync(join(dir, '.pullquote')) : [];
  expect([...state, ...readdirSync(join(dir, 'issues/007'))].filter((name) => /together|\.tmp$/.test(name))).toEqual(
    [],
  );
  await desk.close();
}

describe.concurrent('kill -9 of a publish, then again: one draft, one send, the right receipt', () => {
  const limit = pLimit(AT_ONCE);
  it.each(contracts(() => new Date()).map((contract) => [contract.name, contract] as const))(
    '%s',
    async (_, contract) => {
      const moments = await limit(() => momentsOf(contract));
      expect(moments.length).toBeGreaterThanOrEqual(5);
      const remote = moments.map((moment, n) =>
        limit(async () => {
          const desk = await deskOf(contract);
          await killedAt(desk, moment);
          // the database may be lost as well
          if (n % 2) rmSync(join(desk.dir, '.pullquote'), { recursive: true, force: true });
          await expectSentOnce(desk);
        }).catch((error) => Promise.reject(new Error(moment.what, { cause: error }))),
      );
      const local = WRITTEN.map((what, n) =>
        limit(async () => {
          const desk = await deskOf(contract);
          const { child, ended } = desk.start(SEND, { nodeArgs: SWITCH, env: { KILL_AFTER: String(n + 1) } });
          await ended;
          expect(child.signalCode).toBe('SIGKILL');
          await expectSentOnce(desk);
        }).catch((error) => Promise.reject(new Error(`after ${n + 1}: ${what}`, { cause: error }))),
      );
      await Promise.all([...remote, ...local]);
    },
    1_800_000,
  );
});
