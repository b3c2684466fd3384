/** The commands and their options, from commander's own tree. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Argument, Command, Option } from 'commander';
import { code, table } from './markdown.ts';

const SHELL = join(import.meta.dirname, '../../src/commands');
const COMMON = ['-C', '--json', '--quiet', '--verbose'];

/** Every command in the order of the help, as its file makes it; nothing is run. */
export async function allCommands(): Promise<Command[]> {
  const main = readFileSync(join(SHELL, 'main.ts'), 'utf8');
  const names = /const COMMANDS = \[([^\]]+)\]/.exec(main)?.[1]?.match(/\w+/g) ?? [];
  return Promise.all(names.map((name) => make(name, main)));
}

async function make(name: string, main: string): Promise<Command> {
  const file = new RegExp(`import \\{[^}]*\\b${name}\\b[^}]*\\} from '\\./([\\w-]+\\.ts)'`).exec(main)?.[1];
  if (!file) throw new Error(`main.ts imports no ${name}`);
  const module = (await import(join(SHELL, file))) as Record<string, (...given: unknown[]) => Command>;
  return (module[name] as (...given: unknown[]) => Command)(() => {});
}

/** A command's own options: those that every command has are told once. */
export function ownOptions(command: Command): Option[] {
  return command.options.filter(({ flags }) => !COMMON.includes(flags.split(' ')[0] as string));
}

/** Those of every command. */
export function commonOptions(command: Command): Option[] {
  return command.options.filter((option) => !ownOptions(command).includes(option));
}

export function commandPages(commands: Command[]): string {
  const [first] = commands;
  if (!first) throw new Error('there are no commands');
  const common = ['Every command takes these, before its name or behind it:', '', optionTable(commonOptions(first))];
  return [...common, ...commands.flatMap((command) => ['', ...page(command, 'pullquote')])].join('\n');
}

function page(command: Command, above: string): string[] {
  const name = `${above} ${command.name()}`;
  const usage = [name, ...command.registeredArguments.map(shape), ...(command.commands.length ? ['<command>'] : [])];
  const own = ownOptions(command);
  const told = command.registeredArguments.filter(({ description }) => description);
  return [
    `### ${code(usage.join(' '))}`,
    sentence(command.description()),
    ...(told.length
      ? ['', ...told.map((argument) => `${code(shape(argument))}: ${sentence(argument.description)}`)]
      : []),
    ...(own.length ? ['', optionTable(own)] : []),
    ...command.commands.flatMap((inner) => ['', ...page(inner, name)]),
  ];
}

function shape(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '…' : ''}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

function optionTable(options: Option[]): string {
  return table(
    ['option', ''],
    options.map((option) => [code(option.flags), sentence(meaning(option))]),
  );
}

/** What commander adds to its help: the choices, the default, and that there is no doing without. */
function meaning({ description, argChoices, defaultValue, mandatory, flags }: Option): string {
  const isPlain = flags.startsWith('--no-') || defaultValue === undefined || defaultValue === false;
  return [
    description,
    ...(argChoices ? [` (${argChoices.join(', ')})`] : []),
    ...(isPlain || defaultValue === 0 ? [] : [`; by default ${defaultValue}`]),
    ...(mandatory ? ['; required'] : []),
  ].join('');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.…]$/.test(text) ? '' : '.'}`;
}
