import type { Command } from 'commander';
import type { Finding } from '../actions/doctorModel.ts';
import type { Model } from '../types.ts';
import { command, common, type Done } from './options.ts';
import { print, table } from './print.ts';

/** `pullquote doctor`: exits 1 where something must be mended. */
export function doctorCommand(done: Done): Command {
  const asking = command('doctor', 'what is wrong with the set-up, and what mends it')
    .option('--model [preset/name]', 'ask the model one tiny question, and say what works')
    .option('--platform [name]', 'try the keys of the mailing platforms and the mail server; nothing is sent')
    .option('--online', 'compare the clock with that of the first source that answers');
  return asking.action(async (o: { model?: string | true; platform?: string | true; online?: true }, self: Command) => {
    const how = common(self);
    const model = await wanted(o.model);
    const { doctor } = await import('../actions/doctor.ts');
    const { doctorTools } = await import('./world-doctor.ts');
    const { files, ...tools } = doctorTools(how.dir);
    const findings = await doctor(files, { node: process.versions.node, ...tools }, { ...o, model });
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

/** Without a name it is the configured model. */
async function wanted(asked: string | true | undefined): Promise<Model | true | undefined> {
  if (typeof asked !== 'string') return asked;
  const { parseModel } = await import('../config/model.ts');
  return parseModel(asked);
}

function forPeople(findings: Finding[]): string {
  return table(
    findings.map(({ ok, what, detail, mend }) => [ok ? 'ok' : 'WRONG', what, mend ? `${detail} → ${mend}` : detail]),
  );
}
