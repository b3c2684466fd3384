/** What the page of a video says of it: microdata, JSON-LD (schema.org VideoObject), and the player's own JSON on YouTube. */
import { decodeText } from '../text/decode.ts';
import { runningTime } from '../text/duration.ts';
import { scanMarkup } from '../text/markup.ts';
import { parseDate } from '../text/time.ts';
import { withoutUnseen } from '../text/unseen.ts';
import type { Iso } from '../types.ts';
import { type JsonObject, namesOf, nodesOf, textOf } from './extract-jsonld.ts';

export interface VideoFacts {
  durationSeconds?: number;
  publishedAt?: Iso;
  author?: string;
  /** The description, plain, with its lines. */
  summary?: string;
}

const MAX_CHARS = 6_000_000;
const MAX_SUMMARY = 5_000;
/** Where the player's JSON tells of the video itself: behind it, the first of each name is the video's own. */
const DETAILS = '"videoDetails":{';
const PLAYER_KEYS = ['lengthSeconds', 'shortDescription', 'author', 'publishDate'] as const;
type Player = Partial<Record<(typeof PLAYER_KEYS)[number], string>>;

/** What is said of the video; what is missing or malformed is left out, and of a consent page that is all. Never throws. */
export function videoFacts(html: string): VideoFacts {
  const { metas, jsonLd } = describe(html.slice(0, MAX_CHARS));
  const player = playerOf(html);
  const node = nodesOf(jsonLd).find(isVideo) ?? {};
  const first = (...names: string[]) => names.map((name) => metas.get(name) ?? '').find(Boolean) ?? '';
  const length = first('duration', 'video:duration', 'og:video:duration');
  const durationSeconds =
    runningTime(length) ?? runningTime(textOf(node.duration)) ?? runningTime(player.lengthSeconds ?? '');
  const date = first('datepublished', 'uploaddate') || textOf(node.uploadDate) || (player.publishDate ?? '');
  const publishedAt = date === '' ? undefined : parseDate(date);
  const author = oneLine(player.author ?? '') || oneLine(namesOf(node.author)[0] ?? '');
  const said = player.shortDescription || textOf(node.description) || first('og:description', 'description');
  const summary = withoutUnseen(said.slice(0, MAX_SUMMARY)).replaceAll('\r\n', '\n').trim();
  return {
    ...(durationSeconds === undefined ? {} : { durationSeconds }),
    ...(publishedAt === undefined ? {} : { publishedAt }),
    ...(author === '' ? {} : { author }),
    ...(summary === '' ? {} : { summary }),
  };
}

/**
 * A YouTube page with what `videoFacts` and `reservesRights` read of it, and nothing else: a thousandth of its bytes. The same again for
 * what it gave.
 */
export function slimVideoPage(body: Uint8Array): Uint8Array {
  const html = decodeText(body, 'text/html').slice(0, MAX_CHARS);
  const { kept, jsonLd } = describe(html);
  const scripts = jsonLd.map((script) => `<script type="application/ld+json">${script}</script>`);
  const player = JSON.stringify({ videoDetails: playerOf(html) }).replaceAll('<', '\\u003c');
  const head = [...kept, ...scripts, `<script>${player}</script>`].join('\n');
  return Buffer.from(`<!doctype html>\n<html><head><meta charset="utf-8">\n${head}\n</head></html>\n`);
}

/** The `meta` elements by name, as values and as written, and the JSON-LD. */
function describe(html: string): { metas: Map<string, string>; kept: string[]; jsonLd: string[] } {
  const metas = new Map<string, string>();
  const kept: string[] = [];
  const jsonLd: string[] = [];
  let from = -1;
  scanMarkup(html, 'html', {
    open(rawName, attributes, { start, end }) {
      const name = rawName.toLowerCase();
      if (name === 'script') from = /ld\+json/i.test(attributes.type ?? '') ? end : -1;
      if (name !== 'meta') return;
      const key = (attributes.itemprop ?? attributes.property ?? attributes.name ?? '').toLowerCase();
      if (key !== '' && !metas.has(key)) metas.set(key, attributes.content ?? '');
      if (attributes.charset === undefined) kept.push(html.slice(start, end));
    },
    close(rawName, start) {
      if (rawName.toLowerCase() !== 'script' || from < 0) return;
      jsonLd.push(html.slice(from, start));
      from = -1;
    },
  });
  return { metas, kept, jsonLd };
}

function isVideo(node: JsonObject): boolean {
  return [node['@type']].flat().includes('VideoObject');
}

function playerOf(html: string): Player {
  const player: Player = {};
  const from = html.indexOf(DETAILS);
  for (const key of PLAYER_KEYS) {
    // elsewhere an author may be anybody
    if (from < 0 && key !== 'lengthSeconds') continue;
    const value = stringAfter(html, `"${key}":"`, Math.max(0, from));
    if (value !== undefined) player[key] = value;
  }
  return player;
}

/** The JSON string that a mark opens; undefined where none is closed within reach. */
function stringAfter(html: string, mark: string, from: number): string | undefined {
  const found = html.indexOf(mark, from);
  if (found < 0) return undefined;
  const start = found + mark.length;
  for (let at = start; at < Math.min(html.length, start + MAX_SUMMARY * 8); at++) {
    if (html[at] === '\\') at++;
    else if (html[at] === '"') return jsonString(html.slice(start, at));
  }
  return undefined;
}

function jsonString(inside: string): string | undefined {
  try {
    return JSON.parse(`"${inside}"`) as string;
  } catch {
    return undefined;
  }
}

function oneLine(text: string): string {
  return withoutUnseen(text.slice(0, 200)).replace(/\s+/g, ' ').trim();
}
