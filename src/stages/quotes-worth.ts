/** What makes a passage worth quoting, and what makes it an embarrassment. */
import { ordersMachine } from '../text/stated.ts';
import { words } from '../text/tokens.ts';
import { MOJIBAKE } from './quotes-posts.ts';

/** What a site says to its readers rather than about its subject. */
export const BOILERPLATE =
  /\b(subscrib\w*|sign ?up|newsletter|cookies?|privacy policy|terms of (use|service)|all rights reserved|click here|read more|learn more|follow us|share this|advert\w*|sponsor\w*|promo code|brought to you by|use code|discount|affiliate|copyright|©|log ?in|contact us|job openings?|we(’|')?re hiring|join us|get started|sign in|enable javascript|your browser|press release|for more information|this (page|article|post) (is|was|has been)|photo(graph)? by|image credit|cancel any ?time|(your|free) trial|digital access|unlimited access|full access|already a subscriber|gift this|updated on|originally published|opens in (a )?new (window|tab)|leave a comment|let us know|stay tuned|thanks for reading|(views|opinions) (expressed|are)|(i am|i['’]m) a bot|performed automatically|as an ai (language )?model|ai[- ]generated summary|getty images|file photo|reporting by|editing by|contributed to this (report|story)|min(ute)? read|reading time|listen to this|we will (send|email|notify)|trust center|table of contents)\b/i;
