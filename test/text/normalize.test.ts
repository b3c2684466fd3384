import { describe, expect, it } from 'vitest';
import { BLANK, foldWord, oneLine, plain } from '../../src/text/normalize.ts';

const seen = (text: string): string => plain(text).replaceAll(BLANK, '');

describe('plain', () => {
  it.each([
    ['emphasis', '**bold** and _this_ and `code`', 'bold and this and code'],
    ['emphasis inside a word', 'un*believ*able', 'unbelievable'],
    ['stars that are meant', '2*3 and f***ing * alone', '2*3 and f***ing * alone'],
    ['underscores that are meant', 'snake_case', 'snake_case'],
    ['links', 'see [the page](https://a.test/x_(y)?b=c "title") now', 'see the page now'],
    ['brackets that are no links', '[1] and f[x](y)', '[1] and f[x](y)'],
    ['autolinks', 'at <https://a.test/b> and <thinks>', 'at https://a.test/b and <thinks>'],
    ['escapes', 'TKL\\_Adam \\(HN\\) C:\\new', 'TKL_Adam (HN) C:\\new'],
    ['garbled marks', 'Itâ€™s â€œfineâ€¦', 'It’s “fine…'],
    ['letters that only look garbled', 'Pâte à choux, Rīga un mājās', 'Pâte à choux, Rīga un mājās'],
  ])('%s', (_, text, expected) => {
    expect(seen(text)).toBe(expected);
    expect(plain(text)).toHaveLength(text.length);
  });
});

describe('foldWord', () => {
  it('keeps case, accents and what makes another word', () => {
    expect(foldWord('ﬁne')).toBe('fine');
    expect(foldWord('don’t')).toBe("don't");
    expect(foldWord('ＡＩ')).toBe('AI');
    expect(foldWord('e\u0301te\u0301')).toBe('été');
    expect(foldWord('so\u00adft')).toBe('soft');
    expect(foldWord('x²')).toBe('x²');
    expect(foldWord('Naïve')).toBe('Naïve');
  });
});

describe('oneLine', () => {
  it('is fit for a message', () => {
    expect(oneLine(' a\n\n b\u200bc ')).toBe('a bc');
  });
});
