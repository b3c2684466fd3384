import type { Command } from 'commander';
import type { Finding } from '../actions/doctor.ts';
import { command, common, type Done } from './options.ts';
import { print, table } from './print.ts';

/** `pullquote doctor`: exits 1 where something must be mended. */
export function doctorCommand(done: Done): Command {
  return command('doctor', 'what is wrong with the set-up, and what mends it').action(async (_, self: Command) => {
    const how = common(self);
    const { doctor } = await import('../actions/doctor.ts');
    const { doctorTools } = await import('./world.ts');
    const { files, ...tools } = doctorTools(how.dir);
    const findings = await doctor(files, { node: process.versions.node, ...tools });
    const wrong = findings.filter(({ ok }) => !ok);
    print(
      how,
      findings,
      () => forPeople(findings),
      () => forPeople(wrong),
    );
    done(wrong.length > 0 ? 1 : 0);
  });
}

function forPeople(findings: Finding[]): string {
  return table(
    findings.map(({ ok, what, detail, mend }) => [ok ? 'ok' : 'WRONG', what, mend ? `${detail} → ${mend}` : detail]),
  );
}
