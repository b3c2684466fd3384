import { readBlock } from '../../issue/parts.ts';
import { revOf } from '../../issue/pieces.ts';
import { letterBody, sameWords } from '../../text/markdown-tree.ts';
import { pageKey } from '../../text/url.ts';
import type { Evidence, Issue, World } from '../../types.ts';
import type { Workspace } from '../workspace.ts';
import { bodyAt, refOf } from './find.ts';
import { type History, readHistory, toRedo, toUndo } from './history.ts';
import { deletedBlocks, type Matched, machineBlocks } from './machine.ts';
import { quotesOf } from './proofs.ts';
import { readStanding, type Standing } from './standing.ts';
import type { DeskBlock, DeskView } from './types.ts';

/** Everything that the desk shows of an issue beside the email, from its files and the store. Throws UserError where a file is missing or broken. */
export async function deskView(world: World, workspace: Workspace, number: number): Promise<DeskView> {
  const now = await readStanding(world.files, number);
  const history = await readHistory(world.files, number);
  const { issue, evidence, markdown } = now;
  const matched = machineBlocks(issue, evidence);
  const blocks: DeskBlock[] = [];
  const pins = new Set(workspace.editor.pins.map(({ url }) => pageKey(url)));
  for (const at of issue.blocks.keys()) blocks.push(await blockOf(world, now, at, matched[at], pins));
  return {
    number: issue.number,
    status: issue.status,
    date: issue.date,
    ...(issue.window ? { window: issue.window } : {}),
    newsletter: workspace.newsletter.name,
    language: workspace.newsletter.language,
    rev: revOf(markdown),
    subject: issue.subject ?? '',
    subjects: evidence?.subjects ?? [],
    preheader: issue.preheader ?? '',
    letter: letterOf(issue, evidence),
    blocks,
    deleted: deletedBlocks(evidence, matched).map(({ storyId, markdown: text }) => ({
      storyId,
      heading: readBlock(text).heading,
      markdown: text,
    })),
    ...(issue.approved ? { approved: { by: issue.approved.by, at: issue.approved.at } } : {}),
    bill: evidence?.bill ?? world.bill(),
    ...(evidence ? { draftedAt: evidence.draftedAt } : {}),
    notes: evidence?.notes ?? [],
    ...didOf('undo', history, toUndo(history)),
    ...didOf('redo', history, toRedo(history)),
    opened: history.opened,
  };
}

function letterOf({ letter }: Issue, evidence: Evidence | undefined): DeskView['letter'] {
  const markdown = letterBody(letter);
  const drafted = letterBody(evidence?.letter.markdown ?? '');
  return { index: 0, rev: revOf(markdown), markdown, machine: drafted !== '' && sameWords(markdown, drafted) };
}

function didOf(name: 'undo' | 'redo', { entries }: History, index: number): Pick<DeskView, 'undo' | 'redo'> {
  const entry = entries[index];
  return entry ? { [name]: entry.did } : {};
}

async function blockOf(
  world: World,
  { issue, evidence }: Standing,
  at: number,
  matched: Matched | undefined,
  pins: Set<string>,
): Promise<DeskBlock> {
  const block = issue.blocks[at] as Issue['blocks'][number];
  return {
    ...refOf(issue, at),
    heading: block.heading,
    ...(block.length ? { length: block.length.text } : {}),
    markdown: bodyAt(issue, at),
    ...(matched ? { story: storyOf(matched, block.links, pins) } : {}),
    quotes: await quotesOf(world, issue, evidence, block),
    links: block.links,
  };
}

function storyOf({ evidence, edited }: Matched, links: string[], pins: Set<string>): NonNullable<DeskBlock['story']> {
  const { storyId, slot, writer, score, reasons, items, told, checks } = evidence;
  const pages = pins.size ? [...links, ...items.map(({ url }) => url)] : [];
  return {
    id: storyId,
    slot,
    writer,
    edited,
    score,
    reasons,
    items,
    ...(told ? { told } : {}),
    refused: checks.filter(({ ok }) => !ok),
    pinned: pages.some((url) => pins.has(pageKey(url))),
  };
}
