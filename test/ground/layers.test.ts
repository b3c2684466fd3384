import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { plant, project, toolOutput } from './plant.ts';

interface Cruise {
  summary: { violations: { from: string; to: string; rule: { name: string } }[]; totalCruised: number };
}

async function cruise(dir: string): Promise<Cruise['summary']> {
  const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src'];
  return (JSON.parse(await toolOutput('dependency-cruiser/bin/dependency-cruiser.mjs', args, dir)) as Cruise).summary;
}

/** `from` imports `to`, which is against `rule`. */
const PLANTED: { rule: string; from: string; to: string; line?: string }[] = [
  { rule: 'no-cycles', from: 'src/text/one.ts', to: 'src/text/two.ts' },
  { rule: 'no-broken-imports', from: 'src/text/lost.ts', to: './nowhere.ts', line: "import './nowhere.ts';" },
  { rule: 'types-import-nothing', from: 'src/types.ts', to: 'src/errors.ts' },
  { rule: 'types-imports-only-leftward', from: 'src/errors.ts', to: 'src/text/plain.ts' },
  { rule: 'text-imports-only-leftward', from: 'src/text/up.ts', to: 'src/config/plain.ts' },
  { rule: 'config-imports-only-leftward', from: 'src/stages/up.ts', to: 'src/pipeline.ts' },
  { rule: 'pipeline-imports-only-leftward', from: 'src/pipeline.ts', to: 'src/actions/plain.ts' },
  { rule: 'actions-imports-only-leftward', from: 'src/actions/up.ts', to: 'src/commands/plain.ts' },
  { rule: 'queue-imports-only-leftward', from: 'src/review/up.ts', to: 'src/commands/plain.ts' },
  { rule: 'commands-imports-only-leftward', from: 'src/commands/up.ts', to: 'src/cli.ts' },
  { rule: 'config-does-not-import-its-siblings', from: 'src/config/across.ts', to: 'src/render/plain.ts' },
  { rule: 'stages-does-not-import-its-siblings', from: 'src/stages/across.ts', to: 'src/issue/plain.ts' },
  { rule: 'issue-does-not-import-its-siblings', from: 'src/issue/across.ts', to: 'src/config/plain.ts' },
  { rule: 'render-does-not-import-its-siblings', from: 'src/render/across.ts', to: 'src/issue/plain.ts' },
  { rule: 'queue-does-not-import-its-siblings', from: 'src/queue/across.ts', to: 'src/review/plain.ts' },
  { rule: 'review-does-not-import-its-siblings', from: 'src/review/across.ts', to: 'src/queue/plain.ts' },
  { rule: 'edge-sources-stands-alone', from: 'src/sources/across.ts', to: 'src/http/plain.ts' },
  { rule: 'edge-http-stands-alone', from: 'src/http/across.ts', to: 'src/store/plain.ts' },
  { rule: 'edge-llm-stands-alone', from: 'src/llm/across.ts', to: 'src/stages/plain.ts' },
  { rule: 'edge-store-stands-alone', from: 'src/store/across.ts', to: 'src/files/plain.ts' },
  { rule: 'edge-platforms-stands-alone', from: 'src/platforms/across.ts', to: 'src/render/plain.ts' },
  { rule: 'edge-files-stands-alone', from: 'src/files/across.ts', to: 'src/config/plain.ts' },
  { rule: 'only-http-uses-undici', from: 'src/sources/direct.ts', to: 'undici', line: "import 'undici';" },
  { rule: 'only-llm-uses-openai', from: 'src/stages/direct.ts', to: 'openai', line: "import 'openai';" },
  { rule: 'only-store-uses-kysely', from: 'src/actions/direct.ts', to: 'kysely', line: "import 'kysely';" },
  {
    rule: 'only-store-uses-better-sqlite3',
    from: 'src/commands/direct.ts',
    to: 'better-sqlite3',
    line: "import 'better-sqlite3';",
  },
  { rule: 'only-store-uses-pg', from: 'src/queue/direct.ts', to: 'pg', line: "import 'pg';" },
  { rule: 'only-queue-uses-pg-boss', from: 'src/store/direct.ts', to: 'pg-boss', line: "import 'pg-boss';" },
  {
    rule: 'only-platforms-uses-nodemailer',
    from: 'src/actions/mail.ts',
    to: 'nodemailer',
    line: "import 'nodemailer';",
  },
  {
    rule: 'only-review-uses-@hono',
    from: 'src/commands/serve.ts',
    to: '@hono',
    line: "import '@hono/node-server';",
  },
  { rule: 'only-review-uses-hono', from: 'src/commands/web.ts', to: 'hono', line: "import 'hono';" },
  { rule: 'one-stage-does-not-import-another', from: 'src/stages/rank.ts', to: 'src/stages/cluster.ts' },
  { rule: 'one-stage-does-not-import-another', from: 'src/stages/write-letter.ts', to: 'src/stages/compose.ts' },
  { rule: 'only-world-imports-edges', from: 'src/commands/edge.ts', to: 'src/store/plain.ts' },
  { rule: 'pure-parts-touch-no-disk-or-network', from: 'src/issue/disk.ts', to: 'fs', line: "import 'node:fs';" },
  {
    rule: 'pure-parts-touch-no-disk-or-network',
    from: 'src/text/disk.ts',
    to: 'fs/promises',
    line: "import 'fs/promises';",
  },
  { rule: 'index-imports-the-pure-parts', from: 'src/index.ts', to: 'src/actions/plain.ts' },
  { rule: 'nothing-imports-the-index', from: 'src/commands/index-user.ts', to: 'src/index.ts' },
];

