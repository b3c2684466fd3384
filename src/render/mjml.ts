import { UserError } from '../errors.ts';
import { findLine } from './fill.ts';
import type { Templates } from './templates.ts';

/** HTML from MJML 5, checked strictly. Throws UserError that names the template's file and line where the MJML is not valid. */
export async function mjmlToHtml(mjml: string, templates: Templates): Promise<string> {
  const unclosed = unclosedTag(mjml);
  if (unclosed) throw broken(templates, mjml, unclosed.line, unclosed.message);
  // Loading MJML takes half a second, which only those pay who render.
  const { default: mjml2html } = await import('mjml');
  try {
    // Without `fonts: {}` MJML loads Roboto and others from Google wherever a font list names them.
    const { html } = await mjml2html(mjml, { validationLevel: 'strict', keepComments: false, fonts: {} });
    return squeeze(html);
  } catch (error) {
    const first = (error as { errors?: { line: number; message: string }[] }).errors?.[0];
    throw broken(templates, mjml, first?.line ?? 1, first?.message ?? (error as Error).message);
  }
}

/** MJML itself closes tags silently where the template forgot to, and the mail falls apart in one client or another. */
function unclosedTag(mjml: string): { line: number; message: string } | undefined {
  const open: { tag: string; at: number }[] = [];
  const lineAt = (at: number) => mjml.slice(0, at).split('\n').length;
  const bare = mjml.replace(/<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]/g, ' '));
  for (const found of bare.matchAll(/<(\/?)(mj[\w-]+)((?:[^<>"']|"[^"]*"|'[^']*')*?)(\/?)>/g)) {
    const [, closing, tag = '', , selfClosing] = found;
    if (selfClosing) continue;
    if (!closing) open.push({ tag, at: found.index });
    else if (open.at(-1)?.tag === tag) open.pop();
    else
      return {
        line: lineAt(open.at(-1)?.at ?? found.index),
        message: `<${open.at(-1)?.tag ?? tag}> is not closed before </${tag}>`,
      };
  }
  const last = open.at(-1);
  return last && { line: lineAt(last.at), message: `<${last.tag}> is never closed` };
}

/** The line is one of the filled MJML; the same words are looked for in the templates it was made from. */
function broken(templates: Templates, mjml: string, line: number, message: string): UserError {
  const words = (mjml.split('\n')[line - 1] ?? '').trim();
  const where = findLine([templates.mjml, ...templates.partials], words);
  return new UserError(`${where}: this template does not give valid MJML: ${message} (${words.slice(0, 80)})`);
}

/** MJML indents what it writes; in an email those are bytes towards the size at which Gmail cuts it. No element here keeps white space. */
function squeeze(html: string): string {
  const lines = html.split('\n').map((line) => line.trim());
  return `${lines.filter((line) => line !== '').join('\n')}\n`;
}
