import { describe, expect, it } from 'vitest';
import { passageAround, sentences } from '../../src/text/sentences.ts';

const split = (text: string): string[] => sentences(text).map(({ start, end }) => text.slice(start, end));

describe('sentences', () => {
  it.each([
    ['versions and decimals', 'GPT-5.2 is out. It costs $3.50. Fine.', ['GPT-5.2 is out.', 'It costs $3.50.', 'Fine.']],
    [
      'titles and initials',
      'Dr. A. B. Mira met Prof. Okoye. They talked.',
      ['Dr. A. B. Mira met Prof. Okoye.', 'They talked.'],
    ],
    [
      'abbreviations inside',
      'See e.g. Figure 2, i.e. the one by Acme Inc. itself. Then stop.',
      ['See e.g. Figure 2, i.e. the one by Acme Inc. itself.', 'Then stop.'],
    ],
    [
      'abbreviations at the end',
      'It was bought by Acme Inc. The price is unknown.',
      ['It was bought by Acme Inc.', 'The price is unknown.'],
    ],
    [
      'countries',
      'The U.S. economy grew. Sales in the U.S. They fell.',
      ['The U.S. economy grew.', 'Sales in the U.S.', 'They fell.'],
    ],
    [
      'numbers of things',
      'No. 5 is alive. She said no. Then she left.',
      ['No. 5 is alive.', 'She said no.', 'Then she left.'],
    ],
    ['URLs', 'Read https://a.test/b.c?d=e. It helps.', ['Read https://a.test/b.c?d=e.', 'It helps.']],
    [
      'quotes after the stop',
      'He said: “It works.” “Does it?” she asked. (It did.) Good.',
      ['He said: “It works.”', '“Does it?” she asked.', '(It did.)', 'Good.'],
    ],
    ['an ellipsis', 'Well... maybe. Well… Perhaps!', ['Well... maybe.', 'Well…', 'Perhaps!']],
    ['names that begin small', 'Sales fell. iPhone sales did not.', ['Sales fell.', 'iPhone sales did not.']],
    ['paragraphs without stops', 'A heading\n\nA line of text\n\nMore', ['A heading', 'A line of text', 'More']],
    [
      'lists',
      'Three things:\n- one\n- two\n1. First. Second.',
      ['Three things:', '- one', '- two', '1. First.', 'Second.'],
    ],
    [
      'wrapped lines',
      'This line goes\non here. And this\none does, too. Here\nit ends.',
      ['This line goes\non here.', 'And this\none does, too.', 'Here\nit ends.'],
    ],
    ['East Asian stops', '这是一句。还有一句！最后', ['这是一句。', '还有一句！', '最后']],
    ['Indic and Arabic stops', 'यह एक वाक्य है। दूसरा। هل هذا؟ نعم', ['यह एक वाक्य है।', 'दूसरा।', 'هل هذا؟', 'نعم']],
    ['nothing', ' \n\n ', []],
  ])('%s', (_, text, expected) => {
    expect(split(text)).toEqual(expected);
  });

  it('leaves no word out and takes none twice', () => {
    const text = 'One. Two?\n\nThree! "Four." Five (six) seven… Eight';
    expect(split(text).join(' ').split(/\s+/)).toEqual(text.split(/\s+/));
  });

  it('answers for texts built to be slow', () => {
    for (const unit of ['. ', '.', '!)', 'A. ', '\n', 'a\n', '1. ', '… '])
      expect(sentences(unit.repeat(50_000))).toBeDefined();
  });
});

describe('passageAround', () => {
  const text = 'One is first. Two is next. Three has the words. Four follows. Five is after. Six is last.';
  const at = text.indexOf('the words');

  it('gives two sentences on either side', () => {
    expect(passageAround(text, at, at + 9)).toBe(
      'One is first. Two is next. Three has the words. Four follows. Five is after.',
    );
    expect(passageAround(text, at, at + 9, 0)).toBe('Three has the words.');
    expect(passageAround(text, 0, 3, 1)).toBe('One is first. Two is next.');
  });

  it('is short and of whole words where there are no sentences', () => {
    const transcript = 'and so we went on talking about it '.repeat(500);
    const passage = passageAround(transcript, 7000, 7030);
    expect(passage.length).toBeLessThan(1300);
    expect(transcript).toContain(` ${passage} `);
  });
});
