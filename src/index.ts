/** The public library: the pure parts of Pullquote, whose shapes are fixed. */
export { parseEditor } from './config/editor.ts';
export { parseNewsletter } from './config/newsletter.ts';
export { parseSources } from './config/sources.ts';
export { SourceError, UserError } from './errors.ts';
export { checkIssue } from './issue/check.ts';
export { evidenceSchema, formatEvidence, parseEvidence } from './issue/evidence.ts';
export { formatIssue } from './issue/format.ts';
export { parseIssue } from './issue/parse.ts';
export { renderIssue } from './render/render.ts';
export { clusterItems } from './stages/cluster.ts';
export { extractArticle } from './stages/extract.ts';
export { checkBlurb } from './text/blurb.ts';
export { parseFeed } from './text/feed.ts';
export { guardUrl } from './text/guard.ts';
export { verifyQuote } from './text/quote.ts';
export { sanitizeHtml } from './text/sanitize.ts';
export type * from './types.ts';
