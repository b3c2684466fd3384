/** Invented material for tests: a seeded source of chance, and drafts of weeks that never were. */

import { draftIssue } from '../../src/issue/format.ts';
import type { BlockEvidence, Evidence, Issue } from '../../src/types.ts';

/** Chance that is the same on every run (mulberry32): numbers from 0 up to 1. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A story of an invented week: the pages that tell it, earliest first. */
export interface Told {
  id: string;
  name: string;
  pages: string[];
  voices?: boolean;
}

const THINGS = [
  'lantern',
  'harbour',
  'compiler',
  'orchard',
  'glacier',
  'violin',
  'turbine',
  'library',
  'kestrel',
  'quarry',
  'tramway',
  'mosaic',
];

/** A story about the n-th thing. */
export function story(n: number): Told {
  const name = `${THINGS[n % THINGS.length]} ${n}`;
  return { id: `story-${n}`, name, pages: [`https://paper${n % 7}.example/${n}`, `https://wire.example/a/${n}`] };
}

/** The machine's block about a story; `version` changes its words. */
export function blockOf({ id, name, pages, voices }: Told, version: number): BlockEvidence {
  const [first = ''] = pages;
  const markdown = voices
    ? `## Voices on the ${name}\n\n@[kim${version}](${first}) (HN)\n\n> What the ${name} does in version ${version} is plain.`
    : `## The ${name}\n\n[A report on the ${name}](${first}) says what changed in version ${version}.\n\n> The ${name} was opened ${version} times and nobody complained.`;
  return {
    storyId: id,
    slot: voices ? 'voices' : 'reads',
    markdown,
    writer: 'model',
    score: 1,
    reasons: [],
    items: pages.map((url) => ({
      url,
      title: `The ${name}`,
      source: 'Paper',
      publishedAt: '2026-03-01T00:00:00.000Z',
    })),
    quotes: [],
    passages: [],
    checks: [],
  };
}

/** A draft of these stories with its evidence, as the first stages would hand it on. */
export function draftOf(stories: Told[], version: number): { issue: Issue; evidence: Evidence } {
  const blocks = stories.map((told) => blockOf(told, version));
  const parts = {
    number: 7,
    date: '2026-03-08',
    window: { since: '2026-03-01', until: `2026-03-${String(8 + version).padStart(2, '0')}` },
    subject: `The week of version ${version}`,
    preheader: `Seen beside it, ${version}`,
    letter: `What moved this week?\n\nIn version ${version}, the [lantern](https://paper0.example/0) did.\n\nUntil next week,\nKim`,
  };
  const evidence: Evidence = {
    version: 1,
    number: parts.number,
    window: parts.window,
    draftedAt: '2026-03-08T18:00:00.000Z',
    bill: { model: 'none', budget: 0.1, dollars: 0, lines: [] },
    letter: { markdown: parts.letter, writer: 'model' },
    subjects: [parts.subject, 'Another', 'A third'],
    preheader: parts.preheader,
    blocks,
    runnersUp: [],
    dropped: {},
    notes: [],
  };
  return { issue: draftIssue({ ...parts, blocks }), evidence };
}
