import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { compilePrompts, PROMPTS } from '../../src/text/prompt.ts';
import type { Brief, PromptName } from '../../src/types.ts';
import { newsletter } from './items.ts';

/** The prompts that ship with the package. */
export const PACKAGED = compilePrompts(
  (Object.keys(PROMPTS) as PromptName[]).map((name) => {
    const path = `templates/prompts/${name}.hbs`;
    return { name, path, source: readFileSync(resolve(path), 'utf8') };
  }),
);

/** What every prompt of a test's issue is written with. */
export function brief(changes: Partial<Brief> = {}): Brief {
  return { newsletter: newsletter(), prompts: PACKAGED, ...changes };
}
