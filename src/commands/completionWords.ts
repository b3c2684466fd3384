import type { Command, Option } from 'commander';

/** What may follow a command, as commander knows it. */
export interface CommandWords {
  /** The words that lead to it; none for the program itself. */
  path: string[];
  description: string;
  options: OptionWords[];
  /** The values of its arguments, where there is a list of them. */
  choices: string[];
  /** An argument is a file or a folder. */
  takesFile: boolean;
  commands: CommandWords[];
}
export interface OptionWords {
  /** As `-C` and `--dry-run`. */
  flags: string[];
  description: string;
  /** What its value is: nothing follows, anything may, a file, or one of a list. */
  value: 'none' | 'any' | 'file' | string[];
}

/** Values with these names are files or folders. */
const FILE = /\b(file|dir|opml)\b/i;

/** The tree of a program's commands. */
export function wordsOf(command: Command, path: string[] = []): CommandWords {
  const args = command.registeredArguments;
  const visible = command.createHelp().visibleCommands(command);
  const inner = visible.filter((one) => one.name() !== 'help');
  return {
    path,
    description: command.description(),
    options: [...command.createHelp().visibleOptions(command)].map(optionWords),
    choices: args.flatMap(({ argChoices }) => argChoices ?? []),
    takesFile: args.some((arg) => FILE.test(arg.name())),
    commands: inner.map((one) => wordsOf(one, [...path, one.name()])),
  };
}

function optionWords(option: Option): OptionWords {
  const { short, long, description, required, optional, flags, argChoices } = option;
  const takes =
    required || optional ? (argChoices ?? (FILE.test(flags.split(/[<[]/)[1] ?? '') ? 'file' : 'any')) : 'none';
  return { flags: [short, long].filter((flag): flag is string => flag != null), description, value: takes };
}

/** A command and all below it. */
export function every(words: CommandWords): CommandWords[] {
  return [words, ...words.commands.flatMap(every)];
}
