import { Command, InvalidArgumentError, Option } from 'commander';

/** What every command takes from the program's own options. */
export interface Common {
  dir: string;
  json: boolean;
  quiet: boolean;
  verbose: boolean;
}
export type Done = (exitCode: number) => void;

/** A command that also takes the program's options behind its name. */
export function command(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('-C <dir>', 'work in another folder')
    .option('--json', 'print the result as JSON')
    .option('--quiet', 'say nothing but errors')
    .option('--verbose', 'say more');
}

/** Options of the commands that crawl. */
export function crawling(command: Command): Command {
  return networked(
    command
      .option('--since <day>', 'the first day, as 2026-11-16', day)
      .option('--until <day>', 'the first day that is not in it any more', day),
  );
}

/** Options of the commands that fetch. A replay has nothing to record but what it was given. */
export function networked(command: Command): Command {
  return command
    .addOption(
      new Option('--record <file>', 'write all that the run used to a .har or .har.gz file').conflicts('replay'),
    )
    .option('--replay <file>', 'use a recording in place of the network');
}

/** The common options, given before or behind the command's name. */
export function common(command: Command): Common {
  const own = command.opts() as Record<string, unknown>;
  const program = (command.parent?.opts() ?? {}) as Record<string, unknown>;
  const flag = (name: string) => own[name] === true || program[name] === true;
  return { dir: String(own.C ?? program.C ?? '.'), json: flag('json'), quiet: flag('quiet'), verbose: flag('verbose') };
}

/** A whole number of at least 0. */
export function wholeNumber(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError('a whole number is expected, such as 89.');
  return Number(value);
}

/** A number of at least 0. */
export function amount(value: string): number {
  const parsed = Number(value);
  if (value.trim() === '' || !Number.isFinite(parsed) || parsed < 0)
    throw new InvalidArgumentError('an amount is expected, such as 0.10.');
  return parsed;
}

function day(value: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) throw new InvalidArgumentError('a day is expected, as 2026-11-16.');
  return value;
}
