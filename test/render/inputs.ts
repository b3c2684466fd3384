import { readFileSync } from 'node:fs';
import { parseIssue } from '../../src/issue/parse.ts';
import type { Issue, Newsletter, PlatformTags } from '../../src/types.ts';

/** A newsletter of defaults with an address and a platform, and what a test changes. */
export function newsletter(changes: Partial<Newsletter> = {}): Newsletter {
  return {
    name: 'The Kitchen Radio',
    editor: { name: 'MZ', email: 'mz@example.com' },
    about: 'Small models in small machines',
    language: 'en',
    timezone: 'UTC',
    schedule: {},
    voice: '',
    letter: 'draft',
    postscripts: [],
    house: [],
    sections: [],
    model: undefined,
    budget: 0.1,
    platforms: { buttondown: {} },
    address: '1 Example Street, 1000-001 Lisbon',
    notify: {},
    theme: { accent: '#0b6bcb' },
    keep: 90,
    weights: {},
    limits: { perSource: 2, perDomain: 2 },
    ...changes,
  };
}

export const platform: PlatformTags = { unsubscribe: '{{ unsubscribe_url }}', webVersion: '{{ email_url }}' };

export function fixture(name: string): Issue {
  return parseIssue(readFileSync(new URL(`../fixtures/render/${name}.md`, import.meta.url), 'utf8'));
}

/** An issue with this body, as an editor would write it. */
export function issueOf(body: string, front = ''): Issue {
  return parseIssue(`---\nnumber: 7\ndate: 2026-02-02\nstatus: draft\n${front}---\n\n${body}\n`);
}

/** An issue of so many blocks of an ordinary week: a linked sentence and a quote of some fifty words each. */
export function longIssue(blocks: number): Issue {
  const words =
    'Nobody thought that the small one would win, and then it won so quietly that we read it off the bill. ';
  const block = (i: number) =>
    [
      `## What the ${i} logs of a workshop say (${10 + i} min)`,
      `[A repairer reads ${i} logs aloud](https://workshop-${i}.example.test/2026/02/a-path-of-ordinary-length-${i}) and says why they moved.`,
      `> ${words.repeat(2).trim()}`,
      '* * *',
    ].join('\n\n');
  return issueOf(`A short letter.\n\n* * *\n\n${Array.from({ length: blocks }, (_, i) => block(i)).join('\n\n')}`);
}
