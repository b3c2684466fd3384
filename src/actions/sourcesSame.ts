/** Whether a source is in `sources.yaml` already, however it is written. */
import { isDeepStrictEqual } from 'node:util';
import { lineOfSource, readSources, type SourceLine, sourceOf } from '../config/sourcesFile.ts';
import { addressKey } from '../config/twins.ts';
import type { Source } from '../types.ts';

/** The source of the file that reads what `line` would read, and the line that it stands in. */
export function findSame(yaml: string | undefined, line: SourceLine): { source: Source; line: number } | undefined {
  const sources = readSources(yaml);
  const wanted = sourceOf(line);
  const index = sources.findIndex((source) => covers(source, wanted));
  const source = sources[index];
  return source && { source, line: lineOfSource(yaml ?? '', index) };
}

/** Whether one source reads all that another would. */
export function covers(source: Source, wanted: Source): boolean {
  if (source.kind === 'x' && wanted.kind === 'x') {
    const users = source.users.map((user) => user.toLowerCase());
    const same = (['list', 'search', 'conversation'] as const).every(
      (key) => source[key] === wanted[key] || !wanted[key],
    );
    return (
      same && wanted.users.every((user) => users.includes(user.toLowerCase())) && hasAll(source.posts, wanted.posts)
    );
  }
  if (source.kind === 'hackernews' && wanted.kind === 'hackernews')
    return (
      (wanted.query === undefined || wanted.query === source.query) &&
      (source.frontPage || !wanted.frontPage) &&
      hasAll(source.items, wanted.items)
    );
  if (source.kind === 'bluesky' && wanted.kind === 'bluesky')
    return (!wanted.handle || wanted.handle === source.handle) && hasAll(source.posts, wanted.posts);
  const videos = [source, wanted].map((one) => (one.kind === 'youtube' ? one.videos : []));
  if (videos[1]?.length) return hasAll(videos[0] ?? [], videos[1]);
  const key = feedKey(wanted);
  return key !== undefined && key === feedKey(source);
}

/** What a source that is one address asks, however that is written; undefined for the others. */
export function feedKey({ kind, url }: Source): string | undefined {
  return /^(feed|podcast|youtube|json)$/.test(kind) ? addressKey(url) : undefined;
}

function hasAll<T>(all: T[], wanted: T[]): boolean {
  return wanted.every((one) => all.some((other) => isDeepStrictEqual(one, other)));
}
