import { describe, expect, it } from 'vitest';
import { voicesAmong } from '../../src/stages/select-voices.ts';
import { stanceOf } from '../../src/text/stance.ts';
import type { Quote } from '../../src/types.ts';

const said = (handle: string, text: string, where = 'HN', score = 2): Quote => ({
  ...{ id: handle, itemId: handle, text, url: `https://talk.test/${handle}`, start: 0, end: text.length, score },
  voice: { handle, where },
});
const handles = (quotes: Quote[]) => voicesAmong(quotes).map(({ voice }) => voice?.handle);

const PRAISE = 'The tide model works and it is cheap, which is great news for every small harbour that we serve.';
const AGAIN = 'Great news for every small harbour: the tide model works, it is cheap and we are happy with it.';
const REFUSAL = 'Nobody measured the error at spring flood. The score is misleading, and somebody will run aground.';
const QUESTION = 'Which pilots were asked, in which weather, and who keeps the gauges when the money has gone?';

describe('the voices on a lead', () => {
  it('disagree where they can: who says the same over again comes last', () => {
    expect(handles([said('ada', PRAISE), said('bo', AGAIN), said('cy', AGAIN), said('di', REFUSAL)])).toEqual([
      'ada',
      'di',
      'bo',
      'cy',
    ]);
    expect(handles([said('di', REFUSAL), said('ada', PRAISE), said('ed', QUESTION), said('bo', AGAIN)]).at(-1)).toBe(
      'bo',
    );
  });

  it('take turns by place, whoever is loudest', () => {
    const thread = ['a', 'b', 'c'].map((name) => said(name, `${QUESTION} ${name}`, 'HN', 9));
    expect(handles([...thread, said('x1', PRAISE, 'X'), said('m1', REFUSAL, 'Mastodon')]).slice(0, 3)).toEqual([
      'a',
      'x1',
      'm1',
    ]);
  });

  it('speak once each, and only those who are voices', () => {
    const { voice: _, ...page } = said('page', QUESTION);
    expect(handles([said('Ada', PRAISE), page, said('ada', REFUSAL, 'X'), said('bo', QUESTION)])).toEqual([
      'Ada',
      'bo',
    ]);
    expect(voicesAmong([])).toEqual([]);
  });

  it('come in the same order whenever they are asked', () => {
    const many = Array.from({ length: 30 }, (_, i) =>
      said(`h${i}`, `${i % 2 ? PRAISE : REFUSAL} ${i}`, i % 3 ? 'X' : 'HN'),
    );
    expect(handles(many)).toEqual(handles(many));
    expect(new Set(handles(many)).size).toBe(30);
  });
});

describe('a stance', () => {
  it.each([
    [PRAISE, 'for'],
    [REFUSAL, 'against'],
    [QUESTION, 'between'],
    ['It works, but I don’t trust the people who sell it, and the price is wrong.', 'against'],
    ['', 'between'],
  ])('“%s” is %s', (text, stance) => expect(stanceOf(text)).toBe(stance));
});
