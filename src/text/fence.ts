import { statedIn } from './stated.ts';

/** What strangers wrote, or repeats it: of the rest, our editor or the model, orders are no concern. */
const CRAWLED = /^(?:source|candidate|blocks|reasons)$/;

/**
 * Somebody else's words as data of a prompt: `<tag>…</tag>`. They can't close their fence nor open another: every `<` in them that is no comparison becomes `‹`. Code fences before a
 * template is filled, so that no template can forget to. What of crawled words orders or asks is left out.
 */
export function fence(tag: string, words: string): string {
  return `<${tag}>${unfenced(CRAWLED.test(tag) ? statedIn(words) : words)}</${tag}>`;
}

/** The words as they may stand within a fence. `x < 5` and `<=` are comparisons. */
export function unfenced(words: string): string {
  return words.replace(/<(?!\s?[\d=])/g, '‹');
}
