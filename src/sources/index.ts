/** The crawlers, by kind of source. A new kind is one file here and one line below. */
import type { Crawler, SourceKind } from '../types.ts';
import { crawlFeed } from './feed.ts';

export const crawlers = { feed: crawlFeed } satisfies Record<SourceKind, Crawler>;
