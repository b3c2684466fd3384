import { describe, expect, it } from 'vitest';
import { checkBlurb } from '../../src/text/blurb.ts';
import { findHeard, heardWords, soundOf, spokenForms } from '../../src/text/namesSpoken.ts';

const heard = heardWords('we asked yan le coon and ingrid halverson about kubernetties in the cloud by the way', 0);

describe('findHeard', () => {
  it.each(['lecun', 'halvorsen', 'kubernetes'])('knows %s', (name) => {
    expect(findHeard(name, heard)).toBeDefined();
  });
  // an ordinary word is no misspelt name, another first name no other spelling, a short name no sound of its own
  it.each(['claude', 'astrid', 'halberg', 'yann', 'bytheway', 'lincoln'])('does not hear %s', (name) => {
    expect(findHeard(name, heard)).toBeUndefined();
  });
  it('says where it stands', () => {
    expect(findHeard('lecun', heard)).toEqual({ start: 13, end: 20 });
  });
});

it.each([
  ['halvorsen', 'halverson'],
  ['gonzales', 'gonzalez'],
  ['priyanka', 'prianka'],
  ['philips', 'filips'],
])('%s sounds as %s does', (a, b) => {
  expect(soundOf(a)).toBe(soundOf(b));
});

it.each([
  ['quill4', 'quillfour'],
  ['a100', 'ahundred'],
  ['opus4.1', 'opusfourpointone'],
  ['o3', 'othree'],
  ['405b', 'fourhundredfiveb'],
])('%s may be said %s', (name, said) => {
  expect(spokenForms(name).some((form) => form.endsWith(said))).toBe(true);
});

it('is tolerant of raw transcripts alone', () => {
  const words =
    'and then ingrid halverson said that the thing works and that nobody had to be told about it at all '.repeat(6);
  const blurb = 'According to Ingrid Halvorsen, it works.';
  expect(checkBlurb(blurb, [{ text: words }]).every(({ ok }) => ok)).toBe(true);
  expect(checkBlurb(blurb, [{ text: 'Ingrid Halverson said that the thing works.' }]).every(({ ok }) => ok)).toBe(
    false,
  );
  // a title is written by people, whatever stands below it
  const other = words.replaceAll('halverson', 'somebody');
  expect(checkBlurb(blurb, [{ title: 'Ingrid Halverson', text: other }]).every(({ ok }) => ok)).toBe(false);
});
