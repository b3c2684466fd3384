import { matchBlocks } from '../issue/match.ts';
import { plainOf, squeeze } from '../text/markdown-tree.ts';
import type { Block, Evidence, Examples, Issue } from '../types.ts';

/** So many words of past letters are shown at most, so many blocks, and so many words of a block. */
const LETTER_WORDS = 600;
const BLOCKS = 3;
const BLOCK_WORDS = 90;
/** What stands in every letter, or is configured. */
const FRAME = /^(?:P\.\s?S\.|Until next week\b)/;

/** What one past issue could show of its editor's voice. */
export interface Sample {
  /** Somebody approved it: more than a draft it is what the digest sounds like. */
  approved: boolean;
  letter: string;
  /** Blocks that a person wrote or changed come first. */
  blocks: { words: string; edited: boolean }[];
}

/** An issue's own words: no quotes, no attribution lines, nothing that the machine wrote without a model, and no letter that nobody touched. */
export function sampleOf(issue: Issue, evidence: Evidence | undefined): Sample {
  const machine = evidence ? matchBlocks(issue.blocks, evidence.blocks) : [];
  const blocks = issue.blocks.flatMap((block, i) => {
    const drafted = machine[i];
    const edited =
      drafted === undefined || squeeze(withoutRules(drafted.markdown)) !== squeeze(withoutRules(block.markdown));
    if (drafted?.slot === 'house' || (!edited && drafted?.writer === 'extractive')) return [];
    const words = blockWords(block);
    return words && words.split(/\s+/).length <= BLOCK_WORDS ? [{ words, edited }] : [];
  });
  const body = letterWords(issue.letter);
  const touched = evidence === undefined || body !== letterWords(evidence.letter.markdown);
  return { approved: issue.status !== 'draft', letter: touched ? body : '', blocks };
}

/** Approved issues before drafts, the newest first (`samples` come oldest first); of blocks those that a person changed before the others. */
export function examplesOf(samples: Sample[]): Examples | undefined {
  const newest = samples.toReversed();
  const order = [...newest.filter(({ approved }) => approved), ...newest.filter(({ approved }) => !approved)];
  const letters: string[] = [];
  let room = LETTER_WORDS;
  for (const { letter } of order) {
    const count = letter === '' ? 0 : letter.split(/\s+/).length;
    if (count === 0 || count > room) continue;
    letters.push(letter);
    room -= count;
  }
  const all = order.flatMap(({ approved, blocks }) => blocks.filter(({ edited }) => edited || approved));
  const best = [...all.filter(({ edited }) => edited), ...all.filter(({ edited }) => !edited)];
  const blocks = best.slice(0, BLOCKS).map(({ words }) => words);
  return letters.length || blocks.length ? { letters, blocks } : undefined;
}

/** Heading and prose of a block that has both; voices are other people's words. */
function blockWords({ heading, parts }: Block): string {
  if (parts.some(({ kind }) => kind === 'voice')) return '';
  const prose = parts.flatMap((part) => (part.kind === 'prose' ? [squeeze(plainOf(part.markdown))] : []));
  const [title, ...lines] = [squeeze(plainOf(heading)), ...prose.filter((line) => /\p{L}{2}/u.test(line))];
  return title && lines.length ? [title, ...lines].join('\n') : '';
}

/** A letter's paragraphs without sign-off and postscripts, in plain words. */
function letterWords(markdown: string): string {
  const paragraphs = withoutRules(markdown)
    .split(/\n\s*\n/)
    .map((paragraph) => squeeze(plainOf(paragraph)));
  return paragraphs.filter((paragraph) => paragraph !== '' && !FRAME.test(paragraph)).join('\n\n');
}

function withoutRules(markdown: string): string {
  return markdown.replace(/^\s{0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$/gm, '');
}
