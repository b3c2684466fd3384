import { describe, expect, it } from 'vitest';
import { requestsFor, tellStories } from '../src/pipeline.ts';
import type { AskRequest } from '../src/types.ts';
import { asking } from './support/asking.ts';
import { brief } from './support/prompts.ts';
import { scripted, storyOf } from './support/telling.ts';

const NAMES = ['Heron', 'Plover', 'Curlew', 'Dunlin'];
const stories = NAMES.map((name) =>
  storyOf(name, `${name} was made by 40 people in Ghent. It costs half of what Tern costs.`),
);
const good = (name: string) => ({
  heading: `${name} is out`,
  blurb: `[[${name}]], made in Ghent.`,
  quotes: ['q1'],
});
const nameIn = ({ prompt }: AskRequest) => NAMES.find((name) => prompt.includes(`${name}, told by`)) ?? '';
const LETTER = { paragraphs: ['What does [[Heron|1]] cost?'], subjects: ['Heron is out'], preheader: 'Made in Ghent' };

/** A model that does its work, but for some of it. */
function model(over: Partial<Record<AskRequest['purpose'], (request: AskRequest) => unknown>>) {
  return scripted((request) => {
    const answer = over[request.purpose];
    if (answer) return answer(request);
    if (request.purpose === 'letter') return LETTER;
    return request.purpose === 'check' ? { wrong: [] } : good(nameIn(request));
  });
}
const count = (asked: AskRequest[]) =>
  Object.fromEntries(
    [...new Set(asked.map(({ purpose }) => purpose))].map((one) => [
      one,
      asked.filter(({ purpose }) => purpose === one).length,
    ]),
  );
const writers = ({ blocks }: Awaited<ReturnType<typeof tellStories>>) =>
  blocks.map(({ evidence }) => evidence.writer).join(' ');
const rules = ({ blocks }: Awaited<ReturnType<typeof tellStories>>) =>
  blocks.map(({ evidence }) => evidence.checks.map(({ rule }) => rule).join(' '));

const SICK: [string, Parameters<typeof model>[0], string][] = [
  ['the check is gone', { check: () => undefined }, 'model model model model'],
  [
    'the check blames everything',
    {
      check: () => ({ wrong: [1, 2, 3, 4, 5, 6, 7, 8].map((n) => ({ n, kind: 'negated' })) }),
      repair: () => undefined,
    },
    'extractive extractive extractive extractive',
  ],
  [
    'every answer is prose',
    { write: () => 'Of course!', check: () => 'Fine.', repair: () => 'Sorry.', letter: () => 'Dear reader' },
    'extractive extractive extractive extractive',
  ],
];

describe('tellStories', () => {
  it('takes a call a block, a check and a letter where all is well', async () => {
    const { ask, asked } = model({});
    const told = await tellStories(stories, { ask, brief: brief() });
    expect(count(asked)).toEqual({ write: 4, check: 1, letter: 1 });
    expect(writers(told)).toBe('model model model model');
    expect(rules(told)).toEqual(['', '', '', '']);
  });

  it('mends all that failed, by code and by the check, in one call', async () => {
    const { ask, asked } = model({
      write: (request) => {
        const name = nameIn(request);
        if (name === 'Plover') return { ...good(name), blurb: '[[Plover from Ghent]], made by 90 people.' };
        if (name === 'Curlew')
          return { ...good(name), blurb: '[[Curlew]] costs what Tern costs, and Tern half of it.' };
        return good(name);
      },
      // 1 and 2 are Heron's; Plover has failed already; 3 and 4 are Curlew's
      check: () => ({ wrong: [{ n: 4, kind: 'swapped' }] }),
      repair: () => ({
        blocks: [
          { n: 1, ...good('Plover') },
          { n: 2, ...good('Curlew') },
          { n: 3, ...good('Dunlin') },
        ],
      }),
    });
    const told = await tellStories(stories, { ask, brief: brief() });
    expect(count(asked)).toEqual({ write: 4, check: 1, repair: 1, letter: 1 });
    expect(asked.find(({ purpose }) => purpose === 'check')?.prompt).not.toContain('90 people');
    const prompt = asked.find(({ purpose }) => purpose === 'repair')?.prompt;
    expect(prompt).toContain('number-not-in-source: “90');
    expect(prompt).toContain('role-swapped: “Curlew costs what Tern costs');
    expect(writers(told)).toBe('model model model model');
    expect(rules(told)).toEqual(['', 'number-not-in-source', 'role-swapped', '']);
    expect(told.blocks[1]?.markdown).toContain('made in Ghent');
  });

  it('believes no repair that is wrong again, or says the blamed sentence again', async () => {
    const swapped = { ...good('Curlew'), blurb: '[[Curlew]] costs what Tern costs, and Tern half of it.' };
    const { ask } = model({
      write: (request) => {
        const name = nameIn(request);
        if (name === 'Plover') return { ...good(name), blurb: '[[Plover from Ghent]], made by 90 people.' };
        return name === 'Curlew' ? swapped : good(name);
      },
      check: () => ({ wrong: [{ n: 4, kind: 'swapped' }] }),
      repair: () => ({
        blocks: [
          { n: 1, ...good('Plover'), blurb: 'It was [[made by 70 people]].' },
          { n: 2, ...swapped },
        ],
      }),
    });
    const told = await tellStories(stories, { ask, brief: brief() });
    expect(writers(told)).toBe('model extractive extractive model');
    expect(rules(told)).toEqual(['', 'number-not-in-source number-not-in-source', 'role-swapped role-swapped', '']);
    for (const { markdown } of told.blocks) expect(markdown).not.toMatch(/90|70|half of it/);
  });

  it('asks for a repetition to be mended, and keeps the block where it is not', async () => {
    const alike = (request: AskRequest) => ({
      ...good(nameIn(request)),
      blurb: `It was made by 40 people in Ghent: [[${nameIn(request)} from Ghent]].`,
    });
    const { ask, asked } = model({ write: alike, repair: () => undefined });
    const told = await tellStories(stories, { ask, brief: brief() });
    expect(count(asked)).toMatchObject({ repair: 1 });
    expect(writers(told)).toBe('model model model model');
    expect(rules(told)).toEqual(['', 'repeats', 'repeats', 'repeats']);
  });

  it.each(SICK)('drafts an issue where %s', async (_, over, expected) => {
    const told = await tellStories(stories, { ask: model(over).ask, brief: brief() });
    expect(writers(told)).toBe(expected);
    for (const { markdown } of told.blocks) expect(markdown).toContain('> Nobody should believe');
    expect(told.letter.subjects.length).toBeGreaterThan(0);
  });

  it('begins with what the estimate says, and costs nothing a second time', async () => {
    const { ask, server, bill } = await asking(({ body }) => {
      const prompt = body.messages.map(({ content }) => content).join('\n');
      if (prompt.includes('<sentence>')) return { json: { wrong: [] } };
      if (prompt.includes('<blocks>')) return { json: LETTER };
      return { json: good(NAMES.find((name) => prompt.includes(`${name}, told by`)) ?? '') };
    });
    const first = await tellStories(stories, { ask, brief: brief() });
    expect(writers(first)).toBe('model model model model');
    expect(server.calls).toHaveLength(requestsFor(stories, brief()).length);
    const { dollars } = bill();
    expect(await tellStories(stories, { ask, brief: brief() })).toEqual(first);
    expect(server.calls).toHaveLength(6);
    expect(bill().dollars).toBe(dollars);
  });
});
