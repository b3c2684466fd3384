/** P1: every quote stands word for word in the page above it, or the editor vouches for it. */
import { failed } from '../text/failed.ts';
import { verifyQuote } from '../text/quote.ts';
import { pageKey } from '../text/url.ts';
import type { Check, Part, Vouched } from '../types.ts';
import type { Context } from './check-context.ts';

type QuotePart = Extract<Part, { kind: 'quote' }>;
const SHOWN = 90;

/** The checks of one quote; `links` are all links of its block. */
export function checkQuote(quote: QuotePart, links: string[], context: Context): Check[] {
  const { text, source } = quote;
  const name = `“${clip(text, SHOWN)}”`;
  if (source === undefined) {
    return [
      failed(
        'quote-not-found',
        `${name} has no link above it in its block: put the link of its page above it, in the text or in a voice line`,
      ),
    ];
  }
  const vouched = vouchedFor(text, context.issue.vouched ?? []);
  const here = vouched?.find(({ url }) => pageKey(url) === pageKey(source));
  if (here) {
    const detail = `${name} is vouched by the editor: ${here.by}, heard ${here.heard}${here.at ? ` at ${here.at}` : ''}`;
    return [{ rule: 'quote-not-found', level: 'error', ok: true, detail }, ...checkSpeaker(quote, context, here)];
  }
  if (vouched?.[0])
    return [failed('quote-other-page', `${name} is vouched for on ${vouched[0].url}, but stands under ${source}`)];
  const captured = context.textOf(source);
  const proof = captured === undefined ? undefined : verifyQuote(text, captured);
  if (proof?.ok) {
    const detail = `${name} stands word for word in ${source}`;
    return [{ rule: 'quote-not-found', level: 'error', ok: true, detail }, ...checkSpeaker(quote, context)];
  }
  const other = otherPage(text, source, links, context);
  if (other)
    return [failed('quote-other-page', `${name} stands under ${source}, but is from ${other}: put that link above it`)];
  if (!proof)
    return [
      failed(
        'source-incomplete',
        `${name} can't be proven here, since nothing is captured of ${source}: fetch the page or vouch for the quote`,
      ),
    ];
  const nearest = proof.nearest ? ` The nearest passage is “${clip(proof.nearest, 300)}”` : '';
  return [failed('quote-not-found', `${name} is not in ${source}.${nearest}`)];
}

function otherPage(text: string, source: string, links: string[], { textOf }: Context): string | undefined {
  for (const link of links) {
    const captured = pageKey(link) === pageKey(source) ? undefined : textOf(link);
    if (captured !== undefined && verifyQuote(text, captured).ok) return link;
  }
  return undefined;
}

/** Entries of `vouched` whose words, or eight or more first ones, are the quote's. */
export function vouchedFor(text: string, vouched: Vouched[]): Vouched[] | undefined {
  const words = wordsIn(text);
  const found = vouched.filter(({ quote }) => {
    const given = wordsIn(quote);
    if (given.length === 0 || (given.length < 8 && given.length !== words.length)) return false;
    return given.every((word, i) => word === words[i]);
  });
  return found.length ? found : undefined;
}

/** P2: who said it must be data, or vouched. */
function checkSpeaker({ by, source = '' }: QuotePart, { textOf, factsOf }: Context, vouched?: Vouched): Check[] {
  // "Ada Byron, who leads the laboratory": the name is what must be known
  const name = by?.split(/\s*[,;(–—]/)[0]?.trim();
  if (!name) return [];
  const fail = (detail: string): Check[] => [failed('attribution-mismatch', detail)];
  if (vouched)
    return holds(vouched.by, name) || holds(name, vouched.by)
      ? []
      : fail(`the quote is signed ${by}, but ${vouched.by} is vouched for`);
  const { author, title, siteName } = factsOf(source);
  if ([textOf(source), author, title, siteName].some((text) => text !== undefined && holds(text, name))) return [];
  return fail(`${by} is not named in ${source}: correct the last line of the quote, or vouch for it`);
}

function holds(text: string, name: string): boolean {
  return ` ${wordsIn(text).join(' ')} `.includes(` ${wordsIn(name).join(' ')} `);
}

function wordsIn(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  );
}

function clip(text: string, length: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= length ? line : `${line.slice(0, length).trimEnd()}…`;
}
