/** A whole hostile week, and everything in an issue of it that is not so. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeHTML } from 'entities';
import type { CheckReport } from '../../src/actions/check.ts';
import type { CrawlReport } from '../../src/actions/crawl.ts';
import type { SourceReport } from '../../src/actions/crawlSource.ts';
import { parseEvidence } from '../../src/issue/evidence.ts';
import { formatIssue } from '../../src/issue/format.ts';
import { parseBlock, parseIssue } from '../../src/issue/parse.ts';
import { linksIn, parseMarkdown, plainOf } from '../../src/text/markdown-tree.ts';
import { canonicalUrl } from '../../src/text/url.ts';
import type { Block, Evidence } from '../../src/types.ts';
import { issueFile, NEWSLETTER, pullquote, workspace } from './cli.ts';
import { bluesky } from './hostileBluesky.ts';
import type { HostilePart } from './hostileHtml.ts';
import { articles, recordings } from './hostileMedia.ts';
import { bridge, hackerNews, hnFeed, LEAD, mastodon, reddit, xByApi, xGiven } from './hostilePosts.ts';
import { type Recorded, recordingOf, WINDOW } from './recording.ts';

export interface HostileWeek {
  parts: HostilePart[];
  answers: Recorded[];
  files: Record<string, string>;
}
const ROOM =
  'limits: { perSource: 500, perDomain: 500 }\nsections:\n  - { slot: lead }\n  - { slot: voices, max: 60 }\n  - { slot: reads, max: 500 }\n  - { slot: watch, max: 50 }\n';

export function hostileWeek(seed: number): HostileWeek {
  const given = xGiven(seed);
  const kinds = [hackerNews, xByApi, hnFeed, mastodon, bluesky, reddit, articles, recordings].map((kind) => kind(seed));
  const parts = [...kinds, given, bridge(seed, given)];
  const pins = [...new Set(parts.flatMap((each) => each.pins))].map((url) => ({ url, slot: 'reads' }));
  return {
    parts,
    answers: parts.flatMap((each) => each.answers),
    files: {
      'sources.yaml': parts.flatMap((each) => each.sources).join(''),
      'newsletter.yaml': NEWSLETTER + ROOM,
      'editor.yaml': JSON.stringify({ pins: [{ url: LEAD, slot: 'lead' }, ...pins] }),
    },
  };
}

/** A folder with the week's files and its recording. */
export function weekFolder({ files, answers }: Pick<HostileWeek, 'files' | 'answers'>): string {
  const dir = workspace(files);
  writeFileSync(join(dir, 'week.har.gz'), recordingOf(answers));
  return dir;
}

export interface Drafted {
  issue: string;
  evidence: string;
  crawled: SourceReport[];
}

/** Drafts the folder's recording through the real command, without a model, and gives what was written. */
export async function drafted(dir: string, more: string[] = []): Promise<Drafted> {
  const replay = ['--replay', join(dir, 'week.har.gz')];
  const ran = await pullquote(['-C', dir, 'draft', '--json', ...WINDOW, ...replay, '--model', 'none', ...more]);
  if (ran.code !== 0) throw new Error(`draft ended with ${ran.code}:\n${ran.stderr}`);
  const { crawled } = JSON.parse(ran.stdout) as { crawled?: CrawlReport };
  return {
    issue: issueFile(dir, 'issue.md'),
    evidence: issueFile(dir, 'evidence.json'),
    crawled: crawled?.sources ?? [],
  };
}

/** Everything in the folder's first issue that is not so. */
export async function untruths(dir: string, week: HostileWeek): Promise<string[]> {
  const issue = issueFile(dir, 'issue.md');
  const evidence = parseEvidence(issueFile(dir, 'evidence.json'), 'evidence.json');
  const { blocks } = parseIssue(issue);
  const checked = await pullquote(['-C', dir, 'check', '1', '--json']);
  const { checks, email } = JSON.parse(checked.stdout || '{}') as CheckReport;
  const truth = truthOf(week);
  return [
    ...checks.filter(({ ok, level }) => !ok && level === 'error').map(({ detail }) => `check: ${detail}`),
    // so many blocks are more than an email holds
    ...email.filter(({ rule, level }) => rule !== 'size' && level === 'error').map(({ detail }) => `email: ${detail}`),
    ...(formatIssue(parseIssue(issue)) === issue ? [] : ['the issue does not come back byte for byte']),
    ...otherBlocks(blocks, evidence),
    ...blocks.flatMap((block) => [...wrongParts(block), ...wrongVoices(block, truth), ...wrongQuotes(block, truth)]),
    ...twice(blocks),
    ...strangeLinks(issue, week),
  ];
}

interface Truth {
  posts: Map<string, { author: string; said: string }>;
  pages: Map<string, string>;
}

