/** Prompts as Handlebars files: plain text with `{{name}}`, `{{#if name}}` and `{{#unless name}}`, and nothing else. */
import Handlebars from 'handlebars';
import { UserError } from '../errors.ts';
import type { PromptName, Prompts } from '../types.ts';

/** Each prompt and the names that its template may use. */
export const PROMPTS = {
  system: ['name', 'about', 'voice', 'language', 'examples'],
  blurb: ['sources', 'told', 'candidates'],
  'letter-system': ['name', 'about', 'voice', 'language', 'examples', 'letter'],
  letter: ['blocks'],
} as const satisfies Record<PromptName, readonly string[]>;

/** A template as it stands in a file. */
export interface PromptFile {
  name: PromptName;
  /** As a message names it. */
  path: string;
  source: string;
}

/** Whether there is a prompt of this name. */
export function isPromptName(name: string): name is PromptName {
  return Object.hasOwn(PROMPTS, name);
}

/**
 * The prompts, compiled. Values are filled in as they are, nothing in them is read as a template. Throws UserError with every mistake of every template, each with file and line: broken syntax, a
 * name that the prompt does not have, a helper or partial.
 */
export function compilePrompts(files: PromptFile[]): Prompts {
  const problems = files.flatMap(promptProblems);
  if (problems.length) throw new UserError(problems.join('\n'));
  const engine = Handlebars.create();
  const options = { noEscape: true, strict: true, knownHelpersOnly: true };
  const compiled = new Map(files.map(({ name, source }) => [name, engine.compile(source, options)]));
  return (name, values) => {
    const fill = compiled.get(name);
    if (!fill) throw new UserError(`there is no template of the prompt “${name}”; install Pullquote again.`);
    return fill(values).trim();
  };
}

/** What is wrong with a template, a line each. */
export function promptProblems(file: PromptFile): string[] {
  if (file.source.trim() === '')
    return [`${file.path}:1: this prompt is empty: delete the file to have the packaged one`];
  let program: hbs.AST.Program;
  try {
    program = Handlebars.parse(file.source);
  } catch (error) {
    return [`${file.path}:${brokenAt(error as Error)}`];
  }
  return unknownIn(program, file);
}

/** Handlebars says where in two ways. */
function brokenAt({ message }: Error): string {
  const line = message.match(/^Parse error on line (\d+)/)?.[1] ?? message.match(/ - (\d+):\d+$/)?.[1] ?? '1';
  return `${line}: this template is broken: ${message.replace(/^Parse error on line \d+:\s*/, '').replaceAll('\n', ' ')}`;
}

function unknownIn(program: hbs.AST.Program | undefined, file: PromptFile): string[] {
  return (program?.body ?? []).flatMap((statement) => {
    const at = `${file.path}:${statement.loc.start.line}`;
    switch (statement.type) {
      case 'ContentStatement':
      case 'CommentStatement':
        return [];
      case 'MustacheStatement': {
        const { path, params, hash } = statement as hbs.AST.MustacheStatement;
        return params.length || hash
          ? [`${at}: a prompt has no helpers, and “${wordOf(path)}” is used as one`]
          : unknownName(path, at, file);
      }
      case 'BlockStatement': {
        const { path, params, hash, program: yes, inverse } = statement as hbs.AST.BlockStatement;
        const inner = [...unknownIn(yes, file), ...unknownIn(inverse, file)];
        if (!/^(if|unless)$/.test(wordOf(path)) || params.length !== 1 || hash)
          return [`${at}: a prompt knows {{#if name}} and {{#unless name}} alone, not {{#${wordOf(path)}}}`, ...inner];
        return [...unknownName(params[0] as hbs.AST.Expression, at, file), ...inner];
      }
      default:
        return [`${at}: a prompt takes no partials or decorators`];
    }
  });
}

function unknownName(expression: hbs.AST.Expression, at: string, { name }: PromptFile): string[] {
  const names: readonly string[] = PROMPTS[name];
  const used = wordOf(expression);
  return names.includes(used) ? [] : [`${at}: the prompt “${name}” has no {{${used}}}; it has ${names.join(', ')}`];
}

function wordOf(expression: hbs.AST.Node): string {
  return 'original' in expression ? String(expression.original) : expression.type;
}
