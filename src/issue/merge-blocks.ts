/** Re-drafting, block by block: what is kept, renewed, left out and added. */
import { shortHash } from '../text/hash.ts';
import { plainOf, sameWords, splitTail, squeeze } from '../text/markdown-tree.ts';
import { pageKey } from '../text/url.ts';
import type { Block, BlockEvidence, Evidence, Issue } from '../types.ts';
import { eolOf } from './front.ts';
import { matchTraces, shared, type Trace, traceOf } from './match.ts';
import { readBlock } from './parts.ts';

/** A machine block with what it is recognised by. */
export interface Drafted {
  evidence: BlockEvidence;
  trace: Trace;
  /** The pages that are the story: its items and the block's first link. */
  pages: Set<string>;
}

/** Makes a machine block ready for comparison. */
export function drafted(evidence: BlockEvidence): Drafted {
  const trace = traceOf(evidence.markdown);
  return {
    evidence,
    trace,
    pages: new Set([...[...trace.pages].slice(0, 1), ...evidence.items.map(({ url }) => pageKey(url))]),
  };
}

/** The draft's blocks with their evidence. */
export function draftedBlocks(draft: Block[], { blocks }: Evidence): Drafted[] {
  const known = blocks.map(drafted);
  return draft.map(({ markdown }) => {
    const { body } = splitTail(markdown);
    return known.find(({ trace }) => trace.words === squeeze(body)) ?? drafted(remembered(body));
  });
}

/** A drafted block that came with no evidence (a house block) is remembered too, so that deleting it lasts. */
function remembered(markdown: string): BlockEvidence {
  const storyId = shortHash(readBlock(markdown).heading || markdown);
  const none = { reasons: [], items: [], quotes: [], passages: [], checks: [] };
  return { storyId, slot: 'recurring', markdown, writer: 'extractive', score: 0, ...none };
}

/** The file's blocks, kept or renewed; the new ones for its end; what the editor should know. */
export interface MergedBlocks {
  blocks: Block[];
  fresh: string[];
  notes: string[];
}

/** Decides about each block of the file and of the draft, as `mergeDraft` says. `ever` is what was drafted before. */
export function mergeBlocks(file: Issue, ever: Drafted[], draft: Drafted[]): MergedBlocks {
  const traces = file.blocks.map(({ markdown }) => traceOf(markdown));
  const ids = ever.map(({ evidence }) => evidence.storyId);
  const found = matchTraces(
    traces,
    ever.map(({ trace }) => trace),
    ids,
  );
  const untouched = traces.map(({ words }, i) => words === ever[found[i] ?? -1]?.trace.words);
  const places = placesOf(
    draft,
    found.map((at) => (at === undefined ? undefined : ids[at])),
    ever,
  );
  const notes: string[] = [];
  const blocks = file.blocks.map((block, i) => {
    if (!untouched[i]) return block;
    const renewal = draft[places.indexOf(i)];
    if (renewal) return withBody(block, renewal, eolOf(file.front));
    notes.push(`“${nameOf(block.markdown)}” is not among the chosen stories any more. It stays until you delete it.`);
    return block;
  });
  const written = writtenIn(traces.filter((_, i) => !untouched[i]));
  const fresh = draft.filter((each, i) => places[i] === 'new' && !isWritten(each, written, notes));
  return { blocks, fresh: fresh.map(({ evidence }) => splitTail(evidence.markdown).body), notes };
}

/**
 * For each drafted block the index of the file's block of the same story, `new`, or `gone` where that was deleted. `matches` are the
 * stories that the file's blocks tell.
 */
function placesOf(draft: Drafted[], matches: (string | undefined)[], ever: Drafted[]): (number | 'new' | 'gone')[] {
  const kin = draft.map((each) => kinOf(each, ever));
  const taken = new Set<number>();
  const places = kin.map((ids): number | 'new' | 'gone' =>
    ids.size > 0 && !matches.some((id) => id !== undefined && ids.has(id)) ? 'gone' : 'new',
  );
  const place = (i: number, isKin: (id: string) => boolean) => {
    const at = matches.findIndex((id, index) => id !== undefined && isKin(id) && !taken.has(index));
    if (at < 0 || places[i] !== 'new') return;
    places[i] = at;
    taken.add(at);
  };
  // the same id first, so that a story which grew does not take the place of another
  for (const [i, { evidence }] of draft.entries()) place(i, (id) => id === evidence.storyId);
  for (const [i, ids] of kin.entries()) place(i, (id) => ids.has(id));
  return places;
}

/** Ids of the stories ever drafted that a drafted block goes on with: its own id, else those with which it shares most pages. */
function kinOf(block: Drafted, ever: Drafted[]): Set<string> {
  const { storyId } = block.evidence;
  if (ever.some(({ evidence }) => evidence.storyId === storyId)) return new Set([storyId]);
  const counts = ever.map((old) => kinship(block, old));
  const most = Math.max(0, ...counts);
  return new Set(ever.filter((_, i) => most > 0 && counts[i] === most).map(({ evidence }) => evidence.storyId));
}

/** Ids change when a story gains an earlier item, so pages in common tell; where there are none, the heading does. */
function kinship(a: Drafted, b: Drafted): number {
  if ((a.evidence.slot === 'voices') !== (b.evidence.slot === 'voices')) return 0;
  if (a.pages.size || b.pages.size) return shared(a.pages, b.pages);
  return a.trace.heading === b.trace.heading ? 1 : 0;
}

/** What an editor's own blocks, and blocks that an editor changed, link to; and the headings of those without links. */
interface Written {
  pages: Set<string>;
  headings: Set<string>;
}

function writtenIn(traces: Trace[]): Written {
  return {
    pages: new Set(traces.flatMap(({ pages }) => [...pages])),
    headings: new Set(traces.filter(({ pages }) => pages.size === 0).map(({ heading }) => heading)),
  };
}

/** Whether an editor's block tells the story: it links to its pages, of voices to one of the posts; without links it has its heading. */
function isWritten({ evidence, trace, pages }: Drafted, written: Written, notes: string[]): boolean {
  const { parts } = readBlock(evidence.markdown);
  const posts = parts.flatMap((part) => (part.kind === 'voice' ? [pageKey(part.url)] : []));
  const own = evidence.slot === 'voices' ? new Set(posts) : pages;
  const told = pages.size === 0 ? written.headings.has(trace.heading) : shared(own, written.pages) > 0;
  if (told) notes.push(`“${nameOf(evidence.markdown)}” was not added: one of your own blocks tells it.`);
  return told;
}

function nameOf(markdown: string): string {
  return squeeze(plainOf(readBlock(markdown).heading || markdown)).slice(0, 80);
}

/** The block with new words; the rules and blanks after it stay. */
function withBody(block: Block, { evidence }: Drafted, eol: string): Block {
  const old = splitTail(block.markdown);
  const { body } = splitTail(evidence.markdown);
  if (sameWords(old.body, body)) return block;
  return { ...block, markdown: withEol(body, eol) + old.tail };
}

/** The text with the file's line ends. */
export function withEol(text: string, eol: string): string {
  return text.replace(/\r?\n/g, eol);
}

/** All blocks ever drafted, in order; one that was drafted again word for word takes the newer evidence. */
export function everDrafted(ever: Drafted[], draft: Drafted[]): BlockEvidence[] {
  return [...new Map([...ever, ...draft].map(({ trace, evidence }) => [trace.words, evidence])).values()];
}
