import { asidesOf, touches } from '../text/chapters.ts';
import { failed } from '../text/failed.ts';
import { escapeText, linkText } from '../text/markdown.ts';
import { squeeze } from '../text/markdown-tree.ts';
import { verifyQuote } from '../text/quote.ts';
import { ordersMachine } from '../text/stated.ts';
import { secondsAt } from '../text/transcript.ts';
import { hostOf } from '../text/url.ts';
import { nameOf } from '../text/voice.ts';
import type { Answer, Ask, AskRequest, Blurb, Brief, Check, ChosenStory, Item, Quote } from '../types.ts';
import { isLinkText, mannerProblems, wordsToLink } from './write-manner.ts';
import { blurbPrompt, systemPrompt } from './write-prompts.ts';

const MAX_QUOTES = 2;
const LONGEST_NAME = 40;
const HOST = /^([a-z0-9-]+\.)+[a-z]{2,}$/;
/** Words of a quote that a model takes from a transcript itself. */
const LEAST_WORDS = 8;
const MOST_WORDS = 75;
const MAX_TOKENS = 2500;

/** What the model is asked to answer: a heading, one or two sentences with the link's words in `[[ ]]`, and the ids of the quotes that it picks. */
export interface WrittenBlurb {
  heading: string;
  blurb: string;
  quotes: string[];
}

/** The block that needs no model (P9): the attribution line and one quote; for voices, and for a post that leads a story, each post whole. */
export function extractive(story: ChosenStory, checks: Check[] = []): Blurb {
  const { lead } = story;
  const base = { storyId: story.id, writer: 'extractive' as const, checks };
  const title = lead.pageSays?.title ?? story.title;
  if (story.slot === 'voices')
    return {
      ...base,
      heading: story.slotTitle ?? voicesHeading(lead.voice ? '' : title),
      prose: '',
      quotes: story.quotes,
    };
  if (lead.voice) {
    const quotes = story.quotes.filter(({ itemId }) => itemId === lead.id).slice(0, 1);
    const heading = story.slotTitle ?? nameOf(lead);
    return { ...base, heading, prose: quotes.length ? '' : attribution(lead), quotes };
  }
  const quotes = story.quotes.filter((quote) => !quote.voice).slice(0, 1);
  return { ...base, heading: story.slotTitle ?? title, prose: attribution(lead), quotes };
}

/** Whether there is nothing for a model to write: a block's words are all somebody's own, or nothing of its page may be told. */
export function speaksForItself({ slot, lead }: ChosenStory): boolean {
  return slot === 'voices' || lead.voice !== undefined || lead.linkOnly === true;
}

/** "Voices: Sorrel 2": the lead's heading stands right above, so that its first words are enough to know it again. */
function voicesHeading(title: string): string {
  const [name = ''] = title.split(/\s*(?::\s|[–—]\s|\s[-|]\s|,\s)/);
  return name.length >= 2 && name.length <= LONGEST_NAME ? `Voices: ${name}` : 'Voices';
}

/** `[Title](url)`, author, site: everything in it is data (P2). */
export function attribution(item: Item): string {
  const site = siteOf(item);
  const author = cleanAuthor(item.author, site);
  return [linkText(nameOf(item), item.url), ...[...(author ? [author] : []), site].map(escapeText)].join(', ');
}

/** A page may call itself what it likes, but no address: mail clients would make a link of it. */
function siteOf({ siteName, own, sourceName, url }: Item): string {
  if (siteName !== undefined && !/[@<>[\]]|https?:|www\./.test(siteName) && !ordersMachine(siteName)) return siteName;
  // a source without a name has its feed's host for one, which need not be the site's
  return own && !HOST.test(sourceName) ? sourceName : hostOf(url);
}

/** A byline as it is printed, or nothing where it is an address, a machine's name or the site again. */
function cleanAuthor(author: string | undefined, site: string): string | undefined {
  const name = author
    ?.replace(/\s+/g, ' ')
    .replace(/^by\s+/i, '')
    .trim();
  if (!name || name.length > 60 || /[@<>[\]]|https?:|^(admin|editor|staff|team|unknown|guest)$/i.test(name))
    return undefined;
  if (ordersMachine(name)) return undefined;
  return name.toLowerCase() === site.toLowerCase() ? undefined : name;
}

/**
 * Asks the model for one block. Links come from the data alone: the model marks the words that carry the lead's link. A model that can't answer gives the reason; what its block has wrong is in the
 * block's `checks`.
 */
