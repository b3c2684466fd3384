/** Old issues in files: Markdown with or without front matter, HTML, and the table that Substack puts beside its pages. */
import { UserError } from '../errors.ts';
import { parseCsv } from '../text/csv.ts';
import { decodeText } from '../text/decode.ts';
import { foreignMarkdown } from '../text/foreignMarkdown.ts';
import { htmlIssue, type IssueMarkdown } from '../text/htmlIssue.ts';
import { plainOf } from '../text/markdown-tree.ts';
import { httpUrl } from '../text/url.ts';
import { dateOf, type Facts, fact, factsOf, frontOf, numberOf, unsent } from './importFacts.ts';
import { htmlFacts } from './importHtml.ts';
import type { Found, LeftOut, OldIssue, Shelf } from './importTypes.ts';

const MARKDOWN = /\.(md|markdown|mdown|mkd)$/i;
const HTML = /\.(html?|xhtml)$/i;
/** Files that stand beside issues and are none. */
const ASIDE = /(?:^|\/)(?:readme|license|changelog|contributing|_index)\.\w+$/i;
const LONGEST = 5_000_000;

/** Reads every Markdown and HTML file of a folder. One that can't be read is left out with its reason. */
export function oldFiles(shelf: Shelf, o: { timezone: string; base?: string }): Found {
  const found: Found = { issues: [], leftOut: [], notes: [] };
  const wanted = shelf.names.filter(
    (name) => (MARKDOWN.test(name) || HTML.test(name)) && (shelf.names.length === 1 || !ASIDE.test(name)),
  );
  const tables = tableFacts(shelf, found);
  for (const from of wanted) {
    const read = readOne(shelf, from, { ...o, known: tables.get(postId(from)) ?? new Map() });
    if ('reason' in read) found.leftOut.push(read);
    else found.issues.push(read);
  }
  const others = shelf.names.length - wanted.length - tables.size;
  if (wanted.length === 0) found.notes.push(nothingHere(shelf.names));
  else if (others > 0 && tables.size === 0) found.notes.push(`${others} other files were passed over`);
  return found;
}

function nothingHere(names: string[]): string {
  const zip = names.find((name) => /\.(zip|tar|t?gz)$/i.test(name));
  return zip
    ? `there are no Markdown or HTML files here: unpack ${zip} first`
    : 'there are no Markdown (.md) or HTML (.html) files here';
}

function readOne(shelf: Shelf, from: string, o: { timezone: string; base?: string; known: Facts }): OldIssue | LeftOut {
  try {
    const bytes = shelf.read(from);
    if (bytes.length > LONGEST) return { from, reason: `larger than ${LONGEST / 1e6} MB` };
    const { facts, body, broken } = HTML.test(from)
      ? pageOf(decodeText(bytes))
      : frontOf(decodeText(bytes).replace(/\r\n?/g, '\n'));
    if (broken !== undefined) return { from, reason: `its front matter is no valid YAML: ${broken}` };
    return toIssue(from, new Map([...facts, ...o.known]), body, o);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { from, reason: error.message };
  }
}

/** A page may have front matter too, where a site generator makes it. */
function pageOf(text: string): { facts: Facts; body: string; broken?: string } {
  const lines = text.replace(/\r\n?/g, '\n');
  const front = frontOf(lines);
  return { ...front, facts: new Map([...htmlFacts(lines), ...front.facts]) };
}

function toIssue(from: string, facts: Facts, body: string, o: { timezone: string; base?: string }): OldIssue | LeftOut {
  const reason = unsent(facts);
  if (reason !== undefined) return { from, reason };
  const date = dateOf(facts, from, o.timezone);
  if (date === undefined)
    return {
      from,
      reason: 'it says no date: write `date:` into its front matter, or begin its name with it, as 2024-05-01-…',
    };
  const base = httpUrl(fact(facts, 'canonicalurl', 'absoluteurl', 'url', 'permalink') ?? '', o.base) ?? o.base;
  const made: IssueMarkdown & { tagsLost?: number } = HTML.test(from)
    ? htmlIssue(body, base)
    : foreignMarkdown(body, base);
  if (plainOf(made.markdown).trim() === '') return { from, reason: 'there are no words in it' };
  const title = fact(facts, 'subject', 'title') ?? headlineOf(made.markdown) ?? '';
  const said = numberOf(facts, title || (headlineOf(made.markdown) ?? ''), from);
  const preheader = fact(facts, 'preheader', 'previewtext', 'subtitle', 'description', 'excerpt');
  return {
    ...{ from, title: oneLine(title), date, markdown: made.markdown, notes: notesOn(made) },
    ...(said === undefined ? {} : { said }),
    ...(preheader === undefined ? {} : { preheader: oneLine(preheader) }),
  };
}

/** The title that the words themselves have. */
function headlineOf(markdown: string): string | undefined {
  const line = /^# (.+)$/m.exec(markdown.slice(0, 2_000))?.[1];
  return line === undefined ? undefined : plainOf(line).trim();
}

/** Words that stand in front matter. */
export function oneLine(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 500);
}

/** What of an old issue could not be kept. */
export function notesOn({ linksLost, picturesLost, tagsLost = 0 }: IssueMarkdown & { tagsLost?: number }): string[] {
  const notes: string[] = [];
  if (linksLost) notes.push(`words without their link, which led nowhere or was one reader’s: ${linksLost}`);
  if (picturesLost) notes.push(`pictures without a full address, left out: ${picturesLost}`);
  if (tagsLost) notes.push(`tags of the old site, left out: ${tagsLost}`);
  return notes;
}

/** Rows of `posts.csv`, by the id that the names of their pages begin with. */
function tableFacts(shelf: Shelf, found: Found): Map<string, Facts> {
  const facts = new Map<string, Facts>();
  const name = shelf.names.find((each) => /(?:^|\/)posts\.csv$/i.test(each));
  if (name === undefined) return facts;
  try {
    for (const row of parseCsv(decodeText(shelf.read(name)))) {
      const { post_id: id = '', ...rest } = row;
      if (id !== '') facts.set(postId(id), factsOf(rest));
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    found.notes.push(`${name}: ${error.message}`);
  }
  return facts;
}

/** `posts/148210.a-slug.html` is the page of post 148210, whose row says `148210` or `148210.a-slug`. */
function postId(name: string): string {
  return /^(\d+)(?:\.|$)/.exec(name.split('/').at(-1) ?? '')?.[1] ?? name;
}
