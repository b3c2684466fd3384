import { Command, CommanderError } from 'commander';
import { SourceError, UserError } from '../errors.ts';
import { addCommand } from './add.ts';
import { approveCommand } from './approve.ts';
import { checkCommand } from './check.ts';
import { crawlCommand } from './crawl.ts';
import { demoCommand } from './demo.ts';
import { doctorCommand } from './doctor.ts';
import { draftCommand } from './draft.ts';
import { initCommand } from './init.ts';
import { inspectCommand } from './inspect.ts';
import { packageVersion } from './package.ts';
import { publishCommand } from './publish.ts';
import { renderCommand } from './render.ts';
import { sourcesCommand } from './sources.ts';
import { statusCommand } from './status.ts';
import { storiesCommand } from './stories.ts';

const COMMANDS = [
  initCommand,
  sourcesCommand,
  addCommand,
  crawlCommand,
  storiesCommand,
  draftCommand,
  checkCommand,
  renderCommand,
  approveCommand,
  publishCommand,
  statusCommand,
  doctorCommand,
  inspectCommand,
  demoCommand,
];

/** Runs one command line and gives its exit code: 0 done, 1 a check failed, 2 usage or configuration, 3 nothing crawled, 4 refused, 75 locked. */
export async function main(argv: string[]): Promise<number> {
  const program = new Command('pullquote')
    .description('Drafts a weekly digest around pull quotes that are proven verbatim.')
    .version(packageVersion())
    .option('-C <dir>', 'work in another folder', '.')
    .option('--json', 'print the result as JSON')
    .option('--quiet', 'no progress')
    .option('--verbose', 'say more')
    .showHelpAfterError('(pullquote --help lists the commands)')
    .exitOverride();
  let code = 0;
  const done = (exitCode: number) => {
    code = exitCode;
  };
  for (const command of COMMANDS) program.addCommand(command(done).exitOverride());
  try {
    await program.parseAsync(argv);
    return code;
  } catch (error) {
    return failure(error, argv.includes('--verbose'));
  }
}

function failure(error: unknown, verbose: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UserError) {
    process.stderr.write(`pullquote: ${error.message}\n`);
    return error.exitCode;
  }
  if (error instanceof SourceError) {
    process.stderr.write(`pullquote: ${error.message}\n`);
    return 3;
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(
    `pullquote: a fault in Pullquote itself: ${message}\n${verbose ? stack : 'Run again with --verbose to see where, and please report it.'}\n`,
  );
  return 70;
}
