import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { NEWSLETTER } from '../support/cli.ts';
import { articles } from '../support/hostileMedia.ts';
import { MARK, PINNED, privateSources, reservedSources } from '../support/hostilePrivate.ts';
import { drafted, weekFolder } from '../support/hostileWeek.ts';

function folder(pins: object[]): string {
  const parts = [articles(3), privateSources(), reservedSources()];
  return weekFolder({
    answers: parts.flatMap(({ answers }) => answers),
    files: {
      'sources.yaml': parts.flatMap(({ sources }) => sources).join(''),
      'newsletter.yaml': NEWSLETTER,
      'editor.yaml': JSON.stringify({ pins }),
    },
  });
}
const written = (dir: string) =>
  readdirSync(join(dir, 'issues/001')).map((name) => `${name}\n${readFileSync(join(dir, 'issues/001', name), 'utf8')}`);

it('nothing of a private source stands in an issue, whatever its kind: no word, no title, no address', async () => {
  const dir = folder([]);
  const { issue, evidence, crawled } = await drafted(dir);
  for (const text of written(dir)) expect(text).not.toMatch(MARK);
  expect(issue).toContain('https://lab.test/models/the-tide');
  expect(issue).not.toContain('paid.test');
  // what was left out was there to be left out: pages that tell the same are one story
  const { 'link-only': linkOnly, 'off-topic': offTopic } = JSON.parse(evidence).dropped;
  expect([linkOnly, offTopic]).toEqual([3, 2]);
  expect(crawled.filter(({ items }) => items === 0)).toEqual([]);
});

it('a private page that the editor pinned is a link under its host’s name', async () => {
  const dir = folder([{ url: PINNED }, { url: 'https://noai.test/1' }]);
  const { issue } = await drafted(dir);
  expect(issue).toContain(`## paid.test\n\n[paid.test](${PINNED}), paid.test`);
  expect(issue).toContain(
    '## A language model that is nobody’s business\n\n[A language model that is nobody’s business](https://noai.test/1)',
  );
  for (const text of written(dir)) expect(text).not.toMatch(MARK);
});
