import pg from 'pg';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { examinePostgres } from '../../src/store/examinePostgres.ts';
import { MIGRATIONS } from '../../src/store/migrations.ts';
import { explainPostgres, openPool, openPostgresStore } from '../../src/store/postgres.ts';
import { schemaOf } from '../../src/store/postgresMigrate.ts';
import { driverAddress, passes } from '../../src/text/postgres.ts';
import { noPostgres, startPostgres, type TestPostgres } from '../support/postgres.ts';
import { storeContract } from './contract.ts';
import { at, item, page } from './material.ts';
import { pruneContract } from './pruneContract.ts';

const title = `the store on Postgres${noPostgres ? ` (skipped: ${noPostgres})` : ''}`;
let postgres: TestPostgres;
let url: string;
let opened = 0;

let pool: pg.Pool;

/** Those of the owner share connections. */
async function open(newsletter = `Newsletter ${++opened}`, at = url) {
  const own = at === url ? { pool } : {};
  const store = await openPostgresStore({ url: at, newsletter, patience: { ms: 0 }, ...own });
  onTestFinished(() => store.close());
  return store;
}

/** What opening says. */
async function complaint(at: string, newsletter = 'Any'): Promise<string> {
  const error = await openPostgresStore({ url: at, newsletter, patience: { ms: 0 } }).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(UserError);
  const { message } = error as UserError;
  const { password, host } = new URL(at);
  if (password) expect(message).not.toContain(decodeURIComponent(password));
  expect(message).toContain(`Postgres at ${host}, database `);
  return message;
}

/** Runs statements as the owner of the database. */
async function run(...statements: string[]): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let result = await client.query('select 1');
    for (const statement of statements) result = await client.query(statement);
    return result;
  } finally {
    await client.end();
  }
}

/** The same address with other parts. */
function changed(
  own: Partial<Pick<URL, 'username' | 'password' | 'port' | 'pathname' | 'search' | 'hostname'>>,
): string {
  return Object.assign(new URL(url), own).href;
}

