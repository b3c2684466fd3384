import { expect, it } from 'vitest';
import { anchorsOf } from '../../../src/render/archive/anchors.ts';

it('names a block by its words, in any script', () => {
  expect(
    anchorsOf(['Half price, if your prompts are enormous', 'Café d’été', 'Модели дня', 'Ostermoor: 3,112']),
  ).toEqual(['half-price-if-your-prompts-are-enormous', 'cafe-dete', 'модели-дня', 'ostermoor-3-112']);
});

it('gives none twice, and none that the page has itself', () => {
  expect(anchorsOf(['Contents', 'Notes', 'Notes', 'notes!', ''])).toEqual([
    'contents-2',
    'notes',
    'notes-2',
    'notes-3',
    'part-5',
  ]);
});

it('begins with a letter and ends at a word', () => {
  expect(anchorsOf(['3 things', '<img src=x onerror=alert(1)>'])).toEqual(['n-3-things', 'img-src-x-onerror-alert-1']);
  const [long = ''] = anchorsOf([`${'spoon '.repeat(40)}`]);
  expect(long).toMatch(/^spoon(-spoon)+$/);
  expect(long.length).toBeLessThanOrEqual(60);
});
