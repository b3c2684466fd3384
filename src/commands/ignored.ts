import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The lines of every `.gitignore` from a folder up to its Git repository's top, and of `.git/info/exclude`; undefined where it is in no repository. */
export function ignoredIn(folder: string): string[] | undefined {
  const lines: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    lines.unshift(...linesOf(join(at, '.gitignore')));
    // of a worktree it is a file
    if (existsSync(join(at, '.git'))) return [...linesOf(join(at, '.git/info/exclude')), ...lines];
    if (dirname(at) === at) return undefined;
  }
}

function linesOf(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split(/\r?\n/);
  } catch {
    // not there, or not to be read: then it ignores nothing
    return [];
  }
}
