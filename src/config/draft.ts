import type { FeedSource, Source, SourceBase } from '../types.ts';

/** A source of any kind without some of the keys that all have. */
export type Without<S, K extends keyof SourceBase> = S extends Source ? Omit<S, K> : never;

/** What a kind gives of a source; the rest is common to all. */
export interface Draft<S extends Source = Source> {
  own: Without<S, Exclude<keyof SourceBase, 'url'>>;
  /** As readers see it, where the editor gives no name. */
  name: string;
  /** The words of an id, best first. */
  ids: string[];
}

/** A feed at an address. */
export function feedAt(url: string, name: string, ids: string[]): Draft<FeedSource> {
  return { own: { kind: 'feed', url }, name, ids };
}
