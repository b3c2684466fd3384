import type { Window } from '../config/window.ts';
import { UserError } from '../errors.ts';
import { findStories, type Week } from '../pipeline.ts';
import type { Ask, Item, PastIssues, World } from '../types.ts';
import { type CrawlReport, crawl } from './crawl.ts';
import { findsFor, itemsOfFinds, sourcesOf } from './finds.ts';
import { wasOffline } from './offline.ts';
import { verdictsFor } from './verdicts.ts';
import type { Workspace } from './workspace.ts';

/** As many failures as say what is wrong. */
const MOST_REASONS = 10;
/** How long before the window a late arrival may have been published: three days, in milliseconds. */
const LATE = 3 * 86_400_000;

/**
 * The week's stories: crawls unless told not to, then ranks what the window holds. Throws UserError (exit 3) where nothing could be crawled and no stored
 * item of the window is there. `ask` helps in the place of the world's own: a dry run only counts what would be asked.
 */
export async function findWeek(
  world: World,
  workspace: Workspace,
  o: { window: Window; past: PastIssues; crawl: boolean; late: boolean; ask?: Ask },
): Promise<{ week: Week; crawled: CrawlReport | undefined }> {
  const { window, past } = o;
  const lateFrom =
    o.late && past.lastDraftedAt ? new Date(Date.parse(window.sinceAt) - LATE).toISOString() : window.sinceAt;
  const finds = findsFor(workspace.editor, past.number);
  const findSources = sourcesOf(finds);
  const sources = [...workspace.sources, ...findSources];
  const crawled = o.crawl ? await crawl(world, sources, { ...window, sinceAt: lateFrom }) : undefined;
  // who is not in sources.yaml any more, or a find that was taken back, has no say; what is stored of them may stay
  const read = new Set(sources.filter(({ enabled }) => enabled).map(({ id }) => id));
  const found = (await world.store.items(lateFrom, window.untilAt)).filter(({ sourceId }) => read.has(sourceId));
  // what was published before the last issue's end and seen after it was drafted would be in no issue
  // a link without a date has its page's, once that is read
  const ofTheWeek = found.filter(
    ({ publishedAt, firstSeenAt }) =>
      publishedAt >= lateFrom && (publishedAt >= window.sinceAt || firstSeenAt > (past.lastDraftedAt ?? '')),
  );
  const known = new Set(ofTheWeek.map(({ id }) => id));
  const items = [...ofTheWeek, ...(await itemsOfFinds(world, findSources)).filter(({ id }) => !known.has(id))];
  if (items.length === 0) throw nothingThere(window, crawled);
  await record(world, past, items);
  const editor = { ...workspace.editor, inbox: finds };
  const memory = { told: new Set(past.told), past: past.stories ?? [] };
  const context = { newsletter: workspace.newsletter, sources, editor, ...memory, until: window.untilAt };
  const ask = o.ask ?? world.ask;
  const help = ask ? { ask, verdicts: verdictsFor(world) } : undefined;
  return { week: await findStories(items, context, help), crawled };
}

function nothingThere(window: Window, crawled: CrawlReport | undefined): UserError {
  const nothing = `no item from ${window.since} to ${window.until}`;
  if (crawled === undefined) return new UserError(`${nothing}. Run without --no-crawl.`, 3);
  if (crawled.sources.length === 0)
    return new UserError(`${nothing}: no source is enabled. \`pullquote sources add URL\` adds one.`, 3);
  if (wasOffline(crawled)) return new UserError(`${nothing}: no host can be found. Is this machine online?`, 3);
  const failed = crawled.sources.filter(({ error }) => error !== undefined);
  const why = failed.slice(0, MOST_REASONS).map(({ name, error }) => `\n  ${name}: ${error}`);
  if (failed.length > MOST_REASONS)
    why.push(`\n  ${failed.length - MOST_REASONS} more: \`pullquote crawl\` tells each`);
  return new UserError(`${nothing}. Widen --since and --until, or mend the sources.${why.join('')}`, 3);
}

/** A recording holds what stored items were read from, and what the run knew of past issues. */
async function record(world: World, past: PastIssues, items: Item[]): Promise<void> {
  if (!world.recorder) return;
  for (const answer of await world.store.answersFor(items.map(({ id }) => id))) world.recorder.add(answer);
  world.recorder.past(past);
}
