import { UserError } from '../errors.ts';

/** What the disk complains of, by its code, and what to do about it. */
const FAILURES: Record<string, (path: string) => string> = {
  ENOSPC: (path) =>
    `The disk is full: ${path} was not written, and what it held before is still there. Free some space and run again`,
  EDQUOT: (path) => `Your share of the disk is used up: ${path} was not written. Free some space and run again`,
  EACCES: (path) => `${path} may not be read or written: give yourself the right to it and to its folder`,
  EPERM: (path) => `${path} may not be read or written: give yourself the right to it and to its folder`,
  EROFS: (path) => `${path} was not written: its disk is read-only`,
  // reading what is not there is no error, so this is a folder that Node could not make; it says no more
  ENOENT: (path) =>
    `${path} was not written: its folder could not be made. Is the disk read-only, or not there any more?`,
  EISDIR: (path) => `${path} is a folder, where a file should be: move it away`,
  ERR_FS_EISDIR: (path) => `${path} is a folder, where a file should be: move it away`,
  ENOTDIR: (path) => `${path} cannot be reached: a file stands where one of its folders should be`,
  EEXIST: (path) => `${path} cannot be reached: a file stands where one of its folders should be`,
  ENAMETOOLONG: (path) => `${path} is too long a name for this disk`,
  ELOOP: (path) => `${path} is a link that leads to itself`,
  EMFILE: (path) => `${path} could not be opened: too many files are open`,
  EIO: (path) => `${path} could not be read or written: the disk reports a fault`,
};

/** The failure as a UserError that names the file, where it is the disk's; else as it is. */
export function explain(error: unknown, path: string): unknown {
  const { code } = (error ?? {}) as { code?: unknown };
  const say = typeof code === 'string' && Object.hasOwn(FAILURES, code) ? FAILURES[code] : undefined;
  return say ? new UserError(say(path)) : error;
}

/** Runs `work`; what the disk says of `path` meanwhile is told in words. */
export async function inWords<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explain(error, path);
  }
}

/** The code of a failed system call, such as ENOENT. */
export function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | undefined)?.code;
}
