/** Promise P11: the machine claims no experience and no taste. One plain list of words, in general language. */
import { sentences } from './sentences.ts';

export interface StyleProblem {
  rule: 'claims-experience' | 'hype' | 'too-long' | 'bad-answer';
  detail: string;
}

/** The most words that a sentence may have. */
const MOST_WORDS = 50;

/** The first person. “I” as a letter or numeral (`Part I`, `World War I`) is none. */
const FIRST_PERSON =
  /(?<![\p{L}\p{N}.'’-])(?:(?<!\b(?:part|war|phase|type|class|tier|series|volume|chapter|book|title|act|article|section|round|appendix|category|level) )I(?!['’.]?(?:I|V|X)\b)(?![\p{L}\p{N}/&-]|\.\p{L})|I['’](?:m|ve|d|ll)|me|my|myself|we|we['’](?:re|ve|d|ll)|us(?=[ ,.;:!?]|$)|our|ours|ourselves)(?![\p{L}\p{N}-])/giu;
const EXPERIENCE =
  /\b(?:tried (?:it|this|them|out)|having (?:tried|used|tested|read|watched)|after (?:trying|using|testing|reading|watching) (?:it|this)|hands[- ]on with|in (?:my|our) (?:opinion|view|experience)|personal(?:ly)? (?:favou?rites?|recommend\w*)|highly recommend(?:ed)?|recommended (?:reading|read|watch|listen))\b/giu;

/** Words that praise. Each stands for its forms, as far as they are written out. */
const HYPE = [
  'amazing|amazingly|astonishing|astonishingly|astounding|awesome|awe-inspiring|breathtaking|brilliant|brilliantly|dazzling|delightful',
  'excellent|exceptional|exciting|excitingly|exhilarating|extraordinary|fabulous|fantastic|fascinating|flawless|genius|gorgeous|great read',
  'incredible|incredibly|jaw-dropping|magical|magnificent|marvel(?:l)?ous|masterful|masterfully|mesmeri[sz]ing|mind-blowing|mind-boggling',
  'outstanding|phenomenal|remarkable|remarkably|sensational|spectacular|spectacularly|splendid|staggering|stellar|stunning|stunningly|sublime',
  'superb|superbly|terrific|thrilling|unbelievable|unmissable|unparall?eled|wonderful|wonderfully|wow',
  'cutting-edge|game[- ]chang(?:er|ers|ing)|groundbreaking|ground-breaking|holy grail|industry-leading',
  'next-level|paradigm[- ]shift(?:ing)?|pioneering|revolutioni[sz](?:e|es|ed|ing)|revolutionary|supercharg(?:e|es|ed|ing)',
  'unleash(?:es|ed|ing)?|unlock(?:s|ed|ing)? the (?:power|potential|full)|world-class',
  "can['’]t[- ]miss|deep dive|deep-dive|delv(?:e|es|ed|ing)|do not miss|don['’]t miss|essential (?:read|reading|viewing|listening)|eye-opening",
  'look no further|must[- ](?:read|reads|see|watch|listen|listens|have|haves|try)|not to be missed|required reading|treasure trove|well worth (?:a|the|your)',
  'worth (?:a|the) (?:read|watch|listen|look)|worth (?:reading|watching|listening|your time)',
  "you (?:won['’]t|will not) (?:want to miss|believe)",
  'ever-evolving|ever-changing|fast-paced (?:world|landscape)|rich tapestry|testament to|the future is here|buckle up|hold on to your',
].join('|');
const HYPE_WORDS = new RegExp(`(?<![\\p{L}\\p{N}])(?:${HYPE})(?![\\p{L}\\p{N}])`, 'giu');

/** Tags, images, headings, rules, quotes and what a mailing platform fills in: they would be shown as they are, or worse be obeyed. */
const MARKUP =
  /<\/?[a-z!][^>]{0,200}>|&#?\w{2,8};|!\[|\{\{|\}\}|\*\||\|\*|\{%|^\s*(?:#{1,6}|>) |(?:^|\s)(?:[*_-] ?){3,}(?:\s|$)|\*\*/im;

/** Quotations and links' targets are not the machine's words. */
const NOT_OWN = /“[^”]{0,1500}”|(?<![\p{L}\p{N}])"[^"\n]{1,1500}"|\]\([^\s)]{0,2000}\)|https?:\/\/[^\s<>]+/gu;

/**
 * What a machine's text says that only a person could: experience (“I tried”), taste (“excellent”, “must-read”, exclamation marks), or
 * a sentence that goes on for more than 50 words. Quotations in double marks are left out. Empty for a text that is fine.
 */
export function styleProblems(text: string): StyleProblem[] {
  const own = text.replace(NOT_OWN, ' ').replace(/\\(?=[!-/:-@[-`{-~])/g, '');
  const problems: StyleProblem[] = [];
  for (const word of distinct(own, FIRST_PERSON)) {
    if (word !== 'US' && word !== 'ME')
      problems.push({
        rule: 'claims-experience',
        detail: `“${word}” speaks for a person; the machine has no “I” and no “we”.`,
      });
  }
  for (const word of distinct(own, EXPERIENCE)) {
    problems.push({
      rule: 'claims-experience',
      detail: `“${word}” claims an experience that the machine has not had.`,
    });
  }
  for (const word of distinct(own, HYPE_WORDS))
    problems.push({ rule: 'hype', detail: `“${word}” is praise; say what it is or does.` });
  // `!=`, an image, and names such as “Yahoo! says” are no excitement.
  if (/!(?![[=]| \p{Ll})/u.test(own))
    problems.push({ rule: 'hype', detail: 'An exclamation mark is excitement; end with a full stop.' });
  const markup = MARKUP.exec(own)?.[0].trim();
  if (markup) problems.push({ rule: 'bad-answer', detail: `“${markup}” is markup; write plain words.` });
  for (const { start, end } of sentences(own)) {
    const words = own.slice(start, end).match(/[\p{L}\p{N}]+(?:['’.-][\p{L}\p{N}]+)*/gu)?.length ?? 0;
    if (words > MOST_WORDS)
      problems.push({
        rule: 'too-long',
        detail: `A sentence of ${words} words; make it two, of ${MOST_WORDS} at most.`,
      });
  }
  return problems;
}

function distinct(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map((found) => found[0].replace(/\s+/g, ' ')))];
}