/** Posts by what tells them apart: X looks at the id alone, and no site at capitals. */
function keyOf(url: string): string {
  const id = /^https:\/\/(?:x|twitter)\.com\/\w+\/status\/(\d+)/.exec(url)?.[1];
  return id === undefined ? canonicalUrl(url.replace(/[#&]t=\d+$/, '')).toLowerCase() : `x ${id}`;
}

function truthOf({ parts }: HostileWeek): Truth {
  return {
    posts: new Map(parts.flatMap(({ posts }) => posts.map(([url, posted]) => [keyOf(url), posted]))),
    pages: new Map(parts.flatMap(({ pages }) => pages.map(([url, words]) => [keyOf(url), words]))),
  };
}

/** Letters and digits alone, without addresses: markup, marks and typography don't count. */
function squash(words: string): string {
  return decodeHTML(words)
    .replace(/https?:\/\/\S+|pic\.twitter\.com\/\w+/g, ' ')
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** What the machine wrote stands in the file as it wrote it, block for block. */
function otherBlocks(blocks: Block[], { blocks: written }: Evidence): string[] {
  if (blocks.length !== written.length)
    return [`${written.length} blocks were written, and the file has ${blocks.length}`];
  return blocks.flatMap(({ markdown }, i) => {
    const machine = written[i]?.markdown ?? '';
    const own = markdown.replace(/\s*(\n\* \* \*\s*)?$/, '');
    return own === machine.trim() && parseBlock(machine).level === 2 ? [] : [`a block became another: ${machine}`];
  });
}

/** A block is its line and a quote, or voices with a quote each; no quote is signed by what it says. */
function wrongParts({ parts, heading }: Block): string[] {
  const kinds = parts.map(({ kind }) => kind).join(' ');
  const wrong = /^(?:(?:voice quote ?)+|prose(?: (?:prose )?quote){0,2}(?: voice quote){0,2}|prose prose)$/.test(kinds)
    ? []
    : [`parts of “${heading}”: ${kinds}`];
  for (const one of parts) {
    if (one.kind === 'quote' && one.by !== undefined) wrong.push(`a quote is signed ${one.by}: ${one.text}`);
    if (one.kind !== 'prose') continue;
    if (linksIn(parseMarkdown(one.markdown)).length !== 1) wrong.push(`links of a line: ${one.markdown}`);
    if (/subm\\?_/.test(one.markdown) && !/^\[subm/.test(one.markdown))
      wrong.push(`who passed it on is named: ${one.markdown}`);
  }
  return wrong;
}

function wrongVoices({ parts }: Block, { posts }: Truth): string[] {
  return parts.flatMap((one, i) => {
    if (one.kind !== 'voice') return [];
    const posted = posts.get(keyOf(one.url));
    const quote = parts[i + 1];
    if (posted?.author.toLowerCase() !== one.handle.toLowerCase())
      return [`@${one.handle} is named, and ${one.url} is by ${posted?.author}`];
    if (quote?.kind !== 'quote' || quote.source !== one.url) return [`the voice @${one.handle} says nothing`];
    const whole = squash(quote.text) === squash(posted.said);
    return whole
      ? []
      : [`@${one.handle} did not say just this: ${JSON.stringify(quote.text)}, but ${JSON.stringify(posted.said)}`];
  });
}

/** One post is one voice, whichever sources had it. */
function twice(blocks: Block[]): string[] {
  const voices = blocks.flatMap(({ parts }) => parts.flatMap((one) => (one.kind === 'voice' ? [keyOf(one.url)] : [])));
  return voices.filter((key, i) => voices.indexOf(key) < i).map((key) => `told twice: ${key}`);
}

/** Every quote stands in the words of its page; nothing is quoted of a page that said nothing. */
function wrongQuotes({ parts }: Block, { posts, pages }: Truth): string[] {
  return parts.flatMap((one) => {
    if (one.kind !== 'quote') return [];
    const said = posts.get(keyOf(one.source ?? ''))?.said ?? pages.get(keyOf(one.source ?? '')) ?? '';
    return squash(said).includes(squash(one.text)) && squash(one.text)
      ? []
      : [`not said at ${one.source}: ${one.text}`];
  });
}

/** Links that nothing in the recording or the editor's files has. */
function strangeLinks(issue: string, { answers, files }: HostileWeek): string[] {
  const written =
    answers.map(({ url, body }) => `${url}\n${typeof body === 'string' ? body : JSON.stringify(body)}`).join('\n') +
    Object.values(files).join('\n');
  const known = new Set<string>();
  // as XML, HTML and JSON write them
  for (const text of [written, decodeHTML(written), decodeHTML(decodeHTML(written)), written.replaceAll('\\', '')])
    for (const [url] of text.matchAll(/https?:\/\/[^\s<>"\\]+/g))
      for (const end of [url, url.replace(/[).,:;!?'*_\]`]+$/, '')]) known.add(keyOf(end));
  const body = issue.slice(issue.indexOf('\n---\n') + 5);
  return linksIn(parseMarkdown(body)).flatMap((url) => {
    const bare = url.replace(/[#&?]t=\d+$/, '');
    return known.has(keyOf(bare)) || /^https:\/\/(x\.com|bsky\.app|news\.ycombinator\.com)\//.test(url)
      ? []
      : [`a link from nowhere: ${url} in ${plainOf(body).length}`];
  });
}
