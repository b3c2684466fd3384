/** What Postgres and the way to it complain of, in words for people; and what passes by itself. */
import { UserError } from '../errors.ts';

/** Where a database is, for messages: never the user's password. */
export function placeOf(url: string): string {
  if (!URL.canParse(url)) return 'Postgres';
  const { hostname, port, pathname, username, searchParams } = new URL(url);
  const host = searchParams.get('host') ?? (decode(hostname) || 'localhost');
  return `Postgres at ${host}:${port || '5432'}, database ${decode(pathname.slice(1)) || decode(username)}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Brings what talks to Postgres, of the versions that it was tried with. */
export const INSTALL = 'npm install pg pg-boss@12.35.0';

/** Ways of TLS that the driver takes for `verify-full`, with a warning of many lines: hosts of databases hand out such addresses. */
const VERIFIED = /(?<=\?.*)(\bsslmode=)(?:prefer|require|verify-ca)(?![^&])/;

/** The address as the driver takes it without a word. Who asks for the ways of `libpq` has them. */
export function driverAddress(url: string): string {
  return /[?&]uselibpqcompat=true(?![^&])/.test(url) ? url : url.replace(VERIFIED, '$1verify-full');
}

type Failure = { code: string; message: string };
/**
 * By the code of SQLSTATE (appendix A of Postgres' manual) or of Node, or by what is said: pgbouncer gives 08P01 for whatever it refuses,
 * and Supavisor XX000.
 */
const FAILURES: [is: RegExp, say: (what: Failure) => string][] = [
  [
    /no encryption|SSL off|SSL required|connection is insecure/i,
    () => 'takes only connections over TLS: add ?sslmode=require to DATABASE_URL',
  ],
  [/does not support SSL/, () => 'knows no TLS: take sslmode out of DATABASE_URL, or set it to disable'],
  [/requires specifying a CA/, () => 'needs sslrootcert=FILE beside sslmode=verify-ca in DATABASE_URL'],
  [/^URI malformed/, () => 'has a password that cannot be read: in DATABASE_URL a % in it is written %25'],
  [
    /ALTNAME/,
    ({ message }) =>
      `has a certificate for another name (${message}): name the host in DATABASE_URL as it stands there, and not by a number`,
  ],
  [
    /SELF_SIGNED|UNABLE_TO_|CERT_/,
    ({ message }) =>
      `has a certificate that is not trusted (${firstClause(message)}): name that of its authority by ?sslrootcert=FILE in DATABASE_URL, or in a network that you trust ask for none by ?sslmode=no-verify`,
  ],
  [
    /^28P01|client password must be|(password|SASL) authentication failed/,
    () => 'refuses the password: mend user and password in DATABASE_URL',
  ],
  [
    /^28|no such user|tenant or user not found/i,
    ({ message }) => `refuses the user (${message}): mend it in DATABASE_URL, or let it in by pg_hba.conf`,
  ],
  [
    /^3D000|no such database|database ".*" does not exist/,
    () => 'has no such database: make it with `createdb`, or mend DATABASE_URL',
  ],
  [
    /unsupported startup parameter/i,
    ({ message }) =>
      `has a pooler before it that refuses what DATABASE_URL asks for (${message}): take it out there, or name it in the pooler's ignore_startup_parameters`,
  ],
  [
    /query_wait_timeout/,
    () =>
      'has a pooler before it that had no connection free for long: raise its pool size, let fewer processes run, or take its transaction mode',
  ],
  [
    /client_login_timeout|server login|server_login|cannot connect to server/,
    ({ message }) => `is not reached by the pooler before it (${message}): see whether it runs`,
  ],
  [
    /^42501/,
    ({ message }) =>
      `does not let this user do what is needed (${message}): its owner may \`grant create on database … to …\``,
  ],
  [/^25006/, () => 'may only be read: DATABASE_URL must name the primary server, not a copy of it'],
  [/^53100/, () => 'has a full disk: free some space there and run again; what was saved before is kept'],
  [
    /^53300|^too many clients|remaining connection slots|no more connections|max clients reached|connections exceeded/i,
    () => 'takes no more connections: let fewer processes run, or raise max_connections (at a pooler its pool size)',
  ],
  [
    /^53|max_locks_per_transaction/,
    ({ message }) => `is out of memory (${message}): give it more, or raise max_locks_per_transaction`,
  ],
  [/^57014/, ({ message }) => `cut a call off (${message}): raise its statement_timeout`],
  [/^XX000/, ({ message }) => `has a fault of its own (${message}): see its log`],
  [/^XX00/, ({ message }) => `is damaged (${message}): put back a copy, or drop the schema: it costs a crawl`],
  [/^(3F000|42P01)/, ({ message }) => `has lost what was there (${message}): run again, and it is made anew`],
  [/^ENOTFOUND|^EAI_/, () => 'cannot be found: is the name of the host in DATABASE_URL right?'],
  [/^ENOENT: |^EACCES: |^EISDIR: /, ({ message }) => `cannot be asked: a file of DATABASE_URL is missing (${message})`],
  [/^ECONNREFUSED|^connect ENOENT/, () => 'is not there: is it running, and are host and port in DATABASE_URL right?'],
  [/^57P03/, () => 'is starting or stopping, and was for long: see its log'],
];
const AWAY = 'does not answer: see whether it runs and can be reached from here';

