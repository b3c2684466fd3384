import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { UserError } from '../errors.ts';
import { codeOf } from './explain.ts';

/**
 * Where a path of the workspace is on the disk, symbolic links followed. Throws UserError where it leads out of the workspace, by `..` or
 * by a link.
 */
export function locate(root: string, path: string): string {
  const full = resolve(root, path);
  const real = realPath(full);
  if (isAbsolute(path) || path.includes('\0') || !isWithin(root, full) || !isWithin(realPath(resolve(root)), real))
    throw new UserError(
      `${JSON.stringify(path)} leads out of the workspace ${root}; only files in it are read and written`,
    );
  return real;
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** The path without symbolic links; what does not exist yet stands as it is in the nearest folder that does. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    const parent = dirname(path);
    if (codeOf(error) !== 'ENOENT' || parent === path) return path;
    return join(realPath(parent), path.slice(parent.length));
  }
}
