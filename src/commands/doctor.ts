import type { Command } from 'commander';
import { doctor } from '../actions/doctor.ts';
import { command, common, type Done } from './options.ts';
import { print, table } from './print.ts';
import { doctorTools } from './world.ts';

/** `pullquote doctor`: exits 1 where something must be mended. */
export function doctorCommand(done: Done): Command {
  return command('doctor', 'what is wrong with the set-up, and what mends it').action(async (_, self: Command) => {
    const { json, dir } = common(self);
    const { files, ...tools } = doctorTools(dir);
    const findings = await doctor(files, { node: process.versions.node, ...tools });
    print(json, findings, () =>
      table(
        findings.map(({ ok, what, detail, mend }) => [
          ok ? 'ok' : 'WRONG',
          what,
          mend ? `${detail} → ${mend}` : detail,
        ]),
      ),
    );
    done(findings.every(({ ok }) => ok) ? 0 : 1);
  });
}
