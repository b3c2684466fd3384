/**
 * What the way from items to stories takes as a week grows: seconds of processor time, the
 * collector's threads with it, and memory of each stage, so that a busy machine gives the same figures as an idle one. It runs from the sources and needs no build.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cluster } from '../src/stages/cluster.ts';
import { dedupe } from '../src/stages/dedupe.ts';
import { findQuotes } from '../src/stages/quotes.ts';
import { rank } from '../src/stages/rank.ts';
import { select } from '../src/stages/select.ts';
import { sift } from '../src/stages/sift.ts';
import { sha256 } from '../src/text/hash.ts';
import type { Item, Selection, Story } from '../src/types.ts';
import { context, item, NO_DECISIONS, source } from '../test/support/items.ts';
import { DATA, DAY, eventSize, material, pick, SIZES, START, WEEK } from './material.ts';
import { seeded } from './random.ts';

/** As `src/cli.ts` sets them. */
const FLAGS = ['--semi-space-growth-factor=1', '--heap-growing-percent=100', '--max-old-space-size=8000'];
const MINUTE = 60_000;

/**
 * A week of so many items. An event is twelve real sentences of as many articles, halves of two real titles, and a name that nobody else has; each of its items tells some of
 * the sentences in an order of its own. One in twenty of them is another site's copy, one in ten a comment; one item in a hundred is a list of links; one event in four
 * is put under the topic.
 */
function weekOf(count: number): Item[] {
  const next = seeded(count);
  const { titles, sentences } = material();
  const real = { titles, sentences: sentences.flat() };
  const items: Item[] = [];
  while (items.length < count) addEvent(items, count, next, real);
  return items;
}

function addEvent(
  items: Item[],
  count: number,
  next: () => number,
  real: { titles: string[][]; sentences: string[] },
): void {
  const name = invented(next);
  const [head, tail] = [pick(real.titles, next), pick(real.titles, next)];
  const title = [name, ...head.slice(0, head.length / 2), ...tail.slice(tail.length / 2)].join(' ');
  const told = Array.from({ length: 12 }, () => pick(real.sentences, next));
  const opening = next() < 0.25 ? `The language model of ${name} is here.` : `${name} said so.`;
  const at = START + next() * (WEEK - 2 * DAY);
  const size = Math.min(eventSize(2, next), 12, count - items.length);
  const first = items.length;
  for (let i = 0; i < size; i++) {
    const published = new Date(Math.floor((at + next() * DAY) / MINUTE) * MINUTE).toISOString();
    const host = `site${Math.floor((next() * Math.max(200, count)) / 20)}.test`;
    const some = told.filter(() => next() < 0.6).sort(() => next() - 0.5);
    const text = [opening, ...some, `${name} had no comment.`].join(' ');
    const kind = next();
    const page = {
      ...{ url: `https://${host}/${items.length}`, sourceId: host, sourceName: host },
      ...{ publishedAt: published, firstSeenAt: published, title, text },
    };
    const earlier = i > 0 ? items[first] : undefined;
    if (earlier && kind < 0.05) items.push(item({ ...page, text: earlier.text }));
    else if (earlier && kind < 0.15) items.push(item({ ...page, ...remark(told[i] ?? name), about: [earlier.url] }));
    else if (kind > 0.99) items.push(item({ ...page, links: linksOf(items, next) }));
    else items.push(item({ ...page, ...(next() < 0.3 ? { counts: { points: Math.round(9 ** (next() * 3)) } } : {}) }));
  }
}

function remark(text: string): Partial<Item> {
  return { title: text.slice(0, 60), text, voice: { handle: 'ada', where: 'HN' } };
}

/** Links of a digest: those that it found worth telling. */
function linksOf(items: Item[], next: () => number): string[] {
  return Array.from({ length: 40 }, () => items[Math.floor(next() * items.length)]?.url ?? 'https://none.test/a');
}

const SYLLABLES = 'ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo zu'.split(' ');
function invented(next: () => number): string {
  const name = Array.from({ length: 4 }, () => SYLLABLES[Math.floor(next() * SYLLABLES.length)]).join('');
  return name.charAt(0).toUpperCase() + name.slice(1);
}

interface Figures {
  seconds: Record<string, number>;
  peak: Record<string, number>;
  stories: number;
  hash: string;
}

function measure(count: number): Figures {
  const items = weekOf(count);
  const hosts = [...new Set(items.map(({ sourceId }) => sourceId))];
  const sources = hosts.map((id) => source({ id, url: `https://${id}/feed` }));
  const known = context({ sources, until: '2026-11-16T00:00:00.000Z' });
  const [seconds, peak]: [Record<string, number>, Record<string, number>] = [{}, { items: megabytes() }];
  const timed = <T>(stage: string, work: () => T): T => {
    const from = process.cpuUsage();
    const done = work();
    const { user, system } = process.cpuUsage(from);
    seconds[stage] = (user + system) / 1e6;
    peak[stage] = megabytes();
    return done;
  };
  const sifted = timed('sift', () => sift(items, () => false));
  const originals = timed('dedupe', () => dedupe(sifted.items));
  const groups = timed('cluster', () =>
    cluster(
      originals.filter(({ roundup }) => !roundup),
      NO_DECISIONS,
    ),
  );
  const roundups = originals.filter(({ roundup }) => roundup);
  const stories = timed('rank', () => rank(groups, roundups, known));
  const selection = timed('select', () => select(stories, known, findQuotes));
  return { seconds, peak, stories: stories.length, hash: fingerprint(stories, selection) };
}

function megabytes(): number {
  return Math.round(process.resourceUsage().maxRSS / 1000);
}

/** Equal for equal results: to see that a faster way gives the same. */
function fingerprint(stories: Story[], { chosen, runnersUp, dropped }: Selection): string {
  const ranked = stories.map(({ id, score, items, reasons }) => [id, score, items.map((one) => one.id), reasons]);
  const slots = [chosen.map(({ id, slot, quotes }) => [id, slot, quotes]), runnersUp.map(({ story }) => story.id)];
  return sha256(JSON.stringify([ranked, slots, Object.entries(dropped).sort()])).slice(0, 12);
}

function inAProcessOfItsOwn(count: number): Figures {
  const ran = spawnSync(process.execPath, [...FLAGS, fileURLToPath(import.meta.url), String(count)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (ran.status !== 0) throw new Error(`${count} items: exit ${ran.status}`);
  return JSON.parse(ran.stdout) as Figures;
}

const asked = process.argv[2];
if (!existsSync(DATA)) console.log(`skipped: there is no ${DATA}`);
else if (asked) console.log(JSON.stringify(measure(Number(asked))));
else {
  for (const count of SIZES) {
    const { seconds, peak, stories, hash } = inAProcessOfItsOwn(count);
    const total = Object.values(seconds).reduce((sum, value) => sum + value, 0);
    const stages = Object.entries(seconds).map(([stage, value]) => `${stage} ${value.toFixed(2)} s, ${peak[stage]} MB`);
    console.log(
      `${count} items, ${stories} stories: ${total.toFixed(2)} s (${stages.join('; ')}; before ${peak.items} MB) ${hash}`,
    );
  }
}
