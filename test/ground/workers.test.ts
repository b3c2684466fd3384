/** What starts workers elsewhere: compose.yaml with its Dockerfile, and the unit for systemd. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { allCommands } from '../../scripts/docs/commands.ts';
import { systemdService } from '../../src/actions/initSchedule.ts';

const read = (path: string) => readFileSync(path, 'utf8');
const TEMPLATE = 'templates/systemd/pullquote-worker@.service';
const boss = (JSON.parse(read('package.json')) as { peerDependencies: Record<string, string> }).peerDependencies;

interface Service {
  image?: string;
  build?: string;
  command?: unknown[];
  environment?: Record<string, string>;
  env_file?: { path: string; required: boolean }[];
  volumes: string[];
  ports?: string[];
  healthcheck: { test: string[]; interval: string; timeout: string };
  depends_on?: Record<string, { condition: string }>;
  stop_grace_period: string;
  restart: string;
  [key: string]: unknown;
}
const compose = parse(read('compose.yaml'), { strict: true }) as {
  services: Record<'database' | 'worker', Service>;
  volumes: Record<string, unknown>;
};
const { database, worker } = compose.services;
const seconds = (text: string) => Number(/^(\d+)s$/.exec(text)?.[1]);

/** The options of a command line, read as commander reads those of `pullquote worker`; throws at any other. */
function optionsOf(args: string[]): { folders: string[]; options: Record<string, string> } {
  const command = new Command('worker').exitOverride().configureOutput({ writeErr: () => undefined });
  for (const name of ['crawl', 'page', 'write', 'health', 'grace']) command.requiredOption(`--${name} <n>`);
  command.argument('[folders...]').parse(args, { from: 'user' });
  return { folders: command.args, options: command.opts() };
}

