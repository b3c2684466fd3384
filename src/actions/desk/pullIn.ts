import { UserError } from '../../errors.ts';
import { tellStory } from '../../pipeline.ts';
import { shortHash } from '../../text/hash.ts';
import { pageKey } from '../../text/url.ts';
import type { BlockEvidence, Story, World } from '../../types.ts';
import { findsFor, withUsed } from '../finds.ts';
import type { Workspace } from '../workspace.ts';
import { withBlock } from './addBlock.ts';
import { keepBill, withBill } from './bill.ts';
import { change } from './change.ts';
import { EDITOR_FILE, editorYaml } from './decide.ts';
import { deletedBlocks } from './machine.ts';
import { type Outcome, refuse } from './outcome.ts';
import { storyOfFind } from './readFind.ts';
import { restoreBlock } from './restoreBlock.ts';
import { briefFor } from './rewriteBlock.ts';
import { originalsAt, placed, storyOfPages, storyOfWeek } from './story.ts';
import { pagesTold, readTold, type Told, toTold } from './told.ts';
import type { Changed } from './types.ts';
import { readWeek } from './weekFile.ts';

/**
 * Puts a story of the week (`story:ID`), a page that is in none (`item:ID`), or a find of the inbox (`find:ID`), into the issue, told as a draft tells it; at the end, or before the block at `at`. One that the editor deleted comes
 * back as it was. One that can't be quoted becomes its attribution line, and a note says so.
 */
export async function pullIn(
  world: World,
  workspace: Workspace,
  number: number,
  o: { id: string; at?: number },
): Promise<Changed> {
  const told = await readTold(world, number);
  const story = await wanted(world, workspace, told, o.id);
  if (!story)
    return refuse(
      o.id.startsWith('find:')
        ? 'Its page could not be read, so it can’t be told: `pullquote add` takes its words by --text.'
        : 'Its pages are not on this machine, so it can’t be told: `pullquote crawl` reads them again.',
    );
  const known = standing(told, story);
  if (known === 'told') return refuse('The issue tells it already.');
  if (known) {
    const restored = await restoreBlock(world, workspace, number, { storyId: known.storyId });
    return restored.ok ? { ...restored, note: 'You had deleted it: it is back as it was.' } : restored;
  }
  const slot = story.lead.media ? 'watch' : 'reads';
  const { slotTitle: _, ...chosen } = placed(story, slot, workspace.newsletter);
  const block = await tellStory(chosen, { ask: world.ask, brief: await briefFor(world, workspace, number) });
  const note = block.evidence.quotes.length ? undefined : 'Nothing of it could be quoted: it is a line with its link.';
  return append(world, workspace, number, { block, story, note, at: o.at });
}

/** The story that an id of the bench names, as far as it is stored. Throws UserError for what is no id of the bench. */
async function wanted(world: World, workspace: Workspace, told: Told, id: string): Promise<Story | undefined> {
  const { issue, evidence } = told;
  const [, kind, key = ''] = /^(story|item|find):([\w-]{1,80})$/.exec(id) ?? [];
  if (kind === undefined) throw new UserError(`“${id.slice(0, 80)}” is nothing on the bench: read the bench again.`);
  if (kind === 'find') return storyOfFind(world, workspace, issue, key);
  if (kind === 'item') {
    const [item] = await world.store.itemsById([key]);
    return item && storyOfPages(shortHash(item.canonicalUrl), await originalsAt(world, [item.url]));
  }
  const found = (await readWeek(world.files, issue.number))?.stories.find((story) => story.id === key);
  if (found) return storyOfWeek(world, found);
  const runner = evidence?.runnersUp.find(({ storyId }) => storyId === key);
  const story = runner && storyOfPages(key, await originalsAt(world, [runner.url]));
  return story && { ...story, score: runner.score };
}

/** Whether a block of the issue tells the story, or which machine block of it the editor deleted. */
function standing(told: Told, story: Story): 'told' | BlockEvidence | undefined {
  const pages = pagesTold(told);
  const keys = new Set(story.items.map(({ url }) => pageKey(url)));
  if ([...keys].some((key) => pages.has(key))) return 'told';
  const deleted = deletedBlocks(told.evidence, told.machine).filter(
    ({ slot }) => slot !== 'voices' && slot !== 'house',
  );
  const isIt = ({ storyId, items }: BlockEvidence) =>
    storyId === story.id || items.some(({ url }) => keys.has(pageKey(url)));
  return deleted.findLast(isIt);
}

interface Pulled {
  block: Awaited<ReturnType<typeof tellStory>>;
  story: Story;
  note: string | undefined;
  at: number | undefined;
}

async function append(world: World, workspace: Workspace, number: number, pulled: Pulled): Promise<Changed> {
  const { block, story, note, at } = pulled;
  let settle = () => {};
  const changed = await change(world, number, async ({ issue, evidence }): Promise<Outcome> => {
    if (standing(toTold({ issue, evidence }), story) === 'told') return refuse('The issue tells it already.');
    const put = withBlock(issue, block.markdown, at ?? endOf(toTold({ issue, evidence })), 'pulled in');
    if ('ok' in put) return put;
    const billed = evidence && withBill(world, { ...evidence, blocks: [...evidence.blocks, block.evidence] });
    settle = billed?.settle ?? settle;
    return {
      ...put,
      files: await usedFinds(world, workspace, number, story),
      ...(billed ? { evidence: billed.evidence } : {}),
      ...(note ? { note } : {}),
    };
  });
  if (changed.ok) settle();
  else await keepBill(world, number);
  return changed;
}

/** The end of the stories: what the newsletter says in every issue stays last. */
function endOf({ machine }: Told): number {
  return machine.findLastIndex((block) => block?.evidence.slot !== 'house') + 1;
}

/** editor.yaml, where the story has a find of the inbox that is told now. */
async function usedFinds(
  world: World,
  { editor }: Workspace,
  number: number,
  story: Story,
): Promise<[string, string][]> {
  const keys = new Set(story.items.map(({ url }) => pageKey(url)));
  const used = findsFor(editor, number).filter(({ url }) => keys.has(pageKey(url)));
  const after = withUsed(
    await editorYaml(world),
    used.map(({ url }) => url),
    number,
  );
  return after === undefined ? [] : [[EDITOR_FILE, after]];
}
