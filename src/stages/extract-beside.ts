/** The names and the words by which blocks beside an article are known. Pure tables: what is done with them is `extract-clean.ts`. */

/** Words of class names and test ids, by how many characters such a block may have to be dropped. */
const BESIDE_NAMES: [number, Set<string>][] = [
  [
    2500,
    new Set(
      'share sharing sharebar sharedaddy social newsletter subscribe subscription signup related recirc recirculation recommended recommendation recommendations outbrain taboola disqus comments commentlist respond breadcrumb breadcrumbs navbox pagination pager promo promos cookie cookies consent gdpr modal popup trending popular mostread toolbar addtoany'.split(
        ' ',
      ),
    ),
  ],
  [
    600,
    new Set(
      'author authors bio pullquote byline credits donate disclaimer cta nav navigation menu banner paywall sponsor advert advertisement ads'.split(
        ' ',
      ),
    ),
  ],
  [
    250,
    new Set(
      'dateline caption credit copyright tag tags category categories meta metadata timestamp date published updated pubdate kicker eyebrow teaser readmore skip follow ad'.split(
        ' ',
      ),
    ),
  ],
];

/** Whether class names and test ids say that a block of so many characters is beside the article. */
export function isBesideName(names: string, chars: number): boolean {
  const parts = nameParts(names);
  return BESIDE_NAMES.some(([most, set]) => chars <= most && parts.some((part) => set.has(part)));
}

/** The words of class names. Of generated names like `hAdqXz`, no short piece counts as a word. */
function nameParts(names: string): string[] {
  const whole = names.toLowerCase().split(/[^a-z]+/);
  const camel = names.match(/[A-Z]?[a-z]{3,}|[A-Z]{4,}/g) ?? [];
  return whole.concat(camel.map((part) => part.toLowerCase()));
}

const LABEL =
  /^\W*(advert(isement)?s?|anzeige|publicidad|publicité|sponsored|read more|continue reading|share( this)?( article| story| post)?|tweet|comments?|related( news| stories| articles| posts| coverage| content| topics)?|see (also|more)|recommended( for you)?|most (popular|read)|popular this week|recent articles|latest news|breaking news|trending( now)?|sign up|sign in|log in|subscribe( now)?|newsletter|follow us|don.t miss|you (may|might) also like|more (news|stories)|skip to content|caption|close|loading|print|email|about the author)\W*$/i;
const LEAD =
  /^\W*(read (more|next|also)|related( story| stories| articles?| posts?| coverage)?|see (also|more)|also (on|read)|more from|don.t miss|photo(graph)?s?|image|(image|photo) (credit|source)|credit|file photo|first published|published|updated( on)?|posted|filed under|tags?|categor(y|ies)|topics|à lire aussi|lesen sie auch|leia também|lea también)( by)?\s*[:|]/i;
const PLEA_START =
  /(?:^|[.!?:] |\bthen )(?:please |to [\w ]{3,40}, (?:please )?)?(?:sign up|subscribe|join|follow us|follow @?\w+ on|like us|get|download|never miss|register|log in)\b/i;
const PLEA_OBJECT =
  /\b(newsletters?|inbox|twitter|facebook|instagram|youtube|telegram|whatsapp|apps?|e-?mails?|alerts?|latest news|(full|rest of the) (story|article|post)|edition|subscribers?)\b/i;
const LEGAL =
  /\ball rights reserved\b|^\W*(copyright|©|\(c\))|\bsubject to copyright\b|\b(may not be|prior to being|before (any )?)\s*(re)?(published|print(ed)?|produced|written|distributed)\b|\baffiliate (links?|commissions?)\b|\b(earn|receive) (a |an )?(small |affiliate )*(commission|compensation)\b|^\W*reporting by\b.*\b(editing|reporting) by\b|^\W*by [\p{L} .,'-]{3,40} (\||-|–|—|on) /iu;

/** Whether a short text is only a label, points elsewhere, pleads for a subscription, or reserves rights. */
export function isBesideNote(text: string): boolean {
  return LABEL.test(text) || LEAD.test(text) || LEGAL.test(text) || (PLEA_START.test(text) && PLEA_OBJECT.test(text));
}
