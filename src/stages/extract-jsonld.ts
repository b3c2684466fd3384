/** JSON-LD (schema.org) as pages really write it: graphs, lists, broken strings. Nothing here throws. */

export type JsonObject = Record<string, unknown>;

const MAX_CHARS = 1_000_000;
const MAX_NODES = 500;
const MAX_DEPTH = 6;
const ARTICLE =
  /(Article|Posting|Report|Review|TechArticle|Interview|CreativeWork|VideoObject|PodcastEpisode|WebPage)$/;

/** Every object of the scripts, with those in `@graph`, lists and `mainEntity`. */
export function nodesOf(scripts: string[]): JsonObject[] {
  const nodes: JsonObject[] = [];
  for (const script of scripts) collect(parseLeniently(script), nodes, 0);
  return nodes;
}

function collect(value: unknown, nodes: JsonObject[], depth: number): void {
  if (depth > MAX_DEPTH || nodes.length >= MAX_NODES) return;
  if (Array.isArray(value)) for (const item of value.slice(0, MAX_NODES)) collect(item, nodes, depth + 1);
  if (!isObject(value)) return;
  nodes.push(value);
  for (const key of ['@graph', 'mainEntity', 'mainEntityOfPage']) collect(value[key], nodes, depth + 1);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Many pages leave raw line breaks in strings, or a comment around the whole. */
function parseLeniently(script: string): unknown {
  const text = script
    .slice(0, MAX_CHARS)
    .replace(/^\s*(<!--|\/\*.{0,20}?\*\/|<!\[CDATA\[)/, '')
    .replace(/(-->|\]\]>)\s*$/, '')
    .trim();
  for (const attempt of [text, text.replace(/\s+/g, ' ').replace(/;$/, '')]) {
    try {
      return JSON.parse(attempt);
    } catch {
      // the second attempt, or nothing
    }
  }
  return undefined;
}

/** The node that is about the page's article: the most specific type first. */
export function articleNode(nodes: JsonObject[]): JsonObject | undefined {
  const typed = nodes.filter((node) => typesOf(node).some((type) => ARTICLE.test(type)));
  const isPage = (node: JsonObject) => typesOf(node).some((type) => /WebPage|CreativeWork$/.test(type));
  return typed.find((node) => !isPage(node)) ?? typed[0];
}

function typesOf(node: JsonObject): string[] {
  return [node['@type']].flat().filter((type): type is string => typeof type === 'string');
}

/** A string, the first of a list, or an object's `url` or `name`; else ''. */
export function textOf(value: unknown): string {
  const one = Array.isArray(value) ? value[0] : value;
  if (typeof one === 'string') return one;
  if (!isObject(one)) return '';
  return [one['@value'], one.url, one.name].find((part): part is string => typeof part === 'string') ?? '';
}

/** The names of a person, an organisation, or a list of them. */
export function namesOf(value: unknown): string[] {
  const names: string[] = [];
  for (const one of [value].flat()) {
    const name = isObject(one) ? [one.name].flat()[0] : one;
    if (typeof name === 'string') names.push(name);
  }
  return names;
}
