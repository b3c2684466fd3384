/** The stories of a week for scripts, and one story with all that decided about it. */
import { UserError } from '../errors.ts';
import type { Week } from '../pipeline.ts';
import { findQuotes } from '../stages/quotes.ts';
import { SCORE_TERMS } from '../text/scoreTerms.ts';
import { hostOf, pageKey } from '../text/url.ts';
import type { Item, Original, Quote, Story } from '../types.ts';
import { oneLine, plural, table, terminalColumns } from './print.ts';
import { chosenAs, listed, reasonOf, shortOf } from './storiesTable.ts';

const QUOTES = 2;
const BAR = 16;
/** As many ids as are offered in the place of one that is none. */
const OFFERED = 3;

type Weights = Record<string, number>;

/** DESIGN §5, with the runners-up and the funnel beside it. */
export function asJson(week: Week, all: boolean) {
  return envelope(
    week,
    listed(week, all).map((story) => entry(week, story)),
  );
}

/** The same with one story alone, which has its members, weights and quotes too. */
export function asExplained(week: Week, story: Story, weights: Weights) {
  const reasons = story.reasons.map((reason) => ({ ...reason, weight: weights[reason.term] ?? 1 }));
  const members = story.items.map((item) => ({
    ...{ id: item.id, url: item.url, title: item.title, source: item.sourceName, publishedAt: item.publishedAt },
    ...{
      lead: item.id === story.lead.id,
      firstHand: item.own,
      joinedBy: joinedBy(item, story),
      counts: item.counts ?? {},
    },
    copies: item.copies.map(({ id, url, sourceName }) => ({ id, url, source: sourceName })),
  }));
  const quotes = quotesOf(week, story).map(({ id, text, url }) => ({ id, text, url }));
  return envelope(week, [{ ...entry(week, story), reasons, members, quotes }]);
}

function envelope<T>(week: Week, stories: T[]) {
  const { dropped, runnersUp } = week.selection;
  const almost = runnersUp.map(({ story, reason }) => ({
    ...{ id: story.id, title: story.title, score: rounded(story.score), reason },
    short: shortOf(week, story) ?? null,
  }));
  return { stories, dropped, runnersUp: almost, funnel: week.funnel };
}

function entry(week: Week, story: Story) {
  return {
    id: story.id,
    title: story.title,
    score: rounded(story.score),
    onTopic: story.onTopic,
    slot: chosenAs(week, story)?.slot ?? null,
    leftOut: reasonOf(week, story) ?? null,
    items: sightings(story).map(({ id, url, title, sourceName }) => ({ id, url, title, source: sourceName })),
    reasons: story.reasons,
    ...(story.told ? { told: story.told } : {}),
  };
}

function rounded(score: number): number {
  return Math.round(score * 1000) / 1000;
}

function sightings(story: Story): Item[] {
  return story.items.flatMap((item) => [item, ...item.copies]);
}

