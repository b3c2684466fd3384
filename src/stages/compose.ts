import { supportFor } from '../text/blurb.ts';
import { escapeHeading, escapeQuote, linkText, quoteOf } from '../text/markdown.ts';
import { atSecond, clock } from '../text/moment.ts';
import { quoteEvidence } from '../text/passage.ts';
import { passageAround } from '../text/sentences.ts';
import { updateLine } from '../text/update.ts';
import { writtenAt } from '../text/voice.ts';
import type { BlockEvidence, Blurb, ChosenStory, Item, Quote, QuoteEvidence } from '../types.ts';

/** One block as it will stand in `issue.md`, with how it came to be. */
export interface ComposedBlock {
  markdown: string;
  evidence: BlockEvidence;
}
const MAX_PASSAGES = 8;

/** Blurbs to Markdown blocks: heading with its length, prose, then each quote under the link it is from; and the evidence beside. */
export function compose(told: { story: ChosenStory; blurb: Blurb }[]): ComposedBlock[] {
  return told.map(({ story, blurb }) => {
    const markdown = blockMarkdown(story, blurb);
    return { markdown, evidence: blockEvidence(story, blurb, markdown) };
  });
}

function blockMarkdown(story: ChosenStory, blurb: Blurb): string {
  const length = story.slot === 'voices' ? '' : lengthOf(story.lead);
  const parts = [`## ${escapeHeading(blurb.heading)}${length}`];
  if (blurb.prose) parts.push(blurb.prose);
  if (story.told?.update && story.slot !== 'voices') parts.push(updateLine(story.told));
  // below a voice's line the page's own words would be the voice's
  for (const quote of blurb.quotes.toSorted((a, b) => Number(a.voice !== undefined) - Number(b.voice !== undefined))) {
    if (quote.voice) parts.push(`@${linkText(quote.voice.handle, quote.url)} (${quote.voice.where})`);
    else if (quote.seconds !== undefined)
      parts.push(linkText(clock(quote.seconds), atSecond(quote.url, quote.seconds)));
    parts.push(quoteMarkdown(quote));
  }
  return parts.join('\n\n');
}

/** A whole post keeps its links and emphasis; what would not read as the same words is told plain. */
function quoteMarkdown({ text, markdown }: Quote): string {
  const formatted = markdown === undefined ? undefined : quoteOf(markdown, text);
  return formatted ?? escapeQuote(text);
}

/** ` (1h 5m)` for a video or podcast; nothing for what is read. */
function lengthOf(item: Item): string {
  if (!item.media || !item.durationSeconds) return '';
  const minutes = Math.max(1, Math.round(item.durationSeconds / 60));
  if (minutes < 60) return ` (${minutes} min)`;
  return minutes % 60 ? ` (${Math.floor(minutes / 60)}h ${minutes % 60}m)` : ` (${minutes / 60}h)`;
}

function blockEvidence(story: ChosenStory, blurb: Blurb, markdown: string): BlockEvidence {
  const { id, slot, score, reasons } = story;
  const items = story.items.filter((item) => !item.linkOnly || item === story.lead);
  return {
    storyId: slot === 'voices' ? `${id}-voices` : id,
    slot,
    markdown,
    writer: blurb.writer,
    score: Math.round(score * 1000) / 1000,
    reasons,
    ...(story.told ? { told: story.told } : {}),
    items: items.map((item) => ({
      url: item.url,
      title: item.pageSays?.title ?? item.title,
      source: item.sourceName,
      ...(item.author ? { author: item.author } : {}),
      publishedAt: writtenAt(item) ?? item.publishedAt,
    })),
    quotes: blurb.quotes.flatMap((quote) => proofOf(quote, items)),
    passages: blurb.writer === 'model' ? items.flatMap((item) => passagesOf(blurb, item)).slice(0, MAX_PASSAGES) : [],
    checks: blurb.checks,
  };
}

function proofOf(quote: Quote, items: Item[]): QuoteEvidence[] {
  const item = items.find(({ id }) => id === quote.itemId);
  return item ? [quoteEvidence(quote, item)] : [];
}

/** Where the numbers and names of machine prose stand, so that a clone without sources can still be checked. */
function passagesOf(blurb: Blurb, item: Item): { url: string; text: string }[] {
  const spans = supportFor(`${blurb.heading}. ${blurb.prose}`, {
    title: item.pageSays?.title ?? item.title,
    text: item.text,
    publishedAt: writtenAt(item) ?? item.publishedAt,
  });
  const texts = new Set(spans.map(({ start, end }) => passageAround(item.text, start, end, 0)));
  return [...texts].map((text) => ({ url: item.url, text }));
}
