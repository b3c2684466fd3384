/** An issue with the machine's blocks that its blocks are, and the pages that it tells. */
import { pageKey } from '../../text/url.ts';
import type { World } from '../../types.ts';
import { type Matched, machineBlocks } from './machine.ts';
import { readStanding, type Standing } from './standing.ts';

/** What a question about an issue is answered from. */
export interface Told extends Pick<Standing, 'issue' | 'evidence'> {
  /** For each block of the issue the machine's block that it is; undefined: the editor's own. */
  machine: (Matched | undefined)[];
}

/** Reads an issue as it stands. Throws UserError where it is missing or broken. */
export async function readTold(world: Pick<World, 'files'>, number: number): Promise<Told> {
  return toTold(await readStanding(world.files, number));
}

export function toTold({ issue, evidence }: Pick<Standing, 'issue' | 'evidence'>): Told {
  return { issue, evidence, machine: machineBlocks(issue, evidence) };
}

/** The keys of all pages that the issue tells: what its blocks link, and the other pages of their stories. */
export function pagesTold({ issue, machine }: Told): Set<string> {
  const links = issue.blocks.flatMap((block) => block.links);
  const items = machine.flatMap((block) => block?.evidence.items.map(({ url }) => url) ?? []);
  return new Set([...links, ...items].map(pageKey));
}
