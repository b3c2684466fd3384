/** JSON of any shape: a list in an answer, and a map from its fields to those of an entry. */
import { SourceError } from '../errors.ts';
import { utcDays } from '../text/days.ts';
import { parseJsonTemplate } from '../text/jsonPath.ts';
import { httpUrl } from '../text/url.ts';
import type { CrawlContext, CrawledEntry, CrawlResult, Day, FetchResponse, JsonField, JsonSource } from '../types.ts';
import { listedIn, MOST_ENTRIES, newest } from './entry.ts';
import { type FieldMap, readEntry } from './json-entry.ts';
import { keysOf, listAt, parseJson } from './json-list.ts';
import { readVisits, type Visits } from './visits.ts';

/** `{day}`, and not the secret `${day}`. */
const EACH_DAY = /(?<!\$)\{day\}/g;

interface Answer {
  entries: CrawledEntry[];
  warnings: string[];
}

/**
 * Reads the list of one answer, or with `{day}` in the address those of every UTC day of the window. Throws SourceError where no answer
 * could be read, there is no list where the source says, or none of its elements has an address and a title or content.
 */
export async function crawlJson(source: JsonSource, context: CrawlContext): Promise<CrawlResult> {
  const map = fieldMap(source);
  const days = source.url.search(EACH_DAY) >= 0 ? utcDays(context.window, context.now) : [undefined];
  const read: Visits<Answer>[] = [];
  const failures: SourceError[] = [];
  const warnings: string[] = [];
  for (const day of days) {
    try {
      read.push(await crawlDay(source, map, day, context));
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      failures.push(error);
      warnings.push(`${day}: ${error.message}`);
    }
  }
  const [failure] = failures;
  if (read.length === 0 && failure !== undefined) throw failure;
  const answers = read.flatMap(({ visits }) => visits);
  return {
    entries: answers.flatMap(({ entries }) => entries),
    unchanged: failures.length === 0 && read.every(({ unchanged }) => unchanged),
    warnings: [
      ...new Set([...answers.flatMap((one) => one.warnings), ...read.flatMap((one) => one.warnings), ...warnings]),
    ],
  };
}

function fieldMap({ map }: JsonSource): FieldMap {
  const fields: FieldMap = {};
  for (const [field, written] of Object.entries(map) as [JsonField, string][]) {
    const template = parseJsonTemplate(written);
    if (template === undefined)
      throw new SourceError(
        `map.${field} "${written.slice(0, 100)}" is no path such as paper.title; mend it in sources.yaml`,
      );
    fields[field] = template;
  }
  return fields;
}

function crawlDay(
  source: JsonSource,
  map: FieldMap,
  day: Day | undefined,
  context: CrawlContext,
): Promise<Visits<Answer>> {
  const url = day === undefined ? source.url : source.url.replaceAll(EACH_DAY, day);
  const request = { url, from: 'operator', cache: 'revalidate' } as const;
  return readVisits(context.fetch, request, (response) => readAnswer(source, map, url, response));
}

function readAnswer(source: JsonSource, map: FieldMap, url: string, response: FetchResponse): Answer {
  const list = listAt(parseJson(response), source.items);
  const about = { feedHomeUrl: source.home ?? originOf(source.url), ...listedIn(url, response) };
  const read = list.map((element) => readEntry(element, map, response.finalUrl));
  const entries = read.flatMap((entry) => (entry === undefined ? [] : { ...entry, ...about }));
  const lost = list.length - entries.length;
  if (entries.length === 0 && lost > 0)
    throw new SourceError(
      `none of its ${lost} entries has an address and a title by \`map\`; the first is ${keysOf(list[0])}`,
    );
  const warnings = lost > 0 ? [`entries without an address or a title, left out: ${lost}`] : [];
  const most = Math.min(source.maxItems ?? MOST_ENTRIES, MOST_ENTRIES);
  if (source.maxItems === undefined && entries.length > most)
    warnings.push(`${entries.length} entries, of which the newest ${most} were read`);
  return { entries: newest(entries, most), warnings };
}

function originOf(url: string): string {
  const absolute = httpUrl(url);
  return absolute === undefined ? url : new URL(absolute).origin;
}
