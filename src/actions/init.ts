import type { Files } from '../types.ts';

/** Writes a workspace's first files and never overwrites one. Gives what was written and what was there. */
export async function init(
  files: Files,
  templates: Record<string, string>,
): Promise<{ written: string[]; kept: string[] }> {
  const written: string[] = [];
  const kept: string[] = [];
  for (const [path, text] of Object.entries(templates)) {
    if ((await files.size(path)) !== undefined) kept.push(path);
    else {
      await files.write(path, text);
      written.push(path);
    }
  }
  return { written, kept };
}
