import type { Issue, Newsletter, PlatformTags, Rendered } from '../types.ts';
import { fillMjml, fillText } from './fill.ts';
import { frameOf } from './frame.ts';
import { mjmlToHtml } from './mjml.ts';
import { loadTemplates } from './templates.ts';
import { textView } from './textView.ts';
import { htmlView } from './views.ts';

/**
 * The issue as an email: HTML through Handlebars and MJML, a text part written from the issue itself, and the size of the HTML in UTF-8
 * bytes. A folder of the user's own templates wins over the packaged ones, file by file. Without a newsletter the issue is set in default
 * colours under its own name; without a platform the footer has no links that only a platform can fill. Throws UserError for a broken
 * template, with its file and line.
 */
export async function renderIssue(
  issue: Issue,
  o: { templatesDir?: string; newsletter?: Newsletter; platform?: PlatformTags } = {},
): Promise<Rendered> {
  const templates = await loadTemplates(o.templatesDir);
  const frame = frameOf(issue, o.newsletter, o.platform);
  const html = await mjmlToHtml(fillMjml(templates, htmlView(frame)), templates);
  return { html, text: fillText(templates, textView(frame)), bytes: Buffer.byteLength(html) };
}
