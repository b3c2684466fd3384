/** The pages that are generated whole or in part. */
import { allCommands, commandPages } from './commands.ts';
import { editorKeys, keyTable, newsletterKeys, sourcePages } from './keys.ts';
import { layerPicture } from './layers.ts';
import { dropTable, exitTable, rejectTable, ruleTable, termTable } from './lists.ts';
import { fill } from './markdown.ts';
import { variableTable } from './variables.ts';

const ARCHITECTURE = 'docs/architecture.md';

/** Each generated page by its path, as it should be now. `read` gives a page as it is. */
export async function pages(read: (path: string) => string): Promise<Record<string, string>> {
  return {
    'docs/reference.md': await reference(),
    [ARCHITECTURE]: fill(read(ARCHITECTURE), 'the layers', layerPicture()),
  };
}

async function reference(): Promise<string> {
  const parts: [heading: string, text: string][] = [
    ['Commands', commandPages(await allCommands())],
    ['Exit codes', exitTable()],
    [
      'newsletter.yaml',
      `Only \`name\` is required. \`a.b\` is \`b\` within \`a\`, \`a[].b\` is \`b\` in each entry of the list \`a\`.\n\n${keyTable(newsletterKeys())}`,
    ],
    ['sources.yaml', sourcePages()],
    ['editor.yaml', keyTable(editorKeys())],
    ['Score terms', `What \`stories --explain\` shows, and \`weights:\` multiplies.\n\n${termTable()}`],
    ['Reject codes', `Why machine text, or a line of an issue, is refused.\n\n${rejectTable()}`],
    [
      'Rules of the email',
      `What \`check\` says of the rendered issue; [the email](email.md) has the limits.\n\n${ruleTable()}`,
    ],
    ['Drop reasons', `Why something of the week is not in the issue.\n\n${dropTable()}`],
    ['Environment', ENVIRONMENT + variableTable()],
  ];
  const contents = parts.map(([heading]) => `[${heading}](#${anchor(heading)})`).join(' · ');
  const body = parts.map(([heading, text]) => `## ${heading}\n${text}\n`).join('\n');
  return `# Reference\n${ABOUT}\n\n${contents}\n\n${body}`;
}

const ABOUT =
  'Every command, option, key and code. This page is written from the code by `npm run docs`, and a test fails when the two differ; so change the code, not the page.';
const ENVIRONMENT =
  'Read from the environment and from `.env` in the workspace; what the environment has already is not changed by the file, and an empty variable is as good as none. `${NAME}` in a value of sources.yaml or newsletter.yaml is any other variable of yours, and a secret.\n\n';

function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replaceAll(' ', '-');
}
