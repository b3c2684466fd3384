import { describe, expect, it } from 'vitest';
import { dateOf, dayOf, frontOf, numberOf, unsent } from '../../src/actions/importFacts.ts';
import { numberIssues } from '../../src/actions/importNumbers.ts';
import type { OldIssue } from '../../src/actions/importTypes.ts';

const NONE = new Map<string, string>();

describe('the number of an old issue', () => {
  it.each([
    ['Issue #12: spoons', 'a.md', 12],
    ['The Digest, issue 007', 'a.md', 7],
    ['Spoons and forks (No. 3)', 'a.md', 3],
    ['Nº 41 – la cuchara', 'a.md', 41],
    ['Ausgabe 9: Löffel', 'a.md', 9],
    ['#5', 'a.md', 5],
    ['089', 'a.md', 89],
    ['[14] Forks', 'a.md', 14],
    ['14: Forks', 'a.md', 14],
    ['Forks', '012.md', 12],
    ['Forks', '2024-05-01-issue-8.md', 8],
    ['Forks', 'letters/77/index.md', 77],
    ['Forks', '3-forks.html', 3],
    ['14 forks that I bought', 'a.md', undefined],
    ['No 100% forks', 'a.md', undefined],
    ['Fork C#9a and R&D#4', 'a.md', undefined],
    ['Forks of 2024', '2024-05-01-forks.md', undefined],
    ['Issue 4.5 of the standard', 'a.md', undefined],
    ['Forks', 'posts/148210.forks.html', undefined],
  ])('%s in %s', (title, name, number) => {
    expect(numberOf(NONE, title, name)).toBe(number);
  });

  it('is what the front matter says, before anything else', () => {
    expect(numberOf(new Map([['issuenumber', '31']]), 'Issue 12', '13.md')).toBe(31);
    expect(numberOf(new Map([['number', 'many']]), 'Issue 12', '13.md')).toBe(12);
  });
});

describe('the day of an old issue', () => {
  it('is the day where its readers are; a day alone is that day everywhere', () => {
    expect(dayOf('2024-05-01', 'America/New_York')).toBe('2024-05-01');
    expect(dayOf('2024-05-01T02:30:00Z', 'America/New_York')).toBe('2024-04-30');
    expect(dayOf('2024-05-01 02:30:00 +0000', 'Pacific/Auckland')).toBe('2024-05-01');
    expect(dayOf('May 3rd, 2024', 'Europe/Lisbon')).toBe('2024-05-03');
    expect(dayOf('soon', 'UTC')).toBeUndefined();
  });

  it('stands in front matter, else in the name of the file or of its folders', () => {
    expect(dateOf(new Map([['publishdate', '2024-05-02']]), '2024-01-01-a.md', 'UTC')).toBe('2024-05-02');
    expect(
      dateOf(
        new Map([
          ['date', 'tomorrow'],
          ['sentat', '2024-05-03'],
        ]),
        'a.md',
        'UTC',
      ),
    ).toBe('2024-05-03');
    expect(dateOf(NONE, '_posts/2024-05-01-a.md', 'Pacific/Auckland')).toBe('2024-05-01');
    expect(dateOf(NONE, '2024/05/01/a.html', 'UTC')).toBe('2024-05-01');
    expect(dateOf(NONE, '20240501 a.md', 'UTC')).toBe('2024-05-01');
    expect(dateOf(NONE, '2024-19-99.md', 'UTC')).toBeUndefined();
    expect(dateOf(NONE, '148210.md', 'UTC')).toBeUndefined();
  });
});

