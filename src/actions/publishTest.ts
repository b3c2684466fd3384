/** Test mails, to the editor alone: by the platform where it can, else by `SMTP_URL`. */
import { SourceError, UserError } from '../errors.ts';
import { renderIssue } from '../render/render.ts';
import type { Mail, World } from '../types.ts';
import { readIssue } from './issues.ts';
import type { Job } from './publishSteps.ts';
import type { Workspace } from './workspace.ts';

/** Sends the test to these addresses. Gives what the editor should know about it. Throws UserError where it can't be sent. */
export async function sendTest(job: Job, workspace: Workspace, id: string, to: string[]): Promise<string[]> {
  const { world, platform, pack } = job;
  const { test } = platform.supports;
  if (test === 'anyone' || (test === 'subscribers' && !world.mail)) {
    await byPlatform(job, id, to);
    return test === 'anyone'
      ? []
      : [`${platform.name} sends tests to addresses that are its subscribers alone; SMTP_URL in .env reaches others`];
  }
  if (!world.mail) throw new UserError(`${platform.name} sends no test mails: set SMTP_URL in .env.`);
  await world.mail(await testMail(world, workspace, pack.number, to));
  return ['the test went by SMTP_URL: the platform’s own links, such as the one to unsubscribe, are not in it'];
}

async function byPlatform({ platform, pack }: Job, id: string, to: string[]): Promise<void> {
  try {
    await platform.test(id, pack, to);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    throw new UserError(`${error.message} For a test mail: look into the inbox of ${to.join(', ')} first.`, 4);
  }
}

/** The issue as a mail of our own: without a platform's tags, which nobody would fill in. */
async function testMail(world: World, { newsletter }: Workspace, number: number, to: string[]): Promise<Mail> {
  const { issue } = await readIssue(world.files, number);
  const templatesDir = `${world.files.root}/templates`;
  const { html, text } = await renderIssue(issue, { templatesDir, newsletter });
  return { to, subject: `[Test] ${issue.subject ?? newsletter.name}`, html, text };
}
