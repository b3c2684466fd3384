/** What changes of the desk to editor.yaml have in common. */
import type { World } from '../../types.ts';

export const EDITOR_FILE = 'editor.yaml';
const HEADER =
  '# What the editor decided: finds for the next issue (inbox), pins, mutes, and which stories are the same.\n\n';

/** The file as it stands, or how it begins. */
export async function editorYaml({ files }: Pick<World, 'files'>): Promise<string> {
  return (await files.read(EDITOR_FILE)) ?? HEADER;
}
