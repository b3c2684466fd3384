import { readdirSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { beforeAll, expect, it } from 'vitest';

const README = readFileSync('README.md', 'utf8');
const PAGES = [
  'README.md',
  'docs/sources.md',
  'docs/models.md',
  'sources.yaml',
  'newsletter.yaml',
  'templates/workspace/editor.yaml',
].map((file) => readFileSync(file, 'utf8'));
let commands: Command[] = [];

/** Every command, as its file makes it; nothing is run. */
beforeAll(async () => {
  const files = readdirSync('src/commands').filter((file) => /^export function \w+Command\(/m.test(sourceOf(file)));
  const modules = await Promise.all(files.map((file) => import(`../../src/commands/${file}`)));
  commands = modules.map((module) => {
    const make = Object.entries(module).find(([name]) => name.endsWith('Command'))?.[1];
    return (make as (done: () => void) => Command)(() => {});
  });
});
function sourceOf(file: string): string {
  return readFileSync(`src/commands/${file}`, 'utf8');
}
const every = (command: Command): Command[] => [command, ...command.commands.flatMap(every)];
const flags = (command: Command) => every(command).flatMap(({ options }) => options.map(({ long }) => long));

it('README names every command and what stands below it', () => {
  expect(commands.length).toBeGreaterThanOrEqual(14);
  for (const command of commands) {
    const row = README.split('\n').find((line) => line.startsWith(`| \`pullquote ${command.name()}`));
    expect(row, command.name()).toBeDefined();
    for (const inner of command.commands) expect(row).toContain(inner.name());
  }
});

it('every command and option that the documents name is there', () => {
  for (const page of PAGES) {
    for (const [, run, inline] of page.matchAll(/^(?:npx )?pullquote ([^#\n]+)|`pullquote ([^`]+)`/gm)) {
      const [written = ''] = (run ?? inline ?? '').split(' && ');
      const [name] = written.trim().split(/\s/);
      const command = commands.find((one) => one.name() === name);
      if (name) expect(commands.map((one) => one.name())).toContain(name);
      for (const [flag] of written.matchAll(/--[a-z-]+/g)) expect(flags(command as Command), written).toContain(flag);
    }
  }
  for (const line of README.split('\n').filter((one) => one.startsWith('| `pullquote '))) {
    const command = commands.find((one) => line.startsWith(`| \`pullquote ${one.name()}`)) as Command;
    for (const [flag] of line.matchAll(/--[a-z-]+/g)) expect(flags(command), line).toContain(flag);
  }
});
