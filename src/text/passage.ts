import type { Iso, QuoteEvidence } from '../types.ts';
import { sha256 } from './hash.ts';
import { passageAround } from './sentences.ts';

/** What proves a quote later, and on another machine: the hash of the captured text, the place in it, and the passage around. */
export function quoteEvidence(
  quote: { text: string; url: string; start: number; end: number },
  source: { text: string; capturedAt: Iso },
): QuoteEvidence {
  const { text, url, start, end } = quote;
  const passage = passageAround(source.text, start, end);
  return { text, url, capturedAt: source.capturedAt, sha256: sha256(source.text), start, end, passage };
}
