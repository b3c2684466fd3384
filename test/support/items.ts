import { shortHash } from '../../src/text/hash.ts';
import { canonicalUrl } from '../../src/text/url.ts';
import type { EditorDecisions, FeedSource, Item, Newsletter, Original, RankContext } from '../../src/types.ts';

/** An item with every field, of which a test changes what it is about. */
export function item(changes: Partial<Item> & { url: string }): Item {
  const canonical = canonicalUrl(changes.url);
  const sourceId = changes.sourceId ?? 'paper';
  return {
    id: shortHash(`${canonical}\n${sourceId}`),
    canonicalUrl: canonical,
    sourceId,
    sourceName: 'The Paper',
    guid: changes.url,
    title: 'A title',
    publishedAt: '2026-11-10T10:00:00.000Z',
    firstSeenAt: '2026-11-10T12:00:00.000Z',
    summary: '',
    own: true,
    text: '',
    textFrom: changes.text ? 'page' : 'none',
    capturedAt: '2026-11-10T12:00:00.000Z',
    incomplete: !changes.text,
    links: [],
    categories: [],
    minutes: 3,
    ...changes,
  };
}

/** An item that stands for itself. */
export function original(changes: Partial<Original> & { url: string }): Original {
  return { ...item(changes), copies: changes.copies ?? [], roundup: changes.roundup ?? false };
}

export function source(changes: Partial<FeedSource> = {}): FeedSource {
  return {
    id: 'paper',
    kind: 'feed',
    url: 'https://paper.test/feed',
    name: 'The Paper',
    weight: 1,
    tags: [],
    enabled: true,
    private: false,
    respectOptOut: true,
    ...changes,
  };
}

export function newsletter(changes: Partial<Newsletter> = {}): Newsletter {
  return {
    name: 'The Test Digest',
    editor: { name: 'MZ' },
    about: 'Artificial intelligence - models, research, tools',
    language: 'en',
    timezone: 'UTC',
    schedule: {},
    voice: 'Plain.',
    letter: 'draft',
    postscripts: [],
    house: [],
    sections: [
      { slot: 'lead', max: 1 },
      { slot: 'voices', max: 5 },
      { slot: 'reads', max: 6 },
      { slot: 'watch', max: 3 },
    ],
    model: undefined,
    budget: 0.1,
    platforms: {},
    notify: {},
    theme: { accent: '#0b6bcb' },
    keep: 90,
    weights: {},
    limits: { perSource: 2, perDomain: 2 },
    ...changes,
  };
}

export const NO_DECISIONS: EditorDecisions = { inbox: [], pins: [], mutes: [], same: [], different: [] };

export function context(changes: Partial<RankContext> = {}): RankContext {
  return {
    newsletter: newsletter(),
    sources: [source()],
    editor: NO_DECISIONS,
    told: new Set(),
    past: [],
    until: '2026-11-16T00:00:00.000Z',
    ...changes,
  };
}

/** Sentences that nobody else wrote, long enough to be a page; `about` makes them differ. */
export function prose(about: string, sentences = 8): string {
  const frames = [
    `The people who run ${about} say that the hard part was never the arithmetic but the patience.`,
    `Nobody should believe a figure about ${about} before somebody else has measured it twice.`,
    `What changed with ${about} is that a small team can now afford to be wrong every single day.`,
    `The problem with ${about} is that every benchmark rewards the answer and none rewards the doubt.`,
    `Most of the cost of ${about} is paid by the people who wait for it to finish its work.`,
    `Engineers who tried ${about} for a month kept two of its habits and threw away the rest.`,
    `There is a simple reason why ${about} works: it asks before it spends, and it stops when told.`,
    `Critics of ${about} are right about the price and wrong about almost everything else they say.`,
  ];
  return Array.from({ length: sentences }, (_, i) => frames[i % frames.length]).join(' ');
}
