import { UserError } from '../errors.ts';
import type { PromptFile } from '../text/prompt.ts';
import type { Files, PromptName, Prompts, World } from '../types.ts';

/** Of the workspace, and of the package. */
const FOLDER = 'templates/prompts';

/** The prompts: each the workspace's own file where there is one, else the packaged one. Throws UserError with every mistake of the workspace's files, before any model is asked. */
export async function loadPrompts({ files, packaged }: Pick<World, 'files' | 'packaged'>): Promise<Prompts> {
  const { compilePrompts, PROMPTS } = await import('../text/prompt.ts');
  const own = new Map((await ownPrompts(files)).map((file) => [file.name, file]));
  const names = Object.keys(PROMPTS) as PromptName[];
  return compilePrompts(
    names.map((name) => {
      const path = `${FOLDER}/${name}.hbs`;
      return own.get(name) ?? { name, path, source: packaged(path) };
    }),
  );
}

/** The workspace's own prompt templates. Throws UserError, a line each, for mistakes in them and for files that are no prompt's. */
export async function ownPrompts(files: Files): Promise<PromptFile[]> {
  const found = (await files.list(FOLDER)).filter((file) => file.endsWith('.hbs')).sort();
  if (found.length === 0) return [];
  // Handlebars is loaded where there is something to read with it
  const { isPromptName, PROMPTS, promptProblems } = await import('../text/prompt.ts');
  const problems: string[] = [];
  const own: PromptFile[] = [];
  for (const file of found) {
    const name = file.slice(0, -'.hbs'.length);
    const path = `${FOLDER}/${file}`;
    if (!isPromptName(name)) {
      problems.push(
        `${path}: there is no such prompt; they are ${Object.keys(PROMPTS).join(', ')}. Rename the file or delete it`,
      );
      continue;
    }
    const prompt = { name, path, source: (await files.read(path)) ?? '' };
    problems.push(...promptProblems(prompt));
    own.push(prompt);
  }
  if (problems.length) throw new UserError(problems.join('\n'));
  return own;
}
