/** Checks of request bodies for the contract servers: what is missing, what is of another type, what the platform does not know. */

/** What is wrong with a value; undefined: nothing. */
export type Check = (value: unknown) => string | undefined;
/** Fields by name; a name that ends in `*` is required. */
export type Shape = Record<string, Check>;
export interface Wrong {
  field: string;
  message: string;
}

export const text: Check = (value) => (typeof value === 'string' ? undefined : 'must be a string');
export const flag: Check = (value) => (typeof value === 'boolean' ? undefined : 'must be true or false');
export const whole: Check = (value) => (Number.isInteger(value) ? undefined : 'must be a whole number');
/** RFC 3339, with a time zone. */
export const instant: Check = (value) =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(value)
    ? undefined
    : 'must be a time such as 2026-11-22T10:00:00Z';
export const email: Check = (value) =>
  typeof value === 'string' && /^[^@\s<>]+@[^@\s<>]+$/.test(value) ? undefined : 'must be an email address';

export function filled(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? undefined : 'must not be blank';
}
export function oneOf(...words: string[]): Check {
  return (value) => (words.includes(value as string) ? undefined : `must be one of ${words.join(', ')}`);
}
export function orNull(check: Check): Check {
  return (value) => (value === null ? undefined : check(value));
}
export function listOf(check: Check, least = 0): Check {
  return (value) => {
    if (!Array.isArray(value)) return 'must be a list';
    if (value.length < least) return `must have at least ${least}`;
    return value.map(check).find((wrong) => wrong !== undefined);
  };
}
/** A record within a field; its first problem is the field's. */
export function record(shape: Shape): Check {
  return (value) => {
    const [first] = wrongIn(value, shape);
    return first && `${first.field} ${first.message}`;
  };
}

/** Every problem of a body, in the order of the shape; unknown fields last. */
export function wrongIn(body: unknown, shape: Shape): Wrong[] {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return [{ field: '', message: 'must be a JSON object' }];
  const given = new Map(Object.entries(body));
  const wrong: Wrong[] = [];
  for (const [written, check] of Object.entries(shape)) {
    const field = written.replace(/\*$/, '');
    const message = given.has(field) ? check(given.get(field)) : written.endsWith('*') ? 'is required' : undefined;
    given.delete(field);
    if (message) wrong.push({ field, message });
  }
  for (const field of given.keys()) wrong.push({ field, message: 'is not a known field' });
  return wrong;
}

/** Names in a query that the platform does not know. */
export function strangers(query: URLSearchParams, known: string[]): string[] {
  return [...query.keys()].filter((name) => !known.includes(name));
}
