import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { plant, project, toolOutput } from './plant.ts';

interface Lint {
  diagnostics: {
    category: string;
    message: string;
    location: { path: string | { file: string }; start?: { line: number } };
  }[];
}

/** The diagnostics of the ground rules alone, as `file: message`, for a tree with this checkout's Biome settings. */
async function lint(files: Record<string, string>): Promise<string[]> {
  const dir = plant({ ...files, 'biome.json': readFileSync(join(project, 'biome.json'), 'utf8') });
  cpSync(join(project, 'biome'), join(dir, 'biome'), { recursive: true });
  const out = await toolOutput(
    '@biomejs/biome/bin/biome',
    ['lint', '--reporter=json', '--max-diagnostics=none', 'src', 'test'],
    dir,
  );
  const { diagnostics } = JSON.parse(out) as Lint;
  const ground = diagnostics.filter((d) => d.category === 'plugin' || /noRestricted(Globals|Imports)/.test(d.category));
  return ground.map(({ location, message }) => {
    const file = typeof location.path === 'string' ? location.path : location.path.file;
    return `${file}: ${message}`;
  });
}

/** Each way to break a rule, in a file of its own, and the one file that may. */
const RULES: { name: string; message: RegExp; breaks: string[]; allowed?: string }[] = [
  {
    name: 'process-exit',
    message: /only src\/cli\.ts may end the process/,
    breaks: ['process.exit(1);', 'process?.exit(1);', "process['exit'](1);", 'const { exit } = process; exit(1);'],
    allowed: 'src/cli.ts',
  },
  {
    name: 'process-env',
    message: /only src\/config\/env\.ts may read the environment/,
    breaks: [
      'export const key = process.env.KEY;',
      "export const all = process['env'];",
      'const { env } = process; env.KEY;',
    ],
    allowed: 'src/config/env.ts',
  },
  {
    name: 'now',
    message: /only src\/commands\/world\.ts may read the real one/,
    breaks: ['Date.now();', 'new Date();', 'export const clock = Date.now;', 'Date();', 'Temporal.Now.instant();'],
    allowed: 'src/commands/world.ts',
  },
  { name: 'random', message: /Nothing may be random/, breaks: ['Math.random();', '[1].map(Math.random);'] },
  {
    name: 'global-fetch',
    message: /src\/http is the only door|Do not use the global variable fetch/,
    breaks: ["fetch('http://a.test');", "await globalThis.fetch('http://a.test');", 'export const get = fetch;'],
  },
  {
    name: 'process-import',
    message: /Use the global process/,
    breaks: ["import { env } from 'node:process'; env.KEY;", "import { exit as leave } from 'node:process'; leave(1);"],
  },
];

const files = RULES.flatMap(({ name, breaks }) =>
  breaks.map((code, i) => [`src/stages/${name}-${i}.ts`, `${code}\nexport {};\n`] as const),
);

describe('the ground rules of the linter', () => {
  test('each planted violation is found', async () => {
    const found = await lint(Object.fromEntries(files));
    for (const { name, message, breaks } of RULES)
      for (const [i, code] of breaks.entries()) {
        const hits = found.filter((line) => line.startsWith(`src/stages/${name}-${i}.ts`) && message.test(line));
        expect(hits.length, `${code}\n${found.join('\n')}`).toBeGreaterThan(0);
      }
  });

  test('the one file that may do it is let be, and so are tests', async () => {
    const allowed = RULES.flatMap(({ allowed, breaks }) =>
      allowed ? [[allowed, `${breaks[0]}\nexport {};\n`] as const] : [],
    );
    const inTests = files.map(([path, code]) => [path.replace('src/', 'test/'), code] as const);
    expect(await lint(Object.fromEntries([...allowed, ...inTests]))).toEqual([]);
  });

  test('what only looks like a violation is let be', async () => {
    const code = [
      'export async function crawl(source: { url: string }, fetch: (o: { url: string }) => Promise<unknown>) {',
      '  return [await fetch({ url: source.url }), new Date(5), new Date(Date.parse("2026-11-22")), process.pid];',
      '}',
      'export const clock = (world: { fetch(u: string): void; now(): Date }) => [world.fetch("a"), world.now()];',
    ].join('\n');
    expect(await lint({ 'src/sources/feed.ts': code })).toEqual([]);
  });

  test('every rule file is switched on', () => {
    const settings = readFileSync(join(project, 'biome.json'), 'utf8');
    for (const file of readdirSync(join(project, 'biome'))) expect(settings).toContain(`./biome/${file}`);
  });
});
