import { describe, expect, it } from 'vitest';
import { approvalHash, isApproved } from '../../src/issue/approval.ts';
import { draftIssue, formatIssue } from '../../src/issue/format.ts';
import { parseBlock, parseIssue } from '../../src/issue/parse.ts';

const TEXT = `---
number: 3 # the third
# a remark
date: 2026-03-08
status: draft            # draft → approved → published
colour: 'kept'
vouched:
- quote: It was early # a Monday
  by: Ana
  url: https://a.example/v
  heard: 2026-03-02
  note: my own key
---
Hi.

* * *

## A

[a](https://a.example)

* * *

A word from a sponsor.

* * *

## B

last`;

describe('formatIssue', () => {
  const issue = parseIssue(TEXT);

  it('changes one line for one changed field, blanks and remarks too', () => {
    expect(formatIssue({ ...issue, status: 'approved' })).toBe(TEXT.replace('status: draft', 'status: approved'));
    expect(formatIssue({ ...issue, number: 4 })).toBe(TEXT.replace('number: 3', 'number: 4'));
  });
  it('adds a field behind the others', () => {
    const text = formatIssue({ ...issue, subject: 'A: b # c' });
    expect(text).toBe(TEXT.replace('  note: my own key\n', '  note: my own key\nsubject: "A: b # c"\n'));
    expect(parseIssue(text).subject).toBe('A: b # c');
  });
  it.each(['2025', 'true', '- x', '"q', "it's", '#1', 'a\nb', '', ' padded ', 'ünï: 🙂', '*alias', '| x', 'x: |'])(
    'keeps the subject %j',
    (subject) => {
      const once = parseIssue(formatIssue({ ...issue, subject }));
      expect(once.subject ?? '').toBe(subject);
      const twice = parseIssue(formatIssue({ ...once, subject: `${subject}.` }));
      expect(twice.subject).toBe(`${subject}.`);
      expect(twice.vouched).toEqual(issue.vouched);
    },
  );
  it('adds an entry to a list, and keeps remarks and keys of the others', () => {
    const second = { quote: 'It was late', by: 'Bo', url: 'https://b.example', heard: '2026-03-03' };
    const text = formatIssue({ ...issue, vouched: [...(issue.vouched ?? []), second] });
    expect(parseIssue(text).vouched).toEqual([...(issue.vouched ?? []), second]);
    for (const kept of ['# the third', '# a remark', '# a Monday', 'note: my own key', "colour: 'kept'"])
      expect(text).toContain(kept);
  });
  it('takes a field away', () => {
    const { vouched: _, ...rest } = issue;
    const text = formatIssue(rest);
    expect(parseIssue(text).vouched).toBeUndefined();
    expect(text).toContain('# a remark');
  });
  it('refuses a field that could not be read back', () => {
    expect(() => formatIssue({ ...issue, date: '8 March' })).toThrow(/date: write a day/);
  });
  it('keeps blocks apart when they are moved', () => {
    const [a, sponsor, b] = issue.blocks;
    if (!a || !sponsor || !b) throw new Error('three blocks');
    for (const blocks of [
      [b, a, sponsor],
      [b, sponsor, a],
      [sponsor, b, a],
      [a, b, sponsor],
    ]) {
      const again = parseIssue(formatIssue({ ...issue, blocks }));
      expect(again.blocks.map(({ heading }) => heading)).toEqual(blocks.map(({ heading }) => heading));
    }
    expect(parseIssue(formatIssue({ ...issue, letter: 'New', blocks: [sponsor] })).blocks).toHaveLength(1);
  });
  it('writes Windows line ends where the front matter has them', () => {
    const windows = parseIssue(TEXT.replaceAll('\n', '\r\n'));
    const text = formatIssue({ ...windows, subject: 'New', blocks: windows.blocks.toReversed() });
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });
  it('touches one block alone when one is edited', () => {
    const blocks = issue.blocks.map((block, i) =>
      i === 0 ? parseBlock(block.markdown.replace('[a]', '[an a]')) : block,
    );
    expect(formatIssue({ ...issue, blocks })).toBe(TEXT.replace('[a]', '[an a]'));
  });
});

describe('draftIssue', () => {
  const parts = { number: 90, date: '2026-11-23', window: { since: '2026-11-16', until: '2026-11-23' } };

  it('lays a draft out as the design does', () => {
    const blocks = [{ markdown: '## One\n\n[a](https://a.example)' }, { markdown: '## Two\n\nWords.\n' }];
    const issue = draftIssue({
      ...parts,
      subject: 'Half: the price',
      preheader: 'A line',
      letter: 'What fell?\n\nMZ',
      blocks,
    });
    expect(formatIssue(issue)).toBe(
      '---\nnumber: 90\ndate: 2026-11-23\nwindow: { since: 2026-11-16, until: 2026-11-23 }\nsubject: "Half: the price"\npreheader: A line\nstatus: draft # draft → approved → published\n---\n' +
        'What fell?\n\nMZ\n\n* * *\n\n## One\n\n[a](https://a.example)\n\n* * *\n\n## Two\n\nWords.\n',
    );
    expect(issue.blocks.map(({ heading }) => heading)).toEqual(['One', 'Two']);
  });
  it('does without letter, subject and blocks', () => {
    expect(draftIssue({ ...parts, letter: '', blocks: [] })).toMatchObject({
      letter: '\n',
      blocks: [],
      status: 'draft',
    });
    expect(draftIssue({ ...parts, letter: '', blocks: [{ markdown: '## A' }] }).blocks).toHaveLength(1);
  });
});

describe('approval', () => {
  const approve = (text: string) => {
    const issue = parseIssue(text);
    return formatIssue({
      ...issue,
      status: 'approved',
      approved: { by: 'KO', at: '2026-03-08T10:00:00.000Z', sha256: approvalHash(text) },
    });
  };
  const holds = (text: string) => isApproved(parseIssue(text), text);

  it('holds for the text that was approved, through publishing, a correction and another system’s line ends', () => {
    const approved = approve(TEXT);
    expect(holds(approved)).toBe(true);
    const published = formatIssue({
      ...parseIssue(approved),
      status: 'published',
      corrections: [{ date: '2026-03-09', text: 'It was Ana.' }],
    });
    expect(holds(published)).toBe(true);
    expect(holds(published.replaceAll('\n', '\r\n'))).toBe(true);
  });
  it.each([
    ['a word', (text: string) => text.replace('last', 'lust')],
    ['a subject', (text: string) => text.replace('colour:', 'subject: New\ncolour:')],
    ['an unknown field', (text: string) => text.replace("'kept'", "'other'")],
    ['a quote that is vouched for', (text: string) => text.replace('It was early', 'It was late')],
    ['the order of blocks', (text: string) => text.replace('## A', '## C').replace('## B', '## A')],
    ['the status alone', (text: string) => text.replace('status: approved', 'status: draft')],
    ['another hash', (text: string) => text.replace(/sha256: ./, 'sha256: 0')],
  ])('does not hold after a change of %s', (_, change) => {
    const changed = change(approve(TEXT));
    expect(changed).not.toBe(approve(TEXT));
    expect(holds(changed)).toBe(false);
  });
  it('is none because a line says so', () => {
    expect(holds(TEXT.replace('status: draft', 'status: approved'))).toBe(false);
    expect(holds(TEXT.replace('status: draft', 'status: approved\napproved: true'))).toBe(false);
  });
});
