import { UserError } from '../errors.ts';
import type { ArchiveFile } from '../render/archive/build.ts';
import { sha256 } from '../text/hash.ts';
import type { Files } from '../types.ts';

/** Lists the files that Pullquote wrote into the archive's folder. */
const MANIFEST = '.pullquote-archive.json';

/** What was written, by path: sha256 in hex. `pending` is what a run was about to write; one that was killed leaves it behind. */
export interface Manifest {
  version: 1;
  files: Record<string, string>;
  pending?: Record<string, string>;
}
export interface ArchiveChanges {
  written: string[];
  unchanged: number;
  removed: string[];
  kept: string[];
}

/** The manifest of a folder; an empty one where there is none. Throws UserError where it can't be read. */
export async function readManifest(target: Files): Promise<Manifest> {
  const text = await target.read(MANIFEST);
  if (text === undefined) return { version: 1, files: {} };
  try {
    const parsed = JSON.parse(text) as Manifest;
    if (parsed.version === 1 && isPaths(parsed.files) && (parsed.pending === undefined || isPaths(parsed.pending)))
      return await settle(target, parsed);
  } catch (error) {
    if (error instanceof UserError) throw error;
  }
  throw new UserError(
    `${target.root}/${MANIFEST} is no list of this version: it says which files are Pullquote's. Restore it, or empty the folder.`,
  );
}

/** What a killed run had written of what it was about to write is ours too. */
async function settle(target: Files, { files, pending = {} }: Manifest): Promise<Manifest> {
  const settled = { ...files };
  for (const [path, hash] of Object.entries(pending)) {
    const there = await target.read(path);
    if (there !== undefined && hashOf(there) === hash) settled[path] = hash;
  }
  return { version: 1, files: settled };
}

function isPaths(value: unknown): value is Record<string, string> {
  return typeof value === 'object' && value !== null && Object.values(value).every((hash) => typeof hash === 'string');
}

/**
 * Makes the folder hold these files. One that is there and not as an earlier run wrote it is somebody else's: UserError, before anything is written. What an
 * earlier run wrote and is wanted no more is removed, unless it was changed since.
 */
export async function replaceArchive(target: Files, files: ArchiveFile[], manifest: Manifest): Promise<ArchiveChanges> {
  const next = Object.fromEntries(files.map(({ path, text }) => [path, hashOf(text)]));
  const written: ArchiveFile[] = [];
  const foreign: string[] = [];
  for (const file of files) {
    const there = await target.read(file.path);
    if (there === file.text) continue;
    if (there !== undefined && !isOurs(manifest, file.path, there)) foreign.push(file.path);
    written.push(file);
  }
  if (foreign.length)
    throw new UserError(
      `${target.root} holds files that \`pullquote archive\` did not write, or that were changed since: ${foreign.slice(0, 5).join(', ')}${foreign.length > 5 ? ` and ${foreign.length - 5} more` : ''}. Nothing was written: move them away, or choose another folder with --out.`,
    );
  // a run that is killed while it writes must know its own files again
  if (written.length) await writeManifest(target, { ...manifest, pending: next });
  for (const { path, text } of written) await target.write(path, text);
  const { removed, kept } = await removeStale(target, manifest, next);
  await writeManifest(target, { version: 1, files: next });
  return { written: written.map(({ path }) => path), unchanged: files.length - written.length, removed, kept };
}

async function removeStale(
  target: Files,
  manifest: Manifest,
  next: Record<string, string>,
): Promise<Pick<ArchiveChanges, 'removed' | 'kept'>> {
  const removed: string[] = [];
  const kept: string[] = [];
  for (const path of Object.keys(manifest.files).sort()) {
    if (path in next) continue;
    const there = await target.read(path);
    if (there === undefined) continue;
    if (isOurs(manifest, path, there)) {
      await target.remove(path);
      removed.push(path);
    } else kept.push(path);
  }
  return { removed, kept };
}

function isOurs({ files }: Manifest, path: string, text: string): boolean {
  return files[path] === hashOf(text);
}

/** Version control may write other line ends. */
function hashOf(text: string): string {
  return sha256(text.replace(/\r\n/g, '\n'));
}

async function writeManifest(target: Files, manifest: Manifest): Promise<void> {
  await target.write(MANIFEST, `${JSON.stringify(manifest, null, 1)}\n`);
}
