/** Sees what anybody changes in the files that the desk shows. */
import { type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Milliseconds between two looks where the system tells nothing: network disks do not. */
const LOOK_EVERY = 2000;
/** Milliseconds that a burst of changes may take: a file that is written beside and renamed makes several. */
const BURST = 15;

export interface Watch {
  close(): void;
}

/**
 * Calls `seen` with the files that changed since the last look, and `looked` after every look. Paths are relative to `root`; one that does not exist is watched
 * for its coming.
 */
export async function watchFiles(
  root: string,
  paths: string[],
  o: { seen: (changed: string[]) => Promise<void>; looked: () => Promise<void> },
): Promise<Watch> {
  let before = await stampsOf(root, paths);
  let soon: NodeJS.Timeout | undefined;
  const look = async () => {
    const now = await stampsOf(root, paths);
    const changed = paths.filter((_, i) => now[i] !== before[i]);
    before = now;
    try {
      if (changed.length) await o.seen(changed);
      await o.looked();
    } catch {
      // a file that can't be read now: whoever asks for it is told why
    }
  };
  const stir = () => {
    soon ??= setTimeout(() => {
      soon = undefined;
      void look();
    }, BURST);
  };
  const folders = new Set(paths.map((path) => dirname(join(root, path))));
  const watchers = [...folders].flatMap((folder) => folderWatch(folder, stir));
  const every = setInterval(() => void look(), LOOK_EVERY);
  return {
    close: () => {
      clearInterval(every);
      clearTimeout(soon);
      for (const watcher of watchers) watcher.close();
    },
  };
}

/** A folder that can't be watched is looked at now and then. */
function folderWatch(folder: string, stir: () => void): FSWatcher[] {
  try {
    const watcher = watch(folder, { persistent: false }, stir);
    watcher.on('error', () => watcher.close());
    return [watcher];
  } catch {
    return [];
  }
}

/** What tells one version of a file from the next without reading it: a rename gives another inode, an edit in place another time or size. */
export async function stampsOf(root: string, paths: string[]): Promise<string[]> {
  return Promise.all(
    paths.map(async (path) => {
      try {
        const { mtimeMs, size, ino } = await stat(join(root, path));
        return `${mtimeMs}:${size}:${ino}`;
      } catch {
        return '';
      }
    }),
  );
}
