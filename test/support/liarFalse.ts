/** Everything in a drafted issue that is not so, by a check of its own: none of the code under test reads the issue here. */
import { decodeHTML } from 'entities';
import { keyOf, type Truth } from './liarTruth.ts';

/** What `evidence.json` says of a block, as far as it is believed here: which pages it is about. */
export interface BlockOf {
  markdown: string;
  writer: string;
  items: { url: string; title: string; source: string; author?: string; publishedAt?: string }[];
  checks: { rule: string; detail: string }[];
}
export interface IssueFiles {
  markdown: string;
  html: string;
  text: string;
  evidence: {
    blocks: BlockOf[];
    letter: { markdown: string; writer: string };
    subjects: string[];
    preheader: string;
    bill: { dollars: number; lines: { calls: number }[] };
  };
}

interface Read {
  heading: string;
  prose: string[];
  quotes: { text: string; under: string | undefined }[];
  links: string[];
}

const squash = (words: string) =>
  words
    .replace(/https?:\/\/\S+/g, ' ')
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]/gu, '');
const unescaped = (markdown: string) => markdown.replace(/\\([!-/:-@[-`{-~])/g, '$1');
const LINK = /!?\[((?:\\.|[^\]\\])*)\]\((\S+?)\)/g;
const asWords = (markdown: string) => unescaped(decodeHTML(markdown.replace(LINK, '$1')));

/** A block by its lines: what the digest's form says of them, and nothing more. */
export function readBlock(markdown: string): Read {
  const read: Read = { heading: '', prose: [], quotes: [], links: [] };
  let under: string | undefined;
  for (const part of markdown.trim().split(/\n{2,}/)) {
    if (part.startsWith('>')) {
      const quote = part.split('\n').map((line) => line.replace(/^> ?/, ''));
      read.quotes.push({ text: asWords(quote.join('\n')), under });
      read.links.push(...[...part.matchAll(LINK)].map(([, , url]) => url as string));
      continue;
    }
    if (part.startsWith('## ')) {
      read.heading = asWords(part.slice(3)).replace(/ \((?:\d+h(?: \d+m)?|\d+ min)\)$/, '');
      continue;
    }
    const links = [...part.matchAll(LINK)].map(([, , url]) => url as string);
    read.links.push(...links);
    under = links.at(-1) ?? under;
    if (!/^@\[|^\[[\d:]+\]\(\S+\)$/.test(part)) read.prose.push(part);
  }
  return read;
}

/** The issue's own parts: front matter, letter, blocks. */
export function readIssue(markdown: string) {
  const [, front = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(markdown) ?? [];
  const [letter = '', ...blocks] = body.split(/^\* \* \*$/m);
  const line = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(front)?.[1]?.replace(/^"(.*)"$/, '$1') ?? '';
  return { letter, blocks, subject: line('subject'), preheader: line('preheader') };
}

/** Words that the letter's frame and a sentence's first place may give a capital, and that name nothing. */
const FRAME =
  /\b(?:This week’s|Voices on it come from|Voices|Also in this issue|To watch or to hear|Until next week|MZ|What|It|The|A|An|Its|And|From|HN|X|Mastodon|Bluesky|Update on issue)\b/g;
const FIRST =
  /(?<![\p{L}\p{N}'’.-])(?:I|I['’](?:m|ve|d|ll)|[Ww]e|[Ww]e['’](?:re|ve|d|ll)|[Oo]ur|[Mm]y|[Mm]yself)(?![\p{L}\p{N}'’-])/u;

/** Digit runs and capitalised words of machine prose that no page of it has, and first persons outside of a page's title. */
function unsupported(words: string, sources: string, titles: string[], where: string): string[] {
  const lower = new Set(sources.toLowerCase().match(/[\p{L}\p{N}]+/gu));
  const digits = new Set(sources.replace(/(?<=\d),(?=\d{3})/g, '').match(/\d+/g));
  const own = words.replace(FRAME, ' ');
  const wrong = [
    ...[...own.replace(/(?<=\d),(?=\d{3})/g, '').matchAll(/\d+/g)].flatMap(([run]) =>
      digits.has(run) ? [] : [`a number of nowhere, ${run}`],
    ),
    ...[...own.matchAll(/(?<![\p{L}\p{N}])\p{Lu}[\p{L}\p{N}]*/gu)].flatMap(([word]) =>
      lower.has(word.toLowerCase()) ? [] : [`a name of nowhere, ${word}`],
    ),
  ];
  const cut = words.replace(/…$/, '');
  const isTitle = cut !== words && titles.some((title) => title.startsWith(cut));
  const without = isTitle ? '' : titles.reduce((text, title) => text.replaceAll(title, ' '), words);
  const first = FIRST.exec(without)?.[0];
  if (first) wrong.push(`the first person, ${first}`);
  return wrong.map((one) => `${where}: ${one}: ${words.slice(0, 200)}`);
}

/** Whether the words, cut only where a cut is marked, stand in one capture of the page. */
function isSaid(quote: string, url: string, truth: Truth): boolean {
  const pieces = quote
    .split(/\[(?:…|\.\.\.)\]/)
    .map(squash)
    .filter(Boolean);
  return (
    pieces.length > 0 &&
    truth.said(url).some((words) => {
      const all = squash(words);
      let at = 0;
      return pieces.every((piece) => {
        const found = all.indexOf(piece, at);
        at = found + piece.length;
        return found >= 0;
      });
    })
  );
}

/** What of the issue is false: quotes, links, numbers, names, first persons, and anything that the liar made up. */
export function falsehoods(files: IssueFiles, truth: Truth, planted: Set<string>): string[] {
  const { letter, blocks, subject, preheader } = readIssue(files.markdown);
  const { evidence } = files;
  const wrong: string[] = [];
  if (blocks.length !== evidence.blocks.length)
    wrong.push(`${blocks.length} blocks, ${evidence.blocks.length} written`);
  const all: string[] = [];
  const titles = evidence.blocks.flatMap(({ items }) => items.map(({ title }) => title));
  for (const [i, markdown] of blocks.entries()) {
    const { heading, prose, quotes, links } = readBlock(markdown);
    const items = evidence.blocks[i]?.items ?? [];
    const sources = items.flatMap(({ url, title, source, author = '', publishedAt = '' }) => [
      ...[...truth.said(url), title, source, author, publishedAt, new URL(url).host],
    ]);
    all.push(...sources);
    const where = `block ${i + 1}`;
    wrong.push(...unsupported(heading, sources.join('\n'), titles, where));
    for (const part of prose) wrong.push(...unsupported(asWords(part), sources.join('\n'), titles, where));
    for (const { text, under } of quotes)
      if (under === undefined || !isSaid(text, under.replace(/[#&?]t=\d+$/, ''), truth))
        wrong.push(`${where}: not said at ${under}: ${text}`);
    const own = new Set(items.map(({ url }) => keyOf(url)));
    for (const url of links.map((link) => link.replace(/[#&?]t=\d+$/, '')))
      if (!truth.isKnown(url) || (!own.has(keyOf(url)) && !truth.said(url).length && !sources.join('\n').includes(url)))
        wrong.push(`${where}: a link of nowhere, ${url}`);
  }
  const known = all.join('\n');
  for (const [where, words] of Object.entries({ letter: asWords(letter), subject, preheader }))
    wrong.push(...unsupported(words, known, titles, where));
  for (const words of evidence.subjects) wrong.push(...unsupported(words, known, titles, 'subjects'));
  wrong.push(...strangeLinks(files, truth), ...plantedIn(files, planted, known));
  return wrong;
}

/** Every address that any of the files leads to. The platform's own tags are none. */
function strangeLinks({ markdown, html, text }: IssueFiles, truth: Truth): string[] {
  const found = [
    ...[...markdown.matchAll(/\]\(([^)\s]+)\)|<((?:https?|mailto|data):[^>\s]+)>/g)].map(([, a, b]) => a ?? b ?? ''),
    ...[...html.matchAll(/(?:href|src|action|background)\s*=\s*["']?([^"'\s>]*)/gi)].map(([, url]) => url ?? ''),
    ...[...text.matchAll(/(?:https?|data|javascript):[^\s<>]+/g)].map(([url]) => url.replace(/[).,]+$/, '')),
  ].map((url) => decodeHTML(url));
  return found.flatMap((url) => {
    const at = url.replace(/[#&?]t=\d+$/, '');
    return /^(?:#.*|\{\{.*|\*\|.*|)$/.test(at) || truth.isKnown(at) ? [] : [`a link of nowhere: ${url}`];
  });
}

/** The liar's own inventions, in anything that is sent or shown; why a block was refused may name them. */
export function plantedIn(
  { markdown, html, text, evidence }: IssueFiles,
  planted: Set<string>,
  known: string,
): string[] {
  const kept = JSON.stringify({ ...evidence, blocks: evidence.blocks.map(({ checks: _, ...block }) => block) });
  const places = { 'issue.md': unescaped(markdown), 'issue.html': decodeHTML(html), 'issue.txt': text, evidence: kept };
  return [...planted].flatMap((words) =>
    known.includes(words)
      ? []
      : Object.entries(places).flatMap(([name, place]) => (place.includes(words) ? [`${name} has “${words}”`] : [])),
  );
}
