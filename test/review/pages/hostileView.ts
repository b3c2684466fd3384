import type {
  Bench,
  BenchRow,
  Candidate,
  DeskBlock,
  DeskChecks,
  DeskView,
  SourceView,
  WeekFigures,
  WordProof,
} from '../../../src/actions/desk/types.ts';

/** One of every thing that the desk shows, with the same words in every field that is crawled or written. */
export function hostileDesk(evil: string) {
  const url = `https://a.example/?q=${evil}`;
  const rev = '0123456789abcdef';
  const item = { url, title: evil, source: evil, author: evil, publishedAt: evil };
  const reasons = [{ term: evil, value: 1.25, detail: evil }];
  const check = { rule: 'hype' as const, level: 'error' as const, ok: false, detail: evil };
  const markdown = `## ${evil}\n\n@[${evil}](${url}) (${evil})\n\n> ${evil}\n\n[${evil}](javascript:alert(1)) ${evil}\n\n![${evil}](https://pic.example/a.png)`;
  const block: DeskBlock = {
    index: 0,
    rev,
    heading: evil,
    length: evil,
    markdown,
    story: {
      id: evil,
      slot: 'lead',
      writer: 'model',
      edited: true,
      score: 3,
      reasons,
      items: [item, item],
      told: { number: 2, heading: evil, url, update: true, detail: evil },
      refused: [check],
      pinned: true,
    },
    quotes: [
      {
        text: evil,
        url,
        proof: {
          kind: 'proven',
          capturedAt: evil,
          passage: `a ${evil} b`,
          start: 2,
          end: 2 + evil.length,
          at: 'javascript:alert(1)',
        },
      },
      { text: evil, url: evil, proof: { kind: 'missing', nearest: evil, detail: evil } },
      { text: evil, proof: { kind: 'vouched', by: evil, heard: evil, at: evil } },
    ],
    links: [url, evil, 'data:text/html,<script>alert(1)</script>'],
  };
  const view: DeskView = {
    number: 7,
    status: 'draft',
    date: '2026-11-16',
    newsletter: evil,
    language: evil,
    rev,
    subject: evil,
    subjects: [evil, `${evil} again`],
    preheader: evil,
    letter: { index: -1, rev, markdown: evil, machine: true },
    blocks: [block, { index: 1, rev, heading: '', markdown: evil, quotes: [], links: [] }],
    deleted: [{ storyId: evil, heading: evil, markdown: evil }],
    approved: { by: evil, at: evil },
    bill: { model: evil, budget: 0.1, dollars: 0.01, lines: [] },
    notes: [evil],
    undo: evil,
    redo: evil,
    opened: [url, evil],
  };
  const ref = { index: 0, rev };
  const checks: DeskChecks = {
    checks: [
      { check, block: ref, fix: { kind: 'replace', label: evil, from: evil, to: evil } },
      {
        check: { rule: 'dead-link', level: 'error', detail: evil },
        fix: { kind: 'vouch', label: evil, quote: evil, url: evil },
      },
    ],
    errors: 2,
    warnings: 0,
    size: { bytes: 10, limit: 20 },
    fromPassages: 1,
  };
  const row: BenchRow = {
    id: evil,
    title: evil,
    url,
    source: evil,
    publishedAt: evil,
    score: 2,
    reasons,
    reason: 'no-room',
    items: [item],
    quotable: true,
    inIssue: false,
  };
  const bench: Bench = { runnersUp: [row], inbox: [{ url, note: evil, added: evil }], note: evil };
  const proofs: WordProof[] = [
    { words: evil, kind: 'name' },
    { words: evil, kind: 'number', found: { url, passage: evil, start: 0, end: 3 } },
  ];
  const candidate: Candidate = {
    id: evil,
    text: evil,
    url,
    source: evil,
    score: 1,
    passage: `x ${evil}`,
    seconds: 75,
    voice: { handle: evil, where: evil },
  };
  const source: SourceView = {
    url,
    title: evil,
    author: evil,
    site: evil,
    publishedAt: evil,
    capturedAt: evil,
    text: evil,
    whole: false,
    marks: [{ start: 0, end: 4 }],
    minutes: 3,
  };
  const figures: WeekFigures = {
    funnel: [{ label: evil, count: 3, detail: evil }],
    leftOut: [{ reason: evil, items: 1, stories: 1 }],
    stories: [{ id: evil, title: evil, items: 2, score: 4, inIssue: true, onTopic: true }],
    sources: [{ id: evil, name: evil, items: 3, told: 1, failuresInARow: 2, lastError: evil }],
    bill: {
      model: evil,
      budget: 0.1,
      dollars: 0.01,
      lines: [
        {
          purpose: evil,
          calls: 1,
          cachedCalls: 0,
          tokensIn: 1,
          tokensOut: 1,
          tokensCached: 0,
          tokensReasoning: 0,
          dollars: 0.01,
        },
      ],
      note: evil,
    },
  };
  return { view, block, checks, bench, row, proofs, candidate, source, figures };
}
