import { matchBlocks } from '../issue/match.ts';
import { plainOf, squeeze } from '../text/markdown-tree.ts';
import { pageKey } from '../text/url.ts';
import type { Block, BlockEvidence, Day, Evidence, Issue, PastStory } from '../types.ts';

/** So many issues back a story is known again by what it says; older ones by their pages alone. */
export const REMEMBERED = 12;

/**
 * The stories of one issue as it was printed: a block that the editor deleted tells nothing, one of the editor's own does, and headings are what the editor made of them. Voices belong to
 * the story that they speak of. House blocks, which stand in every issue, are no stories.
 */
export function storiesOf(issue: Issue, evidence: Evidence | undefined): PastStory[] {
  const machine = evidence ? matchBlocks(issue.blocks, evidence.blocks) : [];
  const byId = new Map<string, PastStory>();
  for (const [i, block] of issue.blocks.entries()) {
    const drafted = machine[i];
    if (drafted?.slot === 'house') continue;
    const story = storyOf(block, drafted, { number: issue.number, until: issue.window?.until ?? issue.date });
    const id = drafted?.storyId.replace(/-voices$/, '') ?? `own-${i}`;
    const before = byId.get(id);
    byId.set(id, before ? together(before, story) : story);
  }
  return [...byId.values()].filter(({ pages, text }) => pages.length > 0 || text !== '');
}

function storyOf(block: Block, drafted: BlockEvidence | undefined, issue: { number: number; until: Day }): PastStory {
  const { items = [], quotes = [], passages = [] } = drafted ?? {};
  const parts = block.parts.flatMap((part) =>
    part.kind === 'prose' ? [plainOf(part.markdown)] : part.kind === 'quote' ? [part.text] : [],
  );
  const links = block.links.filter((link) => /^https?:/i.test(link));
  return {
    number: issue.number,
    heading: squeeze(plainOf(block.heading)),
    url: links[0] ?? '',
    pages: unique([...links, ...items.map(({ url }) => url)].map(pageKey)),
    titles: unique(items.map(({ title }) => squeeze(title))),
    text: unique([...parts, ...quotes.map(({ passage }) => passage), ...passages.map(({ text }) => text)]).join('\n\n'),
    until: issue.until,
  };
}

function together(first: PastStory, second: PastStory): PastStory {
  return {
    ...first,
    pages: unique([...first.pages, ...second.pages]),
    titles: unique([...first.titles, ...second.titles]),
    text: unique([first.text, second.text]).join('\n\n'),
  };
}

function unique(list: string[]): string[] {
  return [...new Set(list)].filter((each) => each !== '');
}
