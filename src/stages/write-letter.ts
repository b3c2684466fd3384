import { checkBlurb } from '../text/blurb.ts';
import { failed } from '../text/failed.ts';
import { fence } from '../text/fence.ts';
import { escapeText, linkText } from '../text/markdown.ts';
import { plainOf, squeeze } from '../text/markdown-tree.ts';
import { styleProblems } from '../text/style.ts';
import { words } from '../text/tokens.ts';
import { writtenAt } from '../text/voice.ts';
import type { Ask, AskRequest, Brief, Check, Item, Newsletter, SourceText } from '../types.ts';
import {
  clip,
  extractiveLetter,
  framed,
  impersonal,
  type Letter,
  leadFacts,
  MAX_PREHEADER,
  MAX_SUBJECT,
  plainPreheader,
  plainSubjects,
  SUBJECTS,
  type Told,
} from './write-letter-plain.ts';
import { isLinkText } from './write-manner.ts';
import { fencedExamples, voiceOf } from './write-prompts.ts';

export { extractiveLetter, type Letter } from './write-letter-plain.ts';

const MAX_TOKENS = 2500;
const MAX_LETTER_WORDS = 140;
const MOST_PARAGRAPHS = 5;
/** `[[words|2]]`: words that carry the link of block 2. */
const MARKED = /\[\[([^[\]|]{1,300})\|(\d{1,4})\]\]/g;

/**
 * Asks the model for the letter, three subjects and a preheader in one call. A paragraph that does not verify is left out, and where none is left all of it is extractive; a subject or preheader that
 * can't stand gives way to a block's heading. There is no second call: the issue's one repair is the blocks'.
 */
export async function writeLetter(told: Told[], ask: Ask | undefined, brief: Brief): Promise<Letter> {
  const { newsletter } = brief;
  if (!ask || told.length === 0) return extractiveLetter(told, newsletter);
  const wanted = newsletter.letter === 'draft';
  const answer = await ask(letterRequest(told, brief), (json) => parseLetter(json, wanted));
  if (!answer.ok) {
    const rule = answer.code === 'budget' ? 'budget' : 'bad-answer';
    return extractiveLetter(told, newsletter, [failed(rule, answer.detail)]);
  }
  const { paragraphs, checks } = standing(answer.value.paragraphs, sourcesOf(told));
  if (wanted && paragraphs.length === 0) return extractiveLetter(told, newsletter, checks);
  return { ...toLetter({ ...answer.value, paragraphs }, told, newsletter), checks };
}

/** The call that asks for the letter. */
export function letterRequest(told: Told[], brief: Brief): AskRequest {
  const { newsletter, prompts, examples } = brief;
  return {
    purpose: 'letter',
    system: prompts('letter-system', {
      ...voiceOf(brief),
      letter: newsletter.letter === 'draft' ? 'yes' : '',
      examples: fencedExamples(newsletter.letter === 'draft' ? examples?.letters : []),
    }),
    prompt: prompts('letter', { blocks: fence('blocks', `\n${blocksFor(told)}\n`) }),
    maxTokens: MAX_TOKENS,
  };
}

/** Blocks by their numbers. What may only be linked is no model's to read, and keeps its number. */
function blocksFor(told: Told[]): string {
  const blocks = told.flatMap(({ story: { lead }, blurb }, i) => {
    if (lead.linkOnly) return [];
    const prose = blurb.prose.replace(/\]\([^)]*\)/g, ']');
    return [
      `${i + 1}. ${blurb.heading} (${lead.siteName ?? lead.sourceName})\n${prose}\n${blurb.quotes[0]?.text ?? ''}`,
    ];
  });
  return blocks.join('\n\n');
}

interface WrittenLetter {
  paragraphs: string[];
  subjects: string[];
  preheader: string;
}

function parseLetter(json: unknown, wanted: boolean): WrittenLetter {
  const { paragraphs, subjects, preheader } = (json ?? {}) as Record<string, unknown>;
  if (wanted && !areStrings(paragraphs)) throw new Error('"paragraphs" must be a list of strings');
  if (!areStrings(subjects)) throw new Error('"subjects" must be a list of three strings');
  if (typeof preheader !== 'string' || preheader.trim() === '')
    throw new Error('"preheader" must be a string that is not empty');
  return {
    paragraphs: wanted ? (paragraphs as string[]).slice(0, MOST_PARAGRAPHS).map(squeeze) : [],
    subjects: subjects.slice(0, SUBJECTS).map(squeeze),
    preheader: squeeze(preheader),
  };
}