/** The driver adds advice about Node. */
function firstClause(message: string): string {
  return message.split(';', 1)[0] as string;
}

/** The failure as a UserError where it is the database's or the network's, else as it is. */
export function explainPostgres(error: unknown, url: string): unknown {
  if (error instanceof UserError) return error;
  const what = failureOf(error);
  const known = FAILURES.find(([is]) => fits(is, what));
  if (known) return new UserError(`${placeOf(url)}, ${known[1](what)}`);
  return passes(error) ? new UserError(`${placeOf(url)}, ${AWAY}`) : error;
}

/** By the code alone, where it says enough: refusals, above all a pooler's, have one for several reasons, and the driver's own complaints have none. */
function fits(is: RegExp, { code, message }: Failure): boolean {
  const isVague = !isState(code) || /^28|^08P01|^XX000/.test(code);
  return is.test(code) || (isVague && is.test(message));
}

function failureOf(error: unknown): Failure {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return { code: typeof code === 'string' ? code : '', message: typeof message === 'string' ? message : '' };
}

const isState = (code: string) => /^[0-9A-Z]{5}$/.test(code);

/** Connections that break or are not taken yet; a server that starts, stops or is full; two transactions in one another's way. */
const PASSING_CODE =
  /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|08...|57P0[1-3]|25P0[34]|53300|40001|40P01|55P03)$/;
/** The driver's own complaints have no code. */
const PASSING_WORDS =
  /connection (terminated|ended)|client (has encountered|was closed)|timeout (exceeded|expired)|read (timeout|ECONNRESET)|not queryable|already settled|server closed the connection|max clients reached/i;
/** What a pooler refuses for good, with the code of a connection that broke. */
const REFUSED =
  /authentication failed|no such (user|database)|does not exist|unsupported startup parameter|(SSL|TLS) required|no password/i;

/** Whether it may go well at another try. */
export function passes(error: unknown): boolean {
  // every address of a host refused
  const each = (error as { errors?: unknown } | undefined)?.errors;
  if (Array.isArray(each) && each.length > 0) return each.every(passes);
  const { code, message } = failureOf(error);
  if (code === '08P01' && REFUSED.test(message)) return false;
  return PASSING_CODE.test(code) || PASSING_WORDS.test(message);
}

/** A failure in one line without a stack trace, for logs. */
export function sayFailure(error: unknown): string {
  const { message, code, errors } = (error ?? {}) as { message?: string; code?: string; errors?: unknown[] };
  if (!message && Array.isArray(errors) && errors.length > 0) return sayFailure(errors[0]);
  return String(message || code || error).split('\n', 1)[0] as string;
}
