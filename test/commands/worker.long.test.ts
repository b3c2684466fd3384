import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { started } from '../support/cli.ts';
import { entry, type Farm, startFarm } from '../support/farm.ts';
import { noPostgres, startPostgres, type TestPostgres } from '../support/postgres.ts';

const PATIENCE = { timeout: 60_000, interval: 100 };

let postgres: TestPostgres;
let farm: Farm;
beforeAll(async () => {
  if (noPostgres) return;
  postgres = await startPostgres();
  farm = await startFarm({ oil: [entry('Fjord', '2026-11-20')], wick: [entry('Cinder', '2026-11-20')] });
}, 60_000);
afterAll(async () => {
  await farm?.close();
  await postgres?.stop();
});

/** A folder of newsletters, each with the farm's feed of its name. */
function agency(...names: string[]): string {
  const dir = mkdtempSync(join(tmpdir(), 'pullquote-agency-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const name of names) {
    mkdirSync(join(dir, name));
    writeFileSync(join(dir, name, 'newsletter.yaml'), `name: ${name}\nmodel: none\naddress: 1 Test Street\n`);
    writeFileSync(join(dir, name, 'sources.yaml'), `- { kind: feed, id: ${name}, url: "${farm.url}/${name}.xml" }\n`);
  }
  return dir;
}

/** The real command; what it wrote so far, and how it ended. */
function worker(url: string, cwd: string, ...args: string[]) {
  const env = { DATABASE_URL: url, PULLQUOTE_ALLOW: farm.host };
  const { child, ended } = started(['worker', '--grace', '5', ...args], { cwd, env });
  let said = '';
  child.stdout.on('data', (chunk) => {
    said += chunk;
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, ended, said: () => said };
}

const visits = (name: string) => farm.hits.filter(({ path }) => path === `/${name}.xml`).length;

async function onServer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(sql).finally(() => client.end());
}

describe.skipIf(noPostgres)(`the worker of an agency${noPostgres ? `: ${noPostgres}` : ''}`, () => {
  it('goes on where one of its newsletters cannot be read, and says which', async () => {
    const dir = agency('oil', 'wick');
    writeFileSync(join(dir, 'oil', 'newsletter.yaml'), 'name: [');
    const before = visits('wick');
    const { child, ended, said } = worker(await postgres.database(), dir, `${dir}/*`, '--health', '0');
    await vi.waitFor(() => expect(visits('wick')).toBeGreaterThan(before), PATIENCE);
    const [health] = /http:\/\/127\.0\.0\.1:\d+\/health/.exec(said()) ?? [];
    expect(await (await fetch(health as string)).json()).toMatchObject({
      ...{ ok: true, newsletters: 1 },
      troubles: [{ folder: join(dir, 'oil'), why: expect.stringMatching(/^newsletter\.yaml:1/) }],
    });
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    expect(said()).toContain(`${join(dir, 'oil')}: newsletter.yaml:1`);
  });

  it('takes no job where the port of its health is in use', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void taken.close());
    await vi.waitFor(() => expect(taken.listening).toBe(true));
    const { port } = taken.address() as AddressInfo;
    const before = visits('oil');
    const { code, stdout, stderr } = await worker(
      await postgres.database(),
      agency('oil'),
      'oil',
      '--health',
      `${port}`,
    ).ended;
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`port ${port} is taken`);
    expect(visits('oil')).toBe(before);
  });

  it('begins anew in a database that was dropped and made again', async () => {
    const url = await postgres.database();
    const name = new URL(url).pathname.slice(1);
    const before = visits('oil');
    const { child, ended, said } = worker(url, agency('oil'), 'oil');
    await vi.waitFor(() => expect(said()).toContain('"done"'), PATIENCE);
    expect(visits('oil')).toBe(before + 1);
    await onServer(`drop database ${name} with (force)`);
    await onServer(`create database ${name}`);
    await vi.waitFor(() => expect(visits('oil')).toBe(before + 2), PATIENCE);
    expect(said()).toContain('begins anew');
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
  });
});
