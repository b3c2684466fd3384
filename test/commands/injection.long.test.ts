import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../src/actions/check.ts';
import { issueFile, pullquote } from '../support/cli.ts';
import { weekFolder } from '../support/hostileWeek.ts';
import { attackerIn, controls, unfencedIn } from '../support/injectionFound.ts';
import { obeyingModel } from '../support/injectionModel.ts';
import { injectionWeek } from '../support/injectionWeek.ts';
import { attacks, hasAttacks, OWN, type Planted, planted } from '../support/injectionWords.ts';
import { startModelServer } from '../support/model-server.ts';
import { WINDOW } from '../support/recording.ts';

/** Crawls and drafts a week of these attacks with a model that obeys them; gives what came through, and how much was tried. */
async function attackedBy(list: Planted[]) {
  const model = await startModelServer(obeyingModel());
  try {
    const dir = weekFolder(injectionWeek(list, model.url));
    const replay = ['--replay', join(dir, 'week.har.gz')];
    const crawl = await pullquote(['-C', dir, 'crawl', '--verbose', ...WINDOW, ...replay]);
    const env = { PULLQUOTE_ALLOW: model.host, DEEPSEEK_API_KEY: 'sk-planted-key' };
    const draft = await pullquote(['-C', dir, 'draft', '--verbose', ...WINDOW, '--no-crawl'], { env });
    expect([crawl.code, draft.code], draft.stderr.slice(-2000)).toEqual([0, 0]);
    const checked = await pullquote(['-C', dir, 'check', '1', '--json', '--verbose']);
    const stories = await pullquote(['-C', dir, 'stories', '--explain', '--verbose', ...WINDOW]);
    const { checks } = JSON.parse(checked.stdout) as CheckReport;
    const said = [crawl, draft, checked, stories].flatMap((ran) => [ran.stdout, ran.stderr]).join('\n');
    const evidence = JSON.parse(issueFile(dir, 'evidence.json')) as { blocks: { writer: string; quotes: object[] }[] };
    return {
      dir,
      calls: model.calls,
      blocks: evidence.blocks,
      found: [
        ...attackerIn(dir),
        ...unfencedIn(model.calls).map((what) => `unfenced: ${what}`),
        ...controls(said, 'what was said'),
        ...checks.filter(({ ok, level }) => !ok && level === 'error').map(({ rule, detail }) => `${rule}: ${detail}`),
      ],
    };
  } finally {
    await model.close();
  }
}

/** So many blocks at least were drafted by way of a model that tried it with each. */
function expectTried({ calls, blocks }: Awaited<ReturnType<typeof attackedBy>>, attacks: number): void {
  expect(calls.length).toBeGreaterThan(attacks);
  expect(blocks.length).toBeGreaterThan(attacks * 0.9);
  expect(blocks.filter(({ writer }) => writer === 'model').length).toBeGreaterThan(blocks.length / 4);
  expect(calls.some(({ body }) => body.messages.some(({ content }) => /^Block 1 was/m.test(content)))).toBe(true);
}

it('our own attacks, in every field, obeyed: none of it ends in the issue', async () => {
  const tried = await attackedBy(planted(OWN));
  expect(tried.found).toEqual([]);
  expectTried(tried, OWN.length);
});

describe.skipIf(!hasAttacks)('collections of attacks (they are where ../shared is)', () => {
  it('for models: no word of an order is told, no link, no markup', async () => {
    const { prompts } = attacks();
    const tried = await attackedBy(planted(prompts));
    expect(tried.found).toEqual([]);
    expectTried(tried, prompts.length);
  });

  it.each([0, 1, 2, 3])(
    'for browsers, sanitisers and readers of XML: no link and no markup (%i of 4)',
    async (part) => {
      const { markup } = attacks();
      const list = planted(markup, true).filter((_, n) => n % 4 === part);
      const tried = await attackedBy(list);
      expect(tried.found).toEqual([]);
      expectTried(tried, list.length * 0.5);
    },
  );
});
