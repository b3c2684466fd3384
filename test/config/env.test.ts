import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readEnv } from '../../src/config/env.ts';
import { hasOpenPlaceholder, secretNames } from '../../src/config/secrets.ts';

/** A workspace with this `.env`; the variables that it sets are taken back after the test. */
function workspace(dotEnv?: string | Uint8Array): string {
  const dir = mkdtempSync(join(tmpdir(), 'pullquote-env-'));
  const before = { ...process.env };
  onTestFinished(() => {
    rmSync(dir, { recursive: true, force: true });
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
  });
  if (dotEnv !== undefined) writeFileSync(join(dir, '.env'), dotEnv);
  return dir;
}

describe('the environment', () => {
  test('.env is read, and what is set already wins', () => {
    const dir = workspace('# keys\nPQT_ONE=1\nexport PQT_TWO="two\nlines"\n\nPQT_THREE=file\nOPEN_MODELS_API_KEY=k\n');
    process.env.PQT_THREE = 'shell';
    const env = readEnv(dir);
    expect(env.secretsFor(['PQT_ONE', 'PQT_TWO', 'PQT_THREE', 'PQT_NONE'])).toEqual({
      PQT_ONE: '1',
      PQT_TWO: 'two\nlines',
      PQT_THREE: 'shell',
    });
    expect(env.key('open-models')).toBe('k');
    expect(env.key('nobody')).toBeUndefined();
  });

  test('switches', () => {
    const dir = workspace();
    Object.assign(process.env, {
      PULLQUOTE_ALLOW: 'localhost:8080, 10.0.0.0/8:443',
      DATABASE_URL: '',
      NO_COLOR: '1',
      CI: 'false',
    });
    const env = readEnv(dir);
    expect(env).toMatchObject({ allow: ['localhost:8080', '10.0.0.0/8:443'], noColor: true, ci: false });
    expect(env).not.toHaveProperty('databaseUrl');
    Object.assign(process.env, { PULLQUOTE_ALLOW: '', DATABASE_URL: 'postgres://x', NO_COLOR: '', CI: 'true' });
    expect(readEnv(dir)).toMatchObject({ allow: [], noColor: false, ci: true, databaseUrl: 'postgres://x' });
  });

  test.each([
    ['a line that sets nothing', 'PQT_A=1\nPQT_B hunter2\n', /^\.env:2 is not NAME=value/],
    ['a byte order mark', '\uFEFFPQT_A=1\n', /byte order mark/],
    ['bytes that are no text', new Uint8Array([0xff, 0xfe, 0x41, 0]), /not plain UTF-8/],
  ])('%s is told, without its value', (_what, text, message) => {
    const dir = workspace(text);
    expect(() => readEnv(dir)).toThrow(message);
    expect(() => readEnv(dir)).not.toThrow(/hunter2/);
  });

  test('a folder in its place is told', () => {
    const dir = workspace();
    mkdirSync(join(dir, '.env'));
    expect(() => readEnv(dir)).toThrow(/cannot be read \(EISDIR\)/);
  });
});

describe('placeholders', () => {
  test('names are found once each, in order', () => {
    expect(secretNames('https://a.example/${B_2}/${A}?${B_2}&$C&${}&${1X}')).toEqual(['B_2', 'A']);
    expect(secretNames('none')).toEqual([]);
  });

  test('what only begins like one is noticed', () => {
    expect(hasOpenPlaceholder('a${B}')).toBe(false);
    for (const open of ['${', '${A', '${A-B}', '${${A}}']) expect(hasOpenPlaceholder(open)).toBe(true);
  });
});