/** The story whose id begins so, or one of whose pages has this address. Throws UserError where there is none, or several. */
export function storyNamed(week: Week, name: string): Story {
  const wanted = name.trim();
  if (/^https?:\/\/|^[\w-]+(\.[\w-]+)+\//i.test(wanted)) return storyAt(week, wanted);
  const found = wanted ? week.stories.filter((story) => story.id.startsWith(wanted.toLowerCase())) : [];
  if (found.length === 1) return found[0] as Story;
  if (found.length > 1)
    throw new UserError(`“${wanted}” begins ${found.length} ids: give more of it.\n${offer(found)}`);
  throw new UserError(
    `no story of this week has an id that begins with “${oneLine(wanted, 40)}”. Nearest are:\n${offer(nearest(week.stories, wanted.toLowerCase()))}\n\`pullquote stories --all\` lists every id.`,
  );
}

function storyAt(week: Week, address: string): Story {
  const key = pageKey(/^https?:/i.test(address) ? address : `https://${address}`);
  const isAt = ({ url, discussionUrl }: Item) =>
    pageKey(url) === key || (discussionUrl !== undefined && pageKey(discussionUrl) === key);
  const found = week.stories.find((story) => sightings(story).some(isAt));
  if (found) return found;
  throw new UserError(
    `no story of this week has the page ${oneLine(address, 200)}. A round-up, or what was left out before there were stories, is in none; \`pullquote stories --all --json\` lists every page that is.`,
  );
}

/** Most alike first: by how many digits they begin with in common, then by how many stand in the same place. */
function nearest(stories: Story[], wanted: string): Story[] {
  const likeness = ({ id }: Story) => {
    let common = 0;
    while (common < wanted.length && id[common] === wanted[common]) common++;
    return common * 16 + [...wanted].filter((digit, i) => id[i] === digit).length;
  };
  return stories.toSorted((a, b) => likeness(b) - likeness(a));
}

function offer(stories: Story[]): string {
  return stories
    .slice(0, OFFERED)
    .map(({ id, title }) => `  ${id}  ${oneLine(title, 60)}`)
    .join('\n');
}

/** A page for people: what became of the story, each term of its score, its members, what could be quoted. */
export function explanation(week: Week, story: Story, weights: Weights): string {
  const parts = [
    `${oneLine(story.title, 200)}\n${story.id}, score ${story.score.toFixed(3)}: ${outcome(week, story)}`,
    terms(story, weights),
    `${plural(story.items.length, 'item')}\n${story.items.map((item) => member(item, story)).join('\n')}`,
  ];
  const quotes = quotesOf(week, story);
  parts.push(
    quotes.length > 0
      ? `Could be quoted:\n${quotes.map(({ text }) => `  “${oneLine(text, 400)}”`).join('\n')}`
      : 'Nothing of it can be quoted.',
  );
  return parts.join('\n\n');
}

function outcome(week: Week, story: Story): string {
  const chosen = chosenAs(week, story);
  const told = story.told ? ` Issue ${story.told.number} told it: ${oneLine(story.told.detail, 200)}.` : '';
  if (chosen) return `stands in the issue, slot ${chosen.slot}.${told}`;
  const short = shortOf(week, story);
  const far = short !== undefined && short > 0 ? `, ${short.toFixed(2)} short of the last one chosen` : '';
  return `left out, ${reasonOf(week, story) ?? 'no-room'}${far}.${told}`;
}

function terms({ reasons }: Story, weights: Weights): string {
  const most = Math.max(...reasons.map(({ value }) => Math.abs(value)), 0);
  const rows = reasons.map(({ term, value, detail }) => [
    term,
    value.toFixed(2),
    `×${weights[term] ?? 1}`,
    `${value < 0 ? '-' : ''}${'█'.repeat(Math.ceil((Math.abs(value) / most) * BAR))}`,
    oneLine(detail, 100),
  ]);
  const said = new Set(reasons.map(({ term }) => term));
  const silent = Object.keys(SCORE_TERMS).filter((term) => !said.has(term));
  const nothing = silent.length > 0 ? [`0 for ${silent.join(', ')}`] : [];
  return [table(rows, ['term', 'value', 'weight', '', 'why'], { columns: terminalColumns() }), ...nothing].join('\n');
}

function member(item: Original, story: Story): string {
  const facts = [
    item.publishedAt.slice(0, 10),
    oneLine(item.sourceName, 40),
    item.voice ? oneLine(`@${item.voice.handle}`, 40) : item.own ? 'first hand' : 'passed on',
    ...Object.entries(item.counts ?? {}).map(([kind, count]) => `${count} ${kind}`),
    joinedBy(item, story),
  ];
  const lines = [`  ${oneLine(item.title, 100)}`, `    ${facts.join(', ')}`, `    ${oneLine(item.url, 200)}`];
  const copies = item.copies.map(({ sourceName, url }) => `${oneLine(sourceName, 40)} (${hostOf(url)})`);
  if (copies.length > 0) lines.push(`    also at ${copies.join(', ')}`);
  return lines.join('\n');
}

/** Why an item is of its story, as far as it can be told from the item itself. */
function joinedBy(item: Original, { items, lead }: Story): string {
  if (item.id === lead.id) return 'the lead';
  const others = new Set(items.filter(({ id }) => id !== item.id).flatMap(addresses));
  if (item.about?.some((url) => others.has(pageKey(url)))) return 'is about a page of it';
  if (item.links.some((url) => others.has(pageKey(url)))) return 'links to a page of it';
  const own = new Set(addresses(item));
  if (items.some(({ id, links }) => id !== item.id && links.some((url) => own.has(pageKey(url)))))
    return 'is linked by it';
  return 'alike in words';
}

function addresses({ url, discussionUrl, copies }: Original): string[] {
  const all = [url, discussionUrl, ...copies.map((copy) => copy.url)];
  return all.flatMap((address) => (address === undefined ? [] : [pageKey(address)]));
}

function quotesOf(week: Week, story: Story): Quote[] {
  return (chosenAs(week, story)?.quotes ?? findQuotes(story)).slice(0, QUOTES);
}
