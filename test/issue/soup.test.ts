import { describe, expect, it } from 'vitest';
import { formatIssue } from '../../src/issue/format.ts';
import { parseIssue } from '../../src/issue/parse.ts';
import type { Issue } from '../../src/types.ts';
import { seeded } from './invent.ts';

const PIECES = [
  '\n',
  '\n',
  '\n\n',
  '\r\n',
  '\r',
  '# ',
  '## ',
  '### a',
  '* * *',
  '---',
  '***',
  '> ',
  '> q',
  '- ',
  '1. ',
  '  ',
  '    ',
  '\t',
  '[a](https://a.example)',
  '[x]: https://c.example',
  '[x]',
  '@[h](https://x.com/h/status/1)',
  '(HN)',
  '![p](https://p.example/p.png)',
  'word',
  '```',
  '`',
  '**',
  '_',
  '\\',
  '<b>',
  '&amp;',
  '— Bob',
  '(1h)',
  '\u0000',
  '\uFEFF',
  '👩‍💻',
  '\u2028',
  '===',
  '~~~',
];
const outline = ({ blocks }: Issue) => blocks.map(({ heading, level }) => [heading, level]);

describe('any soup of Markdown', () => {
  it('comes back byte for byte, and its blocks stay blocks when they are moved', () => {
    for (let seed = 1; seed <= 1500; seed++) {
      const random = seeded(seed);
      const pieces = Array.from(
        { length: 1 + Math.floor(random() * 30) },
        () => PIECES[Math.floor(random() * PIECES.length)],
      );
      const text = `---\nnumber: 3\ndate: 2026-03-08\n---\n${pieces.join('')}`;
      const issue = parseIssue(text);
      expect(formatIssue(issue)).toBe(text);
      const moved = { ...issue, blocks: issue.blocks.toReversed() };
      expect(outline(parseIssue(formatIssue(moved)))).toEqual(outline(moved));
      for (const { parts, links } of issue.blocks) {
        for (const part of parts) if (part.kind === 'quote' && part.source) expect(links).toContain(part.source);
      }
    }
  });
});
