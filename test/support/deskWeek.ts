/** A drafted week with a desk's world around it: real store, real files, invented stories. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { refOf } from '../../src/actions/desk/find.ts';
import { readStanding } from '../../src/actions/desk/standing.ts';
import type { BlockRef } from '../../src/actions/desk/types.ts';
import { draft } from '../../src/actions/draft.ts';
import type { Workspace } from '../../src/actions/workspace.ts';
import type {
  Ask,
  AskRequest,
  Bill,
  BillLine,
  Files,
  Item,
  Newsletter,
  Source,
  Store,
  World,
} from '../../src/types.ts';
import { item, NO_DECISIONS, newsletter, source } from './items.ts';
import { crawlWorld } from './world.ts';

const [FIRST, SECOND] = [
  ['Her', 'Plo', 'Cur', 'Dun', 'Avo', 'God', 'San', 'Tur', 'Whi', 'Kno'],
  ['mond', 'verin', 'lewick', 'larra', 'cessa', 'wittel', 'derby', 'nessa', 'brelle', 'tanga'],
];

/** A name that no other number below 100 has. */
export function nameOf(i: number): string {
  return `${FIRST[i % 10]}${SECOND[Math.floor(i / 10) % 10]}`;
}

/** A page about the `i`th language model: no two of them tell one story. */
export function pageOf(i: number, changes: Partial<Item> = {}): Item {
  const name = nameOf(i);
  const place = `Port${name.toLowerCase()}`;
  const trade = `${SECOND[i % 10]}${FIRST[Math.floor(i / 10) % 10]}ing`;
  const text = [
    `${name} is a language model for ${trade}, made by ${20 + i} people in ${place}.`,
    `Nobody should believe what is said of ${trade} before somebody else has measured ${name} twice.`,
    `${name} costs ${i + 3} dollars a month, which is what the ${trade} used to cost on paper in ${place}.`,
    `Most of what ${name} knows about ${trade} is wrong in ways that only the people of ${place} would notice.`,
  ].join(' ');
  return item({
    url: `https://site${i}.test/${name.toLowerCase()}`,
    title: `${name}, a model for ${trade}`,
    sourceId: `source-${i % 20}`,
    sourceName: `Source ${i % 20}`,
    siteName: `Site ${i}`,
    publishedAt: `2026-11-1${i % 5}T08:00:00.000Z`,
    firstSeenAt: `2026-11-1${i % 5}T09:00:00.000Z`,
    text,
    textFrom: 'feed',
    incomplete: false,
    ...changes,
  });
}

/** What a good model answers about a page of these. */
export function answerAbout(request: AskRequest): unknown {
  if (request.purpose === 'check') return { wrong: [] };
  if (request.purpose === 'letter')
    return { paragraphs: ['What does a model cost?'], subjects: ['Models'], preheader: 'Models' };
  const [, name = '', people = '', place = ''] =
    /(\w+) is a language model for [^,]*, made by (\d+) people in (\w+)/.exec(request.prompt) ?? [];
  return {
    heading: `${name} speaks up`,
    blurb: `[[${name} of ${place}]] was made by ${people} people.`,
    quotes: ['q1'],
  };
}

export function sourcesFor(items: Item[]): Source[] {
  const names = new Map(items.map(({ sourceId, sourceName }) => [sourceId, sourceName]));
  return [...names].map(([id, name]) => source({ id, name, url: `https://${id}.test/feed.xml` }));
}

export interface Desk {
  world: World & { store: Store; files: Files };
  workspace: Workspace;
  /** The issue as it stands. */
  issue(): string;
  /** editor.yaml; '' where there is none. */
  editor(): Promise<string>;
  /** The block whose words hold these, as the desk names it. */
  ref(words: string): Promise<BlockRef>;
}

/** `items` drafted into issue 1, `max` blocks of them at most, by nobody's model unless one is handed in. */
export async function draftedDesk(
  o: { items?: Item[]; max?: number; ask?: Ask; about?: Partial<Newsletter>; workspace?: Partial<Workspace> } = {},
): Promise<Desk> {
  const items = o.items ?? Array.from({ length: 8 }, (_, i) => pageOf(i));
  const workspace: Workspace = {
    sources: sourcesFor(items),
    newsletter: newsletter({
      sections: [
        { slot: 'lead', max: 1 },
        { slot: 'voices', max: 3 },
        { slot: 'reads', max: o.max ?? 3 },
      ],
      limits: { perSource: 99, perDomain: 99 },
      address: '1 Quay Street, Ghent',
      ...o.about,
    }),
    editor: NO_DECISIONS,
    ...o.workspace,
  };
  const world = (await crawlWorld(() => Promise.reject(new Error('nothing is fetched')), {
    now: '2026-11-16T06:00:00.000Z',
    ask: undefined,
    bill: () => noBill,
    estimate: async () => ({ calls: 0, tokensIn: 0, tokensOut: 0, dollars: 0 }),
    platforms: {},
    recorder: undefined,
    recordedPast: undefined,
    packaged: (path: string) => readFileSync(resolve(path), 'utf8'),
  })) as unknown as Desk['world'];
  await world.store.saveItems(items, new Map());
  await draft({ ...world, ask: o.ask }, workspace, {
    ...{ number: 1, since: '2026-11-09', until: '2026-11-16' },
    ...{ crawl: false, dryRun: false },
  });
  return {
    world,
    workspace,
    issue: () => readFileSync(resolve(world.files.root, 'issues/001/issue.md'), 'utf8'),
    editor: async () => (await world.files.read('editor.yaml')) ?? '',
    ref: async (words) => {
      const { issue } = await readStanding(world.files, 1);
      return refOf(
        issue,
        issue.blocks.findIndex(({ markdown }) => markdown.includes(words)),
      );
    },
  };
}

const noBill: Bill = { model: 'none', budget: 0.1, dollars: 0, lines: [] };

/** A model whose every call costs a cent. */
export function costing(ask: Ask): { ask: Ask; bill(): Bill } {
  const lines = new Map<string, BillLine>();
  return {
    ask: (request, parse) => {
      const none = { cachedCalls: 0, tokensIn: 0, tokensOut: 0, tokensCached: 0, tokensReasoning: 0, dollars: 0 };
      const line = lines.get(request.purpose) ?? { purpose: request.purpose, calls: 0, ...none };
      lines.set(request.purpose, { ...line, calls: line.calls + 1, dollars: line.dollars + 0.01 });
      return ask(request, parse);
    },
    bill: () => {
      const all = [...lines.values()];
      return {
        model: 'test/model',
        budget: 0.1,
        dollars: all.reduce((sum, line) => sum + line.dollars, 0),
        lines: all,
      };
    },
  };
}
