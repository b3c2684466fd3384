/** Where the quotes of an issue come from. */
import { vouchedFor } from '../../issue/check-quotes.ts';
import { passagesOf } from '../../issue/evidence.ts';
import { sha256 } from '../../text/hash.ts';
import { atSecond, atWords } from '../../text/moment.ts';
import { verifyQuote } from '../../text/quote.ts';
import { passageAround } from '../../text/sentences.ts';
import { secondsAt } from '../../text/transcript.ts';
import { pageKey } from '../../text/url.ts';
import type { Block, Evidence, Issue, Item, QuoteEvidence, QuoteProof, World } from '../../types.ts';
import { capturedAt } from '../prove.ts';
import type { DeskQuote } from './types.ts';

/**
 * The captured words of a page: the whole with its item where the store has it, else the passages of evidence.json; undefined where there is neither. Offsets of the desk count in `text`.
 */
export interface Captured {
  text: string;
  whole: boolean;
  item?: Item;
}
type Proof = DeskQuote['proof'];
type Proven = Extract<Proof, { kind: 'proven' | 'passage' }>;

/** Reads them. */
export async function capturedWords(
  world: Pick<World, 'store'>,
  evidence: Evidence | undefined,
  url: string,
): Promise<Captured | undefined> {
  const item = (await capturedAt(world, url)).find(({ text }) => text !== '');
  if (item) return { text: item.text, whole: true, item };
  const text = evidence && passagesAt(evidence, url);
  return text === undefined ? undefined : { text, whole: false };
}

const passages = new WeakMap<Evidence, Map<string, string | undefined>>();

function passagesAt(evidence: Evidence, url: string): string | undefined {
  const known = passages.get(evidence) ?? new Map<string, string | undefined>();
  passages.set(evidence, known);
  const key = pageKey(url);
  if (!known.has(key)) known.set(key, passagesOf(evidence, url));
  return known.get(key);
}

/** What was proven once stays proven: the words stood in what was captured. Per store, by page and quote. */
const proven = new WeakMap<World['store'], Map<string, Proven>>();
/** Proofs that are kept. */
const MOST = 5000;

/** The quotes of a block with where each comes from. What is not proven yet is looked up again each time. */
export async function quotesOf(
  world: Pick<World, 'store'>,
  issue: Issue,
  evidence: Evidence | undefined,
  { parts, links }: Block,
): Promise<DeskQuote[]> {
  const quotes: DeskQuote[] = [];
  for (const part of parts) {
    if (part.kind !== 'quote') continue;
    const { text, source } = part;
    const proof = source === undefined ? NO_LINK : await proofOf(world, issue, evidence, { text, source, links });
    quotes.push({ text, ...(source === undefined ? {} : { url: source }), proof });
  }
  return quotes;
}

const NO_LINK: Proof = { kind: 'missing', detail: 'No link stands above it in its block: it belongs to no page.' };

interface Wanted {
  text: string;
  source: string;
  /** Every link of its block. */
  links: string[];
}

async function proofOf(
  world: Pick<World, 'store'>,
  issue: Issue,
  evidence: Evidence | undefined,
  { text, source, links }: Wanted,
): Promise<Proof> {
  const entry = vouchedFor(text, issue.vouched ?? [])?.find(({ url }) => pageKey(url) === pageKey(source));
  if (entry) {
    const { by, heard, at } = entry;
    return { kind: 'vouched', by, heard, ...(at === undefined ? {} : { at }) };
  }
  const known = proven.get(world.store) ?? new Map<string, Proven>();
  proven.set(world.store, known);
  const key = `${source}\n${text}`;
  const before = known.get(key);
  if (before) return before;
  const captured = await capturedWords(world, evidence, source);
  const proof = captured && proofIn(text, source, captured, evidence);
  if (proof?.kind === 'proven') {
    known.set(key, proof);
    if (known.size > MOST) known.delete(known.keys().next().value as string);
  }
  return proof?.kind === 'missing' || !proof
    ? missing(world, evidence, { text, source, links }, captured, proof)
    : proof;
}

function proofIn(text: string, url: string, captured: Captured, evidence: Evidence | undefined): Proof {
  const drafted = quotedAs(evidence, text, url);
  const found = (drafted && placeKnown(drafted, captured)) ?? verifyQuote(text, captured.text);
  if (!found.ok)
    return { kind: 'missing', ...(found.nearest === undefined ? {} : { nearest: found.nearest }), detail: '' };
  const passage = passageAround(captured.text, found.start, found.end);
  const from = captured.text.lastIndexOf(passage, found.start);
  const { item } = captured;
  const seconds = item?.cues && secondsAt(item.cues, found.start);
  const capturedAt = item?.capturedAt ?? drafted?.capturedAt;
  return {
    kind: captured.whole ? 'proven' : 'passage',
    ...(capturedAt === undefined ? {} : { capturedAt }),
    passage,
    start: found.start - from,
    end: found.end - from,
    at: placeOf(url, captured.text.slice(found.start, found.end), seconds),
  };
}

function placeOf(url: string, words: string, seconds: number | undefined): string {
  if (!URL.canParse(url)) return url;
  return seconds === undefined ? atWords(url, words) : atSecond(url, seconds);
}

function quotedAs(evidence: Evidence | undefined, text: string, url: string): QuoteEvidence | undefined {
  const all = [...(evidence?.blocks.flatMap(({ quotes }) => quotes) ?? []), ...(evidence?.proven ?? [])];
  return all.find((quote) => quote.text === text && pageKey(quote.url) === pageKey(url));
}

/** Where the draft found a quote: in the very same text it needs no search, which for 60 pages would take the desk's first second. */
function placeKnown({ text, sha256: hash, start, end }: QuoteEvidence, captured: Captured): QuoteProof | undefined {
  if (!captured.whole || sha256(captured.text) !== hash) return undefined;
  const proof = verifyQuote(text, captured.text.slice(start, end));
  return proof.ok ? { ...proof, start, end } : undefined;
}

/** Why a quote is not proven: another page of the block has it, its page says something else, or nothing is captured. */
async function missing(
  world: Pick<World, 'store'>,
  evidence: Evidence | undefined,
  { text, source, links }: Wanted,
  captured: Captured | undefined,
  proof: Proof | undefined,
): Promise<Proof> {
  for (const link of links) {
    if (pageKey(link) === pageKey(source)) continue;
    const other = await capturedWords(world, evidence, link);
    if (other && verifyQuote(text, other.text).ok)
      return { kind: 'missing', detail: `It is from ${link}: put that link above it.` };
  }
  if (!captured)
    return { kind: 'missing', detail: 'Nothing is captured of its page: fetch it, or vouch for the quote.' };
  const nearest = proof?.kind === 'missing' ? proof.nearest : undefined;
  const where = captured.whole ? 'what was captured of its page' : 'the passages of its page in evidence.json';
  return { kind: 'missing', ...(nearest === undefined ? {} : { nearest }), detail: `It is not in ${where}.` };
}
