import { addDifferent } from '../../config/editorFile.ts';
import { tellAgain } from '../../pipeline.ts';
import { findQuotes } from '../../stages/quotes.ts';
import { extractive } from '../../stages/write.ts';
import { plainOf, sameWords } from '../../text/markdown-tree.ts';
import { verifyQuote } from '../../text/quote.ts';
import { updateLine } from '../../text/update.ts';
import { pageKey, printedUrl } from '../../text/url.ts';
import type { Block, BlockEvidence, Blurb, ChosenStory, Evidence, Quote, World } from '../../types.ts';
import { webAddress } from '../webAddress.ts';
import type { Workspace } from '../workspace.ts';
import { change } from './change.ts';
import { EDITOR_FILE, editorYaml } from './decide.ts';
import { withWords } from './editBlock.ts';
import { findBlock } from './find.ts';
import { machineBlocks } from './machine.ts';
import { type Outcome, refuse } from './outcome.ts';
import { storyOfBlock } from './story.ts';
import type { BlockRef, Changed } from './types.ts';

/**
 * Writes into editor.yaml that a page does not tell the story of a block, and takes its quotes out of the block where that is as the machine wrote it; the words of a block that the editor changed
 * stay, and a note says so. Throws UserError for what is no web address.
 */
export async function notSame(
  world: World,
  workspace: Workspace,
  number: number,
  o: { block: BlockRef; url: string },
): Promise<Changed> {
  const url = printedUrl(webAddress(o.url));
  return change(world, number, async ({ issue, evidence }): Promise<Outcome> => {
    const at = findBlock(issue, o.block, '');
    if (typeof at !== 'number') return at;
    const [block, matched] = [issue.blocks[at] as Block, machineBlocks(issue, evidence)[at]];
    const machine = matched?.evidence;
    const lead = leadOf(block, machine);
    if (!lead || !machine || !evidence) return refuse('This block tells no story of the week.');
    if (pageKey(lead) === pageKey(url))
      return refuse('The block is about this very page: delete the block, or pull the other pages in by themselves.');
    if (!machine.items.some((item) => pageKey(item.url) === pageKey(url)))
      return refuse('This page is none of the story’s.');
    const yaml = addDifferent(await editorYaml(world), [printedUrl(lead), url]);
    const decided = { did: 'not the same story', index: at, files: [[EDITOR_FILE, yaml]] as [string, string][] };
    if (matched?.edited) return { issue, ...decided, note: 'You changed this block, so its words stay as they are.' };
    const again = await composedWithout(world, workspace, block, machine, url);
    if (!again) return { issue, ...decided, note: 'Its pages are not on this machine, so its words stay as they are.' };
    if (again === 'none left') return refuse('It has no other voice: delete the block.');
    const known: Evidence = { ...evidence, blocks: [...evidence.blocks, again] };
    const made = withWords(issue, at, again.markdown, decided.did);
    return 'ok' in made ? made : { ...made, ...decided, evidence: known };
  });
}

/** The page that a block is about: of voices, the first of the story's pages that is nobody's post. */
function leadOf({ links }: Block, machine: BlockEvidence | undefined): string | undefined {
  const posts = new Set(links.map(pageKey));
  if (machine?.slot === 'voices') return machine.items.find(({ url }) => !posts.has(pageKey(url)))?.url;
  return links[0];
}

/** The machine's block on its story less a page; undefined where none of the others is stored, `none left` of voices where it was the last. */
async function composedWithout(
  world: World,
  { newsletter }: Workspace,
  block: Block,
  machine: BlockEvidence,
  url: string,
): Promise<BlockEvidence | 'none left' | undefined> {
  if (machine.slot === 'house') return undefined;
  const items = machine.items.filter((item) => pageKey(item.url) !== pageKey(url));
  const found = await storyOfBlock(world, block, { ...machine, items });
  if (!found) return undefined;
  const title = newsletter.sections.find(({ slot }) => slot === machine.slot)?.title;
  const all = findQuotes(found);
  const story: ChosenStory = { ...found, slot: machine.slot, quotes: all, ...(title ? { slotTitle: title } : {}) };
  const kept = block.parts.flatMap((part) => (part.kind === 'quote' ? quoteIn(part.text, story) : []));
  if (machine.slot === 'voices') {
    if (kept.length === 0) return 'none left';
    const heading = plainOf(block.heading);
    return tellAgain(story, { ...extractive({ ...story, quotes: kept }), heading }).evidence;
  }
  const quotes = kept.length ? kept : all.filter(({ itemId }) => itemId === story.lead.id).slice(0, 1);
  return tellAgain(story, blurbOf(block, machine, quotes)).evidence;
}

/** A block's quote as one of the story that it has now; none where it was the other page's. */
function quoteIn(text: string, { items, quotes }: ChosenStory): Quote[] {
  const same = quotes.find((quote) => sameWords(quote.text, text));
  if (same) return [same];
  for (const { id, url, text: words, linkOnly, voice } of items) {
    const proof = linkOnly || voice ? undefined : verifyQuote(text, words);
    if (proof?.ok) return [{ id: 'kept', itemId: id, text, url, start: proof.start, end: proof.end, score: 0 }];
  }
  return [];
}

/** The machine's own words of a block: no line of a past issue's, no second of a recording, which are put there anew. */
function blurbOf({ heading, parts }: Block, { storyId, writer, told, checks }: BlockEvidence, quotes: Quote[]): Blurb {
  const update = told?.update ? updateLine(told) : undefined;
  const prose = parts.find((part) => part.kind === 'prose' && part.markdown !== update);
  const words = prose?.kind === 'prose' ? prose.markdown : '';
  return { storyId, heading: plainOf(heading), prose: words, quotes, writer, checks };
}
