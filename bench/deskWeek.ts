/** A workspace for the desk's measures: a store of one week, and an issue of many blocks that was drafted from it, with its evidence and its week file. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../src/store/index.ts';
import type { Item, Page } from '../src/types.ts';
import { pullquote, workspace } from '../test/support/cli.ts';
import { item } from '../test/support/items.ts';
import { WINDOW } from '../test/support/recording.ts';
import { beginEvent, DAY, eventSize, type Material, material, pick, START, WEEK } from './material.ts';
import { seeded } from './random.ts';

const ITEMS_A_SOURCE = 20;
/** Characters of a page's words: of those that a block may be about, and of the others. */
const LONG = 20_000;
const SHORT = 5000;
const SAVED_AT = '2026-11-15T23:00:00.000Z';

/** An item as its feed brought it, and the page that it links. */
interface Told {
  item: Item;
  page: Page;
}

/** So many items of events that several sites tell, each with most of the event's sentences; a quarter of the events are about what the newsletter is about. */
function weekOf(count: number, { titles, sentences }: Material): Told[] {
  const next = seeded(count);
  const all = sentences.flat();
  const told: Told[] = [];
  while (told.length < count) {
    const { title, isOnTopic, opening } = beginEvent(told.length, titles, next);
    const event = sentencesOf(isOnTopic ? LONG : SHORT, all, next);
    const at = START + next() * (WEEK - 2 * DAY);
    for (let i = Math.min(eventSize(2, next), 12, count - told.length); i > 0; i--) {
      const words = [opening, ...event.filter(() => next() < 0.9)];
      told.push(tell(told.length, title, words, new Date(at + next() * DAY).toISOString()));
    }
  }
  return told;
}

function sentencesOf(characters: number, all: string[], next: () => number): string[] {
  const event: string[] = [];
  for (let length = 0; length < characters; length += event.at(-1)?.length ?? 1) event.push(pick(all, next).trim());
  return event;
}

function tell(i: number, title: string, words: string[], publishedAt: string): Told {
  const site = Math.floor(i / ITEMS_A_SOURCE);
  const url = `https://site${site}.test/${i}`;
  const paragraphs = words.map((_, k) => words.slice(k, k + 3).join(' ')).filter((_, k) => k % 3 === 0);
  const entry = item({
    ...{ url, title, publishedAt, firstSeenAt: publishedAt, capturedAt: SAVED_AT },
    ...{ sourceId: `site${site}`, sourceName: `Site ${site}`, summary: words.slice(0, 2).join(' ') },
    ...{ text: paragraphs[0] ?? '', textFrom: 'feed' as const, incomplete: true },
  });
  const page = {
    ...{ canonicalUrl: entry.canonicalUrl, url, title, publishedAt, capturedAt: SAVED_AT },
    ...{ text: paragraphs.join('\n\n'), links: [], minutes: 5, incomplete: false, language: 'en' },
  };
  return { item: entry, page };
}

function newsletterFor(blocks: number): string {
  return `name: The Test Digest
editor: { name: MZ }
address: 1 Test Street
about: Artificial intelligence - models, research, tools
sections: [{ slot: lead, max: 1 }, { slot: reads, max: ${blocks - 1} }]
limits: { perSource: 99, perDomain: 99 }
`;
}

/** A new folder with so many items and issue 1 of so many blocks, drafted without a model. */
export async function deskWeek(o: { items: number; blocks: number }): Promise<string> {
  const told = weekOf(o.items, material());
  const sites = Math.ceil(o.items / ITEMS_A_SOURCE);
  const sources = Array.from(
    { length: sites },
    (_, i) => `- { kind: feed, url: "https://site${i}.test/feed.xml", id: site${i} }`,
  );
  const dir = workspace({ 'sources.yaml': sources.join('\n'), 'newsletter.yaml': newsletterFor(o.blocks) });
  mkdirSync(join(dir, '.pullquote'));
  const store = await openStore({ path: join(dir, '.pullquote/state.db') });
  await store.saveItems(
    told.map((each) => each.item),
    new Map(),
  );
  for (const { page } of told) await store.savePage(page);
  await store.close();
  const drafted = await pullquote([
    ...['-C', dir, 'draft', '--no-crawl', '--model', 'none', '--quiet', '--json'],
    ...WINDOW,
  ]);
  if (drafted.code !== 0) throw new Error(drafted.stderr);
  const { written } = JSON.parse(drafted.stdout) as { written: { blocks: number } };
  if (written.blocks !== o.blocks) throw new Error(`${written.blocks} blocks were drafted, not ${o.blocks}`);
  return dir;
}
