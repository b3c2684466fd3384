import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { indexSource, verifyQuote, verifyQuoteIn } from '../../src/text/quote.ts';

const fixture = (name: string): string =>
  readFileSync(new URL(`../fixtures/proofs/quotes/${name}.txt`, import.meta.url), 'utf8');
const article = fixture('article');
const comments = fixture('comments');
const transcript = fixture('transcript');

/** What the proof points at, or the word “refused”. */
function proved(quote: string, source: string): string {
  const proof = verifyQuote(quote, source);
  return proof.ok ? source.slice(proof.start, proof.end) : 'refused';
}

describe('verifyQuote accepts what is verbatim', () => {
  it.each([
    ['a plain sentence', 'His objection is not about speed.'],
    ['another shape of quotes', '"We didn’t switch because of the price," says Ottilie Brandt'],
    ['another dash', 'far smaller -- and they are not going back'],
    ['a dash without spaces', 'far smaller—and they are not going back'],
    ['dots for an ellipsis', 'well below what most people expect…'],
    ['no-break spaces and line breaks', 'conversion\u00a0rose by\n 2.5%\u202fin the first month'],
    ['soft hyphens and zero-width spaces', 'small mod\u00adels failed on 31\u200b of 200'],
    ['an accent composed otherwise', 'E\u0301mile Castagne\u0300de of the lab Sable Noir'],
    ['ligatures of a PDF', 'it’s the naïve question that nobody put'.slice(5)],
    ['Markdown emphasis', '**Not** everybody _agrees_.'],
    ['emphasis inside a word', 'Not every*body* agrees.'],
    ['a link in the quote', 'The non-profit group [OpenScale](https://openscale.test) has published its figures'],
    ['escapes', 'calls the trend “a polite word for giving up\\.”'],
    ['other punctuation at the ends', '“Not everybody agrees!”'],
    ['a block quote', '> Not everybody agrees. Émile Castagnède\n> of the lab Sable Noir'],
    [
      'a list with its numbers',
      '1. Measure before you move. A model that wins on a leaderboard may lose on your data.\n2. Keep the big model as a judge',
    ],
    ['a list as bullets', '- Keep the big model as a judge, not as a worker.\n- Write down what you gave up.'],
    [
      'a list in one line, numbers kept',
      '2. Keep the big model as a judge, not as a worker. 3. Write down what you gave up.',
    ],
    ['two paragraphs that follow one another', 'they are not going back.\n\n“We didn’t switch because of the price,”'],
    ['a currency sign at the beginning', '$1,200 rather than $18,000'],
    ['a per cent sign at the end', 'conversion rose by 2.5%'],
  ])('%s', (_, quote) => {
    expect(proved(quote, article)).not.toBe('refused');
  });

  it('proves from the source as it was given, marks and all', () => {
    expect(proved('we paste a whole repository once, ask for a map', comments)).toBe(
      'we paste a whole repository *once*, ask for a map',
    );
    expect(proved('and std::vector shows up', comments)).toBe('and `std::vector` shows up');
    expect(proved('does anybody actually use the 1M context window?', comments)).toBe(
      'does anybody actually use the 1M context window?',
    );
    expect(proved('* quality drops after roughly 180k tokens\n* latency doubles', comments)).toBe(
      'quality drops after roughly 180k tokens\n- latency doubles',
    );
  });

  it('knows a source that was decoded with a false charset', () => {
    const garbled = 'It was clear. āWe havenāt lost,ā said Vera, āyet.ā Then the lights â€œwent outâ€\u009d.';
    expect(proved('“We haven’t lost,” said Vera', garbled)).toBe('We havenāt lost,ā said Vera');
    expect(proved('the lights “went out”', garbled)).not.toBe('refused');
    expect(proved('We have lost', garbled)).toBe('refused');
  });

  it('takes quotes from scripts without spaces, clause by clause', () => {
    const source = '模型变小了。价格下降了三成，用户却更多。';
    expect(proved('价格下降了三成', source)).toBe('价格下降了三成');
    expect(proved('价格下降', source)).toBe('refused');
    expect(proved('价格下降了四成', source)).toBe('refused');
  });
});

