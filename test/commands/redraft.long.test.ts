import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { parseIssue } from '../../src/issue/parse.ts';
import { pageKey } from '../../src/text/url.ts';
import { issueFile, NEWSLETTER, pullquote, workspace } from '../support/cli.ts';
import { entry, type Farm, MODELS, startFarm } from '../support/farm.ts';

let farm: Farm;
afterEach(() => farm.close());

const WINDOW = ['--since', '2026-11-09', '--until', '2026-11-16'];
const at = (i: number) => `2026-11-1${i % 5}T08:00:00Z`;

it('keeps every edit over five re-drafts with new items each time and .pullquote/ deleted in between', async () => {
  farm = await startFarm({ all: MODELS.slice(0, 4).map((name, i) => entry(name, at(i))) });
  const newsletter = `${NEWSLETTER}limits: { perSource: 20, perDomain: 20 }\n`;
  const dir = workspace({
    'sources.yaml': `- { kind: feed, url: "${farm.url}/all.xml", name: Lab }\n`,
    'newsletter.yaml': newsletter,
  });
  const draft = async () => {
    rmSync(join(dir, '.pullquote'), { recursive: true, force: true });
    const ran = await pullquote(['-C', dir, 'draft', '--model', 'none', ...WINDOW], {
      env: { PULLQUOTE_ALLOW: farm.host },
    });
    expect(ran).toMatchObject({ code: 0 });
    return issueFile(dir, 'issue.md');
  };
  const path = join(dir, 'issues/001/issue.md');
  let text = await draft();
  const blocksOf = (markdown: string) => parseIssue(markdown).blocks;
  expect(blocksOf(text)).toHaveLength(4);

  // the editor: words changed in one block, one block deleted, an own block added, the letter rewritten, two blocks swapped
  const [first, second, third, fourth] = blocksOf(text).map(({ markdown }) => markdown) as [
    string,
    string,
    string,
    string,
  ];
  const changed = first.replace(/^## .*/m, '## My own heading, with a view');
  const own = '## A letter from a reader\n\nShe wrote to say that the waiting is the point.\n\n* * *\n\n';
  const letter = 'A letter by hand, about patience.\n\nUntil next week,\nMZ\n\n* * *\n\n';
  const start = text.indexOf('\n---\n') + 5;
  writeFileSync(
    path,
    `${text.slice(0, start)}\n${letter}${changed}${own}${fourth.replace(/\s*$/, '\n\n* * *\n\n')}${third}`,
  );

  const deleted = pageKey(
    parseIssue(`---\nnumber: 1\ndate: 2026-11-16\nstatus: draft\n---\n${second}`).blocks[0]?.links[0] as string,
  );
  for (let round = 0; round < 5; round++) {
    farm.feeds.get('all')?.push(entry(MODELS[4 + round] as string, at(round)));
    text = await draft();
    expect(text).toContain(changed.trim());
    expect(text).toContain(own.trim());
    expect(text).toContain('A letter by hand, about patience.');
    expect(text.indexOf('A letter from a reader')).toBeGreaterThan(text.indexOf('My own heading'));
    const links = blocksOf(text).flatMap(({ links }) => links.map(pageKey));
    expect(links).not.toContain(deleted);
    expect(new Set(links).size).toBe(links.length);
    expect(text).toContain(MODELS[4 + round]);
    expect(blocksOf(text)).toHaveLength(5 + round);
  }
});
