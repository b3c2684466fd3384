/** What `sources list` tells: each source, and how it has fared. */
import type { Source, SourceHealth, SourceKind, World } from '../types.ts';
import { askedFor } from './asked.ts';
import type { Workspace } from './workspace.ts';

export interface ListedSource {
  id: string;
  kind: SourceKind;
  name: string;
  /** The address as written, or what is asked of a site that has none for it. */
  address: string;
  weight: number;
  tags: string[];
  enabled: boolean;
  itemsAWeek?: number;
  lastSuccessAt?: string;
  /** In words: ok, not crawled yet, changed, not crawled since, disabled, failed 3 times in a row: …, moved to …, silent since …. */
  state: string;
  failuresInARow: number;
  lastError?: string;
  movedTo?: string;
  silentSince?: string;
}

/** Every source of `sources.yaml` in its order, with its health at the last crawls. Secrets stay as they are written. */
export async function listSources(world: World, { sources }: Workspace): Promise<ListedSource[]> {
  const health = new Map((await world.store.health()).map((row) => [row.sourceId, row]));
  return sources.map((source) => {
    const known = health.get(source.id);
    const isChanged = known?.asked !== undefined && known.asked !== askedFor(source, world);
    return isChanged ? listed(source, undefined, 'changed, not crawled since') : listed(source, known);
  });
}

function listed(source: Source, health: SourceHealth | undefined, unknown = 'not crawled yet'): ListedSource {
  const { id, kind, name, weight, tags, enabled } = source;
  const { itemsAWeek, lastSuccessAt, lastError, movedTo, silentSince, failuresInARow = 0 } = health ?? {};
  return {
    ...{ id, kind, name, address: addressOf(source), weight, tags, enabled },
    ...(itemsAWeek === undefined ? {} : { itemsAWeek }),
    ...(lastSuccessAt === undefined ? {} : { lastSuccessAt }),
    state: stateOf(source, health) ?? unknown,
    failuresInARow,
    ...(failuresInARow > 0 && lastError !== undefined ? { lastError } : {}),
    ...(movedTo === undefined ? {} : { movedTo }),
    ...(silentSince === undefined ? {} : { silentSince }),
  };
}

function stateOf({ enabled }: Source, health: SourceHealth | undefined): string | undefined {
  if (!enabled) return 'disabled';
  if (!health) return undefined;
  const { failuresInARow: failures, lastError = '', movedTo, silentSince } = health;
  if (failures > 0) return `failed ${failures === 1 ? 'once' : `${failures} times in a row`}: ${lastError}`;
  if (movedTo !== undefined) return `moved to ${movedTo}`;
  return silentSince === undefined ? 'ok' : `silent since ${silentSince.slice(0, 10)}`;
}

/** What is asked, in few words: an address, or for a site that is asked in other ways what for. */
export function addressOf(source: Source): string {
  switch (source.kind) {
    case 'x':
      return (
        [
          ...source.users.map((user) => `@${user}`),
          ...(source.list ? [`list ${source.list}`] : []),
          ...(source.search ? [`search ${source.search}`] : []),
          ...(source.conversation ? [`thread ${source.conversation}`] : []),
          ...source.posts.map((post) => (typeof post === 'string' ? post : `${post.url} (pasted)`)),
        ].join(', ') || source.url
      );
    case 'hackernews':
      return [
        ...(source.frontPage ? ['front page'] : []),
        ...(source.query ? [`${source.query}, ${source.minPoints} points`] : []),
        ...source.items.map((item) => `${source.url}item?id=${item}`),
      ].join(', ');
    case 'bluesky':
      return source.posts.join(', ') || source.url;
    case 'youtube':
      return source.videos.map((id) => `https://youtu.be/${id}`).join(', ') || source.url;
    case 'page':
      return source.pages.map((page) => (typeof page === 'string' ? page : page.url)).join(', ') || source.url;
    default:
      return source.url;
  }
}