export async function write(story: ChosenStory, ask: Ask, brief: Brief): Promise<Answer<Blurb>> {
  const answer = await ask(blurbRequest(story, brief), parseWritten);
  if (!answer.ok) return answer;
  return { ok: true, value: toBlurb(story, answer.value) };
}

/** The call that asks for one block. */
export function blurbRequest(story: ChosenStory, brief: Brief): AskRequest {
  return { purpose: 'write', system: systemPrompt(brief), prompt: blurbPrompt(story, brief), maxTokens: MAX_TOKENS };
}

export function parseWritten(json: unknown): WrittenBlurb {
  const { heading, blurb, quotes } = (json ?? {}) as Record<string, unknown>;
  if (typeof heading !== 'string' || heading.trim() === '')
    throw new Error('"heading" must be a string that is not empty');
  if (typeof blurb !== 'string' || blurb.trim() === '') throw new Error('"blurb" must be a string that is not empty');
  if (!Array.isArray(quotes) || !quotes.every((quote) => typeof quote === 'string'))
    throw new Error('"quotes" must be a list of ids such as "q1"');
  return { heading: squeeze(heading), blurb: squeeze(blurb), quotes };
}

export function toBlurb(story: ChosenStory, written: WrittenBlurb): Blurb {
  const checks: Check[] = [];
  const quotes: Quote[] = [];
  for (const said of written.quotes.slice(0, MAX_QUOTES)) {
    const quote = story.quotes.find(({ id }) => id === said.trim()) ?? quoteByText(story, said);
    if (quote) quotes.push(quote);
    else
      checks.push(failed('quote-not-found', `“${said.slice(0, 80)}” is neither a quote's id nor words of the source`));
  }
  if (written.quotes.length === 0) checks.push(failed('bad-answer', 'no quote was picked'));
  if (/https?:\/\/|\]\(|www\./i.test(written.heading + written.blurb)) {
    checks.push(failed('link-not-in-source', 'the model wrote a link; links come from the sources alone'));
  }
  const { lead } = story;
  checks.push(...mannerProblems(written.heading, unmarked(written.blurb), lead.pageSays?.title ?? lead.title));
  return {
    storyId: story.id,
    heading: written.heading,
    prose: withLink(written.blurb, lead),
    quotes,
    writer: 'model',
    checks,
  };
}

/** For a transcript without punctuation a model may answer with words; they must be the source's (P1), and no sponsor's. */
function quoteByText(story: ChosenStory, said: string): Quote | undefined {
  const { lead } = story;
  const count = said.trim().split(/\s+/).length;
  const proof = count < LEAST_WORDS || count > MOST_WORDS ? undefined : verifyQuote(said, lead.text);
  if (!proof?.ok || touches(asidesOf(lead), proof.start, proof.end)) return undefined;
  const seconds = secondsAt(lead.cues ?? [], proof.start);
  return {
    id: 'text',
    itemId: lead.id,
    text: said.trim(),
    url: lead.url,
    start: proof.start,
    end: proof.end,
    score: 0,
    ...(seconds === undefined ? {} : { seconds }),
  };
}

/**
 * Puts the lead's link on the words that the model marked. Where those say nothing of what is linked, or none are marked, on words that the page's title has too, else the title itself goes in front.
 */
function withLink(blurb: string, lead: Item): string {
  const marked = [...blurb.matchAll(MARKED)].find((match) => isLinkText(match[1] as string, lead));
  if (marked) return linkedAt(blurb, marked.index, marked.index + marked[0].length, marked[1] as string, lead);
  const plain = unmarked(blurb);
  const found = wordsToLink(plain, nameOf(lead));
  if (found) return linkedAt(plain, found.start, found.end, plain.slice(found.start, found.end), lead);
  return `${linkText(nameOf(lead), lead.url)}. ${escapeText(plain)}`;
}

/** `[[words]]`; a number after a bar, as the letter has it, is no word. */
const MARKED = /\[\[([^[\]|]{1,300})(?:\|\d{0,4})?\]\]/g;

function linkedAt(blurb: string, start: number, end: number, words: string, lead: Item): string {
  const [before, after] = [blurb.slice(0, start), blurb.slice(end)].map((text) => escapeText(unmarked(text)));
  return `${before}${linkText(words.trim(), lead.url)}${after}`;
}

function unmarked(text: string): string {
  return text.replace(MARKED, '$1').replace(/\[\[|\]\]/g, '');
}