describe.skipIf(noPostgres)(title, () => {
  beforeAll(async () => {
    postgres = await startPostgres();
    url = await postgres.database();
    pool = await openPool(url);
  });
  afterAll(async () => {
    await pool?.end();
    await postgres?.stop();
  });

  // every test has another newsletter of the same database: none sees what another saved
  storeContract(() => open());
  pruneContract(() => open(), false);

  test('newsletters of one database do not see one another, and each finds its own again', async () => {
    const [one, other] = [await open('The Weekly'), await open('The  Weekly')];
    await one.saveItems([item('a')], new Map());
    await one.savePage(page('a'));
    await other.saveItems([item('a', { title: 'Another' })], new Map());
    await other.prune({ before: '9999', keep: [], sources: [] });
    expect(await other.items('', '9999')).toEqual([]);
    expect(await (await open(' The Weekly ')).items('', '9999')).toMatchObject([{ text: 'The words of the page.' }]);
  });

  test.each([
    ['The Weekly Digest', /^pullquote_the_weekly_digest_[0-9a-f]{8}$/],
    ['Die Größte Übersicht!', /^pullquote_die_gro_te_ubersicht_[0-9a-f]{8}$/],
    ['每周文摘', /^pullquote_[0-9a-f]{8}$/],
    ["x'; drop schema public; --", /^pullquote_x_drop_schema_public_[0-9a-f]{8}$/],
  ])('%s has a schema of its own', (name, schema) => {
    expect(schemaOf(name.repeat(9))).toHaveLength(Math.min(63, schemaOf(name.repeat(9)).length));
    expect(schemaOf(name)).toMatch(schema);
    expect(schemaOf(name).length).toBeLessThanOrEqual(63);
    expect(schemaOf(`${name}.`)).not.toBe(schemaOf(name));
  });

  test('many that open a new one at once agree on its tables', async () => {
    const stores = await Promise.all(Array.from({ length: 8 }, () => open('All at once')));
    for (const store of stores) expect(await store.runs(1)).toEqual([]);
    const { rows } = await run(`select number from ${schemaOf('All at once')}.version`);
    expect(rows).toEqual([{ number: MIGRATIONS.length }]);
  });

  test('one that a newer version wrote is refused and let be', async () => {
    await open('Newer');
    const schema = schemaOf('Newer');
    await run(`update ${schema}.version set number = 999`);
    expect(await complaint(url, 'Newer')).toMatch(
      new RegExp(`schema ${schema} was written by a newer Pullquote .its version is 999, .* or drop the schema`),
    );
    expect((await run(`select number from ${schema}.version`)).rows).toEqual([{ number: 999 }]);
  });

  test('who may use a schema, and not make one, uses it; who may neither is told', async () => {
    await open('Shared');
    const schema = schemaOf('Shared');
    const role = `guest_of${new URL(url).pathname.slice('/pullquote'.length)}`;
    await run(
      `create role ${role} login password 'guest/word'`,
      `grant usage on schema ${schema} to ${role}`,
      `grant all on all tables in schema ${schema} to ${role}`,
      `grant all on all sequences in schema ${schema} to ${role}`,
    );
    const guest = changed({ username: role, password: encodeURIComponent('guest/word') });
    const store = await open('Shared', guest);
    await store.startRun({ command: 'crawl', startedAt: at(20) });
    expect(await store.runs(9)).toHaveLength(1);
    expect(await complaint(guest, 'Not there')).toMatch(
      /does not let this user .*permission denied.*grant create on database/,
    );
    await run(`alter role ${role} connection limit 0`);
    expect(await complaint(guest, 'Shared')).toMatch(/takes no more connections/);
    await run(`alter role ${role} connection limit 5`, `alter role ${role} set default_transaction_read_only = on`);
    const reading = await open('Shared', guest);
    await expect(reading.startRun({ command: 'crawl', startedAt: at(20) })).rejects.toThrow(/may only be read/);
    await store.close();
    await reading.close();
    await run(`drop owned by ${role} cascade`, `drop role ${role}`);
  });

  test('a wrong password, user, database, port or way to it is told with what to do', async () => {
    expect(await complaint(changed({ password: 'no-such-word' }))).toMatch(
      /refuses the password: mend user and password/,
    );
    expect(await complaint(changed({ password: '' }))).toMatch(/refuses the password/);
    expect(await complaint(changed({ pathname: '/no_such_base' }))).toMatch(
      /"?no_such_base"?, has no such database: make it/,
    );
    expect(await complaint(changed({ port: '1' }))).toMatch(/is not there: is it running/);
    expect(await complaint(changed({ search: '?sslmode=require' }))).toMatch(/knows no TLS: take sslmode out/);
    expect(await complaint(changed({ hostname: 'no-such-host.invalid' }))).toMatch(/cannot be found|does not answer/);
  });

  test('the exam tells what it is and where', async () => {
    const store = await open('Exam');
    await store.startRun({ command: 'crawl', startedAt: at(20) });
    const exam = await examinePostgres({ url, newsletter: 'Exam', patience: { ms: 0 } }, at(10));
    expect(exam).toMatchObject({ complaints: [], runs: [{ command: 'crawl' }], later: at(20) });
    expect(exam.place).toMatch(/^schema pullquote_exam_\w+ of Postgres at .*:\d+, database \w+ \(version \d+/);
    expect(exam.bytes).toBeGreaterThan(8192);
    expect(exam.bytes).toBe(await store.size());
  });

  test('several stores share a pool, which stays when they are closed', async () => {
    const [one, two] = [await open('One'), await open('Two')];
    await one.close();
    await two.saveItems([item('a')], new Map());
    await two.close();
    expect((await pool.query('select count(*) as n from pg_class')).rows[0].n).toBeTypeOf('number');
    // the driver's own ways are as they were
    expect(pg.types.getTypeParser(20)('1')).toBe('1');
  });
});

describe('what Postgres complains of', () => {
  const where = 'postgres://me:s3cret@db.example:6543/weekly';
  const said = (code: string, message: string) => explainPostgres(Object.assign(new Error(message), { code }), where);
  test.each([
    [
      '53100',
      'could not extend file "base/1/2"',
      /^Postgres at db.example:6543, database weekly, has a full disk: free/,
    ],
    [
      '28000',
      'no pg_hba.conf entry for host "1.2.3.4", user "me", database "weekly", no encryption',
      /only connections over TLS: add \?sslmode=require/,
    ],
    ['28000', 'role "me" does not exist', /refuses the user \(role "me" does not exist\)/],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'self-signed certificate', /certificate that is not trusted .*sslrootcert/],
    ['53300', 'sorry, too many clients already', /takes no more connections/],
    ['57P03', 'the database system is starting up', /is starting or stopping/],
    ['57P01', 'terminating connection due to administrator command', /does not answer/],
    ['53200', 'out of shared memory', /max_locks_per_transaction/],
    ['XX001', 'invalid page in block 7', /is damaged .*put back a copy/],
    [
      'ERR_TLS_CERT_ALTNAME_INVALID',
      "Host: db.example. is not in the cert's altnames: DNS:db1.example",
      /certificate for another name .*db1\.example.*name the host/,
    ],
    // pgbouncer's one code for everything
    ['08P01', 'SASL authentication failed', /refuses the password: mend/],
    ['08P01', 'password authentication failed', /refuses the password: mend/],
    ['08P01', 'no such database: weekly', /has no such database: make it/],
    ['08P01', 'database "weekly" does not exist', /has no such database: make it/],
    [
      '08P01',
      'unsupported startup parameter: options',
      /refuses what DATABASE_URL asks for .*: options.*ignore_startup/,
    ],
    ['08P01', 'no more connections allowed (max_client_conn)', /takes no more connections: let fewer/],
    ['08P01', 'query_wait_timeout', /no connection free for long: raise its pool size/],
    ['08P01', 'client_login_timeout (server down)', /is not reached by the pooler .*server down/],
    ['08P01', 'SSL required', /only connections over TLS: add \?sslmode=require/],
    // Supavisor's
    ['XX000', '(EMAXCONNSESSION) max clients reached in session mode', /takes no more connections: let fewer/],
    ['XX000', 'Tenant or user not found', /refuses the user .*mend it/],
    ['XX000', 'cache lookup failed for relation 7', /has a fault of its own .*see its log/],
  ])('%s: %s', (code, message, words) => {
    const error = said(code, message);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toMatch(words);
    expect((error as UserError).message).not.toContain('s3cret');
  });

  test.each([
    ['08P01', 'SASL authentication failed', false],
    ['08P01', 'no such database: weekly', false],
    ['08P01', 'unsupported startup parameter: options', false],
    ['08P01', 'query_wait_timeout', true],
    ['08P01', 'no more connections allowed (max_client_conn)', true],
    ['08P01', 'client_login_timeout (server down)', true],
    ['XX000', '(EMAXCONNSESSION) max clients reached in session mode', true],
    ['08006', 'connection failure', true],
  ])('a pooler that says %s: %s may do better later: %s', (code, message, later) => {
    expect(passes(Object.assign(new Error(message), { code }))).toBe(later);
  });

  test.each([
    ['postgres://u:p@h/d?sslmode=require', 'postgres://u:p@h/d?sslmode=verify-full'],
    ['postgres://u:p@h/d?a=b&sslmode=prefer&c=d', 'postgres://u:p@h/d?a=b&sslmode=verify-full&c=d'],
    ['postgres://u:p@h/d?sslmode=no-verify', 'postgres://u:p@h/d?sslmode=no-verify'],
    ['postgres://u:sslmode=require@h/d', 'postgres://u:sslmode=require@h/d'],
    [
      'postgres://u:p@h/d?sslmode=require&uselibpqcompat=true',
      'postgres://u:p@h/d?sslmode=require&uselibpqcompat=true',
    ],
  ])('the driver takes %s as %s', (url, address) => {
    expect(driverAddress(url)).toBe(address);
  });

  test('a bug stays a bug, and is not tried again', () => {
    for (const bug of [
      new TypeError('x is not a function'),
      Object.assign(new Error('syntax error'), { code: '42601' }),
    ]) {
      expect(explainPostgres(bug, where)).toBe(bug);
      expect(passes(bug)).toBe(false);
    }
  });

  test.each([
    'mysql://me@db/x',
    'not an address',
    'postgres://me:s3cret#word@db/x',
    'postgres://me:s3cret@db/x?sslrootcert=/not/there.pem',
  ])('%s is no address', async (at) => {
    const error = await openPool(at).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toMatch(/^DATABASE_URL (is no address|cannot be used: ENOENT)/);
    expect((error as UserError).message).not.toContain('s3cret');
  });
});
