import type { CrawlReport } from './crawl.ts';

/** How the door says that a name leads nowhere. */
const NO_HOST = / \(DNS\)/;

/** Whether no host of several sources could be found: then it is this machine that is cut off, and a line a source would hide that. */
export function wasOffline({ sources }: CrawlReport): boolean {
  const asked = sources.filter(({ skipped }) => !skipped);
  return asked.length > 1 && asked.every(({ error }) => NO_HOST.test(error ?? ''));
}