/** A sentence that leans on the one before it. */
export const LEANS =
  /^(this|that|these|those|it|its|it['’]s|they|their|he|she|his|her|him|them|such|so|but|and|or|yet|also|however|thus|therefore|hence|then|here|there|instead|moreover|furthermore|additionally|meanwhile|similarly|again|for example|for instance|in addition|as a result|in contrast|on the other hand|of course|as such|by contrast|likewise|both|neither|another|other|nevertheless|nonetheless|finally(?=,)|more (broadly|generally|importantly)(?=,)|overall(?=,)|in (short|other words|sum|turn|both|each)|even so|still(?=,)|next(?=,)|lastly|first(?=,)|second(?=,)|third(?=,)|(first|second|third)ly|as (mentioned|noted|described|shown|discussed)|at its core|to [a-z]+ (this|that|these|those|it|them)|(with|from|under|for|on|in|after|because of) (this|that|these|those|them|it)|(when|if|while|since|once) (he|she|they|it|this|that)|the (latter|former|same|result|above|following|other|others|second|third|fourth|two|three))\b/i;
/** Words of judgement: what makes a sentence worth quoting is that somebody stands behind it. */
const OPINION =
  /\b(should|must|need|never|always|only|real|really|problem|because|why|wrong|right|fail\w*|better|worse|best|worst|hard|easy|believe|think|argue|means?|matters?|surpris\w*|unlike|instead|rather|not just|even|too|cost|risk|future|trust|cannot|can['’]t|won['’]t|(?:do|does|did|is|are|was|were|would|should)n['’]t|despite|although|honest\w*|guarantee\w*|unreasonable|nobody|everyone|most|first|less|more than|but)\b/gi;
/** How to use a thing: manuals are full of it, and no reader wants it quoted. */
const MANUAL =
  /\b(run(s|ning)? the|install\w*|click|config\w*|flags?|command line|director(y|ies)|scripts?|repo(sitory)?|readme|api keys?|endpoints?|parameters?|env(ironment)? variables?|localhost|see (the|how)|please|switch(es|ing)? (to|directly)|default(s)? to|e\.g\.|version \d|supports?|requires?|tests? (run|pass)|checks?|skips?|docs|documentation|available (today|now|in)|starting today|early access|rolling out|we welcome feedback|can['’]t wait|we['’]re offering|included usage|(start|keep) trying|try it|you can|lets? you|helps? you|your (team|teams|agents?|workflows?|own|code\w*))\b/gi;
/** What a vendor says of its own: true or not, nobody quotes it. */
const VENDOR =
  /\b(today,? (we|[\p{L}\d]+ (and [\p{L}\d]+ )?(is|are))|we(['’]re| are)( officially)? (pleased|excited|thrilled|proud|happy|delighted|releasing|launching|introducing|announcing|sharing|building|passing|bringing|rolling|pushing)|we (introduce|present|propose|want to share)|introducing|announc(e|es|ing)|our (most|best|fastest|smartest|largest|latest)|the most [\w-]+( [\w-]+){0,6} (yet|to date)|(most|more|highly) (capable|intelligent|powerful|advanced|ambitious|important)|state[- ]of[- ]the[- ]art|frontier intelligence|(meaningful|substantial|significant) (gains|improvements|step|leap)|best[- ]in[- ]class|seamless\w*|robust|a leap|world['’]s (first|best|most)|next generation|mission-critical|at scale|(early )?access|any compromise|worked closely|partner(s|ed|ship))\b/giu;
/** Orders to the reader. */
const ORDERS =
  /^(explore|schedule|try|build|start|discover|describe|meet|get|check|visit|download|see|watch|join|follow|hit|tap|choose|select|use|add|open|go|compare|create|connect|save|bring|turn)\b(?! (is|are|was|were|has|had|can|will)\b)/i;
/** Help with a thing, and terms on which it is had: said to whoever uses it, not of it. */
const HELP =
  /^(?:if|when|whenever|once|before|after|to|for) [^.;:!?]{3,90}, (?:(?:please|just|simply|first) )?(?:make sure\b|go to\b|it (?:may|might|could) be (?:because|that) you\b|(?:use|start|open|run|visit|see|try|click|select|choose|add|install|contact|call) (?:the|an?|our|your|this|that|these|it|one|to|with|by)\b)|^you must\b|\bwill (?:be|become) available (?:soon|later|in the coming)\b|\bfeel (?:also )?free (?:also )?to\b|\b(?:accept|offer) (?:[a-z]+ )?(?:returns|refunds|exchanges)\b/i;
/** A remark about the page rather than words of it. */
const LABEL =
  /^(notes?|tips?|updated?|warning|caution|important|disclosure|disclaimer|corrections?|editor['’]s note|figures? ?\d*|fig\.? ?\d*|tables? ?\d*|sources?|credits?|images?|photos?|captions?|tl;?dr|summary|faq|q|a|step \d+|p\.?s\.?|by \p{Lu}\p{L}+ \p{Lu}\p{L}+)\s?[:|—–]/iu;
/** `Fault tolerance: Better handling`, `Failure Recovery. When it …`: a line of a list with its own heading. */
const LISTED = /^(?:[^\s:.]+ ){0,4}[^\s:.]+: \p{Lu}|^\p{Lu}[^\s.]*(?: (?:\p{Lu}[^\s.]*|and|of|&)){0,3}\. /u;
const SENTENCE_SHORT =
  /^(?:(?:i|we|you|he|she|they|it|this|that|there|nobody|everybody|yes|no)\b|[^.]*\b(?:is|are|was|were|has|have|had|can|will|does|do|did)\b)/i;
/** Code, flags, names of variables. */
const CODE = /\w\(\)|::|->|=>|(?:^|\s)--?[a-z]|[a-z]_[a-z]|`|\$\w/i;
/** Of the page itself rather than of its subject. */
const ABOUT_ITSELF =
  /\b((we|i) (want|would like|['’]d like) to share|(in|of|throughout) this (post|article|paper|report|blog|page|section)|this (post|article|blog|page|section) (is|describes|explains|covers)|(we|i) (describe|discuss|explain|outline) (how|why|what|here|below))\b/i;
/** Somebody or something that was named before. */
const DANGLES =
  /^(?:\S+\s+){1,9}?(?:them|they|those|these|she|he)\b|\b(?:the|these|those) (?:latter|former)\b|^[^.!?]{0,120}\bthis (?:comparison|result|approach|case|example|setting|method|table|chart|figure|experiment)\b/i;
/** `,” said Ada Berg`, `Berg says: “`. */
const SPEECH =
  /[,?!.][”"] (?:\p{Lu}[\p{L}.-]+ ){0,3}(?:said|says|told|tells|wrote|writes|added|adds|argued|argues|asked)\b|\b(?:said|says|told|wrote|added|argued)\b.{0,60}[,:] [“"]/u;
/** The mark of a footnote, which hangs on the word before it. */
const FOOTNOTE = /(?<![\p{L}\p{N}-])\p{Ll}{4,}\d{1,2}(?![\p{L}\p{N}-])/u;
/** So many letters tell one word from another, whatever its ending. */
const STEM = 6;
const ABSTRACT = /^abstract\s?[:.—–-]\s*(?=\p{Lu})/iu;

/** How much of the beginning is a label that is none of the sentence: papers begin with one. */
export function labelLength(text: string): number {
  return ABSTRACT.exec(text)?.[0].length ?? 0;
}

/** How many different words of judgement stand in it, four at most. */
export function opinionsIn(text: string): number {
  return Math.min(new Set((text.match(OPINION) ?? []).map((word) => word.toLowerCase())).size, 4);
}

/** What a passage of so many words and sentences is worth as a quote; 0 or less: it is none. `position` is its place in the text, 0 to 1; `title` holds the title's words. */
export function worth(
  text: string,
  count: number,
  sentenceCount: number,
  position: number,
  title: Set<string>,
): number {
  if (
    BOILERPLATE.test(text) ||
    MOJIBAKE.test(text) ||
    !/[.!?…]["”’)\]]*$/.test(text) ||
    !/^["“‘'([]?[\p{Lu}\p{N}]/u.test(text)
  )
    return 0;
  if (/https?:|www\.|[{}<>|\\=]|\[\d+\]|^\(?\d+[.)]\s/.test(text) || (text.match(/["“”]/g)?.length ?? 0) % 2 === 1)
    return 0;
  if (LABEL.test(text) || CODE.test(text) || ordersMachine(text)) return 0;
  // whole in quotation marks: somebody's words, and the name is elsewhere
  if (/^["“][^"“”]*["”]$/.test(text)) return 0;
  const list = words(text);
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (letters / text.length < 0.7) return 0;
  const said = list.filter((word) => title.has(word));
  const shared = sharedWith(list, title);
  // the heading over again is no quote
  if (title.size > 3 && said.length >= list.length * 0.8) return 0;
  const length = count < 20 ? count / 20 : count <= 48 ? 1 : 48 / count;
  return (
    1 +
    length +
    opinionsIn(text) * 0.3 +
    Math.min(shared, 3) * 0.12 +
    (position < 0.25 ? 0.35 : position > 0.85 ? 0.2 : 0) -
    (LEANS.test(text.replace(/^["“‘'([]/, '')) ? 1 : 0) -
    (sentenceCount - 1) * 0.1 -
    Math.min(text.match(MANUAL)?.length ?? 0, 4) * 0.3 -
    Math.min(text.match(VENDOR)?.length ?? 0, 4) * 0.45 -
    faults(text) -
    (text.endsWith('?') ? 0.4 : 0) -
    (text.match(/\d/g)?.length ?? 0) * 0.02
  );
}

/** What an editor would stumble over. Words in quotation marks are somebody's with a name beside them, and then the best there is, or examples, which make no quote. */
function faults(text: string): number {
  const listed = LISTED.test(text) && !SENTENCE_SHORT.test(text.split(/[.:] /)[0] as string);
  const marks = text.match(/[“"]/g)?.length ?? 0;
  return (
    (listed ? 1 : 0) +
    (ORDERS.test(text) ? 0.6 : 0) +
    (HELP.test(text) ? 1 : 0) +
    (DANGLES.test(text) ? 0.5 : 0) +
    (FOOTNOTE.test(text) ? 0.6 : 0) +
    (ABOUT_ITSELF.test(text) ? 0.8 : 0) +
    (marks === 0 ? 0 : SPEECH.test(text) ? -0.3 : 0.3)
  );
}

/** How many words of the title it takes up, in whatever form: a quote under a heading is to be about what stands there. */
function sharedWith(list: string[], title: Set<string>): number {
  const begun = new Set(list.map((word) => word.slice(0, STEM)));
  return [...title].filter((word) => word.length > 3 && begun.has(word.slice(0, STEM))).length;
}