/** Imports that the design allows, next to the ones that it forbids. */
const ALLOWED: [from: string, to: string][] = [
  ['src/text/two.ts', 'src/types.ts'],
  ['src/stages/plain.ts', 'src/text/plain.ts'],
  ['src/stages/write.ts', 'src/stages/write/prompt.ts'],
  ['src/stages/write.ts', 'src/stages/write-letter.ts'],
  ['src/stages/write-letter.ts', 'src/stages/write-prompts.ts'],
  ['src/actions/plain.ts', 'src/config/plain.ts'],
  ['src/commands/world.ts', 'src/store/plain.ts'],
  ['src/http/plain.ts', 'src/http/across.ts'],
  ['src/store/plain.ts', 'src/text/plain.ts'],
];

function importLine(from: string, to: string): string {
  const up = '../'.repeat(from.split('/').length - 1);
  // type-only, since those are the ones that a compiler drops and a checker could miss
  return `import type {} from '${up}${to}';`;
}

function plantedTree(): Record<string, string> {
  const lines = new Map<string, string[]>();
  const add = (file: string, line: string) => lines.set(file, [...(lines.get(file) ?? []), line]);
  for (const { from, to, line } of PLANTED) {
    add(from, line ?? importLine(from, to));
    if (to.startsWith('src/')) add(to, '');
  }
  for (const [from, to] of ALLOWED) {
    add(from, importLine(from, to));
    add(to, '');
  }
  add('src/text/two.ts', importLine('src/text/two.ts', 'src/text/one.ts'));
  add('src/http/plain.ts', "import 'undici';");
  add('src/text/net.ts', "import 'node:net';");
  return Object.fromEntries([...lines].map(([file, own]) => [file, `${own.join('\n')}\nexport {};\n`]));
}

describe('the layers', () => {
  test('every planted violation is found, and nothing that is allowed', async () => {
    const config = readFileSync(join(project, '.dependency-cruiser.cjs'), 'utf8');
    const { violations } = await cruise(plant({ ...plantedTree(), '.dependency-cruiser.cjs': config }));
    const found = violations.map((v) => `${v.rule.name}: ${v.from} -> ${v.to}`);
    for (const { rule, from, to } of PLANTED) {
      const hit = violations.some((v) => v.rule.name === rule && v.from === from && v.to.includes(to));
      expect(hit, `${rule}: ${from} -> ${to}, found were\n${found.join('\n')}`).toBe(true);
    }
    for (const [from, to] of ALLOWED)
      expect(violations.filter((v) => v.from === from && v.to === to && v.rule.name !== 'no-cycles')).toEqual([]);
    expect(violations.filter((v) => v.from === 'src/text/net.ts')).toEqual([]);
  });

  test('every rule has a planted violation', async () => {
    const { default: config } = (await import(join(project, '.dependency-cruiser.cjs'))) as {
      default: { forbidden: { name: string }[] };
    };
    const planted = new Set(PLANTED.map(({ rule }) => rule));
    expect(config.forbidden.map(({ name }) => name).filter((name) => !planted.has(name))).toEqual([]);
  });

  test('the sources themselves are cruised, every one of them', async () => {
    const files = readdirSync(join(project, 'src'), { recursive: true, encoding: 'utf8' });
    const modules = files.filter((file) => file.endsWith('.ts'));
    const { totalCruised } = await cruise(project);
    expect(modules.length).toBeGreaterThan(0);
    // packages count too
    expect(totalCruised).toBeGreaterThanOrEqual(modules.length);
  });
});
