/** Which machine block a block of the file is: DESIGN's rule for re-drafting, which the checks and the desk follow too. */
import { endOfWords, linksIn, parseMarkdown, plainText, squeeze } from '../text/markdown-tree.ts';
import { memo } from '../text/memo.ts';
import { pageKey } from '../text/url.ts';
import type { Block, BlockEvidence } from '../types.ts';

/** What a block is recognised by. */
export interface Trace {
  /** Its own words, white space normalised and the rules after it aside: alike means that nobody edited. */
  words: string;
  heading: string;
  /** Page keys of its links in order: trackers, gift and time parameters aside. */
  pages: Set<string>;
  /** Its lines, to tell the versions of one story apart. */
  lines: Set<string>;
}

/** The trace of a block's Markdown: the same object for the same words, not to be changed in place. */
export const traceOf: (markdown: string) => Trace = memo((markdown) => {
  const root = parseMarkdown(markdown);
  const [first] = root.children;
  const body = markdown.slice(0, endOfWords(root));
  return {
    words: squeeze(body),
    heading: first?.type === 'heading' ? headingKey(plainText(first)) : '',
    pages: new Set(linksIn(root).map(pageKey)),
    lines: new Set(body.split('\n').map(squeeze).filter(Boolean)),
  };
}, 1000);

function headingKey(words: string): string {
  return squeeze(words).toLowerCase();
}

/** How many keys two sets share. */
export function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let count = 0;
  for (const key of a) if (b.has(key)) count++;
  return count;
}

interface Pair {
  block: number;
  machine: number;
  same: boolean;
  links: number;
  heading: boolean;
  lines: number;
}

/**
 * For each block of the file the machine's block that it is: word for word, else the one with which it shares most links, ties by heading,
 * then by lines in common, then order; without links by heading. Several versions of one story count as one machine block, and each is taken once. A block that is
 * none of the machine's is the editor's own.
 */
export function matchBlocks(
  blocks: Pick<Block, 'markdown'>[],
  machine: BlockEvidence[],
): (BlockEvidence | undefined)[] {
  const [ours, theirs] = [blocks, machine].map((list) => list.map(({ markdown }) => traceOf(markdown))) as [
    Trace[],
    Trace[],
  ];
  const ids = machine.map(({ storyId }) => storyId);
  return matchTraces(ours, theirs, ids).map((found) => (found === undefined ? undefined : machine[found]));
}

/** As `matchBlocks`, on traces: for each of ours the index among theirs. `ids` are the stories of theirs. */
export function matchTraces(ours: Trace[], theirs: Trace[], ids: string[]): (number | undefined)[] {
  const pairs = ours.flatMap((trace, block) => pairsOf(trace, block, theirs));
  pairs.sort(
    (a, b) =>
      Number(b.same) - Number(a.same) ||
      b.links - a.links ||
      Number(b.heading) - Number(a.heading) ||
      b.lines - a.lines ||
      a.block - b.block ||
      a.machine - b.machine,
  );
  const found: (number | undefined)[] = ours.map(() => undefined);
  const taken = new Set<string>();
  for (const { block, machine } of pairs) {
    const id = ids[machine] as string;
    if (found[block] !== undefined || taken.has(id)) continue;
    found[block] = machine;
    taken.add(id);
  }
  return found;
}

function pairsOf(ours: Trace, block: number, theirs: Trace[]): Pair[] {
  const pairs: Pair[] = [];
  for (const [machine, trace] of theirs.entries()) {
    const same = ours.words === trace.words;
    const links = shared(ours.pages, trace.pages);
    const heading = ours.heading !== '' && ours.heading === trace.heading;
    const byHeading = heading && (ours.pages.size === 0 || trace.pages.size === 0);
    if (same || links > 0 || byHeading)
      pairs.push({ block, machine, same, links, heading, lines: shared(ours.lines, trace.lines) });
  }
  return pairs;
}
