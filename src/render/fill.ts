import Handlebars from 'handlebars';
import { UserError } from '../errors.ts';
import { escapeHtml } from './escape.ts';
import type { Template, Templates } from './templates.ts';
import type { View } from './views.ts';
import { wrap } from './wrap.ts';

/** Fills `issue.mjml.hbs`. Every string is escaped on the way in, so that a template cannot forget to; `html`, `tags` and `type` (font families have quotes) are markup. */
export function fillMjml(templates: Templates, view: View): string {
  return fill(templates.mjml, templates, mapStrings(view, escapeHtml), false);
}

/** Fills `issue.txt.hbs`: nothing is HTML-escaped. Empty lines in a row become one. */
export function fillText(templates: Templates, view: View): string {
  const lines = fill(templates.txt, templates, view, true)
    .split('\n')
    .map((line) => line.trimEnd());
  const kept = lines.filter((line, i) => line !== '' || (i > 0 && lines[i - 1] !== ''));
  return `${kept.join('\n').trim()}\n`;
}

const RAW = new Set(['html', 'tags', 'type']);

function mapStrings(view: View, clean: (text: string) => string): View {
  const map = (value: unknown, raw: boolean): unknown => {
    if (typeof value === 'string') return value === '' ? '' : new Handlebars.SafeString(raw ? value : clean(value));
    if (Array.isArray(value)) return value.map((each) => map(each, raw));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, map(each, raw || RAW.has(key))]));
  };
  return map(view, false) as View;
}

function fill(template: Template, { partials }: Templates, view: View, noEscape: boolean): string {
  const engine = Handlebars.create();
  for (const each of [template, ...partials]) parse(engine, each);
  engine.registerHelper('wrap', wrapHelper);
  for (const each of partials)
    engine.registerPartial(each.name, engine.compile(each.source, { noEscape, preventIndent: true }));
  try {
    return engine.compile(template.source, { noEscape, preventIndent: true })(view);
  } catch (error) {
    throw brokenTemplate(error, [template, ...partials]);
  }
}

/** `{{#wrap}}…{{/wrap}}` sets what stands in it in columns. */
function wrapHelper(this: unknown, options: Handlebars.HelperOptions): string {
  return wrap(options.fn(this).replaceAll('\n', ' ').trim()).join('\n');
}

/** Handlebars parses on first use; asked to parse at once, it says in which file the mistake is. */
function parse(engine: typeof Handlebars, { source, path }: Template): void {
  try {
    engine.parse(source);
  } catch (error) {
    const { message } = error as Error;
    const line = message.match(/^Parse error on line (\d+)/)?.[1] ?? message.match(/ - (\d+):\d+$/)?.[1] ?? '1';
    const what = message.replace(/^Parse error on line \d+:\s*/, '').replaceAll('\n', ' ');
    throw new UserError(`${path}:${line}: this template is broken: ${what}`);
  }
}

/** What went wrong while a template was filled names a partial or helper; it is looked for in the sources. */
function brokenTemplate(error: unknown, templates: Template[]): UserError {
  const { message } = error as Error;
  const name = message.match(/partial (\S+) could not|Missing helper: "([^"]+)"|^"?([\w.-]+)"? (?:not defined|is not)/);
  const where = findLine(templates, name?.[1] ?? name?.[2] ?? name?.[3] ?? '');
  return new UserError(`${where}: this template is broken: ${message}`);
}

/** `path:line` of the first place where the words stand in a template; the first template's own path where they stand nowhere. */
export function findLine(templates: Template[], words: string): string {
  for (const { path, source } of words.trim() ? templates : []) {
    const at = source.indexOf(words.trim());
    if (at >= 0) return `${path}:${source.slice(0, at).split('\n').length}`;
  }
  return templates[0]?.path ?? '';
}
