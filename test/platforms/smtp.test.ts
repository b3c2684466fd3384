import { type AddressInfo, createServer } from 'node:net';
import type { SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { notify } from '../../src/actions/notify.ts';
import type { Workspace } from '../../src/actions/workspace.ts';
import { UserError } from '../../src/errors.ts';
import { smtpMailer, verifySmtp } from '../../src/platforms/smtp.ts';
import type { Mail, Newsletter } from '../../src/types.ts';
import { newsletter } from '../render/inputs.ts';
import { type MailServer, mailUrl, startMailServer } from '../support/mailServer.ts';
import { crawlWorld } from '../support/world.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});
async function mailServer(o?: SMTPServerOptions): Promise<MailServer> {
  const server = await startMailServer(o);
  open.push(server);
  return server;
}
const from = { name: 'The Price Letter', address: 'mz@example.com' };
const clock = () => new Date('2026-11-22T12:00:00.000Z');
const MAIL: Mail = {
  to: ['mz@example.com'],
  subject: '[Test] The price\r\nBcc: victim@example.com',
  html: '<p>What a <a href="https://bill.example.test/a?b=1&amp;c=2">token</a> costs – 2 €</p>',
  text: 'What a token costs – 2 €\n',
};
async function refused(work: Promise<unknown>): Promise<UserError> {
  const told = await work.then(() => undefined).catch((error: unknown) => error);
  if (told instanceof UserError) return told;
  throw new Error(`not refused: ${String(told)}`);
}

describe('a mail of our own', () => {
  it('arrives with both parts, its links and its sender, and no header of a mailing', async () => {
    const server = await mailServer();
    await smtpMailer({ url: server.url, from, clock })(MAIL);
    expect(server.received).toHaveLength(1);
    const { mail, to } = server.received[0] as (typeof server.received)[0];
    expect(to).toEqual(['mz@example.com']);
    expect(mail.headers.get('content-type')).toMatchObject({ value: 'multipart/alternative' });
    expect(mail.html).toContain('href="https://bill.example.test/a?b=1&amp;c=2"');
    expect(mail.text).toBe('What a token costs – 2 €\n');
    expect(mail.from?.value).toEqual([{ name: 'The Price Letter', address: 'mz@example.com' }]);
    expect(mail.subject).toBe('[Test] The price Bcc: victim@example.com');
    expect(mail.date?.toISOString()).toBe('2026-11-22T12:00:00.000Z');
    const names = mail.headerLines.map(({ key }) => key);
    expect(names.filter((name) => /^(list-|bcc|precedence)/.test(name))).toEqual([]);
  });

  it('is from the user of SMTP_URL where the newsletter has no address; from nobody, it is not sent', async () => {
    const server = await mailServer();
    await smtpMailer({ url: server.url, from: { name: 'X' }, clock })(MAIL);
    expect(server.received[0]?.mail.from?.value[0]?.address).toBe('mz@mail.example');
    const nobody = smtpMailer({ url: 'smtp://127.0.0.1:1', from: { name: 'X' }, clock });
    expect((await refused(nobody(MAIL))).message).toContain('whom are mails from');
  });

  it('goes to five at most', async () => {
    const send = smtpMailer({ url: 'smtp://127.0.0.1:1', from, clock });
    expect((await refused(send({ ...MAIL, to: Array(6).fill('a@example.com') }))).message).toContain('these are 6');
  });

  it('reads no file that a mail names', async () => {
    const server = await mailServer();
    const content = { path: '/etc/hostname' } as unknown as string;
    const send = smtpMailer({ url: server.url, from, clock })({ ...MAIL, attachments: [{ filename: 'a', content }] });
    await expect(send).rejects.toThrow();
    expect(server.received).toEqual([]);
  });
});

describe('what the server refuses is told, without the password', () => {
  const cases: [string, () => Promise<string>, RegExp][] = [
    ['a wrong password', async () => mailUrl((await mailServer()).port, 'wr0ng-planted'), /does not take this user/],
    ['nothing at that port', async () => mailUrl(await closedPort()), /nothing answers|no connection/],
    [
      'an address that is refused',
      async () => (await mailServer({ onRcptTo: (_, __, done) => done(new Error('relaying denied')) })).url,
      /refuses the sender or an address.*relaying denied/,
    ],
  ];
  it.each(cases)('%s', async (_, url, told) => {
    const address = await url();
    const error = await refused(smtpMailer({ url: address, from, clock })(MAIL));
    expect(error.exitCode).toBe(4);
    expect(error.message).toMatch(told);
    expect(error.message).not.toMatch(/wr0ng-planted|pl@nted|pl%40nted/);
  });

  it('an SMTP_URL that is none is not repeated', async () => {
    const error = await refused(verifySmtp({ url: 'mail.example planted', from, clock }));
    expect(error.message).toContain('SMTP_URL is no address');
    expect(error.message).not.toContain('planted');
  });
});

describe('a notice', () => {
  const ISSUE =
    '---\nnumber: 7\ndate: 2026-11-22\nstatus: draft\n---\n\nHi.\n\n* * *\n\n## Bills\n\n[A bill](https://bill.example.test/a?b=1&c=2) read aloud.\n';
  async function noticed(url: string): Promise<string[]> {
    const mail = smtpMailer({ url, from, clock });
    const nothing = () => Promise.reject(new Error('nothing is fetched'));
    const world = await crawlWorld(nothing, { mail });
    await world.files.write('issues/007/issue.md', ISSUE);
    const own: Newsletter['notify'] = { email: 'mz@example.com' };
    const workspace = { newsletter: newsletter({ notify: own }) } as Workspace;
    return notify(world, workspace, { kind: 'draft-ready', title: 'Issue 7 is drafted', text: 'Read it.', number: 7 });
  }

  it('of a draft that is ready arrives with the draft in both parts, and its links', async () => {
    const server = await mailServer();
    expect(await noticed(server.url)).toEqual([]);
    const [{ mail, to }] = server.received as [MailServer['received'][0]];
    expect([to, mail.subject]).toEqual([['mz@example.com'], 'Issue 7 is drafted']);
    expect(mail.headers.get('content-type')).toMatchObject({ value: 'multipart/alternative' });
    expect(mail.html).toContain('href="https://bill.example.test/a?b=1&amp;c=2"');
    expect(mail.text).toMatch(/^Issue 7 is drafted\nRead it\.[\s\S]*https:\/\/bill\.example\.test\/a\?b=1&c=2/);
    expect(mail.headerLines.map(({ key }) => key).filter((name) => /^list-/.test(name))).toEqual([]);
  });

  it('that the mail server refuses is a warning in words', async () => {
    expect(await noticed(mailUrl(await closedPort()))).toEqual([
      expect.stringMatching(/^no notice by mail to mz@example\.com: the mail server .*nothing answers/),
    ]);
  });
});

it('verify logs in and sends nothing', async () => {
  const server = await mailServer();
  expect(await verifySmtp({ url: server.url, from, clock })).toContain('127.0.0.1 lets us in');
  expect(server.received).toEqual([]);
  await expect(verifySmtp({ url: mailUrl(server.port, 'no'), from, clock })).rejects.toThrow('does not take this user');
});

async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
