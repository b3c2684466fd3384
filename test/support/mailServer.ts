/** A real mail server on loopback, for tests. */
import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

const PASSWORD = 'pl@nted/pass word';

export interface MailServer {
  /** What it took, parsed. */
  received: { mail: ParsedMail; raw: string; to: string[] }[];
  port: number;
  /** For SMTP_URL, with the one user that it takes. */
  url: string;
  close(): Promise<void>;
}

/** A real mail server on loopback that takes one user and keeps what it receives. */
export async function startMailServer(o: SMTPServerOptions = {}): Promise<MailServer> {
  const received: MailServer['received'] = [];
  const server = new SMTPServer({
    authOptional: false,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    onAuth: ({ username, password }, _, done) =>
      username === 'mz@mail.example' && password === PASSWORD
        ? done(null, { user: username })
        : done(new Error(`no such user or password: ${password}`)),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const raw = Buffer.concat(chunks).toString('utf8');
        const to = session.envelope.rcptTo.map(({ address }) => address);
        received.push({ mail: await simpleParser(raw), raw, to });
        done();
      });
    },
    ...o,
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { received, port, url: mailUrl(port), close };
}

/** SMTP_URL of a server at that port. */
export function mailUrl(port: number, password = PASSWORD): string {
  return `smtp://${encodeURIComponent('mz@mail.example')}:${encodeURIComponent(password)}@127.0.0.1:${port}`;
}
