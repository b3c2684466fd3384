import type { RootContent } from 'mdast';
import type { Issue, Newsletter, PlatformTags } from '../types.ts';
import { anchorsOf } from './archive/anchors.ts';
import { archiveUrlOf } from './archive/url.ts';
import { safeImageUrl } from './escape.ts';
import { lineText } from './lines.ts';
import { type Look, lookOf } from './look.ts';
import { readingMinutes } from './minutes.ts';
import { type Piece, type SetBlock, setBlock, setLetter } from './pieces.ts';
import { type Type, typeOf } from './type.ts';
import { withUtm } from './utm.ts';
import { type Voucher, voucherOf } from './vouched.ts';
import { type Phrase, phrase } from './words.ts';

/** From so many blocks with a heading on an issue has a list of its contents. */
const LONG = 8;
const LOGO_HEIGHT = 44;

/** A block, whether it is one of the newsletter's own, whether it is the lead, and whether a rule stands before it. */
export interface FramedBlock extends SetBlock {
  house: boolean;
  lead: boolean;
  rule: boolean;
}
/** A line of the contents. `url` leads to the archive's page: links within a mail do nothing in Gmail and Yahoo on a phone, or worse. */
export interface Entry {
  words: string;
  length?: string;
  url?: string;
}
/** All that both parts of an email are set from, in plain words. */
export interface Frame {
  number: number;
  lang: string;
  rtl: boolean;
  masthead: string;
  /** Whether the number is to be said beside the masthead, which may be the number itself. */
  numbered: boolean;
  /** The issue's own title, where it is more than its number. */
  title?: string;
  /** What a mail client or browser tab names the issue by. */
  documentTitle: string;
  date: string;
  preheader?: string;
  logo?: { url: string; alt?: string; height: number };
  look: { light: Look; dark: Look };
  type: Type;
  /** Minutes that it takes to read. */
  minutes: number;
  /** What a long issue has in it; short ones have no such list. */
  contents: Entry[];
  corrections: { date: string; text: string }[];
  letter: Piece[];
  blocks: FramedBlock[];
  editor?: { name: string; email?: string };
  address?: string;
  vouched: boolean;
  voucher: (nodes: RootContent[]) => Voucher | undefined;
  /** A platform's own tags; `webVersion` may be the address of the newsletter's archive. */
  tags: { unsubscribe?: string; webVersion?: string; preferences?: string; address?: string };
  link: (url: string) => string;
  /** A fixed sentence in the language of the issue, or in English. */
  say: (phrase: Phrase, values?: Record<string, string | number>) => string;
}

/** The issue with its newsletter's name, palette and footer. Without a newsletter it is named by its own title or number. */
export function frameOf(issue: Issue, newsletter?: Newsletter, platform?: PlatformTags): Frame {
  const { pieces, ruleAfter } = setLetter(issue.letter);
  const blocks = framedBlocks(issue, newsletter, ruleAfter && pieces.length > 0);
  const lang = languageOf(newsletter?.language);
  const logo = logoOf(newsletter);
  const archived = newsletter && archiveUrlOf(newsletter, issue.number);
  const say: Frame['say'] = (name, values) => phrase(lang, name, values);
  const preheader = issue.preheader?.trim() || openingWords(pieces);
  return {
    number: issue.number,
    lang,
    rtl: /^(ar|he|iw|fa|ur|yi|dv|ps|sd|ug|ckb)\b/i.test(lang),
    ...namesOf(issue, say('issue', { number: issue.number }), newsletter),
    date: longDate(issue.date, lang),
    ...(preheader ? { preheader } : {}),
    ...(logo ? { logo } : {}),
    look: lookOf(newsletter?.theme ?? {}),
    type: typeOf(newsletter?.theme),
    minutes: readingMinutes(issue),
    contents: contentsOf(blocks, archived),
    corrections: (issue.corrections ?? []).map(({ date, text }) => ({ date: longDate(date, lang), text })),
    letter: pieces,
    blocks,
    ...(newsletter ? { editor: newsletter.editor } : {}),
    ...(newsletter?.address ? { address: newsletter.address } : {}),
    vouched: (issue.vouched ?? []).length > 0,
    voucher: (nodes) => voucherOf(nodes, issue.vouched ?? [], (day) => longDate(day, lang), say),
    tags: tagsOf(platform, archived),
    link: (url) =>
      withUtm(url, newsletter?.utm, issue.number, newsletter?.archive?.url ? [newsletter.archive.url] : []),
    say,
  };
}

