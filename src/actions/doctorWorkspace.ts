/** What the files of a workspace say of its manners, its secrets and its looks. */
import { UserError } from '../errors.ts';
import { parseIssue } from '../issue/parse.ts';
import { buildArchive } from '../render/archive/build.ts';
import { ARCHIVE_TEMPLATES } from '../render/archive/fill.ts';
import { renderIssue } from '../render/render.ts';
import type { Files, Newsletter, Source } from '../types.ts';
import type { Finding } from './doctorModel.ts';

export interface WorkspaceTools {
  /** Whether a secret is not set. */
  lacks: (secret: string) => boolean;
  /** The lines of every `.gitignore` that counts here; undefined where the workspace is in no Git repository. */
  ignored(): string[] | undefined;
  packaged(path: string): string;
}

/** What must never be committed, and the lines of a `.gitignore` that see to it. */
const PRIVATE = {
  '.env': /^(\*\*)?\/?(\.env|\.env\*|\*\.env|\.\*)$/,
  '.pullquote/': /^(\*\*)?\/?(\.pullquote|\.\*)(\/\*{0,2})?$/,
};

/** Whether Git would take secrets or captured texts along. */
export function ignoreFinding(o: WorkspaceTools): Finding {
  const lines = o.ignored();
  if (lines === undefined) return { what: 'Git', ok: true, detail: 'the workspace is in no Git repository' };
  const rules = lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  const open = Object.entries(PRIVATE).filter(
    ([, form]) =>
      !rules.some((rule) => form.test(rule)) || rules.some((rule) => rule.startsWith('!') && form.test(rule.slice(1))),
  );
  if (open.length === 0) return { what: 'Git', ok: true, detail: '.env and .pullquote/ are ignored' };
  const names = open.map(([name]) => name);
  const detail = `${names.join(' and ')} would be committed: keys, or the full texts of other people`;
  return {
    what: 'Git',
    ok: false,
    detail,
    mend: `printf '%s\\n' ${names.join(' ')} >> .gitignore; git rm -r --cached --ignore-unmatch ${names.join(' ')}`,
  };
}

/** How we ask: sites read in `User-Agent` whom they can write to. Nothing of it is a fault. */
export function mannersFinding({ editor }: Newsletter, sources: Source[]): Finding {
  const careless = sources.filter(({ enabled, respectOptOut }) => enabled && !respectOptOut).map(({ id }) => id);
  const detail = [
    editor.email
      ? `sites can write to ${editor.email}`
      : 'sites can’t see whom to write to: some turn such readers away',
    ...(careless.length ? [`reservations of rights are passed over for ${careless.join(', ')}`] : []),
  ].join('; ');
  return {
    what: 'robots',
    ok: true,
    detail,
    ...(editor.email ? {} : { mend: 'add `editor: { email: … }` to newsletter.yaml' }),
  };
}

/** Whom the weekly job tells. In a workspace in which nothing was done yet (`isNew`), keys may still be missing. */
export function notifyFinding(
  { notify }: Newsletter,
  { lacks }: Pick<WorkspaceTools, 'lacks'>,
  isNew: boolean,
): Finding {
  const ways = (['email', 'webhook', 'heartbeat'] as const).filter((way) => notify[way] !== undefined);
  if (ways.length === 0) {
    const mend = 'add `notify: { email: … }` to newsletter.yaml';
    return { what: 'notify', ok: true, detail: 'nobody is told when a draft is ready or a run fails', mend };
  }
  if (notify.email !== undefined && lacks('SMTP_URL')) {
    const mend = 'put SMTP_URL=smtp://USER:PASSWORD@HOST:587 into .env, or take `email` out of `notify:`';
    return { what: 'notify', ok: isNew, detail: `mails to ${notify.email} can’t be sent: SMTP_URL is not set`, mend };
  }
  return { what: 'notify', ok: true, detail: ways.join(', ') };
}

const SAMPLE = `---
number: 1
date: 2026-01-05
subject: A sample
status: draft
---
A letter of one line.

* * *

## A sample (5 min)

@[somebody](https://sample.test/1) (a place)

> What somebody said.

[A page](https://sample.test/2) that says more.

![A picture](https://sample.test/3.png)
`;

/** The workspace's own templates, filled with a sample: those of the email, then those of the archive. */
export async function templateFindings(files: Files, newsletter: Newsletter, o: WorkspaceTools): Promise<Finding[]> {
  const email = [...(await own(files, 'templates')), ...(await own(files, 'templates/partials'))];
  const pages = await own(files, 'templates/archive');
  if (email.length + pages.length === 0) return [{ what: 'templates', ok: true, detail: 'the packaged ones' }];
  const findings: Finding[] = [];
  if (email.length > 0)
    findings.push(
      await filled(
        email,
        async () =>
          void (await renderIssue(parseIssue(SAMPLE), { templatesDir: `${files.root}/templates`, newsletter })),
      ),
    );
  if (pages.length > 0) findings.push(await filled(pages, () => fillArchive(files, newsletter, o)));
  return findings;
}

async function own(files: Files, folder: string): Promise<string[]> {
  const names = (await files.list(folder)).filter((name) => name.endsWith('.hbs'));
  return names.map((name) => `${folder}/${name}`);
}

async function fillArchive(files: Files, newsletter: Newsletter, { packaged }: WorkspaceTools): Promise<void> {
  const templates = [];
  for (const name of ARCHIVE_TEMPLATES) {
    const path = `templates/archive/${name}.hbs`;
    templates.push({ name, path, source: (await files.read(path)) ?? packaged(path) });
  }
  buildArchive([parseIssue(SAMPLE)], newsletter, templates);
}

async function filled(paths: string[], fill: () => Promise<void>): Promise<Finding> {
  try {
    await fill();
    return { what: 'templates', ok: true, detail: `${paths.length} of your own can be filled` };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const mend = 'mend that line, or delete the file: the packaged one takes its place';
    return { what: 'templates', ok: false, detail: error.message, mend };
  }
}
