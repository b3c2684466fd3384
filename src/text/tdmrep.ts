/** tdmrep.json (W3C TDM Reservation Protocol): which pages of a site keep text and data mining to their owner. */
import { mostSpecific, type PathRule, pathRule } from './pathPattern.ts';

const MAX_RULES = 1_000;
const MAX_PATTERN = 2_000;
/** 1 and 0 by the letter; the others are what people write. */
const [YES, NO] = [new Set<unknown>([1, '1', true]), new Set<unknown>([0, '0', false])];

/** What a site says in its tdmrep.json. */
export interface TdmRep {
  /** Whether the text of a path, with its query, is reserved. */
  reserves(path: string): boolean;
}

/**
 * Reads `[{ location, tdm-reservation, tdm-policy }]`, where locations are patterns as in robots.txt. The most specific location that
 * matches wins; of equal ones the one that reserves. What is no JSON, or not of this shape, reserves nothing. Never throws.
 */
export function parseTdmRep(json: string): TdmRep {
  const rules: PathRule<boolean>[] = [];
  for (const rule of rulesOf(json)) {
    const { location, 'tdm-reservation': reservation } = rule;
    if (typeof location !== 'string' || location === '' || location.length > MAX_PATTERN) continue;
    if (YES.has(reservation)) rules.push(pathRule(location, true));
    else if (NO.has(reservation)) rules.push(pathRule(location, false));
    if (rules.length === MAX_RULES) break;
  }
  return { reserves: (path) => mostSpecific(rules, path, (a) => a)?.value === true };
}

function rulesOf(json: string): Record<string, unknown>[] {
  let read: unknown;
  try {
    read = JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch {
    return [];
  }
  const list = Array.isArray(read) ? read : [read];
  return list.filter((rule): rule is Record<string, unknown> => typeof rule === 'object' && rule !== null);
}
