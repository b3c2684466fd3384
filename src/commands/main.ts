import { Command, CommanderError } from 'commander';
import { SourceError, UserError } from '../errors.ts';
import { addCommand } from './add.ts';
import { approveCommand } from './approve.ts';
import { archiveCommand } from './archive.ts';
import { checkCommand } from './check.ts';
import { completionCommand } from './completion.ts';
import { crawlCommand } from './crawl.ts';
import { demoCommand } from './demo.ts';
import { doctorCommand } from './doctor.ts';
import { draftCommand } from './draft.ts';
import { importCommand } from './import.ts';
import { initCommand } from './init.ts';
import { inspectCommand } from './inspect.ts';
import { packageFile, packageVersion } from './package.ts';
import { pruneCommand } from './prune.ts';
import { publishCommand } from './publish.ts';
import { renderCommand } from './render.ts';
import { reviewCommand } from './review.ts';
import { runCommand } from './run.ts';
import { sourcesCommand } from './sources.ts';
import { statusCommand } from './status.ts';
import { storiesCommand } from './stories.ts';
import { workerCommand } from './worker.ts';

/** In the order of the help. Each is a few lines: what it works with takes longer to load than most of them run, and is loaded when they do. */
const COMMANDS = [
  initCommand,
  sourcesCommand,
  addCommand,
  crawlCommand,
  storiesCommand,
  draftCommand,
  checkCommand,
  renderCommand,
  reviewCommand,
  approveCommand,
  publishCommand,
  archiveCommand,
  runCommand,
  workerCommand,
  statusCommand,
  importCommand,
  pruneCommand,
  doctorCommand,
  inspectCommand,
  demoCommand,
  completionCommand,
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
  program.addHelpText('after', `${EXIT_CODES}\n\nDocuments: ${packageFile('docs/index.md')}`);
  try {
    for (const make of COMMANDS) program.addCommand(make(done).exitOverride());
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
