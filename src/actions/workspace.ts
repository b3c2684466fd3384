import { parseEditor } from '../config/editor.ts';
import { didYouMean } from '../config/hint.ts';
import { parseNewsletter } from '../config/newsletter.ts';
import { parseSources } from '../config/sources.ts';
import { readYaml } from '../config/yamlFile.ts';
import { UserError } from '../errors.ts';
import type { EditorDecisions, Files, Newsletter, Source } from '../types.ts';
import { ownPrompts } from './prompts.ts';

/** The three files that people write, read and checked. */
export interface Workspace {
  sources: Source[];
  newsletter: Newsletter;
  editor: EditorDecisions;
}

/**
 * Reads a workspace's configuration; what is wrong in any of the files, its own prompts among them, is told at once. `apart`: whether the files fit together is not
 * asked, for the commands that mend it. Throws UserError.
 */
export async function loadWorkspace(files: Files, o: { apart?: boolean } = {}): Promise<Workspace> {
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
  const { sources: list, newsletter: about } = parsed;
  if (list && about && !o.apart) attempt(() => refuseRecurring(newsletter as string, about, list));
  try {
    await ownPrompts(files);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    problems.push(error.message);
  }
  if (problems.length) throw new UserError(problems.join('\n'));
  return parsed as Workspace;
}

/** A recurring slot names a source by its id; only both files together tell whether there is one. */
function refuseRecurring(yamlText: string, { sections }: Newsletter, sources: Source[]): void {
  const ids = sources.map(({ id }) => id);
  const problems = sections.flatMap(({ slot, source }, i) => {
    if (slot !== 'recurring' || source === undefined || ids.includes(source)) return [];
    const text = `the recurring slot wants the source “${source}”, which is no id in sources.yaml.${didYouMean(source, ids)} Write an id that \`pullquote sources list\` shows, or delete the line`;
    return [{ path: ['sections', i, 'source'], text }];
  });
  readYaml(yamlText, 'newsletter.yaml').refuse(problems);
}

/** Decisions that decide nothing: they may have been right once, so no run stops for them. */
export function idleDecisions({ sources, editor }: Workspace): string[] {
  const ids = sources.map(({ id }) => id);
  return editor.mutes.flatMap((mute) =>
    'source' in mute && !ids.includes(mute.source)
      ? [
          `editor.yaml mutes the source “${mute.source}”, which is no id in sources.yaml.${didYouMean(mute.source, ids)}`,
        ]
      : [],
  );
}
