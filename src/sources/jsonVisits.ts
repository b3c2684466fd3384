/** Answers of APIs: JSON, and refusals that say why. */
import { SourceError } from '../errors.ts';
import { withoutUnseen } from '../text/unseen.ts';
import type { Fetch, FetchRequest, FetchResponse } from '../types.ts';
import { readVisits, type Visits } from './visits.ts';

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
