import { setImmediate } from 'node:timers/promises';
import { SourceError } from '../errors.ts';
import { checkIssue, type PageFacts } from '../issue/check.ts';
import { passagesOf } from '../issue/evidence.ts';
import { archiveProblems } from '../render/archive/problems.ts';
import { fetchedProblem, type Picture, picturesOf } from '../render/pictures.ts';
import { htmlProblems } from '../render/problems.ts';
import { type Size, sizeOf } from '../render/size.ts';
import { canonicalUrl, pageKey } from '../text/url.ts';
import type { Check, Evidence, Issue, Item, Newsletter, RenderProblem, World } from '../types.ts';
import { readEvidence, readIssue } from './issues.ts';
import { capturedAt } from './prove.ts';
import { type BadLink, checkLinks, linkPlaces } from './publishLinks.ts';
import { renderFor } from './render.ts';
import type { Workspace } from './workspace.ts';

/** Bytes of a picture that are read, so that its size can be told. */
const LARGEST = 20_000_000;

export interface CheckReport {
  number: number;
  checks: Check[];
  /** What the rendered email lacks or has too much of. */
  email: RenderProblem[];
  /** How large it is. */
  size: Size;
  /** Dead links and deleted posts, where they were asked for. */
  links: BadLink[];
  /** Links that no machine could see, such as those behind a bot wall: warnings. */
  unseenLinks: BadLink[];
  linksChecked: number;
  /** Pages that were proven from the passages in evidence.json, because their captured words are not on this machine. */
  fromPassages: number;
  errors: number;
  warnings: number;
}

/** Proofreads an issue: every quote, attribution, link, number and name against what was captured, and the email that it makes. */
export async function check(
  world: World,
  workspace: Workspace,
  number: number,
  o: { links: boolean },
): Promise<CheckReport> {
  const { issue } = await readIssue(world.files, number);
  const evidence = await readEvidence(world.files, number);
  const captured = await capturedFor(world, issue, evidence);
  const checks = checkIssue(issue, {
    sourceText: captured.sourceText,
    pageOf: captured.pageOf,
    knownLinks: captured.knownLinks,
    house: houseWords(workspace.newsletter),
    ...(evidence ? { evidence } : {}),
  });
  const rendered = await renderFor(world, workspace, number);
  const pictures = o.links ? picturesOf(issue, workspace.newsletter) : [];
  const email = [
    ...htmlProblems(rendered, issue, workspace.newsletter),
    ...archiveProblems(issue, workspace.newsletter),
    ...(await badPictures(world, pictures)),
  ];
  const links = o.links ? await checkLinks(world, issue) : { checked: 0, dead: [], unseen: [] };
  const bad = checks.filter(({ ok }) => !ok);
  const count = (level: 'error' | 'warning') => [...bad, ...email].filter((problem) => problem.level === level).length;
  return {
    number,
    checks,
    email,
    size: sizeOf(rendered),
    links: links.dead,
    unseenLinks: links.unseen,
    linksChecked: links.checked,
    fromPassages: captured.fromPassages(),
    errors: count('error') + links.dead.length,
    warnings: count('warning') + links.unseen.length,
  };
}

/** What the newsletter says in every issue: neither the machine's nor to be proven. */
export function houseWords({ editor, postscripts, house }: Newsletter): string[] {
  return [
    `Until next week,\n${editor.name}`,
    ...postscripts.map((text, i) => `P.S. ${i + 1}: ${text}`),
    ...house.map(({ title, text }) => `## ${title}\n\n${text}`),
  ];
}

/** Pictures that are missing, are none, or are too large. */
async function badPictures(world: World, pictures: Picture[]): Promise<RenderProblem[]> {
  const answers = await Promise.all(
    pictures.map(async (picture) => {
      try {
        const from = picture.own ? 'operator' : 'crawled';
        const { status, headers, body } = await world.fetch({
          url: picture.url,
          from,
          cache: 'none',
          maxBytes: LARGEST,
        });
        return fetchedProblem(picture, { status, type: headers['content-type'] ?? '', bytes: body.length });
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        const detail = `${picture.where}, ${picture.url}: ${error.message}`;
        return { rule: 'picture', level: 'error', detail } satisfies RenderProblem;
      }
    }),
  );
  return answers.filter((answer) => answer !== undefined);
}

export interface Captured {
  sourceText(url: string): string | undefined;
  pageOf(url: string): PageFacts | undefined;
  knownLinks: Set<string>;
  fromPassages(): number;
}

/** What is known of each page that the issue links: captured words where the store has them, else the passages of evidence.json. */
export async function capturedFor(world: World, issue: Issue, evidence: Evidence | undefined): Promise<Captured> {
  const items = new Map<string, Item[]>();
  // a block's words may rest on any page of its story, linked or not
  const pages = [
    ...linkPlaces(issue).keys(),
    ...(evidence?.blocks.flatMap((block) => block.items.map(({ url }) => url)) ?? []),
  ];
  for (const url of new Set(pages)) {
    // a book of words: the desk lets an edit through in between
    await setImmediate();
    const found = await capturedAt(world, url);
    if (found.length) items.set(pageKey(url), found);
  }
  const proven = new Set<string>();
  return {
    sourceText: (url) => {
      const stored = items.get(pageKey(url))?.find(({ text }) => text)?.text;
      if (stored !== undefined) return stored;
      const passage = evidence && passagesOf(evidence, url);
      if (passage !== undefined) proven.add(pageKey(url));
      return passage;
    },
    pageOf: (url) => {
      const item = items.get(pageKey(url))?.[0];
      if (!item) return undefined;
      const { title, author, publishedAt, siteName = item.sourceName } = item;
      return { title, siteName, publishedAt, ...(author ? { author } : {}) };
    },
    knownLinks: knownLinks(items, evidence),
    fromPassages: () => proven.size,
  };
}

function knownLinks(items: Map<string, Item[]>, evidence: Evidence | undefined): Set<string> {
  const known = new Set<string>();
  const add = (url: string) => known.add(canonicalUrl(url)).add(pageKey(url));
  for (const item of [...items.values()].flat()) for (const url of [item.url, ...item.links]) add(url);
  for (const block of evidence?.blocks ?? []) for (const { url } of block.items) add(url);
  for (const { url } of evidence?.proven ?? []) add(url);
  return known;
}
