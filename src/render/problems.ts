import type { Issue, Newsletter, Rendered, RenderProblem } from '../types.ts';
import { colourProblems } from './look.ts';
import { addressProblems, picturesOf } from './pictures.ts';
import { sizeProblems, tagsIn } from './size.ts';

/** Longer ones are cut by some clients and proxies on the way. */
const LONGEST_LINK = 2_000;

/**
 * What the rendered email lacks or has too much of, for `check`: its size, a footer with a postal address and a way to unsubscribe (CAN-SPAM,
 * CASL), a text part, alternative texts, pictures and links that clients take, colours that can be read. While no platform is named nothing can be sent, so what only a sent mail needs is a warning.
 */
export function htmlProblems(rendered: Rendered, issue: Issue, newsletter?: Newsletter): RenderProblem[] {
  return [
    ...sizeProblems(rendered, issue, newsletter),
    ...footerProblems(rendered, newsletter),
    ...textProblems(rendered),
    ...altProblems(rendered, issue),
    ...addressProblems(picturesOf(issue, newsletter)),
    ...linkProblems(rendered),
    ...(newsletter ? colourProblems(newsletter.theme) : []),
  ];
}

function footerProblems({ html }: Rendered, newsletter?: Newsletter): RenderProblem[] {
  const level = Object.keys(newsletter?.platforms ?? {}).length ? 'error' : 'warning';
  const problems: RenderProblem[] = [];
  if (!newsletter?.address && !tagsIn(html).some((tag) => /address/i.test(tag))) {
    const detail = 'no postal address: a mailing must carry one. Set `address` in newsletter.yaml';
    problems.push({ rule: 'footer', level, detail });
  }
  if (!hasUnsubscribe(html)) {
    const detail =
      'no unsubscribe link: name a platform in newsletter.yaml, and give the link in your footer template class="unsubscribe"';
    problems.push({ rule: 'footer', level, detail });
  }
  return problems;
}

/** A link that is marked as the one to unsubscribe, or leads to a platform's tag of such a name. */
function hasUnsubscribe(html: string): boolean {
  for (const [link] of html.matchAll(/<a\b[^>]{0,4000}>/gi)) {
    const href = link.match(/\bhref="([^"]+)"/i)?.[1];
    if (!href) continue;
    if (/\bclass="[^"]*\bunsubscribe\b/i.test(link) || tagsIn(href).some((tag) => /unsub/i.test(tag))) return true;
  }
  return false;
}

function linkProblems({ html }: Rendered): RenderProblem[] {
  const links = [...html.matchAll(/\bhref="([^"]*)"/gi)].map(([, url = '']) => url.replaceAll('&amp;', '&'));
  const long = [...new Set(links)].filter((url) => url.length > LONGEST_LINK);
  return long.map((url) => ({
    rule: 'link-length',
    level: 'error',
    detail: `a link of ${url.length.toLocaleString('en')} characters, at most ${LONGEST_LINK.toLocaleString('en')}: ${url.slice(0, 80)}…`,
  }));
}

function textProblems({ text }: Rendered): RenderProblem[] {
  if (/[\p{L}\p{N}]/u.test(text)) return [];
  return [
    {
      rule: 'text-part',
      level: 'error',
      detail: 'the plain text part is empty: templates/issue.txt.hbs gives nothing',
    },
  ];
}

function altProblems({ html }: Rendered, issue: Issue): RenderProblem[] {
  const problems: RenderProblem[] = [];
  for (const { heading, parts } of issue.blocks) {
    for (const part of parts) {
      if (part.kind !== 'image' || part.alt.trim()) continue;
      problems.push({
        rule: 'alt-text',
        level: 'error',
        detail: `the picture ${part.url}${heading ? ` under "${heading}"` : ''} has no description; write one: ![what it shows](…)`,
      });
    }
  }
  // A template's own decoration may have an empty alt; one without any is read out by its file name.
  for (const [tag] of html.matchAll(/<img\b[^>]{0,4000}>/gi)) {
    if (!/\balt=/i.test(tag))
      problems.push({
        rule: 'alt-text',
        level: 'error',
        detail: `a picture of the template has no alt: ${tag.slice(0, 120)}`,
      });
  }
  return problems;
}
