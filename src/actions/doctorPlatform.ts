/** What one harmless call says of each mailing platform, and of the mail server. */
import { keyName } from '../config/env.ts';
import { parseNewsletter } from '../config/newsletter.ts';
import { SourceError, UserError } from '../errors.ts';
import type { Files, Newsletter } from '../types.ts';
import type { Finding } from './doctorModel.ts';

export interface PlatformTools {
  /** Asks one platform of newsletter.yaml; gives what it says of itself. */
  probePlatform(name: string, newsletter: Newsletter): Promise<string>;
  /** Logs in at the mail server; undefined where `SMTP_URL` is not set. */
  verifyMail(newsletter: Newsletter): Promise<string | undefined>;
}

/** Tries each platform of newsletter.yaml, or the one that is named. */
export async function tryPlatforms(files: Files, o: PlatformTools, wanted: string | true): Promise<Finding[]> {
  const text = await files.read('newsletter.yaml');
  if (text === undefined) return [wrong('platform', 'there is no newsletter.yaml here', '`pullquote init`')];
  let newsletter: Newsletter;
  try {
    newsletter = parseNewsletter(text, 'newsletter.yaml');
  } catch (error) {
    // the configuration's own lines tell it
    if (error instanceof UserError) return [];
    throw error;
  }
  const named = Object.keys(newsletter.platforms);
  if (wanted !== true && !named.includes(wanted))
    return [
      wrong(
        wanted,
        'it is not in newsletter.yaml',
        `add it under \`platforms:\`; there are: ${named.join(', ') || 'none'}`,
      ),
    ];
  const findings: Finding[] = [];
  for (const name of wanted === true ? named : [wanted])
    findings.push(await tried(name, () => o.probePlatform(name, newsletter)));
  return [...findings, await triedMail(newsletter, o)];
}

/** No mail server is no fault: it is for tests and notices alone. */
async function triedMail(newsletter: Newsletter, o: PlatformTools): Promise<Finding> {
  const wanted = newsletter.notify.email !== undefined;
  const finding = await tried('mail', async () => (await o.verifyMail(newsletter)) ?? '');
  if (!finding.ok || finding.detail !== '') return finding;
  const detail = `SMTP_URL is not set: ${wanted ? 'notices to notify.email and some' : 'some'} test mails can’t be sent`;
  return { what: 'mail', ok: true, detail, mend: 'put SMTP_URL=smtp://USER:PASSWORD@HOST:587 into .env' };
}

async function tried(what: string, probe: () => Promise<string>): Promise<Finding> {
  try {
    return { what, ok: true, detail: await probe() };
  } catch (error) {
    if (!(error instanceof UserError || error instanceof SourceError)) throw error;
    const mend = what === 'mail' ? {} : { mend: `see docs/publishing.md; its key is ${keyName(what)} in .env` };
    return { what, ok: false, detail: error.message, ...mend };
  }
}

function wrong(what: string, detail: string, mend: string): Finding {
  return { what, ok: false, detail, mend };
}
