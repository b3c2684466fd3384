/** robots.txt as RFC 9309 reads it. */
import { mostSpecific, type PathRule, pathRule } from './pathPattern.ts';

/** What a site asks of one crawler. */
export interface RobotsRules {
  /** Whether a path, with its query, may be visited. */
  allows(path: string): boolean;
  /** Seconds between two requests (`Crawl-delay`, no part of the RFC); 0 where none is asked for. */
  delaySeconds: number;
}

interface Group {
  rules: PathRule<boolean>[];
  delaySeconds: number;
}

/**
 * The rules for the crawler named `agent` (a product token, in any case), else those for `*`, else none. Groups of one name count
 * together. Only these two are kept, whatever else the file holds, so that what it costs grows with its length alone. Never throws.
 */
export function parseRobots(text: string, agent: string): RobotsRules {
  const own = tokenOf(agent);
  const groups = new Map<string, Group>();
  let open = new Set<string>();
  let naming = false;
  for (const line of text.replace(/^\uFEFF/, '').split(/[\r\n]+/)) {
    const [key, value] = fieldOf(line);
    if (key === 'user-agent') {
      if (!naming) open = new Set();
      naming = true;
      const name = tokenOf(value);
      if (name !== '*' && name !== own) continue;
      open.add(name);
      if (!groups.has(name)) groups.set(name, { rules: [], delaySeconds: 0 });
    } else if (key === 'allow' || key === 'disallow' || key === 'crawl-delay') {
      naming = false;
      for (const name of open) addField(groups.get(name), key, value);
    }
  }
  const { rules, delaySeconds } = groups.get(own) ?? groups.get('*') ?? { rules: [], delaySeconds: 0 };
  // §2.2.2: of equally specific rules the one that allows wins
  return { allows: (path) => mostSpecific(rules, path, (a) => a)?.value !== false, delaySeconds };
}

function addField(group: Group | undefined, key: string, value: string): void {
  if (key === 'crawl-delay') {
    const delay = Number(value);
    if (group && Number.isFinite(delay)) group.delaySeconds = Math.max(group.delaySeconds, delay);
  } else if (value !== '') group?.rules.push(pathRule(value, key === 'allow'));
}

function fieldOf(line: string): [string, string] {
  const comment = line.indexOf('#');
  const said = comment < 0 ? line : line.slice(0, comment);
  const colon = said.indexOf(':');
  return colon < 0 ? ['', ''] : [said.slice(0, colon).trim().toLowerCase(), said.slice(colon + 1).trim()];
}

/** §2.2.1: the letters, `_` and `-` that a name begins with; versions and what follows do not count. */
function tokenOf(name: string): string {
  return /^\*(\s|$)/.test(name) ? '*' : (name.match(/^[a-z_-]+/i)?.[0] ?? '').toLowerCase();
}
