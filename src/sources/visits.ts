/** What every crawler does with answers: every visit of an address, read; JSON of APIs, and refusals that say why. */
import { SourceError } from '../errors.ts';
import { withoutUnseen } from '../text/unseen.ts';
import type { Fetch, FetchRequest, FetchResponse } from '../types.ts';

/** The visits of one URL that could be read. */
export interface Visits<T> {
  visits: T[];
  /** Why the other visits could not be read. */
  warnings: string[];
  /** True where every answer was a 304 or stored. */
  unchanged: boolean;
}

/**
 * Asks for a URL and reads what comes: one answer of the network, or every visit that a replay has recorded, in order. `read` throws
 * SourceError where an answer is not what it should be. Throws SourceError where no visit could be read, an HTTP error status among the
 * reasons.
 */
export async function readVisits<T>(
  fetch: Fetch,
  request: FetchRequest,
  read: (response: FetchResponse) => T | Promise<T>,
): Promise<Visits<T>> {
  const visits: T[] = [];
  const failures: SourceError[] = [];
  let unchanged = true;
  let more = true;
  while (more) {
    // a replay that fails at one visit has no way on to the next
    more = false;
    try {
      const response = await fetch(request);
      more = response.more === true;
      if (response.from === 'network') unchanged = false;
      if (response.status >= 300) throw new SourceError(refusal(response.status), response.status);
      visits.push(await read(response));
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      failures.push(error);
    }
  }
  const [failure] = failures;
  if (visits.length === 0 && failure !== undefined) throw failure;
  return { visits, warnings: [...new Set(failures.map((error) => error.message))], unchanged };
}

/** A refused request in a sentence: what was answered, what that means, what to do. */
function refusal(status: number): string {
  if (status === 304) return 'answered 304, as if it had been read before, and gave nothing to read';
  if (status < 400) return `answered ${status}, a redirect that leads nowhere; check its address in sources.yaml`;
  if (status === 404 || status === 410)
    return `answered ${status}: the source is gone or moved; check its address in sources.yaml`;
  if (status === 401 || status === 403)
    return `answered ${status}: the source may not be read; check its address and token in sources.yaml, or ask its publisher`;
  if (status === 429) return 'answered 429: it is asked too often; crawl it less often';
  if (status >= 500) return `answered ${status}: its server is in trouble; it will be asked again at the next crawl`;
  return `answered ${status}: the request was refused; check its address in sources.yaml`;
}

/** The longest reason that is worth a line of a report. */
const LONGEST_REASON = 200;

/**
 * As `readVisits`, for answers that are JSON. `explain` puts a refusal into words, by its status and the reason that its body gives ('' for
 * none). Throws SourceError where no answer could be read, with a status where there was one.
 */
export async function readJsonVisits<T>(
  fetch: Fetch,
  request: FetchRequest,
  read: (json: unknown, response: FetchResponse) => T,
  explain: (status: number, reason: string) => string,
): Promise<Visits<T>> {
  let reason = '';
  const listening: Fetch = async (asked) => {
    const response = await fetch(asked);
    if (response.status >= 400) reason = reasonIn(response);
    return response;
  };
  const reading = (response: FetchResponse) => {
    try {
      return read(jsonOf(response), response);
    } catch (error) {
      throw error instanceof SourceError ? new SourceError(error.message, response.status) : error;
    }
  };
  try {
    return await readVisits(listening, request, reading);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const { status, message } = error;
    const refused = status !== undefined && status >= 400;
    // an API's address is long, and says less than what the caller puts in front
    throw new SourceError(refused ? explain(status, reason) : message.replace(`${request.url}: `, ''), status);
  }
}

/** Whether an answer is worth keeping for good: an error page that calls itself 200 is not. */
export function isJson(response: FetchResponse): boolean {
  return response.status === 200 && parsed(response) !== undefined;
}

/** Words of somebody else on one line, cut to what a message can carry. */
export function saying(value: unknown): string {
  if (typeof value !== 'string') return '';
  const words = withoutUnseen(value.slice(0, LONGEST_REASON * 5))
    .replace(/\s+/g, ' ')
    .trim();
  return words.length > LONGEST_REASON ? `${words.slice(0, LONGEST_REASON).trimEnd()}…` : words;
}

/** Throws SourceError where the body is no JSON. */
export function jsonOf(response: FetchResponse): unknown {
  const json = parsed(response);
  if (json === undefined) throw new SourceError('answered with something that is no JSON; try again later');
  return json;
}

function parsed({ body }: FetchResponse): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

/** What an API says of its refusal: `detail` and `title` (RFC 9457), or `message`, `error`, `errors` as many have them. */
function reasonIn(response: FetchResponse): string {
  const body = parsed(response);
  if (typeof body !== 'object' || body === null) return '';
  const { errors, detail, message, title, error } = body as Record<string, unknown>;
  const first = Array.isArray(errors) ? (errors[0] as { message?: unknown } | null)?.message : undefined;
  return [first, detail, message, title, error].map(saying).find((words) => words !== '') ?? '';
}