describe('verifyQuote refuses what was altered', () => {
  it.each([
    ['a word changed', 'His objection is not about money.'],
    ['a word dropped', 'His objection is about speed.'],
    ['a word added', 'His objection is really not about speed.'],
    ['two words swapped', 'His objection not is about speed.'],
    ['case', 'his objection is not about speed.'],
    ['an accent dropped', 'the naive question that nobody put'],
    ['a digit', 'small models failed on 37 of 200 such tasks'],
    ['a decimal point', 'conversion rose by 25% in the first month'],
    ['a decimal clipped', 'conversion rose by 2'],
    ['a per cent sign dropped', 'conversion rose by 2.5 in the first month'],
    ['a per cent sign clipped at the end', 'conversion rose by 2.5'],
    ['another currency', 'at a cost of €1,200 rather than'],
    ['a currency sign clipped at the beginning', '1,200 rather than $18,000'],
    ['a thousand clipped', 'at a cost of $1'],
    ['a comma moved', 'Today most of them run something far smaller'],
    ['a question made of a statement', 'Not everybody agrees? Émile Castagnède of the lab'],
    ['a contraction opened', 'She is not wrong; U.S. firms'],
    ['a contraction clipped', 'She isn'],
    ['a hyphenated word clipped', 'profit group OpenScale has published'],
    ['an abbreviation clipped', 'She isn’t wrong; U'],
    ['a word clipped at the end', 'small models failed on 31 of 200 such task'],
    ['a word clipped at the beginning', 'veryone I know bought the biggest model'],
    ['an unmarked cut', 'Three years ago, most of them run something far smaller'],
    ['plain dots for a cut', 'Three years ago ... most of them run something far smaller'],
    ['round brackets for a cut', 'Three years ago (…) most of them run something far smaller'],
    ['a number of a list changed', '4. Keep the big model as a judge, not as a worker.'],
    ['paragraphs with something between them', 'they are not going back.\n\nNot everybody agrees.'],
    ['an emoji added', 'Not everybody 🙄 agrees.'],
  ])('%s', (_, quote) => {
    expect(proved(quote, article)).toBe('refused');
  });

  it('keeps signs that belong to the first or last word', () => {
    expect(proved('C++ code is the worst', comments)).toBe('C++ code is the worst');
    expect(proved('12 people, not 1,200', comments)).toBe('12 people, not 1,200');
    expect(proved('by 3 per cent', 'Sales changed by -3 per cent, then by 5–8 per cent.')).toBe('refused');
    expect(proved('3 per cent', 'Sales changed by -3 per cent, then by 5–8 per cent.')).toBe('refused');
    expect(proved('8 per cent', 'Sales changed by -3 per cent, then by 5–8 per cent.')).toBe('refused');
    expect(proved('-3 per cent', 'Sales changed by -3 per cent, then by 5–8 per cent.')).toBe('-3 per cent');
    expect(proved('They wrote C', 'They wrote C++ for years. They wrote it well.')).toBe('refused');
  });

  it('proves nothing by nothing', () => {
    for (const nothing of ['', '  ', '[…]', '—', '“”', '...', '> ', '**']) {
      expect(verifyQuote(nothing, article)).toEqual({ ok: false });
    }
    expect(verifyQuote('![](https://x.test/a.png)', article).ok).toBe(false);
    expect(verifyQuote('Anything', '').ok).toBe(false);
  });
});

describe('cuts', () => {
  it('counts marked cuts whose pieces follow in order', () => {
    const quote =
      'Three years ago, everyone I know bought the biggest model […] and they are not going back. [...] Not everybody agrees.';
    expect(verifyQuote(quote, article)).toMatchObject({ ok: true, cuts: 2 });
    expect(verifyQuote('[…] Not everybody agrees. […]', article)).toMatchObject({ ok: true, cuts: 0 });
    expect(verifyQuote('Not everybody agrees. \\[…\\] His objection is not about speed.', article)).toMatchObject({
      ok: true,
      cuts: 1,
    });
  });

  it('refuses pieces in another order, and words clipped at a cut', () => {
    expect(verifyQuote('Not everybody agrees. […] Three years ago, everyone I know', article).ok).toBe(false);
    expect(verifyQuote('Three years ago, every […] and they are not going back.', article).ok).toBe(false);
    expect(verifyQuote('Three years ago, everyone I know […] she are not going back.', article).ok).toBe(false);
  });

  it('spans no more than it must', () => {
    const source = 'We won. Much later we won. Then we lost.';
    expect(proved('We won. […] we lost', source)).toBe('We won. Much later we won. Then we lost');
    expect(proved('we won. […] we lost', source)).toBe('we won. Then we lost');
  });

  it('takes a source’s own […] for what it is', () => {
    const source = 'As she wrote: the model failed […] on every task. We asked again.';
    expect(verifyQuote('the model failed […] on every task', source)).toMatchObject({ ok: true, cuts: 0 });
    expect(verifyQuote('the model […] on every task', source)).toMatchObject({ ok: true, cuts: 1 });
  });
});

describe('a raw transcript', () => {
  it('is compared without case and punctuation, word for word', () => {
    expect(verifyQuote('“We ran the test three times, because I did not believe it.”', transcript).ok).toBe(true);
    expect(verifyQuote('We ran the test three times, because I did believe it.', transcript).ok).toBe(false);
    expect(verifyQuote('We ran the test four times, because I did not believe it.', transcript).ok).toBe(false);
  });

  it('is long enough to tell: a short post without a full stop is none', () => {
    expect(verifyQuote('the model is NOT open', 'the model is not open').ok).toBe(false);
  });

  it('keeps a bleeped word a word', () => {
    const source = `${transcript} he knows his [ __ ] but talking`;
    expect(verifyQuote('He knows his [ __ ], but talking', source).ok).toBe(true);
    expect(verifyQuote('he knows his but talking', source).ok).toBe(false);
  });
});

describe('the nearest passage', () => {
  it('is what the editor may have meant', () => {
    const proof = verifyQuote('Keep the large model as a judge, and not as a worker.', article);
    expect(proof).toMatchObject({
      ok: false,
      nearest: expect.stringContaining('Keep the big model as a judge, not as a worker'),
    });
  });

  it('is not given where nothing comes near', () => {
    expect(verifyQuote('Whales sing in the deep of winter, mostly at night.', article)).toEqual({ ok: false });
  });
});

describe('a page built to be slow', () => {
  // What grows with the square of the length would need minutes here, and the test would time out.
  it.each([
    '[',
    '](',
    '[a](http://x',
    '*a',
    '_a_',
    '`',
    '. ',
    '…',
    '\u200b',
    'a\u200b',
    '\n- ',
    '1. ',
    '\n1. x ',
    "a'",
    '[…] a ',
    'a ',
    '\\*',
    '$',
    'a-',
    '好',
  ])('of nothing but %j is answered', (unit) => {
    const source = unit.repeat(200_000 / unit.length);
    const index = indexSource(source);
    expect(verifyQuoteIn(`hello ${unit.repeat(40)} world`, index).ok).toBe(false);
    expect(verifyQuoteIn(`${source.slice(0, 2000)} never`, index).ok).toBe(false);
  });
});
