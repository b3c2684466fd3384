/** The way to Postgres: a pool of connections, and Kysely upon it. */
import { Kysely, PostgresDialect, PostgresQueryCompiler } from 'kysely';
import type pg from 'pg';
import { UserError } from '../errors.ts';
import { driverAddress, explainPostgres, INSTALL } from '../text/postgres.ts';

/** Connections that one process has at most through one pool: a server takes a hundred, and many processes share it. */
const CONNECTIONS = 6;
/** Milliseconds that a call waits for one of them. */
const WAIT = 30_000;
/** The type of `bigint` and `count(*)`. */
const INT8 = 20;

/** A pool of connections to `url`; none is made before it is needed. Throws UserError where that is no address, or the package that speaks to Postgres is not installed. */
export async function openPool(url: string, o: { max?: number } = {}): Promise<pg.Pool> {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url))
    throw new UserError('DATABASE_URL is no address of Postgres: write postgres://USER:PASSWORD@HOST:5432/DATABASE');
  const { default: driver } = await import('pg').catch((error: { code?: string }) => {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new UserError(`DATABASE_URL needs two more packages: ${INSTALL}`);
  });
  const connectionString = driverAddress(url);
  try {
    new driver.Client({ connectionString });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (/requires specifying a CA/.test(message)) throw explainPostgres(error, url);
    // a certificate that is not there; what else the driver says may quote the address
    const why = code ? message : 'letters such as @ / # % in its password are written as %40 %2F %23 %25';
    throw new UserError(`DATABASE_URL cannot be used: ${why}`);
  }
  class Client extends driver.Client {
    constructor(config?: pg.ClientConfig) {
      super(config);
      const connect = this.connect.bind(this) as (done: (error?: Error) => void) => void;
      // one that gives up while it logs in, for want of a password, would leave its connection open, and the process with it
      const closing = (done: (error?: Error) => void) =>
        connect((error) => {
          if (error) this.end().catch(() => undefined);
          done(error);
        });
      this.connect = closing as typeof this.connect;
    }
  }
  const pool = new driver.Pool({
    Client,
    ...{ connectionString, max: o.max ?? CONNECTIONS, connectionTimeoutMillis: WAIT, keepAlive: true },
    ...{ fallback_application_name: 'pullquote' },
    // ids and counts are far below 2^53
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === INT8 ? Number : driver.types.getTypeParser(oid, format as 'text'),
    },
  });
  // a connection that breaks is told by the call that uses it; without a listener it would end the process
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Kysely upon a pool. Postgres' text holds no NUL: it becomes U+FFFD, as a lone surrogate does by itself. */
export function postgresDb<T>(pool: pg.Pool): Kysely<T> {
  const dialect = new PostgresDialect({ pool });
  dialect.createQueryCompiler = () => new Compiler();
  return new Kysely<T>({ dialect });
}

class Compiler extends PostgresQueryCompiler {
  protected override appendValue(value: unknown): void {
    super.appendValue(typeof value === 'string' ? value.replaceAll('\0', '\uFFFD') : value);
  }
}
