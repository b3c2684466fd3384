/** What mends a finding with one press. */
import { escapeQuote, linkText } from '../../text/markdown.ts';
import { parseMarkdown, span, squeeze, walk } from '../../text/markdown-tree.ts';
import { verifyQuote } from '../../text/quote.ts';
import { hostOf } from '../../text/url.ts';
import type { Block, Check, Part } from '../../types.ts';
import type { Captured } from '../check.ts';
import type { DeskCheck } from './types.ts';

type Fix = DeskCheck['fix'];
type QuotePart = Extract<Part, { kind: 'quote' }>;
/** As many words of a passage in place of a quote as a quote may have. */
const LONGEST = 600;
/** What is wrong with words, not with where they come from: the model can put it in others. */
const REWRITTEN =
  /^(?:number-not-in-source|date-not-in-source|name-not-in-source|claims-experience|hype|too-long|repeats|role-swapped)$/;

/** What would mend a finding in a block: put the source's own words, the right link above, another quote, a vouching, other words of the model; else where to look. */
export function fixFor(
  check: Check,
  block: Block,
  o: { captured: Pick<Captured, 'sourceText' | 'pageOf'>; canRewrite: boolean },
): Fix {
  const said = saidIn(check.detail);
  const quote = quoteNamed(said, block);
  if (quote && check.rule === 'quote-not-found') return quoteFix(quote, block, o.captured);
  if (quote?.source && check.rule === 'source-incomplete')
    return { kind: 'vouch', label: 'Vouch for it', quote: quote.text, url: quote.source };
  if (quote && check.rule === 'quote-other-page') return moveFix(check, quote, block, o.captured);
  if (check.level === 'error' && o.canRewrite && REWRITTEN.test(check.rule))
    return { kind: 'rewrite', label: 'Rewrite without it', remark: `Mend this: ${check.detail}` };
  return { kind: 'edit', label: 'Edit', at: said !== '' && block.markdown.includes(said) ? said : block.heading };
}

/** The words that a finding is about: its detail begins with them. */
function saidIn(detail: string): string {
  const [, words = ''] = /“([^”]+)”/.exec(detail) ?? [];
  return words.replace(/…$/, '').trim();
}

function quoteNamed(said: string, { parts }: Block): QuotePart | undefined {
  if (said === '') return undefined;
  return parts.find((part): part is QuotePart => part.kind === 'quote' && squeeze(part.text).startsWith(said));
}

function quoteFix(quote: QuotePart, block: Block, captured: Pick<Captured, 'sourceText'>): Fix {
  const { text, source } = quote;
  const swap: Fix = { kind: 'swap', label: 'Another quote', quote: text };
  const words = source === undefined ? undefined : captured.sourceText(source);
  const from = rawOf(quote, block);
  if (words === undefined || from === undefined) return swap;
  const proof = verifyQuote(text, words);
  const nearest = proof.ok ? undefined : proof.nearest;
  // only words that are proven themselves may be put there with one press
  if (!nearest || nearest.length > LONGEST || !verifyQuote(nearest, words).ok) return swap;
  const speaker = quote.by === undefined ? '' : `\n>\n> — ${quote.by}`;
  return { kind: 'replace', label: 'Put the source’s words', from, to: escapeQuote(nearest) + speaker };
}

/** The link of the page that the quote is from, above it. */
function moveFix(check: Check, quote: QuotePart, block: Block, captured: Pick<Captured, 'pageOf'>): Fix {
  const other = /but is from (\S+): put that link/.exec(check.detail)?.[1];
  const from = rawOf(quote, block);
  if (!other || from === undefined) return { kind: 'swap', label: 'Another quote', quote: quote.text };
  const words = captured.pageOf(other)?.title ?? hostOf(other);
  return { kind: 'replace', label: 'Put its link above it', from, to: `${linkText(words, other)}\n\n${from}` };
}

/** A quote as it stands in its block, where that is there only once. */
function rawOf(quote: QuotePart, { markdown, parts }: Block): string | undefined {
  const quotes = parts.filter(({ kind }) => kind === 'quote');
  const nodes = [...walk(parseMarkdown(markdown), new Set(['blockquote']))].filter(({ type }) => type === 'blockquote');
  const node = nodes.length === quotes.length ? nodes[quotes.indexOf(quote)] : undefined;
  const raw = node && markdown.slice(...span(node));
  return raw !== undefined && markdown.split(raw).length === 2 ? raw : undefined;
}