function areStrings(value: unknown): value is string[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === 'string' && entry.trim() !== '')
  );
}

function sourcesOf(told: Told[]): SourceText[] {
  return told.map(({ story, blurb }) => ({
    title: `${blurb.heading}. ${story.items.map(({ title }) => title).join('. ')}`,
    text: [story.lead.author, story.lead.siteName, story.lead.sourceName, story.lead.text, plainOf(blurb.prose)]
      .filter(Boolean)
      .join('\n\n'),
    ...dated(story.lead),
  }));
}

function dated(item: Item): { publishedAt?: string } {
  const publishedAt = writtenAt(item);
  return publishedAt ? { publishedAt } : {};
}

/** The paragraphs that can stand, and why the others can't: P3 and P11, links of its own, too many words, and more than the one question that a letter may open with. */
function standing(written: string[], sources: SourceText[]): { paragraphs: string[]; checks: Check[] } {
  const paragraphs: string[] = [];
  const checks: Check[] = [];
  let room = MAX_LETTER_WORDS;
  for (const [i, paragraph] of written.entries()) {
    const plain = paragraph.replace(MARKED, '$1');
    const count = plain.split(/\s+/).length;
    const found = problemsOf(plain, sources);
    if (count > room) found.push(failed('too-long', `the letter is longer than ${MAX_LETTER_WORDS} words`));
    if (plain.split('?').length - 1 > (i === 0 ? 1 : 0))
      found.push(failed('hype', 'the letter asks more than the one question that it may open with'));
    checks.push(...found);
    if (found.length) continue;
    paragraphs.push(paragraph);
    room -= count;
  }
  return { paragraphs, checks };
}

function problemsOf(text: string, sources: SourceText[]): Check[] {
  return [
    ...checkBlurb(text, sources).filter(({ ok, level }) => !ok && level === 'error'),
    ...styleProblems(text).map(({ rule, detail }) => failed(rule, detail)),
    ...(/https?:\/\/|\]\(|www\./i.test(text)
      ? [failed('link-not-in-source', 'the model wrote a link; links come from the sources alone')]
      : []),
  ];
}

function toLetter(written: WrittenLetter, told: Told[], newsletter: Newsletter): Letter {
  const sources = sourcesOf(told);
  const stands = (line: string, most: number) =>
    line.length <= most && !/[?[\]|]/.test(line) && problemsOf(line, sources).length === 0;
  const calm = impersonal(told);
  const subjects = distinct([
    ...written.subjects.filter((subject) => stands(subject, MAX_SUBJECT)),
    ...plainSubjects(calm, newsletter),
  ]).slice(0, SUBJECTS);
  const taken = subjects.map(sameWords);
  const fits = stands(written.preheader, MAX_PREHEADER) && !taken.includes(sameWords(written.preheader));
  const paragraphs = written.paragraphs.map((paragraph) => linked(paragraph, told));
  const hasLink = written.paragraphs.length === 0 || paragraphs.some((paragraph) => paragraph.includes(']('));
  return {
    letter: framed(hasLink ? paragraphs : [...paragraphs, ...leadFacts(calm).slice(0, 1)], newsletter),
    subjects,
    preheader: fits ? written.preheader : clip(plainPreheader(calm), MAX_PREHEADER),
    writer: 'model',
    checks: [],
  };
}

function distinct(lines: string[]): string[] {
  const seen = new Set<string>();
  return lines.filter((line) => {
    const key = sameWords(line);
    return !seen.has(key) && seen.add(key);
  });
}

/** Two lines of the same words in any order are one. */
function sameWords(line: string): string {
  return words(line).toSorted().join(' ');
}

/** `[[words|2]]` becomes the words with the link of block 2; a number that there is no block for, and words that name nothing, lose their link. */
function linked(paragraph: string, told: Told[]): string {
  let out = '';
  let at = 0;
  for (const match of paragraph.matchAll(MARKED)) {
    const [whole, said = ''] = match;
    const story = told[Number(match[2]) - 1]?.story;
    out += escapeText(paragraph.slice(at, match.index));
    out += story && isLinkText(said, story.lead) ? linkText(said, story.lead.url) : escapeText(said);
    at = match.index + whole.length;
  }
  return out + escapeText(paragraph.slice(at));
}
