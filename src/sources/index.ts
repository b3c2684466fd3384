/** The crawlers, by kind of source. A new kind is one file here and one line below. */
import type { Crawlers } from '../types.ts';
import { crawlBluesky } from './bluesky.ts';
import { crawlFeed } from './feed.ts';
import { crawlHackerNews } from './hackernews.ts';
import { crawlJson } from './json.ts';
import { crawlPage } from './page.ts';
import { crawlPodcast } from './podcast.ts';
import { crawlX } from './x.ts';
import { crawlYoutube } from './youtube.ts';

export const crawlers: Crawlers = {
  feed: crawlFeed,
  hackernews: crawlHackerNews,
  x: crawlX,
  youtube: crawlYoutube,
  podcast: crawlPodcast,
  bluesky: crawlBluesky,
  page: crawlPage,
  json: crawlJson,
};
