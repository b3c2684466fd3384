import { plainOf } from '../text/markdown-tree.ts';
import { memo } from '../text/memo.ts';
import type { Issue } from '../types.ts';

/** Words a minute that adults read silently (Brysbaert 2019, rounded); scripts without spaces: characters a minute. */
const WORDS = 238;
const CHARACTERS = 480;
const NO_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/gu;

const plain = memo(plainOf, 300);

/** Whole minutes, at least one, that an issue takes to read: its letter and its blocks, not what they link to. */
export function readingMinutes(issue: Issue): number {
  const texts = [issue.letter, ...issue.blocks.map(({ markdown }) => markdown)];
  const words = texts.map(plain).join('\n');
  const characters = words.match(NO_SPACES)?.length ?? 0;
  const spaced = words.replace(NO_SPACES, ' ').match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.-]*/gu)?.length ?? 0;
  return Math.max(1, Math.round(spaced / WORDS + characters / CHARACTERS));
}
