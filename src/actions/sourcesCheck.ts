/** `sources check`: asks each source once and says how it is. */
import pLimit from 'p-limit';
import { didYouMean } from '../config/hint.ts';
import { lineOfSource } from '../config/sourcesFile.ts';
import { UserError } from '../errors.ts';
import { htmlToText } from '../text/html.ts';
import type { CrawledEntry, Crawler, CrawlResult, Iso, Source, SourceHealth, SourceKind, World } from '../types.ts';
import { askedFor } from './asked.ts';
import { type Deadline, deadlineIn, watchedFetch } from './deadline.ts';
import { afterFailure, afterSuccess, failureOf } from './health.ts';
import { watchSources } from './progress.ts';
import { lookWindow } from './sourcesWindow.ts';
import type { Workspace } from './workspace.ts';

export interface CheckedSource {
  id: string;
  name: string;
  kind: SourceKind;
  ok: boolean;
  error?: string;
  warnings: string[];
  entries: number;
  /** The date of the newest entry. */
  newestAt?: Iso;
  itemsAWeek?: number;
  silentSince?: Iso;
  /** The middle one of the entries' lengths, in words; for kinds whose entries carry text. */
  words?: number;
  movedTo?: string;
  /** The edit of `sources.yaml` that follows the move. */
  edit?: string;
  dollars?: number;
}
/** As many at once as a crawl has, and a host has limits of its own. */
const AT_ONCE = 12;
const MINUTES = 20;
const FILE = 'sources.yaml';

interface Check {
  world: World;
  window: { sinceAt: Iso; untilAt: Iso };
  now: Iso;
  deadline: Deadline;
  health: Map<string, SourceHealth>;
  yaml: string;
  sources: Source[];
}

/**
 * Fetches sources as a crawl does, those with these ids or all that are enabled, also ones that failed for long. Nothing is stored of
 * what they hold; how they fared is, except in a replay. Throws UserError for an id that no source has.
 */
export async function checkSources(
  world: World,
  workspace: Workspace,
  o: { ids: string[]; since?: string; until?: string },
): Promise<CheckedSource[]> {
  const wanted = wantedSources(workspace.sources, o.ids);
  const { sinceAt, untilAt } = lookWindow(world, o);
  const check: Check = {
    world,
    window: { sinceAt, untilAt },
    now: world.clock().toISOString(),
    deadline: deadlineIn(MINUTES, world),
    health: new Map((await world.store.health()).map((row) => [row.sourceId, row])),
    yaml: (await world.files.read(FILE)) ?? '',
    sources: workspace.sources,
  };
  const limit = pLimit(AT_ONCE);
  const watch = watchSources(world.report, wanted.length);
  return Promise.all(wanted.map((source) => limit(() => watch(source.name, () => checkSource(check, source)))));
}

function wantedSources(sources: Source[], ids: string[]): Source[] {
  if (ids.length === 0) return sources.filter(({ enabled }) => enabled);
  const known = sources.map(({ id }) => id);
  return [...new Set(ids)].map((id) => {
    const source = sources.find((one) => one.id === id);
    if (source) return source;
    throw new UserError(`no source has the id “${id}”.${didYouMean(id, known)} \`pullquote sources list\` shows them.`);
  });
}

async function checkSource(check: Check, source: Source): Promise<CheckedSource> {
  const { world, window, now, deadline, health } = check;
  const { id, name, kind } = source;
  const asked = askedFor(source, world);
  const requests = new Set<string>();
  const fetch = watchedFetch(world.fetch, deadline, (url, kept) => kept && requests.add(url));
  try {
    const crawler = world.crawlers[kind] as Crawler;
    const { lacks } = world;
    const say = (message: string) => world.report.step(message);
    const result = await crawler(source, { fetch, window, now, say, ...(lacks ? { lacks } : {}) });
    const { entries } = result;
    const after = afterSuccess(source, { entries, ...movedBy(result), requests: [...requests], asked }, now);
    await save(check, after);
    return { id, name, kind, ok: true, ...seen(check, source, result, after) };
  } catch (error) {
    if (deadline.over()) return { id, name, kind, ok: false, error: deadline.reason, warnings: [], entries: 0 };
    const reason = failureOf(error, (stack) => world.report.info(`${name}: ${stack}`));
    await save(check, afterFailure(source, health.get(id), reason, now, asked));
    return { id, name, kind, ok: false, error: reason, warnings: [], entries: 0 };
  }
}

async function save({ world }: Check, health: SourceHealth): Promise<void> {
  if (!world.replaying) await world.store.saveHealth(health);
}

function seen(
  check: Check,
  source: Source,
  { entries, warnings, dollars }: CrawlResult,
  { itemsAWeek, silentSince, movedTo }: SourceHealth,
): Pick<CheckedSource, 'entries' | 'warnings'> & Partial<CheckedSource> {
  // a visit may be one of several in a recording
  const once = [...new Map(entries.map((entry) => [`${entry.id} ${entry.url}`, entry])).values()];
  const newestAt = newestOf(once, check.now);
  const edit = movedTo === undefined ? undefined : editFor(check, source, movedTo);
  return {
    warnings,
    entries: once.length,
    ...(newestAt === undefined ? {} : { newestAt }),
    ...(itemsAWeek === undefined ? {} : { itemsAWeek }),
    ...(silentSince === undefined ? {} : { silentSince }),
    ...(once.length === 0 || isRecording(source) ? {} : { words: middle(once.map(wordsOf)) }),
    ...(movedTo === undefined ? {} : { movedTo }),
    ...(edit === undefined ? {} : { edit }),
    ...(dollars ? { dollars } : {}),
  };
}

function newestOf(entries: CrawledEntry[], now: Iso): Iso | undefined {
  const dates = entries.flatMap(({ publishedAt }) => (publishedAt === undefined ? [] : [publishedAt]));
  // a date far ahead is a mistake of the feed's
  const tomorrow = new Date(Date.parse(now) + 86_400_000).toISOString();
  return dates
    .filter((date) => date <= tomorrow)
    .sort()
    .at(-1);
}

function isRecording({ kind }: Source): boolean {
  return kind === 'podcast' || kind === 'youtube';
}

function wordsOf({ text, contentHtml, summaryHtml }: CrawledEntry): number {
  const said = text ?? htmlToText(contentHtml ?? summaryHtml ?? '');
  return said.split(/\s+/).filter(Boolean).length;
}

function middle(numbers: number[]): number {
  return numbers.sort((a, b) => a - b)[numbers.length >> 1] ?? 0;
}

/** A new address that holds `${NAME}` would have a secret of the operator's sent to it: it is not even suggested. */
function movedBy({ movedTo }: CrawlResult): { movedTo?: string } {
  return movedTo === undefined || movedTo.includes('${') ? {} : { movedTo };
}

/** Only an address that stands in the file can be changed there. */
function editFor({ yaml, sources }: Check, source: Source, movedTo: string): string | undefined {
  if (!yaml.includes(source.url)) return undefined;
  const line = lineOfSource(yaml, sources.indexOf(source));
  return `${FILE}:${line} write ${JSON.stringify(movedTo)} in place of ${JSON.stringify(source.url)}`;
}
