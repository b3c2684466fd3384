/** What the shapes of single keys cannot see: which keys of a kind go together. */
import { KIND_EXAMPLES, type WrittenKind } from './kinds.ts';
import type { Path } from './yamlFile.ts';

type Entry = Record<string, unknown>;
interface Broken {
  path: Path;
  key?: string;
  text: string;
}

const RULES: Partial<Record<WrittenKind, (entry: Entry) => Broken[]>> = {
  youtube: (entry) => exactlyOne(entry, 'youtube', ['channel', 'playlist', 'videos']),
  x: (entry) => atLeastOne(entry, 'x', ['users', 'list', 'search', 'conversation', 'posts']),
  bluesky: (entry) => exactlyOne(entry, 'bluesky', ['handle', 'posts']),
  page: checkPage,
  json: checkMap,
};

/** What is wrong with the keys of an entry together; paths begin at the entry. */
export function brokenRules(kind: WrittenKind, entry: Entry): Broken[] {
  return RULES[kind]?.(entry) ?? [];
}

function atLeastOne(entry: Entry, kind: WrittenKind, keys: string[]): Broken[] {
  if (keys.some((key) => Object.hasOwn(entry, key))) return [];
  return [{ path: [], text: `one of ${list(keys)} is missing, as in ${KIND_EXAMPLES[kind]}` }];
}

function exactlyOne(entry: Entry, kind: WrittenKind, keys: string[]): Broken[] {
  const [first, ...others] = keys.filter((key) => Object.hasOwn(entry, key));
  if (first === undefined) return atLeastOne(entry, kind, keys);
  return others.map((key) => ({
    path: [],
    key,
    text: `\`${key}\` cannot stand beside \`${first}\`: write a source for each`,
  }));
}

function checkPage(entry: Entry): Broken[] {
  const wrong = exactlyOne(entry, 'page', ['url', 'pages']);
  const [hasUrl, hasSelector] = [Object.hasOwn(entry, 'url'), Object.hasOwn(entry, 'selector')];
  if (hasUrl && !hasSelector)
    wrong.push({
      path: [],
      text: `\`selector\` is missing: which links of the page, as in ${KIND_EXAMPLES.page}; a page of its own is { kind: page, pages: [https://…] }`,
    });
  if (!hasUrl && hasSelector)
    wrong.push({ path: [], key: 'selector', text: '`selector` needs `url` beside it: the page that lists the links' });
  return wrong;
}

function checkMap({ map }: Entry): Broken[] {
  if (typeof map !== 'object' || map === null || Array.isArray(map)) return [];
  const wrong: Broken[] = [];
  if (!Object.hasOwn(map, 'url'))
    wrong.push({ path: ['map'], text: '`url` is missing in `map`: the path of the address of an entry' });
  if (!Object.hasOwn(map, 'title') && !Object.hasOwn(map, 'content'))
    wrong.push({ path: ['map'], text: '`title` is missing in `map`; an entry has a title, or at least `content`' });
  return wrong;
}

function list(keys: string[]): string {
  return `${keys
    .slice(0, -1)
    .map((key) => `\`${key}\``)
    .join(', ')} and \`${keys.at(-1)}\``;
}
