/** Where a remark stands: rough, but enough to hear more than one side. */
import { stemmedWords, words } from './tokens.ts';

const FOR = new Set(
  `good great better best impressive love loved works worked useful cheap cheaper win wins agree agreed right true fast faster finally help helps helped save saves saved solved happy
glad excited trust enjoy enjoyed easy easier fine fair nice worth progress improved improves thanks yes correct promising reliable`.split(
    /\s+/,
  ),
);
const AGAINST = new Set(
  `bad worse worst wrong fail fails failed failing failure hype hyped overhyped expensive slow slower broken useless disagree sceptical skeptical doubt doubts problem problems concern
concerns concerned worry worried lie lies lied misleading cheat cheated cheating nonsense not never nobody nothing cannot hardly unfortunately sadly terrible poor worthless risk risky
dangerous dishonest careless wasted waste pointless however but no don doesn didn isn aren wasn weren won wouldn couldn shouldn`.split(
    /\s+/,
  ),
);

export type Stance = 'for' | 'against' | 'between';

const DENIES =
  /^(?:not|never|no|nobody|nothing|cannot|hardly|without|(?:do|does|did|is|are|was|were|wo|would|could|should)n)$/;

/** By the words of approval and of refusal in it; a few more of one kind decide. Behind a negation a word is of the other kind. */
export function stanceOf(text: string): Stance {
  let [approving, refusing] = [0, 0];
  const list = words(text);
  for (const [i, word] of list.entries()) {
    const approves = FOR.has(word);
    if (!approves && !AGAINST.has(word)) continue;
    const denied = list.slice(Math.max(0, i - 3), i).some((before) => DENIES.test(before));
    if (approves === denied) refusing++;
    else approving++;
  }
  const lean = (approving - refusing) / (approving + refusing + 2);
  return lean > 0.2 ? 'for' : lean < -0.2 ? 'against' : 'between';
}

/** What share of the words that carry meaning two remarks have in common, 0 to 1 (Jaccard 1901). */
export function sharedShare(one: Set<string>, other: Set<string>): number {
  let both = 0;
  for (const word of one) if (other.has(word)) both++;
  return both === 0 ? 0 : both / (one.size + other.size - both);
}

/** The stems of a remark that carry meaning. */
export function meaningOf(text: string): Set<string> {
  return new Set(stemmedWords(text).filter((word) => word !== undefined));
}
