/** What goes wrong on a network, as sentences. */
import { SourceError } from '../errors.ts';

/** Thrown by our own checks below `fetch`: the message is already a sentence about the URL. */
export class WireError extends Error {
  override name = 'WireError';
}

/** What went wrong after a redirect: `shown` is the address that it led to, its secrets hidden. */
export class RedirectedError extends Error {
  override name = 'RedirectedError';
  readonly shown: string;

  constructor(shown: string, cause: unknown) {
    super(`after a redirect to ${shown}`, { cause });
    this.shown = shown;
  }
}

interface Connection {
  text: string;
  /** False: the server cannot have seen the request. */
  sent: boolean;
}
const BROKE_OFF: Connection = { text: 'the answer broke off', sent: true };
const TOO_LATE: Connection = { text: 'no connection could be made in time', sent: false };
/** Codes after which the same request may well succeed. */
const CONNECTION: Record<string, Connection> = {
  EAI_AGAIN: { text: 'the name server did not answer', sent: false },
  ECONNREFUSED: { text: 'nothing answers there (connection refused)', sent: false },
  EHOSTUNREACH: { text: 'its host cannot be reached', sent: false },
  ENETUNREACH: { text: 'its network cannot be reached', sent: false },
  ETIMEDOUT: TOO_LATE,
  UND_ERR_CONNECT_TIMEOUT: TOO_LATE,
  ECONNRESET: BROKE_OFF,
  EPIPE: BROKE_OFF,
  UND_ERR_SOCKET: BROKE_OFF,
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: { text: 'the answer broke off, or is not as long as it says', sent: true },
};

const EXTRA = 'if you trust it, name the file of its certificate in NODE_EXTRA_CA_CERTS';
const UNKNOWN_ISSUER = `nobody known here vouches for its certificate, or its server leaves out a part of the chain; ${EXTRA}`;
const NO_TLS = 'what answers at that port does not speak TLS; if the site has no https, write http://';
/** OpenSSL's and Node's codes: what is wrong with a certificate, and what to do. */
const TLS: Record<string, string> = {
  CERT_HAS_EXPIRED:
    'its certificate has expired; only its publisher can renew it, so it is tried again at the next crawl',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet; check the clock of this machine',
  CERT_REVOKED: 'its certificate was revoked; ask its publisher',
  DEPTH_ZERO_SELF_SIGNED_CERT: `its certificate is self-signed; ${EXTRA}`,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_ISSUER,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_ISSUER,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_ISSUER,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_ISSUER,
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host; check the address',
  ERR_SSL_WRONG_VERSION_NUMBER: NO_TLS,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: NO_TLS,
};

/** The innermost error: undici wraps what happened in "fetch failed" or "terminated". */
function innermost(error: unknown): Error & { code?: string } {
  let inner = error;
  for (let depth = 0; depth < 5; depth++) {
    if (inner instanceof AggregateError && inner.errors[0] instanceof Error) inner = inner.errors[0];
    else if (inner instanceof Error && inner.cause instanceof Error) inner = inner.cause;
    else break;
  }
  return inner instanceof Error ? inner : new Error(String(inner));
}

/** Whether a connection failed so that one more try makes sense; `safe` requests may be repeated even if the server saw them. */
export function worthAnotherTry(error: unknown, safe: boolean): boolean {
  const failure = CONNECTION[innermost(error).code ?? ''];
  return failure !== undefined && (safe || !failure.sent);
}

/** Whether the time for the whole request was over. */
export function isTimeout(error: unknown): boolean {
  return innermost(error).name === 'TimeoutError';
}

/** Whether a host said nothing for so long that asking it costs more than it brings. */
export function isSilence(error: unknown): boolean {
  return isTimeout(error) || CONNECTION[innermost(error).code ?? ''] === TOO_LATE;
}

/** What a request was, for messages about it. */
export interface Told {
  /** As written, secrets unexpanded. */
  url: string;
  timeoutMs: number;
  /** Ends it from outside: where that fired, whatever else went wrong came of it. */
  ended?: AbortSignal | undefined;
  /** Hides secrets, before anything is cut. */
  hide: (text: string) => string;
}

/** A SourceError that says of the URL what happened, without a secret. */
export function explain(error: unknown, { url, timeoutMs, ended, hide }: Told): SourceError {
  if (error instanceof SourceError) return new SourceError(hide(error.message), error.status);
  if (ended?.aborted) return new SourceError(`${url}: the crawl's time was over before it answered`);
  // the time is that of all hops together
  const isLater = error instanceof RedirectedError && !isTimeout(error);
  const where = isLater ? `${url}: it redirects to ${error.shown}` : url;
  return new SourceError(hide(`${where}: ${sentence(error, timeoutMs, hide)}`));
}

function sentence(error: unknown, timeoutMs: number, hide: Told['hide']): string {
  const inner = innermost(error);
  const code = inner.code ?? '';
  if (inner instanceof WireError) return inner.message;
  const said = hide(inner.message).replace(/\s+/g, ' ').slice(0, 200);
  if (isTimeout(inner)) return `timed out after ${timeoutMs / 1000} s`;
  if (code === 'ENOTFOUND') return 'there is no host of that name (DNS)';
  const connection = CONNECTION[code];
  if (connection) return connection.text;
  if (/^(CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO)/.test(code)) {
    return `no secure connection (TLS): ${TLS[code] ?? said}`;
  }
  if (code === 'UND_ERR_HEADERS_OVERFLOW') return 'its headers are longer than any that are read';
  if (/^Z_|^ERR_ZLIB|^ERR__ZSTD|^ZSTD_|^ERR_BROTLI|^ERR__ERROR/.test(code)) return 'its compression is broken';
  if (inner.name === 'HTTPParserError') return 'what answers there does not speak HTTP, or badly';
  if (said === 'bad port') return 'its port belongs to something other than the web and is not opened';
  return `it could not be fetched: ${said}`;
}
