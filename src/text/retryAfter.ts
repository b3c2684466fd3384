/**
 * `Retry-After` (RFC 9110 §10.2.3) in milliseconds: seconds, or a date, read against the server's own clock. Undefined for what says
 * nothing: a negative number, a date that is over, noise.
 */
export function retryAfterMs(headers: Record<string, string>, now: Date): number | undefined {
  const value = headers['retry-after']?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  const [until, server] = [httpDate(value), httpDate(headers.date ?? '')];
  const left = until - (Number.isNaN(server) ? now.getTime() : server);
  return left > 0 ? left : undefined;
}

/** Milliseconds since 1970, or NaN. Only what begins with a day's name is a date (RFC 9110 §5.6.7); `Date.parse` takes "-5" for one. */
function httpDate(text: string): number {
  if (!/^(mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},? /i.test(text)) return Number.NaN;
  return Date.parse(/ (GMT|UTC|[+-]\d{4})$/i.test(text) ? text : `${text} GMT`);
}
