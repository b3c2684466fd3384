import { Temporal } from 'temporal-polyfill';
import { shortHash } from '../text/hash.ts';
import { nearestTold } from '../text/likeness.ts';
import { copiedFinder, holdsMostOf, newFacts, newWords, type Said } from '../text/news.ts';
import { canonicalUrl, pageKey } from '../text/url.ts';
import { isAccount, nameOf, writtenAt } from '../text/voice.ts';
import type { Original, PastStory, RankContext, Reason, Story, ToldBefore } from '../types.ts';

/** A story that is told again has to make up for more than any other term gives. */
const TOLD = -3;
/** So many numbers, dates and names that nobody told are news, where the headline is another one too. */
const NEWS = 3;
const NEW_TITLE = 0.34;
/** How many of them the editor is shown. */
const SHOWN = 3;
const SHOWN_LENGTH = 40;

/**
 * The ranked stories, those marked that a past issue told (`told`): by a page that it linked or a comment on one, by a copy of what it quoted, or by likeness of words and a rare name. Where
 * there is news, the story is an update: led by a page of its own that no past issue told, published after that window, which says what the issue did not say; what was told
 * before is no part of it any more, comments on it included. In order of the new scores.
 */
export function recall(stories: Story[], context: RankContext): Story[] {
  if (context.past.length === 0) return stories;
  const found = recognise(stories, context.past);
  return stories
    .map((story, i) => {
      const match = found[i];
      return match ? retold(story, match, context) : story;
    })
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}

interface Match {
  past: PastStory;
  how: string;
}

/** For each story the newest past one that it is. The hard signs first: words are compared only where they say nothing. */
function recognise(stories: Story[], past: PastStory[]): (Match | undefined)[] {
  const newest = past.toSorted((a, b) => b.number - a.number);
  const byPage = new Map<string, PastStory>();
  for (const each of newest) for (const page of each.pages) if (!byPage.has(page)) byPage.set(page, each);
  const copied = copiedFinder(newest.map(({ text }) => text));
  const found = stories.map((story) => byPages(story, byPage) ?? byCopy(story, newest, copied));
  const open = [...stories.keys()].filter((i) => !found[i] && stories[i]?.onTopic);
  const nearest = nearestTold(
    newest.map(saidBy),
    open.map((i) => pageSaid((stories[i] as Story).lead)),
  );
  for (const [at, i] of open.entries()) {
    const near = nearest[at];
    if (near !== undefined) found[i] = { past: newest[near] as PastStory, how: 'in like words' };
  }
  return found;
}

function byPages(story: Story, byPage: Map<string, PastStory>): Match | undefined {
  let best: Match | undefined;
  for (const item of story.items) {
    for (const page of placesOf(item)) {
      const past = byPage.get(page);
      if (past && past.number > (best?.past.number ?? -1)) best = { past, how: 'the same page' };
    }
  }
  return best;
}

/** The pages that an item is, in every spelling that was seen, and those that it is about. */
function placesOf(item: Original): string[] {
  return [item, ...item.copies].flatMap(({ url, about = [] }) => [url, ...about.filter(isPage)]).map(pageKey);
}

/** A site's front page and an account are mentioned for other reasons than what was told of them. */
function isPage(url: string): boolean {
  return pageKey(url).split('/').filter(Boolean).length > 1 && !isAccount(url);
}

function byCopy(story: Story, past: PastStory[], copied: (text: string) => number | undefined): Match | undefined {
  if (!story.onTopic) return undefined;
  for (const { text, voice } of story.items) {
    const at = voice ? undefined : copied(text);
    if (at !== undefined) return { past: past[at] as PastStory, how: 'a copy of it' };
  }
  return undefined;
}

function saidBy({ heading, titles, text }: PastStory): Said {
  return { title: heading, text: [...titles, text].join('\n') };
}

function pageSaid(item: Original): Said {
  return { title: nameOf(item), text: item.text || item.summary };
}

