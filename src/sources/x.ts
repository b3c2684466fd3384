/** X: posts by address or pasted, which cost nothing, and by its API, which is paid by the post and needs X_BEARER_TOKEN. */
import { SourceError } from '../errors.ts';
import type { CrawlContext, CrawlResult, XSource } from '../types.ts';
import { needsToken, readByToken } from './x-api.ts';
import { readGiven } from './x-given.ts';

const MOST_REASONS = 5;

/**
 * Reads what the source names: `posts` without a token, the rest by the API within `budget`, of which `say` tells before anything is
 * spent. `dollars` is what it cost at most: X charges a post once in a UTC day, whichever crawl asked first. Throws SourceError where
 * nothing could be read.
 */
export async function crawlX(source: XSource, context: CrawlContext): Promise<CrawlResult> {
  const parts = [
    ...(source.posts.length > 0 ? [await readGiven(source.posts, context)] : []),
    ...(needsToken(source) ? [await readByToken(source, context)] : []),
  ];
  const warnings = [...new Set(parts.flatMap((part) => part.warnings))];
  if (!parts.some((part) => part.worked) && warnings.length > 0)
    throw new SourceError(warnings.slice(0, MOST_REASONS).join('; '));
  const dollars = parts.reduce((sum, part) => sum + part.dollars, 0);
  return {
    entries: parts.flatMap((part) => part.entries),
    unchanged: parts.every((part) => part.unchanged),
    warnings,
    ...(needsToken(source) ? { dollars } : {}),
  };
}
