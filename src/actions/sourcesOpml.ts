/** `sources import` and `sources export`: lists of feeds as other readers have them. */
import { appendSources, readSources, type SourceLine, sourceOf } from '../config/sourcesFile.ts';
import { UserError } from '../errors.ts';
import { formatOpml, type OpmlFeed, parseOpml } from '../text/opml.ts';
import { httpUrl } from '../text/url.ts';
import type { Files, Source } from '../types.ts';
import { plainSecret } from './plainSecret.ts';
import { knownSource } from './sourcesKnown.ts';
import { feedKey } from './sourcesSame.ts';
import type { Workspace } from './workspace.ts';

export interface ImportedList {
  title: string;
  added: { id: string; kind: string; name: string; url: string }[];
  /** What `sources.yaml`, or the list itself, had before. */
  there: { name: string; url: string; id: string }[];
  leftOut: { name: string; reason: string }[];
  /** What the editor should see to. */
  notes: string[];
}
const FILE = 'sources.yaml';

/**
 * Adds the feeds of an OPML list, each as a line; folders become tags. What is there already is not added again, what is no feed's
 * address is told. Nothing is fetched. Throws UserError where the text is no OPML.
 */
export async function importOpml(
  world: { files: Pick<Files, 'locked' | 'read' | 'write'> },
  text: string,
  o: { dryRun?: boolean } = {},
): Promise<ImportedList> {
  const list = parseOpml(text);
  const result: ImportedList = { title: list.title, added: [], there: [], leftOut: [], notes: [] };
  for (const name of list.leftOut) result.leftOut.push({ name, reason: 'names no feed' });
  await world.files.locked('sources import', async () => {
    const yaml = await world.files.read(FILE);
    const known = new Map(readSources(yaml).map((source) => [feedKey(source), source]));
    const lines: SourceLine[] = [];
    for (const feed of list.feeds) {
      const line = lineOf(feed);
      const source = line ? sourceOrReason(line) : `not a web address: ${feed.url}`;
      if (!line || typeof source === 'string') {
        result.leftOut.push({ name: feed.title || feed.url, reason: String(source) });
        continue;
      }
      const twin = known.get(feedKey(source));
      if (twin) result.there.push({ name: source.name, url: source.url, id: twin.id });
      else {
        lines.push(line);
        known.set(feedKey(source), source);
      }
    }
    if (lines.length === 0) return;
    const { text: after, added } = appendSources(yaml, lines);
    result.added = added.map(({ id, kind, name, url }) => ({ id, kind, name, url }));
    for (const { name, url } of added) {
      const secret = plainSecret(url);
      if (secret !== undefined) result.notes.push(`${name}: ${secret}`);
    }
    if (!o.dryRun) await world.files.write(FILE, after);
  });
  return result;
}

/** The line for a feed of somebody else's list. One with `${NAME}` in it would have a secret of the operator's sent to its host. */
function lineOf({ url, title, tags }: OpmlFeed): SourceLine | undefined {
  const address = httpUrl(url.replace(/^feed:(?=https?:)/i, '').replace(/^feed:\/\//i, 'https://'));
  if (address === undefined || address.includes('${') || url.includes('${')) return undefined;
  const known = knownSource(address)?.line;
  const kept = known && (known.kind === 'youtube' || known.kind === 'podcast') ? known : { kind: 'feed', url: address };
  return { ...kept, name: title || undefined, tags: tags.length > 0 ? tags : undefined };
}

function sourceOrReason(line: SourceLine): Source | string {
  try {
    return sourceOf(line);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.message;
  }
}

export interface ExportedList {
  opml: string;
  feeds: number;
  leftOut: { id: string; name: string; reason: string }[];
}

/** The sources that are feeds as OPML 2.0, in the order of the file. What is private, or has a secret in its address, stays at home. */
export function exportOpml({ sources, newsletter }: Workspace): ExportedList {
  const feeds: OpmlFeed[] = [];
  const leftOut: ExportedList['leftOut'] = [];
  for (const source of sources) {
    const { id, name, url, tags } = source;
    const reason = whyNot(source);
    if (reason === undefined) feeds.push({ url, title: name, tags });
    else leftOut.push({ id, name, reason });
  }
  return { opml: formatOpml(feeds, newsletter.name), feeds: feeds.length, leftOut };
}

function whyNot(source: Source): string | undefined {
  if (source.private) return 'private';
  if (source.url.includes('${')) return 'its address holds a secret';
  if (URL.canParse(source.url) && new URL(source.url).password !== '') return 'its address holds a password';
  const isFeed =
    source.kind === 'feed' || source.kind === 'podcast' || (source.kind === 'youtube' && source.videos.length === 0);
  return isFeed ? undefined : `${source.kind} has no feed`;
}
