import { SourceError, UserError } from '../errors.ts';
import { renderIssue } from '../render/render.ts';
import type { Mail, SourceHealth, World } from '../types.ts';
import { SICK } from './health.ts';
import { readIssue } from './issues.ts';
import { type Told, tell } from './notifyWords.ts';
import type { Workspace } from './workspace.ts';

/** What there is to tell the editor. */
export interface News {
  kind: 'draft-ready' | 'failed' | 'source-sick' | 'waiting';
  title: string;
  text: string;
  /** The issue that it is about; of one that is ready the mail holds the draft. */
  number?: number;
  /** A mail of its own, in place of the one that is made of the text. */
  html?: string;
  /** Where to read more. */
  url?: string;
}

/**
 * Tells the editor by what `notify:` of newsletter.yaml names: a mail (of a draft that is ready, the draft itself) and a webhook. Never rejects: gives a warning, in words, for each notice that could
 * not be sent, since the work that it tells of is done.
 */
export async function notify(world: World, workspace: Workspace, news: News): Promise<string[]> {
  const { email, webhook } = workspace.newsletter.notify;
  const warnings: string[] = [];
  const attempt = async (what: string, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      const known = error instanceof UserError || error instanceof SourceError;
      const { message } = error as Error;
      warnings.push(`no notice by ${what}: ${known ? message : `a fault in Pullquote itself: ${message}`}`);
    }
  };
  const told = tell(news, workspace.newsletter.name);
  if (email !== undefined)
    await attempt(`mail to ${email}`, async () => {
      if (!world.mail) throw new UserError('SMTP_URL is not set: put it into .env; docs/publishing.md has examples');
      await world.mail(await mailOf(world, workspace, news, told, email));
    });
  if (webhook !== undefined) await attempt('webhook', () => post(world, webhook, told));
  return warnings;
}

/** The sources that have just become sick: told once, not at each crawl from then on. */
export async function freshlySick(world: World, { sources }: Workspace): Promise<(SourceHealth & { name: string })[]> {
  const names = new Map(sources.filter(({ enabled }) => enabled).map(({ id, name }) => [id, name]));
  const rows = (await world.store.health()).filter(({ failuresInARow }) => failuresInARow === SICK);
  return rows.flatMap((row) => {
    const name = names.get(row.sourceId);
    return name === undefined ? [] : [{ ...row, name }];
  });
}

/** Of a draft, the email that it would be, with what to do next before it. A draft that makes no email yet is told of all the same. */
async function mailOf(world: World, { newsletter }: Workspace, news: News, told: Told, to: string): Promise<Mail> {
  const mail = { to: [to], subject: told.subject, text: told.text, html: news.html ?? told.html };
  if (news.kind !== 'draft-ready' || news.number === undefined || news.html !== undefined) return mail;
  try {
    const { issue } = await readIssue(world.files, news.number);
    const rendered = await renderIssue(issue, { templatesDir: `${world.files.root}/templates`, newsletter });
    const html = rendered.html.replace(/<body\b[^>]{0,4000}>/i, (body) => `${body}${told.html}`);
    return { ...mail, html, text: `${told.text}\n\n${'-'.repeat(72)}\n\n${rendered.text}` };
  } catch (error) {
    if (error instanceof UserError) return mail;
    throw error;
  }
}

const SLACK = /^hooks\.slack(-gov)?\.com$/;
const DISCORD = /(^|\.)discord(app)?\.com$/;

async function post(world: World, url: string, told: Told): Promise<void> {
  const host = world.hostOf?.(url) ?? (URL.canParse(url) ? new URL(url).hostname : '');
  const answer = await world.fetch({
    url,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(payload(host, told)),
    from: 'operator',
    cache: 'none',
    retries: 0,
    timeoutMs: 20_000,
    maxBytes: 1_000_000,
  });
  if (answer.status >= 200 && answer.status < 300) return;
  const said = Buffer.from(answer.body).toString('utf8').replace(/\s+/g, ' ').slice(0, 200);
  throw new SourceError(
    `it answered ${answer.status}${said ? `: ${said}` : ''}; check notify.webhook in newsletter.yaml`,
  );
}

/** What each kind of host takes. Nobody is called by name: a heading with @everyone is words. */
function payload(host: string, told: Told): object {
  if (SLACK.test(host)) return { text: told.slack };
  if (DISCORD.test(host)) return { content: told.discord, allowed_mentions: { parse: [] } };
  return { text: told.text, content: told.text, ...told.fields };
}
