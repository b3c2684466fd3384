/** What a worker tells of what it does: a JSON object a line for machines, a plain line for people. */

export interface LogEvent {
  level: 'info' | 'warn' | 'error';
  /** In a word or two: `done`, `again`, `failed`, `lost`, `given back`, `database`, … */
  event: string;
  kind?: string;
  newsletter?: string;
  /** What it was about: a source's name, a page, a model. */
  what?: string;
  ms?: number;
  /** 1 for the first. */
  attempt?: number;
  error?: string;
}
export type Log = (event: LogEvent) => void;
export interface LogOptions {
  /** Takes a line without its end. */
  write(line: string): void;
  json: boolean;
  clock: () => Date;
  /** Values that stand in no line: keys, tokens, the database's password. */
  secrets?: string[];
}

/** Characters of one field. */
const LONGEST = 500;
/** Shorter ones would stand in ordinary words. */
const SHORTEST_SECRET = 4;

/** Crawled words in a line can neither end it nor write on a terminal: what nobody sees is escaped as in JSON, and each field is bounded. */
export function createLog({ write, json, clock, secrets = [] }: LogOptions): Log {
  const hidden = secrets.filter((secret) => secret.length >= SHORTEST_SECRET).sort((a, b) => b.length - a.length);
  const clean = (text: string) => {
    const plain = hidden.reduce((said, secret) => said.replaceAll(secret, '***'), text.slice(0, LONGEST * 20));
    return plain.length > LONGEST ? `${plain.slice(0, LONGEST)}…`.toWellFormed() : plain.toWellFormed();
  };
  return (event) => {
    const at = clock().toISOString();
    const fields = Object.entries({ at, ...event }).map(([key, v]) => [key, typeof v === 'string' ? clean(v) : v]);
    const said = Object.fromEntries(fields) as LogEvent & { at: string };
    write(json ? escaped(JSON.stringify(said)) : escaped(plainLine(said)));
  };
}

/** Controls (C1 too), invisible signs, marks that turn the direction of writing, and what ends lines elsewhere. */
function escaped(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (sign) =>
    [...Array(sign.length).keys()].map((i) => `\\u${sign.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''),
  );
}

function plainLine({
  at,
  level,
  event,
  kind,
  newsletter,
  what,
  ms,
  attempt,
  error,
}: LogEvent & { at: string }): string {
  const parts = [at.slice(11, 19), level === 'info' ? '' : level, event, kind ?? '', what ?? ''];
  const took = ms === undefined ? '' : `(${newsletter ? `${newsletter}, ` : ''}${(ms / 1000).toFixed(1)} s)`;
  const tries = attempt !== undefined && attempt > 1 ? `try ${attempt}` : '';
  return [...parts, took, tries, error ? `- ${error}` : ''].filter((part) => part !== '').join(' ');
}
