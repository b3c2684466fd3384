/** What a capitalised name followed by a number or by a short mark with one is: `Kite 4.5`, `Heron K3`. Dates are none. */
const VERSIONED = /(\p{Lu}\p{L}{1,40})[\s-](\p{Lu}{0,2}\d[\p{L}\d]{0,3}(?:\.\d{1,4}){0,3})/gu;
const CALENDAR = /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)/;

/**
 * How often each name with its version occurs, as one term: its words apart are shared with every other version and with every other thing of that number. Counted
 * `times` over.
 */
export function versionCounts(text: string, times: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [, name = '', version = ''] of text.matchAll(VERSIONED)) {
    const lower = name.toLowerCase();
    if (CALENDAR.test(lower)) continue;
    const term = `${lower}-${version.toLowerCase()}`;
    counts.set(term, (counts.get(term) ?? 0) + times);
  }
  return counts;
}
