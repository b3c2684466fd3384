import { describe, expect, it } from 'vitest';
import { draftIssue, formatIssue } from '../../src/issue/format.ts';
import { mergeDraft } from '../../src/issue/merge.ts';
import { parseBlock, parseIssue } from '../../src/issue/parse.ts';
import { splitTail, squeeze } from '../../src/text/markdown-tree.ts';
import type { Evidence, Issue } from '../../src/types.ts';
import { blockOf, draftOf, seeded, story, type Told } from './invent.ts';

const body = (markdown: string) => splitTail(markdown).body;
const headings = (issue: Issue) => issue.blocks.map(({ heading }) => heading);

/** One re-draft, after an edit of the file's text. */
function redraft(
  first: { issue: Issue; evidence: Evidence },
  edit: (text: string) => string,
  second: { issue: Issue; evidence: Evidence },
) {
  const file = parseIssue(edit(formatIssue(first.issue)));
  return mergeDraft({ file, evidence: first.evidence, draft: second.issue, draftEvidence: second.evidence });
}

describe('mergeDraft', () => {
  const three = [story(1), story(2), story(3)];

  it('renews what nobody touched, in its place, and leaves rules and a formatter’s white space', () => {
    const formatted = (text: string) =>
      text.replaceAll('* * *', '---').replace('in version 1.\n\n', 'in  version 1. \n\n\n');
    const { issue, notes } = redraft(draftOf(three, 1), formatted, draftOf(three.toReversed(), 2));
    expect(headings(issue)).toEqual(['The harbour 1', 'The compiler 2', 'The orchard 3']);
    expect(issue.blocks[0]?.markdown).toBe(`${blockOf(story(1), 2).markdown}\n\n---\n\n`);
    expect([issue.subject, issue.preheader, issue.window?.until, notes]).toEqual([
      'The week of version 2',
      'Seen beside it, 2',
      '2026-03-10',
      [],
    ]);
    expect(issue.letter).toContain('In version 2');
  });
  it('keeps an edited block byte for byte, also when its story is gone', () => {
    const edit = (text: string) => text.replace('nobody complained.', 'nobody \\(but one\\) complained.   ');
    const { issue, notes } = redraft(draftOf(three, 1), edit, draftOf(three.slice(1), 2));
    expect(issue.blocks[0]?.markdown).toBe(`${edit(blockOf(story(1), 1).markdown)}\n\n* * *\n\n`);
    expect(notes).toEqual([]);
  });
  it('knows a block by its page when an editor gave it a gift link and another heading', () => {
    const edit = (text: string) =>
      text
        .replace('## The harbour 1', '## Mine')
        .replace('paper1.example/1)', 'paper1.example/1?unlocked_article_code=1.xY)');
    const { issue } = redraft(draftOf(three, 1), edit, draftOf(three, 2));
    expect(headings(issue)).toEqual(['Mine', 'The compiler 2', 'The orchard 3']);
  });
  it('lets a deleted block stay deleted, also when its story has an earlier item now', () => {
    const edit = (text: string) => text.slice(0, text.indexOf('## The orchard')).replace(/\s*\* \* \*\s*$/, '\n');
    const grown = { ...story(3), id: 'another', pages: ['https://first.example/3', ...story(3).pages] };
    const { issue, evidence } = redraft(draftOf(three, 1), edit, draftOf([story(1), story(2), grown], 2));
    expect(headings(issue)).toEqual(['The harbour 1', 'The compiler 2']);
    expect(evidence.blocks.map(({ storyId }) => storyId)).toEqual([
      'story-1',
      'story-2',
      'story-3',
      'story-1',
      'story-2',
      'another',
    ]);
  });
  it('keeps an untouched block whose story is not chosen any more, and says so', () => {
    const { issue, notes } = redraft(draftOf(three, 1), (text) => text, draftOf([story(1), story(4)], 2));
    expect(headings(issue)).toEqual(['The harbour 1', 'The compiler 2', 'The orchard 3', 'The glacier 4']);
    expect(notes.map((note) => note.slice(0, 20))).toEqual(['“The compiler 2” is ', '“The orchard 3” is n']);
  });
  it('adds no story that the editor wrote about', () => {
    const own = '\n\n* * *\n\n## My own\n\nSee [the report](https://www.paper4.example/4?utm_source=x).\n';
    const { issue, notes } = redraft(
      draftOf(three, 1),
      (text) => text.trimEnd() + own,
      draftOf([...three, story(4), story(5)], 2),
    );
    expect(headings(issue)).toEqual(['The harbour 1', 'The compiler 2', 'The orchard 3', 'My own', 'The violin 5']);
    expect(notes.join()).toMatch(/The glacier 4.*not added/);
  });
  it('matches a block without links by its heading', () => {
    const house = { markdown: '## A word from our sponsor\n\nBuy lanterns.' };
    const withHouse = (text: string, version: number) => {
      const { evidence } = draftOf([story(1)], version);
      return {
        issue: draftIssue({
          number: 7,
          date: '2026-03-08',
          window: evidence.window,
          letter: '',
          blocks: [blockOf(story(1), version), { markdown: text }],
        }),
        evidence,
      };
    };
    const first = withHouse(house.markdown, 1);
    const once = mergeDraft({
      file: first.issue,
      evidence: first.evidence,
      draft: first.issue,
      draftEvidence: first.evidence,
    });
    const edited = parseIssue(formatIssue(once.issue).replace('Buy lanterns.', 'Buy two lanterns.'));
    const kept = mergeDraft({
      file: edited,
      evidence: once.evidence,
      draft: withHouse('## A word from our sponsor\n\nBuy harps.', 2).issue,
      draftEvidence: draftOf([story(1)], 2).evidence,
    });
    expect(formatIssue(kept.issue)).toContain('Buy two lanterns.');
    expect(formatIssue(kept.issue)).not.toContain('harps');
  });
  it.each([
    ['subject', /^subject: .*$/m, 'subject: Mine', (issue: Issue) => [issue.subject, issue.preheader]],
    ['preheader', /^preheader: .*$/m, 'preheader: Mine', (issue: Issue) => [issue.preheader, issue.subject]],
  ])('keeps an edited %s alone', (_, from, to, read) => {
    const { issue } = redraft(draftOf(three, 1), (text) => text.replace(from, to), draftOf(three, 2));
    expect(read(issue)).toEqual(['Mine', expect.stringContaining('2')]);
    expect(issue.letter).toContain('version 2');
  });
  it('keeps an edited, a deleted and an added letter, and a title', () => {
    const letterOf = (edit: (text: string) => string) => redraft(draftOf(three, 1), edit, draftOf(three, 2)).issue;
    expect(letterOf((text) => text.replace('Kim', 'Kim & I')).letter).toContain('version 1');
    expect(letterOf((text) => text.replace(/What moved[\s\S]*?Kim/, '')).letter.trim()).toBe('* * *');
    expect(letterOf((text) => text.replace('What moved', '# 007\n\nWhat moved'))).toMatchObject({
      title: '007',
      letter: expect.stringContaining('version 2'),
    });
  });
  it('puts a first letter before the rule, under the title', () => {
    const first = draftOf(three, 1);
    const none = { ...first, evidence: { ...first.evidence, letter: { markdown: '', writer: 'model' as const } } };
    const { issue } = redraft(
      none,
      (text) => text.replace(/What moved[\s\S]*?Kim\n\n\* \* \*/, '# 007'),
      draftOf(three, 2),
    );
    expect(issue.letter).toMatch(/^# 007\n\nWhat moved[\s\S]*Kim\n\n\* \* \*\n\n$/);
    expect(issue.blocks).toHaveLength(3);
  });
});

/** What the test knows of a block of the file: which story it tells, and whether a person wrote in it. */
interface Known {
  n: number | undefined;
  edited: boolean;
  pages: string[];
}
interface Week {
  issue: Issue;
  evidence: Evidence;
  known: Known[];
  /** Stories that were drafted and are not to come back. */
  gone: Set<number>;
  letter: boolean;
  subject: boolean;
}
type Random = () => number;
const pick = (random: Random, length: number) => Math.floor(random() * length);

const EDITS: ((week: Week, random: Random) => void)[] = [
  function words(week, random) {
    editOne(week, random, (text) => text.replace(/\b(says|does|was)\b/, (word) => `${word} plainly`));
  },
  function giftLink(week, random) {
    editOne(week, random, (text) => text.replace(/(https:\/\/[^)\s?]+)\)/, '$1?unlocked_article_code=1.aB)'));
  },
  function heading(week, random) {
    editOne(week, random, (text) => text.replace(/^## .*/, '### Renamed \\(by me\\)'));
  },
  function rewrite(week, random) {
    const at = editOne(
      week,
      random,
      (text) => `## My view ${pick(random, 1e6)}\n\nNothing of it is left.${splitTail(text).tail}`,
    );
    const known = week.known[at];
    if (known?.n !== undefined) week.gone.add(known.n);
    if (known) Object.assign(known, { n: undefined, pages: [] });
  },
  function order(week, random) {
    const [from, to] = [pick(random, week.known.length), pick(random, week.known.length)];
    week.issue.blocks.splice(to, 0, ...week.issue.blocks.splice(from, 1));
    week.known.splice(to, 0, ...week.known.splice(from, 1));
  },
  function deletion(week, random) {
    const at = pick(random, week.known.length);
    week.issue.blocks.splice(at, 1);
    const [known] = week.known.splice(at, 1);
    if (known?.n !== undefined) week.gone.add(known.n);
  },
  function ownBlock(week, random) {
    const at = pick(random, week.known.length + 1);
    // about now and then a page that a later draft would tell
    const page =
      random() < 0.5
        ? story(6 * (2 + pick(random, 3)) + pick(random, 3)).pages[0]
        : `https://mine.example/${pick(random, 1e6)}`;
    if (!page || week.known.some(({ pages }) => pages.includes(page))) return;
    if (storiesOf(week).has(numberOf(page)) || week.gone.has(numberOf(page))) return;
    week.issue.blocks.splice(at, 0, parseBlock(`## Seen ${pick(random, 1e6)}\n\nI read [this](${page}).\n\n* * *\n\n`));
    week.known.splice(at, 0, { n: undefined, edited: true, pages: [page] });
  },
  function formatter(week, random) {
    const text = formatIssue(week.issue);
    const spaced = text
      .replace(/\n\n/g, () => (random() < 0.3 ? '\n\n\n' : '\n\n'))
      .replaceAll('* * *', random() < 0.5 ? '---' : '* * *');
    week.issue = parseIssue(spaced.startsWith('---') ? spaced : text);
  },
  function windows(week) {
    week.issue = parseIssue(formatIssue(week.issue).replace(/\r?\n/g, '\r\n'));
  },
  function letter(week) {
    week.issue.letter = week.issue.letter.replace('What moved', 'Well, what moved');
    week.letter = true;
  },
  function subject(week) {
    week.issue.subject = 'A subject of my own';
    week.subject = true;
  },
];

function editOne(week: Week, random: Random, edit: (text: string) => string): number {
  const at = pick(random, week.known.length);
  const [block, known] = [week.issue.blocks[at], week.known[at]];
  if (!block || !known) return -1;
  const text = edit(block.markdown);
  if (squeeze(text) === squeeze(block.markdown)) return -1;
  week.issue.blocks[at] = parseBlock(text);
  known.edited = true;
  return at;
}

const numberOf = (page: string) => Number(page.split('/').at(-1));
const storiesOf = (week: Week) => new Set(week.known.flatMap(({ n }) => (n === undefined ? [] : [n])));

/** A later draft: most of the old stories, some grown by an earlier item, and new ones. */
function nextStories(told: Told[], version: number, random: Random): Told[] {
  const kept = told.filter(() => random() < 0.75);
  const grown = kept.map((each) => {
    if (random() > 0.3) return each;
    const n = numberOf(each.pages[0] ?? '');
    return { ...each, id: `${each.id}-${version}`, pages: [`https://early${version}.example/${n}`, ...each.pages] };
  });
  const fresh = Array.from({ length: 1 + pick(random, 3) }, (_, i) => ({
    ...story(version * 6 + i),
    ...(i === 2 ? { voices: true } : {}),
  }));
  const all = [...grown, ...fresh.filter(({ pages }) => !told.some((each) => each.pages.includes(pages[0] ?? '')))];
  return random() < 0.5 ? all : all.toReversed();
}

/** Merges and holds the outcome against what is known. */
function redraftWeek(week: Week, told: Told[], version: number): void {
  const before = week.issue.blocks.map(({ markdown }) => markdown);
  const { issue: draft, evidence: draftEvidence } = draftOf(told, version);
  const merged = mergeDraft({ file: week.issue, evidence: week.evidence, draft, draftEvidence });
  const after = parseIssue(formatIssue(merged.issue));
  const chosen = new Map(told.map((each) => [numberOf(each.pages[0] ?? ''), each]));
  const present = storiesOf(week);
  for (const [i, { n, edited }] of week.known.entries()) {
    const renewal = n === undefined || edited ? undefined : chosen.get(n);
    const text = after.blocks[i]?.markdown ?? '';
    if (renewal) expect(squeeze(body(text))).toBe(squeeze(blockOf(renewal, version).markdown));
    // only the last block may gain something, the rule before the new ones
    else if (i < before.length - 1) expect(text).toBe(before[i]);
    else expect(text.slice(0, before[i]?.length)).toBe(before[i]);
  }
  const written = new Set(week.known.flatMap(({ edited, pages }) => (edited ? pages : [])));
  const fresh = [...chosen].filter(
    ([n, { pages }]) => !present.has(n) && !week.gone.has(n) && !pages.some((page) => written.has(page)),
  );
  expect(after.blocks.slice(before.length).map(({ markdown }) => squeeze(body(markdown)))).toEqual(
    fresh.map(([, each]) => squeeze(blockOf(each, version).markdown)),
  );
  expect(after.letter.includes(`version ${version}`)).toBe(!week.letter);
  expect(after.subject).toBe(week.subject ? 'A subject of my own' : `The week of version ${version}`);
  const ever = new Set(merged.evidence.blocks.map(({ markdown }) => squeeze(markdown)));
  for (const { markdown } of [...week.evidence.blocks, ...draftEvidence.blocks])
    expect(ever).toContain(squeeze(markdown));
  for (const [n] of chosen) if (!present.has(n) && !fresh.some(([m]) => m === n)) week.gone.add(n);
  for (const known of week.known)
    if (known.n !== undefined && !known.edited) known.pages = chosen.get(known.n)?.pages ?? known.pages;
  week.known.push(...fresh.map(([n, { pages }]) => ({ n, edited: false, pages })));
  Object.assign(week, { issue: after, evidence: merged.evidence });
}

/** The same draft once more changes nothing. */
function redraftAgain(week: Week, told: Told[], version: number): void {
  const { issue: draft, evidence: draftEvidence } = draftOf(told, version);
  const again = mergeDraft({ file: week.issue, evidence: week.evidence, draft, draftEvidence });
  expect(formatIssue(again.issue)).toBe(formatIssue(week.issue));
}

describe('whatever an editor does', () => {
  // every fifth is a chain of five re-drafts
  const chances = Array.from({ length: 200 }, (_, seed) => [seed + 1, seed % 5 === 0 ? 5 : 1] as const);
  it.each(chances)('chance %i, re-drafts: %i', (seed, rounds) => {
    const random = seeded(seed);
    let told = [story(0), story(1), story(2), { ...story(3), voices: true }, story(4)];
    const { issue, evidence } = draftOf(told, 1);
    const known = told.map(({ pages }, n) => ({ n, edited: false, pages }));
    const week: Week = { issue, evidence, known, gone: new Set(), letter: false, subject: false };
    for (let version = 2; version < 2 + rounds; version++) {
      for (let edits = 1 + pick(random, 4); edits > 0; edits--) EDITS[pick(random, EDITS.length)]?.(week, random);
      week.issue = parseIssue(formatIssue(week.issue));
      told = nextStories(told, version, random);
      redraftWeek(week, told, version);
    }
    redraftAgain(week, told, 1 + rounds);
  });
});
