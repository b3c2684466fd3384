/** What goes wrong on a network, as sentences. */
import { SourceError } from '../errors.ts';

/** Thrown by our own checks below `fetch`: the message is already a sentence about the URL. */
export class WireError extends Error {
  override name = 'WireError';
}

/** Codes after which the same request may well succeed. `sent: false`: the server cannot have seen it. */
const CONNECTION: Record<string, { text: string; sent: boolean }> = {
  EAI_AGAIN: { text: 'the name server did not answer', sent: false },
  ECONNREFUSED: { text: 'nothing answers there (connection refused)', sent: false },
  EHOSTUNREACH: { text: 'its host cannot be reached', sent: false },
  ENETUNREACH: { text: 'its network cannot be reached', sent: false },
  ETIMEDOUT: { text: 'no connection could be made in time', sent: false },
  UND_ERR_CONNECT_TIMEOUT: { text: 'no connection could be made in time', sent: false },
  ECONNRESET: { text: 'the answer broke off', sent: true },
  EPIPE: { text: 'the answer broke off', sent: true },
  UND_ERR_SOCKET: { text: 'the answer broke off', sent: true },
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: { text: 'the answer broke off', sent: true },
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

/** A SourceError that says of `url` (as written, secrets unexpanded) what happened. */
export function explain(error: unknown, url: string, timeoutMs: number): SourceError {
  if (error instanceof SourceError) return error;
  return new SourceError(`${url}: ${sentence(error, timeoutMs)}`);
}

function sentence(error: unknown, timeoutMs: number): string {
  const inner = innermost(error);
  const code = inner.code ?? '';
  if (inner instanceof WireError) return inner.message;
  if (isTimeout(inner)) return `timed out after ${timeoutMs / 1000} s`;
  if (code === 'ENOTFOUND') return 'there is no host of that name (DNS)';
  const connection = CONNECTION[code];
  if (connection) return connection.text;
  if (/^(CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO)/.test(code)) {
    return `no secure connection (TLS): ${inner.message}`;
  }
  if (/^Z_|^ERR_ZLIB|^ERR__ZSTD|^ERR_BROTLI|^ERR__ERROR/.test(code))
    return `its compression is broken (${inner.message})`;
  if (inner.name === 'HTTPParserError') return `what answers there does not speak HTTP (${inner.message})`;
  return `it could not be fetched: ${inner.message}`;
}