describe('compose.yaml', () => {
  const [name, ...args] = worker.command as string[];
  const { folders, options } = optionsOf(args);

  it('has words for its commands, and numbers for their options', () => {
    expect((worker.command ?? []).every((word) => typeof word === 'string')).toBe(true);
    expect([name, folders]).toEqual(['worker', ['/workspace']]);
    for (const value of Object.values(options)) expect(value).toMatch(/^[1-9]\d{0,4}$/);
    expect(() => optionsOf([...args, '--crawls', '3'])).toThrow(/unknown option/);
  });

  it('asks the worker how it is at its own port, and lets it end its jobs', () => {
    expect(worker.healthcheck.test.join(' ')).toContain(`http://127.0.0.1:${options.health}/health`);
    expect(seconds(worker.stop_grace_period)).toBeGreaterThan(Number(options.grace));
    expect(worker.depends_on).toEqual({ database: { condition: 'service_healthy' } });
    expect([worker.restart, worker.init]).toEqual(['unless-stopped', true]);
  });

  it('has a health check that says no where nobody answers, and is code', () => {
    const [, , flag = '', code = ''] = worker.healthcheck.test;
    const asking = (text: string) => spawnSync(process.execPath, [flag, text]).status;
    // compose reads a dollar sign as a variable
    expect(code).not.toContain('$');
    expect(asking(code.replace(/127\.0\.0\.1:\d+/, '127.0.0.1:9'))).toBe(1);
    expect(asking(code.replace(/http:[^']*/, 'data:,well'))).toBe(0);
  });

  it('gives the worker no rights and nothing to write on', () => {
    expect(worker).toMatchObject({
      ...{ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'], tmpfs: '/tmp' },
    });
    expect(worker).not.toHaveProperty('ports');
    expect(worker.volumes.filter((volume) => !volume.endsWith(':ro'))).toEqual([]);
    expect(worker.volumes.filter((volume) => folders.every((folder) => !volume.includes(`:${folder}/`)))).toEqual([]);
  });

  it('names no secret, and lets the database be reached from this host alone', () => {
    expect(database.environment?.POSTGRES_PASSWORD).toMatch(/^\$\{POSTGRES_PASSWORD:\?/);
    expect(worker.environment?.DATABASE_URL).toMatch(
      /^postgres:\/\/pullquote:\$\{POSTGRES_PASSWORD:\?[^}]*\}@database:5432\/pullquote$/,
    );
    expect(worker.env_file).toEqual([{ path: '.env', required: true }]);
    for (const port of database.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('keeps the database in a volume, and waits until it is there', () => {
    const [volume = ''] = database.volumes;
    expect(Object.keys(compose.volumes)).toContain(volume.split(':')[0]);
    // from 18 on the image keeps its data elsewhere
    expect(Number(/^postgres:(\d+)$/.exec(database.image ?? '')?.[1])).toBeGreaterThanOrEqual(15);
    expect(Number(/^postgres:(\d+)$/.exec(database.image ?? '')?.[1])).toBeLessThan(18);
    expect(volume.split(':')[1]).toBe('/var/lib/postgresql/data');
    expect(database.healthcheck.test).toContain('pg_isready');
  });

  it('builds an image that is not root, with the packages that package.json asks for', () => {
    const lines = read('Dockerfile').split('\n');
    expect(worker.build).toBe('.');
    expect(lines.filter((line) => line.startsWith('FROM '))).toEqual([
      'FROM node:24-slim AS package',
      'FROM node:24-slim',
    ]);
    expect(lines.indexOf('USER node')).toBeGreaterThan(lines.indexOf('FROM node:24-slim'));
    expect(lines.join('\n')).toContain(` pg@8 pg-boss@${boss['pg-boss']} `);
    expect(boss.pg).toMatch(/^\^8\./);
    for (const secret of ['.env', '.git', '.pullquote']) expect(read('.dockerignore').split('\n')).toContain(secret);
  });
});

describe('the unit of a worker', () => {
  const job = { dir: '/srv/digest', command: ['/usr/bin/env', '/opt/cli.js'], user: 'root', version: '1.2.3' };
  const more = { draft: 'sun 18:00', timezone: 'UTC', platform: 'file', variables: [] };
  const unit = systemdService(read(TEMPLATE), { ...job, ...more });
  const setting = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(unit)?.[1];

  it('is filled as that of the weekly job is', () => {
    expect(unit).not.toContain('@@');
    expect(setting('WorkingDirectory')).toBe('/srv/digest');
    expect(setting('ExecStart')).toMatch(/^"\/usr\/bin\/env" "\/opt\/cli\.js" worker --/);
  });

  it('runs a worker whose health is at the port it is called by, and lets it end its jobs', () => {
    const args = (setting('ExecStart') ?? '').split(' worker ')[1]?.split(' ') ?? [];
    const { folders, options } = optionsOf(args);
    expect([folders, options.health]).toEqual([[], '%i']);
    expect(seconds(setting('TimeoutStopSec') ?? '')).toBeGreaterThan(Number(options.grace));
    expect([setting('KillSignal'), setting('Restart')]).toEqual(['SIGTERM', 'on-failure']);
  });

  it('gives it no more than the weekly job has, and no secret stands in it', () => {
    const hardening = (text: string) =>
      text.match(/^(Protect|Private|Restrict|Lock|NoNew|System|Capability).*$/gm) ?? [];
    for (const line of hardening(read('templates/workspace/systemd.service'))) expect(unit).toContain(line);
    expect(unit).not.toContain('ReadWritePaths');
    // V8 compiles at run time
    expect(unit).not.toContain('MemoryDenyWriteExecute');
    expect(setting('EnvironmentFile')).toBe('/etc/pullquote/worker.env');
    expect(unit.match(/^Environment=.*$/gm)).toEqual(['Environment="npm_config_cache=%C/pullquote-worker"']);
  });

  it('npx may write to a cache, since the home is read-only', () => {
    for (const text of [unit, read('templates/workspace/systemd.service')]) {
      const [, folder] = /^CacheDirectory=(\S+)$/m.exec(text) ?? [];
      expect(text).toContain('ProtectHome=read-only');
      expect(text).toContain(`Environment="npm_config_cache=%C/${folder}"`);
    }
  });

  it.skipIf(!existsSync('/usr/bin/systemd-analyze'))('passes systemd-analyze verify (where systemd is)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pullquote-unit-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'pullquote-worker@8101.service');
    const verify = (text: string) => {
      writeFileSync(file, text);
      const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8' });
      return [status === 0, stderr.split('\n').filter((line) => line.includes('pullquote-worker'))];
    };
    expect(verify(unit)).toEqual([true, []]);
    expect(verify(unit.replace('KillMode=control-group', 'KillMood=control-group'))[1]).toHaveLength(1);
  });
});

it('gives `worker` no option that it does not have', async () => {
  const real = (await allCommands()).find((command) => command.name() === 'worker');
  const known = real?.options.map(({ long }) => long);
  const start = /^ExecStart=.*$/m.exec(read(TEMPLATE))?.[0] ?? '';
  const given = [...(worker.command as string[]), ...start.split(' ')].filter((word) => /^--[a-z]+$/.test(word));
  expect(given.length).toBeGreaterThan(8);
  for (const option of given) expect(known).toContain(option);
});
