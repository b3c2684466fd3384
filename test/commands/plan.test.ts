import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { pullquote, workspace } from '../support/cli.ts';

it('the plan numbers only an issue that is to be drafted, not the one that is done', async () => {
  const files = {
    'sources.yaml': '- { kind: feed, url: https://a.test/feed }\n',
    'newsletter.yaml': 'name: X\nschedule: { draft: "sun 18:00" }\n',
  };
  const empty = await pullquote(['-C', workspace(files), 'run', '--dry-run']);
  expect(empty.stdout).toMatch(/^draft of issue 1 +sun 18:00 +now/m);
  const done = `---
number: 7
date: 2099-01-05
window: { since: 2098-12-29, until: 2099-01-05 }
status: published
---
A letter.
`;
  const later = workspace(files);
  mkdirSync(join(later, 'issues/007'), { recursive: true });
  writeFileSync(join(later, 'issues/007/issue.md'), done);
  const full = await pullquote(['-C', later, 'run', '--dry-run']);
  expect(full.stdout).toMatch(/^draft +sun 18:00 +from .*issue 7 is published, and runs until 2099-01-05$/m);
});
