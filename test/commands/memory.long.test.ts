import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseIssue } from '../../src/issue/parse.ts';
import { pageKey } from '../../src/text/url.ts';
import type { Evidence } from '../../src/types.ts';
import { issueFile, NEWSLETTER, pullquote, workspace } from '../support/cli.ts';

const WEEKS = resolve('../shared/data/weeks');
const DAY = 86_400_000;

/** The Monday of an ISO week such as `2026-W31`, in UTC milliseconds. */
function mondayOf(week: string): number {
  const [year, number] = week.split('-W').map(Number) as [number, number];
  const fourth = Date.UTC(year, 0, 4);
  return fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * DAY + (number - 1) * 7 * DAY;
}
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

describe.skipIf(!existsSync(WEEKS))('real weeks, one issue after another (skipped where ../shared is missing)', () => {
  it('tell no page twice, half a week after half a week, and each update names what it goes on with', async () => {
    let told = new Set<string>();
    const dir = workspace({
      'newsletter.yaml': `${NEWSLETTER}about: Artificial intelligence - models, research, tools\n`,
    });
    let number = 0;
    for (const week of existsSync(WEEKS) ? readdirSync(WEEKS).sort() : []) {
      const feeds = readFileSync(join(WEEKS, week, 'feeds.txt'), 'utf8')
        .trim()
        .split('\n');
      const lines = feeds
        .map((line) => line.split('\t'))
        .map(([url, name]) => `- { kind: feed, url: "${url}", name: "${name}" }`);
      writeFileSync(join(dir, 'sources.yaml'), `${lines.join('\n')}\n`);
      const monday = mondayOf(week);
      for (const [from, to] of [
        [-1, 3],
        [3, 7],
      ] as const) {
        number++;
        const window = ['--since', dayOf(monday + from * DAY), '--until', dayOf(monday + to * DAY)];
        const replay = ['--replay', join(WEEKS, week, 'week.har.gz'), '--model', 'none', '--number', String(number)];
        expect(await pullquote(['-C', dir, 'draft', ...replay, ...window])).toMatchObject({ code: 0 });
        told = checkAgainst(told, dir, number);
        expect((await pullquote(['-C', dir, 'check', String(number)])).stdout).toContain('0 errors');
      }
    }
    expect(number).toBeGreaterThan(1);
    expect(told.size).toBeGreaterThan(20);
  }, 300_000);
});

/** The pages told until now; none of the blocks' own is among those told before. */
function checkAgainst(told: Set<string>, dir: string, number: number): Set<string> {
  const { blocks } = parseIssue(issueFile(dir, 'issue.md', number));
  const evidence: Evidence = JSON.parse(issueFile(dir, 'evidence.json', number));
  const pages = blocks.flatMap(({ links }) => links.slice(0, 1)).map(pageKey);
  expect(pages.filter((page) => told.has(page))).toEqual([]);
  for (const { told: before, markdown } of evidence.blocks) {
    if (!before?.update) continue;
    expect(before.number).toBeLessThan(number);
    expect(markdown).toContain(`in issue ${before.number}.`);
  }
  return new Set([...told, ...pages]);
}
