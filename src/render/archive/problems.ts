import type { Issue, Newsletter, RenderProblem } from '../../types.ts';
import { pageUrl } from './words.ts';

/** What the archive's page of an issue would lack. Nothing where newsletter.yaml names no archive. All of it is warnings: the email is as it was. */
export function archiveProblems(issue: Issue, { archive }: Newsletter): RenderProblem[] {
  if (!archive) return [];
  const problems: RenderProblem[] = [];
  const warn = (detail: string) => problems.push({ rule: 'archive', level: 'warning', detail });
  if (!issue.subject?.trim() && !issue.title?.trim())
    warn('the page in the archive is named by the number alone: write a `subject`');
  for (const { date } of issue.corrections ?? [])
    if (date < issue.date) warn(`the correction of ${date} is dated before the issue itself, ${issue.date}`);
  for (const url of new Set(issue.blocks.flatMap(({ links }) => links)))
    if (pageUrl(url) === undefined)
      warn(`${url} is no public link: the archive shows its words alone, and a quote under it has no source there`);
  return problems;
}
