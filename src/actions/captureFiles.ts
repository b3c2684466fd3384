/** Transcripts that the editor put into the workspace: `transcripts/KEY.vtt` and its like. */
import { UserError } from '../errors.ts';
import { parseTranscript } from '../text/transcript.ts';
import { EDITOR_FORMS, transcriptKey } from '../text/transcript-forms.ts';
import type { World } from '../types.ts';
import { MAX_TEXT } from './capturePage.ts';

/** `workspace:transcripts/KEY.EXT`: how such a file is fetched, so that a recording holds it. */
const FOLDER = 'workspace:transcripts/';

/**
 * Gives the addresses of a page's transcripts that may be there. The folder is read once; in a replay the recording alone knows which of
 * them there were (P8), and every one is asked for.
 */
export async function editorTranscripts(world: Pick<World, 'files' | 'replaying'>): Promise<(url: string) => string[]> {
  const names = world.replaying ? undefined : new Set(await world.files.list('transcripts'));
  return (url) => {
    const key = transcriptKey(url);
    const possible = EDITOR_FORMS.map((form) => `${key}.${form}`);
    return possible.filter((name) => names === undefined || names.has(name)).map((name) => FOLDER + name);
  };
}

export function isEditorTranscript(url: string): boolean {
  return url.startsWith(FOLDER);
}

/** The words of such a file as it is now; '' where it has none or can't be read, which is said when it is fetched. */
export async function wordsOf({ files }: Pick<World, 'files'>, url: string): Promise<string> {
  const path = url.slice('workspace:'.length);
  try {
    const body = (await files.read(path)) ?? '';
    return parseTranscript(body, undefined, path)?.text.slice(0, MAX_TEXT) ?? '';
  } catch (error) {
    if (error instanceof UserError) return '';
    throw error;
  }
}
