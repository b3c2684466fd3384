import { describe, expect, it } from 'vitest';
import { write } from '../../src/stages/write.ts';
import { isLinkText, mannerProblems, wordsToLink } from '../../src/stages/write-manner.ts';
import type { Ask, ChosenStory } from '../../src/types.ts';
import { original } from '../support/items.ts';
import { brief } from '../support/prompts.ts';

const page = original({
  url: 'https://lab.test/heron',
  title: 'Heron 3: a tide model for small harbours',
  siteName: 'Quay Lab',
  text: 'Heron 3 reads the tide. Nobody had asked it to.',
});

describe('link text', () => {
  it.each(['the tide model', 'Heron 3', 'Heron', 'how the harbours were mapped', 'a report on small harbours'])(
    'may be “%s”',
    (words) => expect(isLinkText(words, page)).toBe(true),
  );
  it.each([
    'here',
    'Click here',
    'read more here',
    'this post',
    'the full article',
    'link',
    'announcement',
    'it',
    'tide',
    'Ostrich',
    '',
    '“”',
    'Heron 3 reads the tide.',
    'Heron 3 reads the tide in small harbours before the boats come in',
  ])('may not be “%s”', (words) => expect(isLinkText(words, page)).toBe(false));
});

describe('words to link', () => {
  const found = (sentence: string) => {
    const place = wordsToLink(sentence, page.title);
    return place && sentence.slice(place.start, place.end);
  };
  it.each([
    ['Quay Lab gave Heron 3 to the pilots.', 'Heron 3'],
    ['A tide model for small harbours is what Heron became.', 'Heron'],
    ['The pilots have Heron, and 3 of them use it.', 'Heron'],
    ['It is a model for the small.', undefined],
    ['Nobody had asked.', undefined],
    ['', undefined],
  ])('of “%s” are %s', (sentence, words) => expect(found(sentence)).toBe(words));
});

describe('a block whose link says nothing', () => {
  const chosen: ChosenStory = {
    ...{ id: 's', title: page.title, items: [page], lead: page, score: 1, onTopic: true, reasons: [] },
    ...{ slot: 'reads', quotes: [] },
  };
  const proseOf = async (blurb: string) => {
    const ask: Ask = async (_, parse) => ({ ok: true, value: parse({ heading: 'Tides', blurb, quotes: [] }) });
    const answer = await write(chosen, ask, brief());
    return answer.ok ? answer.value.prose : '';
  };
  it.each([
    ['Heron 3 reads the tide, see [[here]].', '[Heron 3](https://lab.test/heron) reads the tide, see here.'],
    ['[[This post]] is about Heron.', 'This post is about [Heron](https://lab.test/heron).'],
    ['[[Here]] is [[the tide model]].', 'Here is [the tide model](https://lab.test/heron).'],
    ['It reads [[the tide model|3]].', 'It reads [the tide model](https://lab.test/heron).'],
    ['Pilots can read it.', '[Heron 3: a tide model for small harbours](https://lab.test/heron). Pilots can read it.'],
    ['Pilots [[can read it', '[Heron 3: a tide model for small harbours](https://lab.test/heron). Pilots can read it'],
  ])('gets another: %s', async (blurb, prose) => expect(await proseOf(blurb)).toBe(prose));
});

describe('the manner of a block', () => {
  const codes = (heading: string, blurb: string) => mannerProblems(heading, blurb, page.title).map(({ rule }) => rule);
  it.each([
    ['Can a model read the tide?', 'Heron reads it.', ['hype']],
    ['Here’s why the tide matters', 'Heron reads it.', ['hype']],
    ['What you need to know of tides', 'Heron reads it.', ['hype']],
    ['And then the harbour…', 'Heron reads it.', ['hype']],
    ['The model that reads the tide of a small harbour before the boats of it have come in', 'It does.', ['too-long']],
    ['Tides', 'Who reads it? Heron does.', ['hype']],
    ['Tides', 'One. Two. Three is more. Four is too many of them.', ['too-long']],
    ['Heron reads the tide', 'Heron 3 reads the tide. It was made for pilots.', []],
    [page.title, 'It was made for pilots.', []],
  ])('heading “%s”, blurb “%s”', (heading, blurb, expected) => expect(codes(heading, blurb)).toEqual(expected));

  it('lets a heading be the page’s own title, whatever it is', () => {
    expect(mannerProblems('Who reads the tide?', 'Heron does.', 'Who reads the tide?')).toEqual([]);
  });
});
