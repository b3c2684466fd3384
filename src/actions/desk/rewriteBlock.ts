import { readBlock } from '../../issue/parts.ts';
import { speaksForItself } from '../../stages/write.ts';
import { plainOf } from '../../text/markdown-tree.ts';
import type { BlockEvidence, Check, ChosenStory, Issue, World } from '../../types.ts';
import { pastIssues } from '../issues.ts';
import { loadPrompts } from '../prompts.ts';
import type { Workspace } from '../workspace.ts';
import { keepBill, withBill } from './bill.ts';
import { change } from './change.ts';
import { withWords } from './editBlock.ts';
import { findBlock } from './find.ts';
import { refuse } from './outcome.ts';
import { rewriteStory } from './rewriteStory.ts';
import { placed, storyOfBlock } from './story.ts';
import { readTold, type Told } from './told.ts';
import type { BlockRef, Changed } from './types.ts';

const LONGEST_REMARK = 500;
const MOST_REASONS = 4;

/**
 * Has one block written again, with the editor's remark. It is a machine's block then, in its old place, and one step to undo; what can't stand is refused with the reasons, and the block stays as
 * it is. What asking cost is on the issue's bill either way.
 */
export async function rewriteBlock(
  world: World,
  workspace: Workspace,
  number: number,
  o: { block: BlockRef; remark: string },
): Promise<Changed> {
  const { ask } = world;
  if (!ask)
    return refuse(
      'No model can be asked: name one in newsletter.yaml and put its key into .env, or edit the block yourself.',
    );
  const remark = o.remark.replace(/\s+/g, ' ').trim();
  if (remark.length > LONGEST_REMARK)
    return refuse(`The remark has ${remark.length} characters; at most ${LONGEST_REMARK} are heard.`);
  const told = await readTold(world, number);
  const at = findBlock(told.issue, o.block, '');
  if (typeof at !== 'number') return at;
  const story = await tellable(world, workspace, told, at);
  if (typeof story === 'string') return refuse(story);
  const brief = await briefFor(world, workspace, number);
  const was = wordsOf(told.issue, at);
  const written = await rewriteStory(story, { ask, brief, was, remark: remark || 'Write it differently.' });
  if (!written.ok) {
    await keepBill(world, number);
    return refuse(`The block stays as it is. ${reasonsOf(written.reasons)}`);
  }
  const { markdown, evidence } = written.block;
  return replace(world, number, o.block, markdown, evidence);
}

/** What every prompt of an issue is written with. */
export async function briefFor(world: World, { newsletter }: Workspace, number: number) {
  const { examples } = await pastIssues(world, number);
  return { newsletter, prompts: await loadPrompts(world), ...(examples ? { examples } : {}) };
}

/** The story of a block that a model may write, or why there is none. */
async function tellable(
  world: World,
  workspace: Workspace,
  { issue, machine }: Told,
  at: number,
): Promise<ChosenStory | string> {
  const [block, drafted] = [issue.blocks[at], machine[at]?.evidence];
  if (!block || !drafted || drafted.slot === 'house')
    return 'This block tells no story of the week: its words are yours.';
  const found = await storyOfBlock(world, block, drafted);
  if (!found?.lead.text) return 'The pages of its story are not on this machine: `pullquote crawl` reads them again.';
  const { slotTitle: _, ...story } = placed(found, drafted.slot, workspace.newsletter);
  if (speaksForItself(story)) return 'All words of this block are somebody’s own: swap a quote instead.';
  return { ...story, lead: found.lead, title: found.title };
}

function wordsOf({ blocks }: Issue, at: number): string {
  const { heading, parts } = readBlock(blocks[at]?.markdown ?? '');
  const prose = parts.flatMap((part) => (part.kind === 'prose' ? [part.markdown] : []));
  return [heading, ...prose].map(plainOf).join('\n');
}

function reasonsOf(reasons: Check[]): string {
  const said = [...new Set(reasons.map(({ detail }) => detail))].slice(0, MOST_REASONS);
  return said.map((detail) => (/[.!?”]$/.test(detail) ? detail : `${detail}.`)).join(' ');
}

async function replace(
  world: World,
  number: number,
  block: BlockRef,
  markdown: string,
  machine: BlockEvidence,
): Promise<Changed> {
  let settle = () => {};
  const changed = await change(world, number, ({ issue, evidence }) => {
    const at = findBlock(issue, block, markdown);
    if (typeof at !== 'number') return at;
    if (!evidence) return refuse('evidence.json is gone meanwhile: take it back, or draft again.');
    const billed = withBill(world, { ...evidence, blocks: [...evidence.blocks, machine] });
    settle = billed.settle;
    const made = withWords(issue, at, markdown, 'block rewritten');
    return 'ok' in made ? made : { ...made, evidence: billed.evidence };
  });
  if (changed.ok) settle();
  else await keepBill(world, number);
  return changed;
}
