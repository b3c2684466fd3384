import { globSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { beforeAll, expect, it } from 'vitest';
import { allCommands } from '../../scripts/docs/commands.ts';

const README = readFileSync('README.md', 'utf8');
const WRITTEN = ['*.md', 'docs/*.md', '*.yaml', 'templates/workspace/**'];
const PAGES = globSync(WRITTEN).filter((file) => !/CHANGELOG|decisions/.test(file) && /\.\w+$/.test(file));
let commands: Command[] = [];

beforeAll(async () => {
  commands = await allCommands();
});
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
  expect(PAGES.length).toBeGreaterThan(12);
  let named = 0;
  for (const page of PAGES) {
    const text = readFileSync(page, 'utf8');
    for (const [, run, inline] of text.matchAll(/^(?:\$ )?(?:npx )?pullquote ([^#\n]+)|`pullquote ([^`]+)`/gm)) {
      const [written = ''] = (run ?? inline ?? '').split(' && ');
      const [name] = written.trim().split(/\s/);
      if (!name || !/^[a-z]+$/.test(name)) continue;
      const command = commands.find((one) => one.name() === name);
      expect(command, `${page}: pullquote ${written}`).toBeDefined();
      named++;
      for (const [flag] of written.matchAll(/--[a-z-]+/g))
        expect(flags(command as Command), `${page}: ${written}`).toContain(flag);
    }
  }
  expect(named).toBeGreaterThan(60);
});

it('every option in the table of commands is one of its command', () => {
  for (const line of README.split('\n').filter((one) => one.startsWith('| `pullquote '))) {
    const command = commands.find((one) => line.startsWith(`| \`pullquote ${one.name()}`)) as Command;
    for (const [flag] of line.matchAll(/--[a-z-]+/g)) expect(flags(command), line).toContain(flag);
  }
});
