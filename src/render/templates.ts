import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../errors.ts';

/** A template as it stands in a file. `name` is how others call it: `issue.mjml`, or `voice` for `partials/voice.hbs`. */
export interface Template {
  name: string;
  path: string;
  source: string;
}
export interface Templates {
  mjml: Template;
  txt: Template;
  partials: Template[];
}

/** The package's own templates: beside `src/` in a checkout, beside `dist/` where it is installed. */
const PACKAGED = fileURLToPath(new URL('../../templates/', import.meta.url));

/**
 * The templates of a folder, completed file by file with the packaged ones: `issue.mjml.hbs`, `issue.txt.hbs` and `partials/*.hbs`. The
 * only reader of the disk in `render/`. Throws UserError where a file is there and cannot be read.
 */
export async function loadTemplates(folder?: string): Promise<Templates> {
  const folders = folder === undefined ? [PACKAGED] : [folder, PACKAGED];
  const names = new Set<string>();
  for (const each of folders) for (const name of await partialNames(each)) names.add(name);
  const partials = [...names].sort().map((name) => firstOf(folders, join('partials', name)));
  return {
    mjml: await firstOf(folders, 'issue.mjml.hbs'),
    txt: await firstOf(folders, 'issue.txt.hbs'),
    partials: await Promise.all(partials),
  };
}

async function partialNames(folder: string): Promise<string[]> {
  const path = join(folder, 'partials');
  try {
    return (await readdir(path)).filter((name) => name.endsWith('.hbs'));
  } catch (error) {
    if (isMissing(error)) return [];
    throw new UserError(`${path}: cannot be read (${(error as Error).message})`);
  }
}

async function firstOf(folders: string[], file: string): Promise<Template> {
  for (const folder of folders) {
    const path = join(folder, file);
    try {
      return { name: basename(file, '.hbs'), path, source: await readFile(path, 'utf8') };
    } catch (error) {
      if (!isMissing(error)) throw new UserError(`${path}: cannot be read (${(error as Error).message})`);
    }
  }
  throw new UserError(
    `${file}: no such template in ${folders.join(' or ')}; install Pullquote again, or put the file back`,
  );
}

function isMissing(error: unknown): boolean {
  const code = (error as { code?: string }).code;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