function retold(story: Story, { past, how }: Match, context: RankContext): Story {
  const { number, heading, url } = past;
  const told = { number, heading, url, update: false, detail: how };
  // what the editor pinned or found stands as it is, news or not
  const pinned = story.reasons.some(({ term, value }) => term === 'pinned' && value > 0);
  const fresh = story.items.filter((item) => isFresh(item, past, context));
  const news = (pinned ? fresh.filter((item) => item === story.lead) : fresh)
    .map((item) => ({ item, facts: newsOf(item, past) }))
    .filter(({ facts }) => facts.length > 0);
  const lead =
    news.find(({ item }) => item === story.lead) ?? news.toSorted((a, b) => b.facts.length - a.facts.length)[0];
  if (!lead) return scored(story, told, context);
  const detail = `${how}; new: ${lead.facts
    .slice(0, SHOWN)
    .map((fact) => fact.slice(0, SHOWN_LENGTH))
    .join(', ')}`;
  const items = pinned ? story.items : [...fresh, ...remarksOn(story.items, fresh, past)];
  const inOrder = story.items.filter((item) => items.includes(item));
  const id = shortHash((inOrder[0] as Original).canonicalUrl);
  const updated = { ...story, id, items: inOrder, lead: lead.item, title: lead.item.title };
  return scored(updated, { ...told, update: true, detail }, context);
}

/** A page that no past issue told, in any spelling or copy, published after the past issue's window had ended. */
function isFresh(item: Original, past: PastStory, { told, newsletter }: RankContext): boolean {
  if (item.voice || item.about !== undefined) return false;
  const known = new Set(past.pages);
  if ([item, ...item.copies].some(({ url }) => told.has(pageKey(url)) || known.has(pageKey(url)))) return false;
  const ended = Temporal.PlainDate.from(past.until).toZonedDateTime(newsletter.timezone).epochMilliseconds;
  return Date.parse(writtenAt(item) ?? item.publishedAt) >= ended && !holdsMostOf(past.text, item.text);
}

/** What a page says that the past issue did not, where it may lead a block and its headline says it too; else nothing. */
function newsOf(item: Original, past: PastStory): string[] {
  if (!item.text || item.incomplete || item.linkOnly) return [];
  const before = saidBy(past);
  if (newWords(nameOf(item), before) < NEW_TITLE) return [];
  const facts = newFacts(pageSaid(item), before);
  return facts.length >= NEWS ? facts : [];
}

/** Comments and posts on the new pages, and answers to those: what was said of the old ones is as old as they are. */
function remarksOn(items: Original[], fresh: Original[], past: PastStory): Original[] {
  const known = new Set(past.pages);
  const places = new Set(fresh.flatMap(keysOf));
  const open = new Set(
    items.filter((item) => !fresh.includes(item) && !placesOf(item).some((page) => known.has(page))),
  );
  for (let found = 1; found > 0; ) {
    const next = [...open].filter(({ about = [] }) => about.some((page) => places.has(canonicalUrl(page))));
    for (const item of next) {
      open.delete(item);
      for (const key of keysOf(item)) places.add(key);
    }
    found = next.length;
  }
  return items.filter((item) => !fresh.includes(item) && keysOf(item).some((key) => places.has(key)));
}

/** Where an item and its copies stand, and where their sources discuss them. */
function keysOf(item: Original): string[] {
  const seen = [item, ...item.copies].flatMap(({ url, discussionUrl }) => [
    url,
    ...(discussionUrl ? [discussionUrl] : []),
  ]);
  return seen.map(canonicalUrl);
}

/** The story with the novelty term that its past gives it, in place of the one that ranking gave. */
function scored(story: Story, told: ToldBefore, { newsletter }: RankContext): Story {
  const before = story.reasons.find(({ term }) => term === 'novelty')?.value ?? 0;
  const value = told.update ? 0 : Math.round(TOLD * (newsletter.weights.novelty ?? 1) * 1000) / 1000;
  const novelty: Reason = { term: 'novelty', value, detail: `${plainly(told)}: ${told.detail}` };
  const reasons = [...story.reasons.filter(({ term }) => term !== 'novelty'), novelty];
  return { ...story, told, reasons, score: story.score - before + value };
}

function plainly({ number, heading }: ToldBefore): string {
  return heading ? `issue ${number} told “${heading}”` : `issue ${number} told it`;
}
