/** The queue behind what stands between it and Postgres: a pooler that lets nobody listen, an address with TLS. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openBoss } from '../../src/queue/boss.ts';
import { noPostgres, startPostgres, type TestPostgres } from '../support/postgres.ts';
import { openQueueAt, until } from '../support/queue.ts';

describe.skipIf(noPostgres)(`the way to the queue (${noPostgres ?? 'found'})`, () => {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  }, 60_000);
  afterAll(() => postgres?.stop());

  it('says once that it finds jobs by asking, where a pooler in transaction mode takes its LISTEN, and finds them', async () => {
    const queue = await openQueueAt(await deafDoor(await postgres.database()));
    onTestFinished(() => queue.close());
    await until('it is noticed', () => queue.notes.length > 0);
    expect(queue.notes).toEqual([
      'the queue: new jobs are found by asking for them: a pooler in transaction mode lets nobody listen',
    ]);
    queue.pump({ handle: queue.writing() });
    await queue.put('page', ['one', 'two']);
    await until('they are done', async () => (await queue.written()).length === 2);
    expect(queue.notes).toHaveLength(1);
  });

  it('takes the addresses that hosts of databases hand out without a warning', async () => {
    const warnings: string[] = [];
    const warned = (warning: Error) => void warnings.push(warning.message);
    process.on('warning', warned);
    onTestFinished(() => void process.off('warning', warned));
    const tls = (search: string) =>
      openBoss({ url: `${postgres.url}?${search}`, note: () => {}, patienceMs: 0 }).then(
        () => 'opened',
        ({ name, message }: Error) => `${name}: ${message}`,
      );
    expect(await tls('sslmode=require')).toMatch(/^UserError: .*(knows no TLS|certificate)/);
    expect(await tls('sslmode=require&sslrootcert=/not/there.pem')).toMatch(/^UserError: .*is missing .*there\.pem/);
    expect(warnings).toEqual([]);
  });
});

/** An address of the same database, behind which LISTEN is taken and somebody else's channel is heard. */
async function deafDoor(url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const open = new Set<Socket>();
  const door = createServer((client) => {
    const server = connect(Number(port || 5432), hostname);
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      open.add(from);
      from.on('close', () => to.destroy()).on('error', () => {});
    }
    client.on('data', (chunk) => server.write(elsewhere(chunk)));
    server.pipe(client);
  }).listen(0, '127.0.0.1');
  await once(door, 'listening');
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    door.close();
  });
  return Object.assign(new URL(url), { host: `127.0.0.1:${(door.address() as AddressInfo).port}` }).href;
}

/** As long as before, so that the message around it stays true. */
function elsewhere(chunk: Buffer): Buffer {
  const text = chunk.toString('latin1').replace('LISTEN "pullquote_jobs"', 'LISTEN "pullquote_else"');
  return Buffer.from(text, 'latin1');
}
