/** Which of an issue's blocks are the machine's, and which of those the editor took out. */
import { matchTraces, type Trace, traceOf } from '../../issue/match.ts';
import type { BlockEvidence, Evidence, Issue } from '../../types.ts';

/** A block of the file with the machine's block that it is. */
export interface Matched {
  evidence: BlockEvidence;
  /** The editor changed it. */
  edited: boolean;
}

/** For each block the machine's that it is, as re-drafting sees it (`matchBlocks`); undefined for the editor's own. */
export function machineBlocks(issue: Issue, evidence: Evidence | undefined): (Matched | undefined)[] {
  const machine = evidence?.blocks ?? [];
  const ours = issue.blocks.map(({ markdown }) => traceOf(markdown));
  const theirs = machine.map(({ markdown }) => traceOf(markdown));
  const ids = machine.map(({ storyId }) => storyId);
  return matchTraces(ours, theirs, ids).map((found, at) => {
    if (found === undefined) return undefined;
    const edited = (ours[at] as Trace).words !== (theirs[found] as Trace).words;
    return { evidence: machine[found] as BlockEvidence, edited };
  });
}

/** The machine's blocks that are not in the file, each story in its last version, in the order in which they were drafted. */
export function deletedBlocks(evidence: Evidence | undefined, matched: (Matched | undefined)[]): BlockEvidence[] {
  const here = new Set(matched.map((each) => each?.evidence.storyId));
  const gone = new Map<string, BlockEvidence>();
  for (const block of evidence?.blocks ?? []) if (!here.has(block.storyId)) gone.set(block.storyId, block);
  return [...gone.values()];
}
