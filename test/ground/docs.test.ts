import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { Command } from 'commander';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { allCommands, commandPages, ownOptions } from '../../scripts/docs/commands.ts';
import { editorKeys, type Key, keysOf, newsletterKeys, sourceKeys } from '../../scripts/docs/keys.ts';
import { arrows } from '../../scripts/docs/layers.ts';
import { DROP_REASONS, EXIT_CODES, exitCodes, REJECT_CODES, unionOf } from '../../scripts/docs/lists.ts';
import { pages } from '../../scripts/docs/pages.ts';
import { variables } from '../../scripts/docs/variables.ts';

const read = (path: string) => readFileSync(path, 'utf8');
const SOURCES = globSync('src/**/*.ts');
const PAGES = [...globSync('*.md'), ...globSync('docs/*.md')];
const every = (command: Command): Command[] => [command, ...command.commands.flatMap(every)];
const unsaid = (keys: Key[]) => keys.filter(({ says }) => says === '').map(({ path }) => path);

it('the generated pages are as the code is now (`npm run docs` writes them)', async () => {
  for (const [file, text] of Object.entries(await pages(read))) expect(read(file), file).toBe(text);
});

it('every command, argument and option says what it is', async () => {
  const commands = (await allCommands()).flatMap(every);
  expect(commands.length).toBeGreaterThan(20);
  for (const command of commands) {
    expect(command.description(), command.name()).not.toBe('');
    for (const { flags, description } of ownOptions(command)) expect(description, flags).not.toBe('');
    for (const argument of command.registeredArguments) expect(argument.description, command.name()).not.toBe('');
  }
});

it('every key of the YAML files says what it is', () => {
  const { common, kinds } = sourceKeys();
  const all = [...newsletterKeys(), ...editorKeys(), ...common, ...kinds.flatMap(([, keys]) => keys)];
  expect(all.length).toBeGreaterThan(120);
  expect(unsaid(all)).toEqual([]);
});

it('an option or a key that is new shows in the page, and one without words is found', () => {
  const planted = new Command('planted').description('new').option('-C <dir>').option('--newest', 'the newest');
  expect(commandPages([planted])).toContain('| `--newest` | The newest. |');
  const schema = z.strictObject({
    a: z.strictObject({ b: z.array(z.strictObject({ c: z.string() })).describe('said') }),
  });
  expect(keysOf(schema).map(({ path }) => path)).toEqual(['a', 'a.b', 'a.b[].c']);
  expect(unsaid(keysOf(schema))).toEqual(['a', 'a.b[].c']);
});

it('every reject code, drop reason and exit code is explained, and no other', () => {
  expect(unionOf('RejectCode')).toEqual(Object.keys(REJECT_CODES));
  expect(unionOf('DropReason')).toEqual(Object.keys(DROP_REASONS));
  expect(exitCodes().map(([number]) => String(number))).toEqual(Object.keys(EXIT_CODES));
  const given = SOURCES.flatMap((file) => [...read(file).matchAll(/Error\([^;]*?, (\d{1,2})\);|\bexitCode: (\d+)/g)]);
  const numbers = given.map(([, thrown, named]) => thrown ?? named);
  expect(numbers.length).toBeGreaterThan(10);
  for (const number of numbers) expect(Object.keys(EXIT_CODES)).toContain(number);
});

it('every variable of the environment that the code names is explained', () => {
  const names = variables().map(([name]) => name);
  expect(new Set(names).size).toBe(names.length);
  const said = SOURCES.flatMap((file) => read(file).match(/\b[A-Z][A-Z0-9]*_(API_KEY|BEARER_TOKEN)\b/g) ?? []);
  const asked = [...read('src/config/env.ts').matchAll(/\bread\('(\w+)'\)/g)].map(([, name]) => name as string);
  expect(asked.length).toBeGreaterThan(3);
  // a comment's name for any of them
  const named = said.filter((name) => name !== 'NAME_API_KEY');
  for (const name of new Set([...named, ...asked, 'SMTP_URL'])) expect(names).toContain(name);
});

it('arrows leave out what a way around says', () => {
  const imports = new Map(Object.entries({ a: new Set(['b', 'c']), b: new Set(['c']), c: new Set<string>() }));
  expect(arrows(imports)).toEqual([
    ['a', 'b'],
    ['b', 'c'],
  ]);
});

it('links among the pages lead somewhere', () => {
  let links = 0;
  for (const page of PAGES) {
    for (const [, target = ''] of prose(read(page)).matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)) {
      const [path = '', fragment] = target.split('#');
      const file = path === '' ? page : normalize(join(dirname(page), path));
      expect(globSync(file), `${page}: ${target}`).not.toEqual([]);
      if (fragment !== undefined) expect(anchorsOf(read(file)), `${page}: ${target}`).toContain(fragment);
      links++;
    }
  }
  expect(links).toBeGreaterThan(40);
});

it('docs/index.md leads to every page', () => {
  const index = read('docs/index.md');
  for (const page of globSync('*.md', { cwd: 'docs' }))
    if (page !== 'index.md') expect(index, page).toContain(`](${page})`);
});

/** Without code, in which brackets are no links. */
function prose(markdown: string): string {
  return markdown.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]+`/g, '');
}

/** Headings as GitHub makes anchors of them. */
function anchorsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
