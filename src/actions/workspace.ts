import { parseEditor } from '../config/editor.ts';
import { didYouMean } from '../config/hint.ts';
import { parseNewsletter } from '../config/newsletter.ts';
import { parseSources } from '../config/sources.ts';
import { UserError } from '../errors.ts';
import type { EditorDecisions, Files, Newsletter, Source } from '../types.ts';

/** The three files that people write, read and checked. */
export interface Workspace {
  sources: Source[];
  newsletter: Newsletter;
  editor: EditorDecisions;
}

/** Reads a workspace's configuration; what is wrong in any of the files is told at once. Throws UserError. */
export async function loadWorkspace(files: Files): Promise<Workspace> {
  const [sources, newsletter, editor] = await Promise.all(
    ['sources.yaml', 'newsletter.yaml', 'editor.yaml'].map((path) => files.read(path)),
  );
  const missing = [
    ...(sources === undefined ? ['sources.yaml'] : []),
    ...(newsletter === undefined ? ['newsletter.yaml'] : []),
  ];
  if (missing.length) {
    throw new UserError(
      `${missing.join(' and ')} not found in ${files.root}. \`pullquote init\` makes a workspace; -C DIR works in another folder.`,
    );
  }
  const problems: string[] = [];
  const attempt = <T>(parse: () => T): T | undefined => {
    try {
      return parse();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(error.message);
      return undefined;
    }
  };
  const parsed = {
    sources: attempt(() => parseSources(sources as string, 'sources.yaml')),
    newsletter: attempt(() => parseNewsletter(newsletter as string, 'newsletter.yaml')),
    editor: attempt(() => parseEditor(editor, 'editor.yaml')),
  };
  if (parsed.sources && parsed.newsletter) problems.push(...recurringWithoutSource(parsed.newsletter, parsed.sources));
  if (problems.length) throw new UserError(problems.join('\n'));
  return parsed as Workspace;
}

/** A recurring slot names a source by its id; only both files together tell whether there is one. */
function recurringWithoutSource({ sections }: Newsletter, sources: Source[]): string[] {
  const ids = sources.map(({ id }) => id);
  return sections
    .filter(({ slot, source }) => slot === 'recurring' && source !== undefined && !ids.includes(source))
    .map(
      ({ source = '' }) =>
        `newsletter.yaml: the recurring slot wants the source “${source}”, which is no id in sources.yaml.${didYouMean(source, ids)}`,
    );
}
