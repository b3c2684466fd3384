/** A desk on a workspace in which everything that anybody could write is an attack: crawled words, files, a model's answers, and what platforms say. */
import { readFileSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { stringify } from 'yaml';
import { loadWorkspace } from '../../src/actions/workspace.ts';
import { packageFile } from '../../src/commands/package.ts';
import { filePlatform } from '../../src/platforms/file.ts';
import { type OpenDesk, startDesk } from '../../src/review/server.ts';
import type { Evidence, Files, World } from '../../src/types.ts';
import { draftedDesk, pageOf } from './deskWeek.ts';
import { flat } from './payloads.ts';

const STORIES = 5;

/** Words of a field: each field of each story begins elsewhere in the list. */
type Words = (count?: number) => string;
export function wordsOf(payloads: string[]): Words {
  let next = 0;
  return (count = 3) => Array.from({ length: count }, () => flat(payloads[next++ % payloads.length] ?? '')).join(' ');
}

export interface HostileDesk {
  desk: OpenDesk;
  files: Files;
  /** What the desk complained of where it was started. */
  warned: string[];
}

/** `payloads`: one line each. */
export async function hostileDesk(payloads: string[]): Promise<HostileDesk> {
  const words = wordsOf(payloads);
  const names = Array.from({ length: STORIES }, () => words());
  const items = names.map((name, i) => {
    const page = pageOf(i);
    const text = `${page.text}\n\n${words(payloads.length)}`;
    const crawled = { title: `${page.title} ${words()}`, author: words(), sourceName: name, siteName: words() };
    return { ...page, ...crawled, text, summary: words(), sourceId: `source-${i}`, categories: [words()] };
  });
  const { world, workspace } = await draftedDesk({ items, max: 4 });
  const { files } = world;
  await files.write('sources.yaml', stringify(names.map((name, i) => sourceOf(name, i))));
  await files.write('newsletter.yaml', newsletterOf(words));
  await files.write('editor.yaml', editorOf(words, items[0]?.url ?? ''));
  await files.write('issues/001/receipt.json', receiptOf(words));
  const evidence = JSON.parse((await files.read('issues/001/evidence.json')) ?? '') as Evidence;
  await files.write('issues/001/evidence.json', JSON.stringify(spoilt(evidence, words)));
  const issue = (await files.read('issues/001/issue.md')) ?? '';
  await files.write(
    'issues/001/issue.md',
    `${issue.trimEnd()}\n\n* * *\n\n${ownBlocks(payloads).join('\n\n* * *\n\n')}\n`,
  );
  for (const { id } of workspace.sources)
    await world.store.saveHealth({
      ...{ sourceId: id, lastTriedAt: '2026-11-16T05:00:00.000Z', failuresInARow: 3, lastError: words() },
    });
  const warned: string[] = [];
  const spoken = {
    ...world,
    ask: async (_: unknown, parse: (json: unknown) => unknown) =>
      parse({ heading: words(), blurb: `[[${words()}]] ${words()}`, quotes: ['q1', words()], wrong: [words()] }),
    platforms: { file: filePlatform(files) },
    report: { step: () => {}, info: () => {}, warn: (message: string) => void warned.push(message) },
    packaged: (path: string) => readFileSync(packageFile(path), 'utf8'),
  } as unknown as World;
  const desk = await startDesk(spoken, await loadWorkspace(files), 1, { port: 0 });
  onTestFinished(() => desk.close());
  return { desk, files, warned };
}

function sourceOf(name: string, i: number) {
  return { kind: 'feed', id: `source-${i}`, url: `https://source-${i}.test/feed.xml`, name };
}

function newsletterOf(words: Words): string {
  return stringify({
    name: words(),
    editor: { name: words() },
    about: `Language models ${words()}`,
    voice: words(),
    address: words(),
    postscripts: [words()],
    house: [{ title: words(), text: words() }],
    model: 'deepseek/deepseek-flash',
    platforms: { file: {} },
  });
}

function editorOf(words: Words, told: string): string {
  const found = { url: 'https://found.test/page', added: '2026-11-15', note: words(), author: words(), text: words() };
  return stringify({
    inbox: [found, { url: `https://found.test/${encodeURIComponent(words(1))}`, added: '2026-11-15', note: words() }],
    pins: [{ url: told }],
  });
}

function receiptOf(words: Words): string {
  const pushed = { platform: 'file', id: words(), where: words(), at: words(), sha256: words(), status: 'unknown' };
  return JSON.stringify({ version: 1, pushed: [pushed] });
}

/** As somebody might who can write to the file: every free word an attack, among the pages some that are no pages. */
function spoilt(evidence: Evidence, words: Words): Evidence {
  const bill = { ...evidence.bill, model: words(), lines: [{ ...LINE, purpose: words() }] };
  const blocks = evidence.blocks.map((block) => ({
    ...block,
    reasons: block.reasons.map(({ value }) => ({ term: words(), value, detail: words() })),
    items: [
      ...block.items.map((item) => ({ ...item, title: words(), source: words(), author: words() })),
      ...['javascript:alert(1)', 'data:text/html,<script>alert(1)</script>', `https://x.test/"><b>${words(1)}`].map(
        (url) => ({ url, title: words(), source: words(), author: words(), publishedAt: words() }),
      ),
    ],
    told: { number: 1, heading: words(), url: 'javascript:alert(1)', update: true, detail: words() },
    checks: [{ rule: 'hype' as const, level: 'error' as const, ok: false, detail: words() }],
    passages: [...block.passages, { url: 'https://x.test/passage', text: words() }],
  }));
  // one that the editor deleted
  const [first] = blocks;
  const gone = first
    ? [{ ...first, storyId: 'gone', markdown: `## ${words()}\n\n[x](https://gone.test/x)\n`, items: [] }]
    : [];
  const runner = (storyId: string, url: string) =>
    ({ storyId, url, title: words(), score: 3, reason: 'no-room' }) as const;
  return {
    ...evidence,
    bill,
    blocks: [...blocks, ...gone],
    subjects: [words(), words()],
    preheader: words(),
    runnersUp: [runner('runner', 'https://runner.test/x'), runner('no-page', 'javascript:alert(1)')],
    notes: [words()],
  };
}
const LINE = {
  calls: 1,
  cachedCalls: 0,
  tokensIn: 9,
  tokensOut: 9,
  tokensCached: 0,
  tokensReasoning: 0,
  dollars: 0.01,
};

/** Every payload as an editor or a careless program might leave it in the file. */
function ownBlocks(payloads: string[]): string[] {
  return payloads.map((payload, i) => {
    const forms = [
      `## ${payload}\n\n${payload}`,
      `## Linked ${i}\n\n[${payload}](https://own.test/${i}) ${payload}\n\n> ${payload}`,
      `## Voice ${i}\n\n@[${payload}](https://news.ycombinator.com/item?id=${i}) (${payload})\n\n> ${payload}\n> — ${payload}`,
      `## Picture ${i}\n\n![${payload}](https://pictures.example.test/${i}.png)\n\n- ${payload}`,
    ];
    return forms[i % forms.length] as string;
  });
}
