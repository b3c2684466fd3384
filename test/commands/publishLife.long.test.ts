import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MailServer, startMailServer } from '../support/mailServer.ts';
import { contracts } from '../support/platforms/all.ts';
import { type Desk, deskOf } from '../support/publishCommand.ts';

/** More than processors: each waits a little for its server and its disk. */
const limit = pLimit(3);
/** On a quarter of an hour, since Mailchimp keeps no other. */
const AT = new Date(Math.ceil((Date.now() + 86_400_000) / 900_000) * 900_000).toISOString();
const TO = ['--test', 'mz@example.com'];
let mail: MailServer;
beforeAll(async () => {
  mail = await startMailServer();
});
afterAll(() => mail.close());

/** Runs `publish` and expects what it says and its exit code. */
async function says(desk: Desk, args: string[], code: number, words: RegExp): Promise<void> {
  const ran = await desk.publish(args);
  expect([ran.code, `${ran.stdout}${ran.stderr}`]).toEqual([code, expect.stringMatching(words)]);
}
async function reworded(desk: Desk, from: string, to: string): Promise<void> {
  const path = join(desk.dir, 'issues/007/issue.md');
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
}
async function approved(desk: Desk): Promise<void> {
  const { code, stderr } = await desk.run('approve', '7', '--offline');
  expect([code, stderr]).toEqual([0, '']);
}
const only = ({ server }: Desk) => {
  expect(server.campaigns.size).toBe(1);
  return [...server.campaigns.values()][0] as { id: string; sends: number; tests: string[][]; fields: object };
};

describe.concurrent('the whole life of an issue by the real command', () => {
  const all = contracts(() => new Date()).map((contract) => [contract.name, contract] as const);
  it.each(all)(
    '%s: approved, drafted, changed, tested, scheduled',
    (name, contract) =>
      limit(async () => {
        const desk = await deskOf(contract, { env: { SMTP_URL: mail.url } });
        await approved(desk);
        await says(desk, [], 0, /is there as a draft\./);
        expect(desk.receipt()).toMatchObject([{ platform: name, id: only(desk).id, status: 'draft', offline: true }]);
        await reworded(desk, 'says what', 'tells what');
        await says(desk, [], 1, /was changed after it was approved/);
        await approved(desk);
        await says(desk, [], 0, /brought up to date/);
        expect(JSON.stringify(only(desk).fields)).toContain('tells what a token costs');
        const before = mail.received.length;
        await says(desk, TO, 0, /a test mail was sent/);
        const byMail = mail.received
          .slice(before)
          .some(({ mail: one }) => one.html !== false && one.html.includes('tells what'));
        expect(only(desk).tests.length === 1 || byMail).toBe(true);
        await says(desk, ['--schedule', '2020-01-01 09:00'], 2, /is over already/);
        const [first, second] = await Promise.all([desk.publish(['--schedule', AT]), desk.publish(['--schedule', AT])]);
        // one of the two may find the workspace held
        expect([first.code, second.code].every((code) => code === 0 || code === 75)).toBe(true);
        await says(desk, ['--schedule', AT], 0, /nothing was to be done/);
        expect(only(desk)).toMatchObject({ sends: 1 });
        expect(desk.receipt()).toMatchObject([{ status: 'scheduled', scheduledFor: AT }]);
        expect(desk.markdown()).toContain('status: approved');
        const { stdout } = await desk.run('status', '--remote');
        expect(stdout).toContain('scheduled for');
        expect(desk.server.violations).toEqual([]);
        await desk.close();
      }),
    1_800_000,
  );

  it.each(all)(
    '%s: sent, once, whatever is lost afterwards',
    (name, contract) =>
      limit(async () => {
        const desk = await deskOf(contract);
        await says(desk, ['--send'], 0, /is being sent/);
        const lose = {
          nothing: () => {},
          receipt: () => rmSync(join(desk.dir, 'issues/007/receipt.json')),
          database: () => rmSync(join(desk.dir, '.pullquote'), { recursive: true }),
          both: () => {
            lose.receipt();
            lose.database();
          },
        };
        for (const [what, losing] of Object.entries(lose)) {
          losing();
          await says(desk, ['--send'], 0, /nothing was to be done/);
          expect([what, only(desk).sends]).toEqual([what, 1]);
          expect(desk.receipt()).toMatchObject([
            { platform: name, id: only(desk).id, status: expect.stringMatching(/^(sending|sent)$/) },
          ]);
        }
        expect(desk.markdown()).toContain('status: published');
        await says(desk, [], 1, /it is not published again/);
        expect(desk.server.violations).toEqual([]);
        await desk.close();
      }),
    1_800_000,
  );
});

it('test mails by SMTP_URL have both parts, their headers and the right links', () => {
  const tests = mail.received.filter(({ mail: one }) => one.subject?.startsWith('[Test] '));
  // Kit and Ghost send none themselves; listmonk and Brevo to their subscribers alone
  expect(tests).toHaveLength(4);
  for (const { mail: one, to } of tests) {
    expect([to, one.subject, one.from?.value]).toEqual([
      ['mz@example.com'],
      '[Test] The price fell',
      [{ name: 'The Price Letter', address: 'mz@example.com' }],
    ]);
    expect(one.headers.get('content-type')).toMatchObject({ value: 'multipart/alternative' });
    expect(one.html).toContain('href="https://bill.example.test/a"');
    expect(one.text).toContain('https://bill.example.test/a');
    expect(`${one.html}${one.text}`).not.toMatch(/\{\{|\*\||%%/);
    expect(one.headerLines.map(({ key }) => key).filter((key) => key.startsWith('list-'))).toEqual([]);
  }
});