describe('front matter', () => {
  it('is YAML or TOML, in any spelling of its keys', () => {
    const yaml = frontOf('---\ntitle: "A: b"\nPublish_Date: 2024-05-01\ntags: [a]\n---\nWords\n---\nMore\n');
    expect(Object.fromEntries(yaml.facts)).toEqual({ title: 'A: b', publishdate: '2024-05-01' });
    expect(yaml.body).toBe('Words\n---\nMore\n');
    const toml = frontOf('+++\ntitle = "A \\"b\\""\ndate = 2024-05-01\ndraft = false\n[extra]\nnumber = 4\n+++\nWords');
    expect(Object.fromEntries(toml.facts)).toEqual({ title: 'A "b"', date: '2024-05-01', draft: 'false' });
    expect(toml.body).toBe('Words');
  });

  it('may be missing, open or broken', () => {
    expect(frontOf('Words')).toEqual({ facts: NONE, body: 'Words' });
    expect(frontOf('---\nWords with a rule above')).toMatchObject({ body: '---\nWords with a rule above' });
    expect(frontOf('---\na: [1\n---\nWords')).toMatchObject({ body: 'Words', broken: expect.stringMatching(/./) });
    expect(frontOf('---\n---\nWords')).toMatchObject({ body: 'Words' });
  });

  it('says what was never sent', () => {
    expect(unsent(new Map([['draft', 'true']]))).toBe('a draft');
    expect(unsent(new Map([['ispublished', 'false']]))).toBe('not published');
    expect(unsent(new Map([['status', 'scheduled']]))).toBe('its status is scheduled');
    expect(
      unsent(
        new Map([
          ['status', 'sent'],
          ['draft', 'false'],
          ['published', 'true'],
        ]),
      ),
    ).toBeUndefined();
  });
});

describe('numbers for a catalogue', () => {
  const old = (day: number, said?: number): OldIssue => ({
    from: `${day}.md`,
    title: '',
    date: `2024-05-${String(day).padStart(2, '0')}`,
    markdown: 'x',
    notes: [],
    ...(said === undefined ? {} : { said }),
  });
  const numbers = (...of: Parameters<typeof numberIssues>) =>
    numberIssues(...of).issues.map(({ from, number }) => `${from.replace('.md', '')}→${number}`);

  it('are what they say, and those between are counted', () => {
    expect(numbers([old(22, 14), old(1), old(8, 12), old(15)], [])).toEqual(['1→11', '8→12', '15→13', '22→14']);
  });

  it('are counted by date where fewer than half say one', () => {
    const found = [old(8, 1), old(1), old(15)];
    expect(numbers(found, [])).toEqual(['1→1', '8→2', '15→3']);
    expect(numberIssues(found, []).notes[0]).toContain('only 1 of 3');
    expect(numbers(found, [], 40)).toEqual(['1→40', '8→41', '15→42']);
  });

  it('are never given twice, nor one that is taken', () => {
    const { issues, leftOut } = numberIssues(
      [old(1, 3), old(2, 3), old(3, 4), old(4, 0), old(5, 5)],
      [{ number: 5, date: '2024-06-01' }],
    );
    expect(issues.map(({ from }) => from)).toEqual(['1.md', '3.md']);
    expect(leftOut).toEqual([
      { from: '2.md', reason: 'number 3 is that of 1.md too' },
      { from: '4.md', reason: 'there is no issue 0: numbers begin at 1' },
      { from: '5.md', reason: 'issue 5 of 2024-06-01 is there already' },
    ]);
  });

  it('leave out what has no room between two others', () => {
    expect(numberIssues([old(1, 1), old(2), old(3, 2)], []).leftOut[0]?.reason).toContain(
      'those beside 2024-05-02 are taken',
    );
  });

  it('go on from what is there, and ask where they would have to stand before it', () => {
    expect(numbers([old(8), old(15)], [{ number: 7, date: '2024-05-01' }])).toEqual(['8→8', '15→9']);
    expect(() => numberIssues([old(8)], [{ number: 7, date: '2024-05-09' }])).toThrow(/--first N/);
    expect(numbers([old(8)], [{ number: 7, date: '2024-05-09' }], 6)).toEqual(['8→6']);
  });
});
