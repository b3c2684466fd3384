import { Command, CommanderError } from 'commander';
import { SourceError, UserError } from '../errors.ts';
import type { Done } from './options.ts';
import { packageVersion } from './package.ts';

/** In the order of the help. Loading a command takes longer than many of them run, so that only the one that is wanted is loaded. */
const COMMANDS: { name: string; load: () => Promise<(done: Done) => Command> }[] = [
  { name: 'init', load: async () => (await import('./init.ts')).initCommand },
  { name: 'sources', load: async () => (await import('./sources.ts')).sourcesCommand },
  { name: 'add', load: async () => (await import('./add.ts')).addCommand },
  { name: 'crawl', load: async () => (await import('./crawl.ts')).crawlCommand },
  { name: 'stories', load: async () => (await import('./stories.ts')).storiesCommand },
  { name: 'draft', load: async () => (await import('./draft.ts')).draftCommand },
  { name: 'check', load: async () => (await import('./check.ts')).checkCommand },
  { name: 'render', load: async () => (await import('./render.ts')).renderCommand },
  { name: 'approve', load: async () => (await import('./approve.ts')).approveCommand },
  { name: 'publish', load: async () => (await import('./publish.ts')).publishCommand },
  { name: 'status', load: async () => (await import('./status.ts')).statusCommand },
  { name: 'doctor', load: async () => (await import('./doctor.ts')).doctorCommand },
  { name: 'inspect', load: async () => (await import('./inspect.ts')).inspectCommand },
  { name: 'demo', load: async () => (await import('./demo.ts')).demoCommand },
];

/** Runs one command line and gives its exit code: 0 done, 1 a check failed, 2 usage or configuration, 3 nothing crawled, 4 refused, 75 locked. */
export async function main(argv: string[]): Promise<number> {
  const program = new Command('pullquote')
    .description('Drafts a weekly digest around pull quotes that are proven verbatim.')
    .version(packageVersion())
    .option('-C <dir>', 'work in another folder', '.')
    .option('--json', 'print the result as JSON')
    .option('--quiet', 'say nothing but errors')
    .option('--verbose', 'say more')
    .showHelpAfterError('(pullquote --help lists the commands)')
    .exitOverride();
  let code = 0;
  const done = (exitCode: number) => {
    code = exitCode;
  };
  program.addHelpText('after', EXIT_CODES);
  try {
    const [name = ''] = program.parseOptions(argv.slice(2)).operands;
    const named = COMMANDS.filter((command) => command.name === name);
    // help lists them all, and a name that is none may be near to any
    for (const { load } of named.length > 0 ? named : COMMANDS) program.addCommand((await load())(done).exitOverride());
    await program.parseAsync(argv);
    return code;
  } catch (error) {
    const { message, exitCode, isTold } = failureOf(error, argv.includes('--verbose'));
    if (!isTold) process.stderr.write(`pullquote: ${message}\n`);
    // a script that reads JSON gets JSON
    if (exitCode !== 0 && argv.includes('--json'))
      process.stdout.write(`${JSON.stringify({ error: message, exitCode }, null, 2)}\n`);
    return exitCode;
  }
}

const EXIT_CODES = `
Exit codes: 0 done, 1 a check failed, 2 usage or configuration, 3 nothing could be crawled,
4 the model or platform refused, 75 another run holds the lock, 70 a fault of Pullquote itself.`;

interface Failure {
  message: string;
  exitCode: number;
  /** Commander has told it already. */
  isTold?: boolean;
}

function failureOf(error: unknown, verbose: boolean): Failure {
  if (error instanceof CommanderError)
    return { message: error.message, exitCode: error.exitCode === 0 ? 0 : 2, isTold: true };
  if (error instanceof UserError) return { message: error.message, exitCode: error.exitCode };
  if (error instanceof SourceError) return { message: error.message, exitCode: 3 };
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const more = verbose ? stack : 'Run again with --verbose to see where, and please report it.';
  return { message: `a fault in Pullquote itself: ${message}\n${more}`, exitCode: 70 };
}
