import { UserError } from '../../errors.ts';
import { verifyQuote } from '../../text/quote.ts';
import { hostOf, pageKey } from '../../text/url.ts';
import { nameOf, writtenAt } from '../../text/voice.ts';
import type { Item, World } from '../../types.ts';
import { readEvidence, readIssue } from '../issues.ts';
import type { Workspace } from '../workspace.ts';
import { capturedWords } from './proofs.ts';
import type { SourceView } from './types.ts';

/**
 * The captured words of a page, with what the issue quotes of them marked. Throws UserError where nothing is captured of it, or nothing of it may be quoted.
 */
export async function source(
  world: World,
  _workspace: Workspace,
  number: number,
  { url }: { url: string },
): Promise<SourceView> {
  const { issue } = await readIssue(world.files, number);
  const evidence = await readEvidence(world.files, number);
  const captured = await capturedWords(world, evidence, url);
  if (captured?.item?.linkOnly)
    throw new UserError(`${url} is link-only: nothing of it may be quoted, so it is not shown.`);
  if (!captured?.text)
    throw new UserError(
      `nothing is captured of ${url} on this machine: \`pullquote crawl\` reads what the sources link.`,
    );
  const { text, whole, item } = captured;
  const quotes = issue.blocks.flatMap(({ parts }) =>
    parts.flatMap((part) =>
      part.kind === 'quote' && part.source && pageKey(part.source) === pageKey(url) ? [part.text] : [],
    ),
  );
  const marks = [...new Set(quotes)].flatMap((quote) => {
    const proof = verifyQuote(quote, text);
    return proof.ok ? [{ start: proof.start, end: proof.end }] : [];
  });
  const known = evidence?.blocks.flatMap(({ items }) => items).find((each) => pageKey(each.url) === pageKey(url));
  return {
    url,
    title: item ? nameOf(item) : (known?.title ?? hostOf(url)),
    ...(item ? factsOf(item) : known ? { publishedAt: known.publishedAt, site: known.source } : {}),
    ...{ text, whole },
    marks: marks.sort((a, b) => a.start - b.start || a.end - b.end),
  };
}

function factsOf(item: Item): Partial<SourceView> {
  const publishedAt = writtenAt(item);
  return {
    ...(item.author ? { author: item.author } : {}),
    site: item.siteName ?? item.sourceName,
    ...(publishedAt ? { publishedAt } : {}),
    capturedAt: item.capturedAt,
    minutes: item.minutes,
  };
}