function contentsOf(blocks: FramedBlock[], archived?: string): Entry[] {
  const ids = anchorsOf(blocks.map(({ heading }) => (heading ? lineText(heading.nodes) : '')));
  const entries = blocks.flatMap(({ heading, house }, i) => {
    const words = heading && !house ? lineText(heading.nodes).trim() : '';
    const { length } = heading ?? {};
    return words
      ? [{ words, ...(length ? { length } : {}), ...(archived ? { url: `${archived}#${ids[i]}` } : {}) }]
      : [];
  });
  return entries.length >= LONG ? entries : [];
}

function logoOf(newsletter?: Newsletter): Frame['logo'] {
  const { logo, logoAlt, logoHeight } = newsletter?.theme ?? {};
  const url = logo ? safeImageUrl(logo) : undefined;
  return url ? { url, height: logoHeight ?? LOGO_HEIGHT, ...(logoAlt ? { alt: logoAlt } : {}) } : undefined;
}

function framedBlocks(issue: Issue, newsletter: Newsletter | undefined, ruleFirst: boolean): FramedBlock[] {
  const own = new Set((newsletter?.house ?? []).map(({ title }) => title.trim()));
  const blocks: FramedBlock[] = [];
  let ruled = ruleFirst;
  for (const block of issue.blocks) {
    const set = setBlock(block);
    const house = isHouse(set, own);
    const lead = !house && !blocks.some(({ lead }) => lead);
    blocks.push({ ...set, house, lead, rule: ruled || set.ruleBefore });
    ruled = set.ruleAfter;
  }
  return blocks;
}

/** The newsletter's own words: a block of newsletter.yaml, or a line or two without a heading, such as a sponsor's. */
function isHouse({ heading, pieces }: SetBlock, own: Set<string>): boolean {
  if (heading) return own.has(lineText(heading.nodes).trim());
  return pieces.every(({ kind }) => kind === 'prose' || kind === 'attribution' || kind === 'image');
}

function namesOf(
  issue: Issue,
  numbered: string,
  newsletter?: Newsletter,
): Pick<Frame, 'masthead' | 'numbered' | 'title' | 'documentTitle'> {
  const title = issue.title?.trim();
  const named = title && !new RegExp(`^(#|no\\.?|issue)?\\s*0*${issue.number}$`, 'i').test(title) ? title : undefined;
  const masthead = newsletter?.name ?? named ?? numbered;
  const documentTitle =
    issue.subject?.trim() || named || (newsletter ? `${newsletter.name} ${issue.number}` : masthead);
  return {
    masthead,
    numbered: masthead !== numbered,
    documentTitle,
    ...(named && named !== masthead ? { title: named } : {}),
  };
}

/** A platform's tags; where it has none for the web version, the archive's address. */
function tagsOf(platform?: PlatformTags, archived?: string): Frame['tags'] {
  const { unsubscribe, webVersion = archived, preferences, address } = platform ?? {};
  return {
    ...(unsubscribe ? { unsubscribe } : {}),
    ...(webVersion ? { webVersion } : {}),
    ...(preferences ? { preferences } : {}),
    ...(address ? { address } : {}),
  };
}

/** A language tag that `Intl` knows the form of (BCP 47), else English. */
function languageOf(language?: string): string {
  try {
    return Intl.getCanonicalLocales(language ?? 'en')[0] ?? 'en';
  } catch {
    return 'en';
  }
}

/** A day in the newsletter's language, or as it was written where it is no day. */
export function longDate(day: string, lang: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return day;
  return new Intl.DateTimeFormat(lang, { dateStyle: 'long', timeZone: 'UTC' }).format(date);
}

/** What stands beside the subject where the editor gave no preheader: the letter's first words. */
function openingWords(letter: Piece[]): string {
  const first = letter.find((piece) => piece.kind === 'prose');
  if (first?.kind !== 'prose') return '';
  const words = lineText(first.nodes).replace(/\s+/g, ' ').trim();
  return words.length <= 110 ? words : `${words.slice(0, 110).replace(/\s+\S*$/, '')}…`;
}
