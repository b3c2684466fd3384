/** `sources add`: works out what an address is and writes it into `sources.yaml`. */
import { appendSources, formatSource, type SourceLine } from '../config/sourcesFile.ts';
import type { OfferedFeed } from '../text/discover.ts';
import { oneLine } from '../text/feed-content.ts';
import type { Source, World } from '../types.ts';
import { plainSecret } from './plainSecret.ts';
import { knownSource } from './sourcesKnown.ts';
import { lookAtKnown, lookFor, type Seen, seenIn } from './sourcesLook.ts';
import { findSame } from './sourcesSame.ts';
import { webAddress } from './webAddress.ts';

export interface AddSourceOptions {
  url: string;
  name?: string;
  weight?: number;
  tags?: string[];
  section?: string;
  id?: string;
  /** A paid feed: its items are links alone. */
  private?: boolean;
  dryRun?: boolean;
}
/** What `sources add` found, and what it wrote. */
export interface AddedSource extends Seen {
  source: Pick<Source, 'id' | 'kind' | 'name' | 'url'>;
  /** The line of the file, as text; '' where nothing was to be written. */
  yaml: string;
  /** Its number, from 1: where it stands, or with `dryRun` would stand. */
  line: number;
  /** `there`: a source of the file reads it already, and nothing was changed. */
  outcome: 'added' | 'planned' | 'there';
  /** Further feeds that the page offers. */
  others: OfferedFeed[];
  notes: string[];
}
const FILE = 'sources.yaml';
const LONGEST_NAME = 80;
/** Kinds whose feed has a title that readers know; the other kinds' names are made of their account, query or repository. */
const TITLED = new Set(['feed', 'podcast', 'youtube', 'substack', 'mastodon']);

/**
 * Adds the source at an address. What the address says by itself is believed; of anything else the feed is found, fetched and read first.
 * Throws UserError where there is none, or where the address names something that is not there.
 */
export async function addSource(world: World, o: AddSourceOptions): Promise<AddedSource> {
  const yaml = await world.files.read(FILE);
  const address = webAddress(o.url);
  // a host of podcasts has pages, too: what is at the address decides
  const said = knownSource(address);
  const known = said?.line.kind === 'podcast' ? undefined : said;
  const before = alreadyThere(yaml, { kind: 'feed', url: address }) ?? (known && alreadyThere(yaml, known.line));
  if (before) return before;
  const found = known ? await lookAtKnown(world, known.line) : await lookFor(world, address);
  const there = alreadyThere(yaml, found.line);
  if (there) return there;
  const name = o.name ?? (TITLED.has(found.line.kind) ? nameOf(found.title ?? '') : undefined);
  const line = fullLine(found.line, o, name);
  const { notes, others, entries } = found;
  const written = await write(world, line, o.dryRun === true);
  const more = [known?.note, plainSecret(String(line.url ?? ''))].filter((note) => note !== undefined);
  return { ...written, ...seenIn(entries), others, notes: [...more, ...notes] };
}

function alreadyThere(yaml: string | undefined, line: SourceLine): AddedSource | undefined {
  const same = findSame(yaml, line);
  if (!same) return undefined;
  const { id, kind, name, url, enabled } = same.source;
  const notes = enabled ? [] : ['it is switched off there: `enabled: false`'];
  return { source: { id, kind, name, url }, yaml: '', line: same.line, outcome: 'there', others: [], notes };
}

/** Keys in the order in which the file has them. */
function fullLine(line: SourceLine, o: AddSourceOptions, name: string | undefined): SourceLine {
  const { id, section, tags = [] } = o;
  const weight = o.weight === 1 ? undefined : o.weight;
  const isPrivate = o.private ? true : undefined;
  return { ...line, name, id, weight, section, tags: tags.length > 0 ? tags : undefined, private: isPrivate };
}

/** A feed's title as a name, in one line that is not too long. */
function nameOf(title: string): string | undefined {
  const words = oneLine(title);
  if (words.length <= LONGEST_NAME) return words || undefined;
  return `${words.slice(0, LONGEST_NAME - 1).replace(/\s+\S*$/, '')}…`;
}

/** The file is read again under the lock: nothing that was written meanwhile is lost (P5). */
async function write(
  world: World,
  line: SourceLine,
  dryRun: boolean,
): Promise<Pick<AddedSource, 'source' | 'yaml' | 'line' | 'outcome'>> {
  return world.files.locked('sources add', async () => {
    const { text, added, lines } = appendSources(await world.files.read(FILE), [line]);
    if (!dryRun) await world.files.write(FILE, text);
    const { id, kind, name, url } = added[0] as Source;
    const place = { yaml: formatSource(line), line: lines[0] as number };
    return { source: { id, kind, name, url }, ...place, outcome: dryRun ? 'planned' : 'added' };
  });
}
