/** The crawlers, by kind of source, each loaded when it is first used. A new kind is one file here and one line below. */
import type { Crawlers } from '../types.ts';

export const crawlers: Crawlers = {
  feed: async (source, context) => (await import('./feed.ts')).crawlFeed(source, context),
  hackernews: async (source, context) => (await import('./hackernews.ts')).crawlHackerNews(source, context),
  x: async (source, context) => (await import('./x.ts')).crawlX(source, context),
  youtube: async (source, context) => (await import('./youtube.ts')).crawlYoutube(source, context),
  podcast: async (source, context) => (await import('./podcast.ts')).crawlPodcast(source, context),
  bluesky: async (source, context) => (await import('./bluesky.ts')).crawlBluesky(source, context),
  page: async (source, context) => (await import('./page.ts')).crawlPage(source, context),
  json: async (source, context) => (await import('./json.ts')).crawlJson(source, context),
};
