import type { RootContent } from 'mdast';
import type { Issue, Newsletter, PlatformTags } from '../types.ts';
import { safeImageUrl } from './escape.ts';

import { lineText } from './lines.ts';
import { DEFAULT_ACCENT, type Look, lookOf } from './look.ts';
import { type Piece, type SetBlock, setBlock, setLetter } from './pieces.ts';
import { type Voucher, voucherOf } from './vouched.ts';

/** A block, whether it is one of the newsletter's own, and whether a rule stands before it. */
export interface FramedBlock extends SetBlock {
  house: boolean;
  rule: boolean;
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
  logo?: string;
  look: { light: Look; dark: Look };
  corrections: { date: string; text: string }[];
  letter: Piece[];
  blocks: FramedBlock[];
  editor?: { name: string; email?: string };
  address?: string;
  vouched: boolean;
  voucher: (nodes: RootContent[]) => Voucher | undefined;
  tags: { unsubscribe?: string; webVersion?: string; address?: string };
  link: (url: string) => string;
}

/** The issue with its newsletter's name, palette and footer. Without a newsletter it is named by its own title or number. */
export function frameOf(issue: Issue, newsletter?: Newsletter, platform?: PlatformTags): Frame {
  const { pieces, ruleAfter } = setLetter(issue.letter);
  const blocks = framedBlocks(issue, newsletter, ruleAfter && pieces.length > 0);
  const lang = languageOf(newsletter?.language);
  const logo = newsletter?.theme.logo ? safeImageUrl(newsletter.theme.logo) : undefined;
  const preheader = issue.preheader?.trim() || openingWords(pieces);
  return {
    number: issue.number,
    lang,
    rtl: /^(ar|he|iw|fa|ur|yi|dv|ps|sd|ug|ckb)\b/i.test(lang),
    ...namesOf(issue, newsletter),
    date: longDate(issue.date, lang),
    ...(preheader ? { preheader } : {}),
    ...(logo ? { logo } : {}),
    look: lookOf(newsletter?.theme.accent ?? DEFAULT_ACCENT),
    corrections: (issue.corrections ?? []).map(({ date, text }) => ({ date: longDate(date, lang), text })),
    letter: pieces,
    blocks,
    ...(newsletter ? { editor: newsletter.editor } : {}),
    ...(newsletter?.address ? { address: newsletter.address } : {}),
    vouched: (issue.vouched ?? []).length > 0,
    voucher: (nodes) => voucherOf(nodes, issue.vouched ?? [], (day) => longDate(day, lang)),
    tags: tagsOf(platform),
    link: (url) => withUtm(url, newsletter?.utm),
  };
}

function framedBlocks(issue: Issue, newsletter: Newsletter | undefined, ruleFirst: boolean): FramedBlock[] {
  const own = new Set((newsletter?.house ?? []).map(({ title }) => title.trim()));
  const blocks: FramedBlock[] = [];
  let ruled = ruleFirst;
  for (const block of issue.blocks) {
    const set = setBlock(block);
    blocks.push({ ...set, house: isHouse(set, own), rule: ruled || set.ruleBefore });
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
  newsletter?: Newsletter,
): Pick<Frame, 'masthead' | 'numbered' | 'title' | 'documentTitle'> {
  const title = issue.title?.trim();
  const named = title && !new RegExp(`^(#|no\\.?|issue)?\\s*0*${issue.number}$`, 'i').test(title) ? title : undefined;
  const masthead = newsletter?.name ?? named ?? `Issue ${issue.number}`;
  const documentTitle =
    issue.subject?.trim() || named || (newsletter ? `${newsletter.name} ${issue.number}` : masthead);
  const numbered = newsletter !== undefined || named !== undefined;
  return { masthead, numbered, documentTitle, ...(named && named !== masthead ? { title: named } : {}) };
}

function tagsOf(platform?: PlatformTags): Frame['tags'] {
  if (!platform) return {};
  return {
    ...(platform.unsubscribe ? { unsubscribe: platform.unsubscribe } : {}),
    ...(platform.webVersion ? { webVersion: platform.webVersion } : {}),
    ...(platform.address ? { address: platform.address } : {}),
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

/** The link with the newsletter's own campaign parameters; one that has a campaign already, and mail addresses, stay as they are. */
function withUtm(url: string, utm: Newsletter['utm']): string {
  if (!utm || !/^https?:/i.test(url) || /[?&]utm_/i.test(url)) return url;
  const cut = url.indexOf('#');
  const [page, fragment] = cut < 0 ? [url, ''] : [url.slice(0, cut), url.slice(cut)];
  const pairs = [
    ['source', utm.source],
    ['medium', utm.medium ?? 'email'],
    ['campaign', utm.campaign],
  ];
  const query = pairs
    .filter(([, value]) => value)
    .map(([name, value]) => `utm_${name}=${encodeURIComponent(value ?? '')}`);
  return `${page}${page.includes('?') ? '&' : '?'}${query.join('&')}${fragment}`;
}
