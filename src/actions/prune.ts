import { canonicalUrl, pageKey } from '../text/url.ts';
import type { Day, Evidence, Forgotten, Iso, Issue, World } from '../types.ts';
import { findsFor, sourcesOf } from './finds.ts';
import { issueNumbers, nextNumber, readEvidence, readIssue } from './issues.ts';
import type { Workspace } from './workspace.ts';

const DAY = 86_400_000;
/** Where the desk keeps the stories of an issue's week. */
const WEEKS = '.pullquote/weeks';

export interface PruneOptions {
  /** Days; by default those of newsletter.yaml. */
  keep?: number;
  /** Count only. */
  dryRun: boolean;
}
export interface PruneResult {
  keep: number;
  /** What is older went. */
  before: Iso;
  forgotten: Forgotten;
  /** Files that went beside the store. */
  files: string[];
  /** Bytes of the store, before and after. */
  size: { before: number; after: number };
}
interface Told {
  number: number;
  until: Day;
}

/**
 * Forgets items, pages, stored answers of sites and models and the desk's week files that are older than `keep` days. What an issue that is not published yet rests on stays, so that it
 * can still be checked against its sources, and so do the editor's finds and pins. Nothing under `issues/` is touched. Throws UserError where an issue can't be read: nobody
 * knows then what it needs.
 */
export async function prune(world: World, workspace: Workspace, o: PruneOptions): Promise<PruneResult> {
  return world.files.locked('prune', async () => {
    const keep = o.keep ?? workspace.newsletter.keep;
    const before = new Date(world.clock().getTime() - keep * DAY).toISOString();
    const { needed, told } = await lookThrough(world);
    const { editor, sources } = workspace;
    const finds = editor.inbox.filter(({ usedIn }) => usedIn === undefined);
    for (const { url } of [...finds, ...editor.pins]) needed.add(url);
    const read = [...sources, ...sourcesOf(findsFor(editor, await nextNumber(world)))];
    const size = await world.store.size();
    const forgotten = await world.store.prune({
      before,
      keep: [...needed].flatMap((url) => [canonicalUrl(url), pageKey(url)]),
      sources: read.map(({ id }) => id),
      dryRun: o.dryRun,
    });
    const files = await oldWeeks(world, told, before.slice(0, 10));
    if (!o.dryRun) for (const file of files) await world.files.remove(file);
    return { keep, before, forgotten, files, size: { before: size, after: await world.store.size() } };
  });
}

/** The addresses that issues which are not published need, and the issues that are. */
async function lookThrough({ files }: World): Promise<{ needed: Set<string>; told: Told[] }> {
  const needed = new Set<string>();
  const told: Told[] = [];
  for (const number of await issueNumbers(files)) {
    const { issue } = await readIssue(files, number);
    if (issue.status === 'published') told.push({ number, until: issue.window?.until ?? issue.date });
    else for (const url of addressesOf(issue, await readEvidence(files, number))) needed.add(url);
  }
  return { needed, told };
}

function addressesOf(issue: Issue, evidence: Evidence | undefined): string[] {
  const links = [...issue.letter.matchAll(/\]\(<?(https?:[^\s)>]+)/g)].map((match) => match[1] as string);
  const machine = (evidence?.blocks ?? []).flatMap(({ items, quotes, passages }) => [...items, ...quotes, ...passages]);
  const others = [...(evidence?.proven ?? []), ...(evidence?.runnersUp ?? [])];
  return [...links, ...issue.blocks.flatMap((block) => block.links), ...[...machine, ...others].map(({ url }) => url)];
}

/** Week files of published issues that ended before this day. */
async function oldWeeks({ files }: World, told: Told[], before: Day): Promise<string[]> {
  const old = new Set(told.filter(({ until }) => until < before).map(({ number }) => number));
  const names = await files.list(WEEKS);
  return names
    .filter((name) => /^\d+\.json$/.test(name) && old.has(Number.parseInt(name, 10)))
    .map((name) => `${WEEKS}/${name}`);
}
