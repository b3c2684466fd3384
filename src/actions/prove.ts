import { quoteEvidence } from '../text/passage.ts';
import { verifyQuote } from '../text/quote.ts';
import { canonicalUrl, pageKey } from '../text/url.ts';
import type { Evidence, Issue, Item, QuoteEvidence, World } from '../types.ts';

/** The captured items of a page, by any of its links. */
export async function capturedAt(world: Pick<World, 'store'>, url: string): Promise<Item[]> {
  const keys = new Set([canonicalUrl(url), pageKey(url)]);
  const found: Item[] = [];
  for (const key of keys) found.push(...(await world.store.itemsAt(key)));
  return found;
}

/**
 * Where each quote that the editor chose stands in its captured source, so that a clone without the sources can prove it too. What was proven before, and is
 * captured here no more, is kept.
 */
export async function proofsOf(
  world: Pick<World, 'store'>,
  issue: Issue,
  evidence: Evidence,
): Promise<QuoteEvidence[]> {
  const machine = new Set(evidence.blocks.flatMap(({ quotes }) => quotes.map(({ text }) => text)));
  const proofs: QuoteEvidence[] = [];
  for (const part of issue.blocks.flatMap(({ parts }) => parts)) {
    if (part.kind !== 'quote' || !part.source || machine.has(part.text)) continue;
    const before = evidence.proven?.find(({ text, url }) => text === part.text && url === part.source);
    const proof = before ?? (await proofOf(world, part.text, part.source));
    if (proof) proofs.push(proof);
  }
  return proofs;
}

async function proofOf(world: Pick<World, 'store'>, text: string, url: string): Promise<QuoteEvidence | undefined> {
  const item = (await capturedAt(world, url)).find((found) => found.text);
  const proof = item && verifyQuote(text, item.text);
  return item && proof?.ok ? quoteEvidence({ text, url, ...proof }, item) : undefined;
}
