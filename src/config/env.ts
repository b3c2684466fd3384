/** The environment: keys, secrets and switches of the operator. The only reader of `process.env`. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../errors.ts';

export interface Env {
  /** The values of these variables, as `${NAME}` asks for them; those that are not set are left out. */
  secretsFor(names: string[]): Record<string, string>;
  /** The key of a model preset or a platform: `DEEPSEEK_API_KEY` for `deepseek`. */
  key(preset: string): string | undefined;
  /** `PULLQUOTE_ALLOW`: inner addresses that the operator may name, as `host:port` or `a.b.c.d/n:port`. */
  allow: string[];
  /** `DATABASE_URL`. */
  databaseUrl?: string;
  /** `NO_COLOR` is set (no-color.org). */
  noColor: boolean;
  /** `CI` is set. */
  ci: boolean;
}

/**
 * Reads the environment, after the workspace's `.env` where there is one. What the environment has already is not changed by the file.
 * Throws UserError where the file cannot be read; its values never stand in a message.
 */
export function readEnv(dir: string): Env {
  loadEnvFile(join(dir, '.env'));
  const databaseUrl = read('DATABASE_URL');
  return {
    secretsFor: (names) => Object.fromEntries(names.flatMap((name) => pairOf(name))),
    key: (preset) => read(keyName(preset)),
    allow: (read('PULLQUOTE_ALLOW') ?? '').split(/[\s,]+/).filter((entry) => entry !== ''),
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    noColor: read('NO_COLOR') !== undefined,
    ci: !['false', '0', undefined].includes(read('CI')),
  };
}

/** The variable that holds the key of a model preset or a platform. */
export function keyName(preset: string): string {
  return `${preset.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}_API_KEY`;
}

/** An empty variable is as good as none: that is how people switch one off. */
function read(name: string): string | undefined {
  return process.env[name] || undefined;
}

function pairOf(name: string): [string, string][] {
  const value = read(name);
  return value === undefined ? [] : [[name, value]];
}

function loadEnvFile(path: string): void {
  if (!existsSync(path)) return;
  try {
    const wrong = whatIsWrongWith(readFileSync(path, 'utf8'));
    if (wrong !== undefined) throw new UserError(wrong);
    process.loadEnvFile(path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(
      `${path} cannot be read (${code ?? 'unknown error'}): it must be a text file of NAME=value lines that you may read`,
    );
  }
}

/** What Node would pass over without a word: bytes that are no text, and lines that set nothing. */
function whatIsWrongWith(text: string): string | undefined {
  if (/[\uFFFD\0]/.test(text) || text.startsWith('\uFEFF'))
    return '.env is not plain UTF-8; save it as UTF-8 without a byte order mark';
  const lines = text.split(/\r?\n/);
  let closing: string | undefined;
  for (const [i, line] of lines.entries()) {
    // a value in quotes may run over several lines
    if (closing !== undefined) {
      if (line.includes(closing)) closing = undefined;
      continue;
    }
    if (/^\s*(#|$)/.test(line)) continue;
    const value = /^\s*(?:export\s+)?[A-Za-z_][\w.-]*\s*=\s*(.*)$/.exec(line)?.[1];
    if (value === undefined) return `.env:${i + 1} is not NAME=value; write one variable a line, and # before a remark`;
    const quote = /^["'`]/.exec(value)?.[0];
    const open = quote !== undefined && !value.slice(1).includes(quote);
    if (open && lines.slice(i + 1).some((later) => later.includes(quote))) closing = quote;
  }
  return undefined;
}
