/** An issue as it is handed to one platform. */
import { UserError } from '../errors.ts';
import { htmlProblems } from '../render/problems.ts';
import { renderIssue } from '../render/render.ts';
import { sha256, shortHash } from '../text/hash.ts';
import type { Issue, IssuePack, Platform, World } from '../types.ts';
import type { Workspace } from './workspace.ts';

/** Platforms cut longer slugs. */
const LONGEST_NAME = 60;

/**
 * Names an issue of a newsletter for ever, such as `the-weekly-digest-089`: lower-case letters, digits and hyphens. A name that has other letters, or is long, gets a hash of it, so that two
 * newsletters of one account never share a key.
 */
export function keyOf(newsletter: string, number: number): string {
  const plain = newsletter.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const slug = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  const lossy = slug.length > LONGEST_NAME || /[^\p{ASCII}]/u.test(plain) || slug === '';
  const name = slug.slice(0, LONGEST_NAME).replace(/-+$/, '') || 'newsletter';
  return `${lossy ? `${name}-${shortHash(newsletter).slice(0, 8)}` : name}-${String(number).padStart(3, '0')}`;
}

/**
 * The issue rendered for a platform. Throws UserError, exit code 1, where the mail that it makes may not be sent: no postal address, no way to unsubscribe, too large.
 */
export async function packFor(
  world: World,
  { newsletter }: Workspace,
  o: { issue: Issue; markdown: string; platform: Platform; key: string },
): Promise<IssuePack> {
  const { issue, platform, key } = o;
  const templatesDir = `${world.files.root}/templates`;
  const rendered = await renderIssue(issue, { templatesDir, newsletter, platform: platform.tags });
  const wrong = htmlProblems(rendered, issue, newsletter).filter(({ level }) => level === 'error');
  if (wrong.length)
    throw new UserError(
      `issue ${issue.number} can't go to ${platform.name}: ${wrong.map(({ detail }) => detail).join('; ')}.`,
      1,
    );
  const { subject = newsletter.name, preheader = '', number } = issue;
  const { html, text } = rendered;
  return { number, key, subject, preheader, html, text, markdown: o.markdown };
}

/** By this it is known whether a draft that was pushed before is still what would be pushed now. */
export function contentOf({ subject, preheader, html, text }: IssuePack): string {
  return sha256(JSON.stringify([subject, preheader, html, text]));
}
