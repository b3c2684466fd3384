/** Mails of our own, by `SMTP_URL` (nodemailer): to the editor alone. Readers get theirs from the platform, which keeps the list and the way to unsubscribe. */
import { UserError } from '../errors.ts';
import type { Mail, Mailer } from '../types.ts';

export interface SmtpOptions {
  /** `smtp://user:password@host:587`, or `smtps://…:465`; the password with its special letters percent-encoded. */
  url: string;
  /** What the mails are from; without an address it is the user name of `url`, where that is one. */
  from: { name: string; address?: string | undefined };
  clock: () => Date;
}

const REFUSED = 4;
/** An editor's own few. */
const MOST = 5;
const TIMEOUTS = { connectionTimeout: 20_000, greetingTimeout: 20_000, socketTimeout: 60_000 };
const HOW =
  'Write it as smtp://USER:PASSWORD@HOST:587 or smtps://USER:PASSWORD@HOST:465; letters such as @ and / in them as %40 and %2F';

/** A mailer for these settings. Throws UserError where the address is none; nothing is opened before a mail is sent. */
export function smtpMailer(o: SmtpOptions): Mailer {
  const server = serverOf(o.url);
  return async (mail) => {
    const message = messageOf(mail, senderOf(o, server), o.clock());
    await withTransport(server, o.url, (transport) => transport.sendMail(message));
  };
}

/** Logs in and out again. Gives a line for the editor; throws UserError, exit code 4, that says what the server answered. */
export async function verifySmtp(o: SmtpOptions): Promise<string> {
  const server = serverOf(o.url);
  const from = senderOf(o, server);
  await withTransport(server, o.url, (transport) => transport.verify());
  return `${server.hostname} lets us in; mails are from ${from.address}`;
}

function serverOf(url: string): URL {
  const server = URL.canParse(url) ? new URL(url) : undefined;
  if (!server || !/^smtps?:$/.test(server.protocol) || server.hostname === '')
    throw new UserError(`SMTP_URL is no address of a mail server. ${HOW}.`);
  return server;
}

function senderOf({ from }: SmtpOptions, server: URL): { name: string; address: string } {
  const user = decoded(server.username);
  const address = from.address ?? (/^[^\s@]+@[^\s@]+$/.test(user) ? user : undefined);
  if (address === undefined)
    throw new UserError('whom are mails from? Set `editor: { name: …, email: … }` in newsletter.yaml.');
  return { name: from.name, address };
}

/** Without List-Unsubscribe: this is no mailing. Nothing in it can name a file or an address to be read. */
function messageOf(
  { to, subject, html, text, attachments }: Mail,
  from: { name: string; address: string },
  date: Date,
) {
  if (to.length === 0 || to.length > MOST)
    throw new UserError(`a mail of our own goes to one to ${MOST} addresses; these are ${to.length}.`);
  return {
    from,
    to,
    subject: subject.replace(/\s+/g, ' ').slice(0, 200),
    text,
    ...(html === undefined ? {} : { html }),
    ...(attachments
      ? { attachments: attachments.map(({ filename, content }) => ({ filename, content: Buffer.from(content) })) }
      : {}),
    date,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

interface Transport {
  sendMail(message: object): Promise<unknown>;
  verify(): Promise<unknown>;
  close(): void;
}

async function withTransport(
  server: URL,
  url: string,
  work: (transport: Transport) => Promise<unknown>,
): Promise<void> {
  // it takes longer to load than most commands run
  const { createTransport } = await import('nodemailer');
  const isTls = server.protocol === 'smtps:';
  const auth = server.username ? { auth: { user: decoded(server.username), pass: decoded(server.password) } } : {};
  const port = server.port ? { port: Number(server.port) } : {};
  const host = server.hostname.replace(/^\[|\]$/g, '');
  const options = { host, ...port, secure: isTls || server.port === '465', ...auth, ...TIMEOUTS };
  const transport: Transport = createTransport(options);
  try {
    await work(transport);
  } catch (error) {
    throw explained(error as SmtpError, server, url);
  } finally {
    transport.close();
  }
}

interface SmtpError extends Error {
  code?: string;
  responseCode?: number;
  response?: string;
}
const WHY: Record<string, string> = {
  EAUTH: 'it does not take this user and password; some providers want an app password',
  ENOAUTH: 'it wants a user and a password',
  EDNS: 'there is no such host',
  ENOTFOUND: 'there is no such host',
  ECONNECTION: 'no connection could be made; check host and port',
  ECONNREFUSED: 'nothing answers at that port',
  ETIMEDOUT: 'it does not answer; many networks block port 25, so try 587 or 465',
  ESOCKET: 'the connection broke; check the port, and smtps:// for 465 alone',
  ETLS: 'no secure connection could be made; try smtps:// with port 465',
  EENVELOPE: 'it refuses the sender or an address',
  EMESSAGE: 'it refuses the mail',
};

/** What the server answered, without the password. */
function explained(error: SmtpError, server: URL, url: string): UserError {
  const said = withoutSecrets(error.response ?? error.message, server, url)
    .replace(/\s+/g, ' ')
    .slice(0, 300);
  // nodemailer calls most of what happens on the way a socket error
  const code = /\b(ECONNREFUSED|ENOTFOUND|ETIMEDOUT)\b/.exec(error.message)?.[1] ?? error.code ?? '';
  const why = WHY[code];
  return new UserError(
    `the mail server ${server.hostname} (SMTP_URL) did not take the mail: ${why ? `${why}. ` : ''}It says: ${said}`,
    REFUSED,
  );
}

function withoutSecrets(text: string, server: URL, url: string): string {
  const pass = decoded(server.password);
  const user = decoded(server.username);
  const spellings = [pass, server.password].filter((one) => one !== '');
  const base64 = [pass, `\0${user}\0${pass}`].map((one) => Buffer.from(one).toString('base64'));
  const hidden = pass === '' ? [] : [url, ...spellings, ...base64];
  return hidden.reduce((shown, secret) => shown.replaceAll(secret, '[removed]'), text);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
