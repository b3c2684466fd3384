import Handlebars from 'handlebars';
import { UserError } from '../../errors.ts';
import { escapeHtml } from '../escape.ts';

/** The files of `templates/archive/`, by what they make; `layout` is around every page. */
export const ARCHIVE_TEMPLATES = ['layout', 'home', 'issue', 'missing', 'style.css', 'icon.svg'] as const;
export type ArchiveTemplateName = (typeof ARCHIVE_TEMPLATES)[number];
/** A template as it stands in a file. */
export interface ArchiveTemplate {
  name: ArchiveTemplateName;
  path: string;
  source: string;
}
/** Fills a template. Every string is escaped on the way in, so that no template can forget to; what stands under `html` is markup. */
export type Fill = (name: Exclude<ArchiveTemplateName, 'layout'>, view: Record<string, unknown>) => string;

/** The templates, compiled once for all pages. Throws UserError with file and line where one of them is broken, now or when it is filled. */
export function compileArchive(templates: ArchiveTemplate[]): Fill {
  const engine = Handlebars.create();
  const compiled = new Map<string, (view: unknown) => string>();
  for (const { name, path, source } of templates) {
    try {
      engine.parse(source);
    } catch (error) {
      throw broken(path, (error as Error).message);
    }
    const template = engine.compile(source, { noEscape: true, preventIndent: true });
    if (name === 'layout') engine.registerPartial(name, template);
    else compiled.set(name, template);
  }
  return (name, view) => {
    try {
      const text = compiled.get(name)?.(escaped(view, false)) ?? '';
      return `${text
        .replace(/^[ \t]+$/gm, '')
        .replace(/\n{2,}/g, '\n')
        .trim()}\n`;
    } catch (error) {
      throw broken(templates.find((one) => one.name === name)?.path ?? name, (error as Error).message);
    }
  };
}

function escaped(value: unknown, raw: boolean): unknown {
  if (typeof value === 'string') return raw ? value : escapeHtml(value);
  if (Array.isArray(value)) return value.map((each) => escaped(each, raw));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, escaped(each, raw || key === 'html')]));
}

function broken(path: string, message: string): UserError {
  const line = message.match(/^Parse error on line (\d+)/)?.[1] ?? message.match(/ - (\d+):\d+$/)?.[1];
  const what = message.replace(/^Parse error on line \d+:\s*/, '').replaceAll('\n', ' ');
  return new UserError(`${path}${line ? `:${line}` : ''}: this template is broken: ${what}`);
}
