import { setImmediate } from 'node:timers/promises';
import { type CheckOptions, checkSteps } from '../../issue/check.ts';
import { archiveProblems } from '../../render/archive/problems.ts';
import { htmlProblems } from '../../render/problems.ts';
import { sizeOf } from '../../render/size.ts';
import { sha256 } from '../../text/hash.ts';
import { linksIn, parseMarkdown } from '../../text/markdown-tree.ts';
import { recent } from '../../text/recent.ts';
import { canonicalUrl, pageKey } from '../../text/url.ts';
import type { Check, Issue, Rendered, World } from '../../types.ts';
import { type Captured, capturedFor, houseWords } from '../check.ts';
import { renderFor } from '../render.ts';
import type { Workspace } from '../workspace.ts';
import { refOf } from './find.ts';
import { fixFor } from './fixes.ts';
import { readTold, type Told } from './told.ts';
import type { DeskCheck, DeskChecks } from './types.ts';

/** What was found in a piece, by all that it depends on: an edit of one block has that block read again, and no other. */
const found = recent<Check[]>(500);

/**
 * What the proofreader finds in the issue as it stands, as `check` without `--links`: errors first, each with what mends it where something does. Others get their turn between one block and the
 * next; what was read once is not read again. `render` gives the email as the file stands, for who can make it without keeping others waiting.
 */
export async function checks(
  world: World,
  workspace: Workspace,
  number: number,
  o: { render?: () => Promise<Rendered> } = {},
): Promise<DeskChecks> {
  const told = await readTold(world, number);
  const captured = await capturedFor(world, told.issue, told.evidence);
  const bad = (await proofread(told, captured, workspace)).filter(({ ok }) => !ok);
  await setImmediate();
  const rendered = await (o.render?.() ?? renderFor(world, workspace, number));
  await setImmediate();
  const { newsletter } = workspace;
  const email = [...htmlProblems(rendered, told.issue, newsletter), ...archiveProblems(told.issue, newsletter)];
  const rows: DeskCheck[] = [
    ...bad.map((check) => toRow(check, told, captured, world)),
    ...email.map((check) => ({ check })),
  ];
  const isError = ({ check }: DeskCheck) => check.level === 'error';
  const { filled, limit } = sizeOf(rendered);
  return {
    checks: [...rows.filter(isError), ...rows.filter((row) => !isError(row))],
    errors: rows.filter(isError).length,
    warnings: rows.filter((row) => !isError(row)).length,
    size: { bytes: filled, limit },
    fromPassages: pagesFromPassages(told, captured),
  };
}

function toRow(check: Check, told: Told, captured: Captured, world: World): DeskCheck {
  const { issue, machine } = told;
  const at = check.block;
  const block = at === undefined ? undefined : issue.blocks[at];
  if (at === undefined || !block) return { check };
  const canRewrite = world.ask !== undefined && machine[at]?.evidence.writer === 'model';
  const fix = fixFor(check, block, { captured, canRewrite });
  return { check, block: refOf(issue, at), ...(fix ? { fix } : {}) };
}

async function proofread(told: Told, captured: Captured, { newsletter }: Workspace): Promise<Check[]> {
  const { issue, evidence, machine } = told;
  const house = houseWords(newsletter);
  const options = { ...captured, house, ...(evidence ? { evidence } : {}) };
  const steps = once(() => checkSteps(issue, options));
  const { bill: _, notes: __, ...drafted } = evidence ?? {};
  const ground = sha256(JSON.stringify([drafted, issue.vouched, house]));
  const pagesAt = pageNames(captured);
  const all: Check[] = [];
  for (const [i, block] of issue.blocks.entries()) {
    await setImmediate();
    const items = machine[i]?.evidence.items.map(({ url }) => url) ?? [];
    const known = block.links.map(
      (url) => captured.knownLinks.has(canonicalUrl(url)) || captured.knownLinks.has(pageKey(url)),
    );
    const key = [ground, block.markdown, machine[i]?.evidence.markdown, known, pagesAt([...block.links, ...items])];
    const own = found(sha256(JSON.stringify(key)), () => steps()[i + 1]?.run() ?? []);
    all.push(...own.map((check) => ({ ...check, block: i })));
  }
  await setImmediate();
  const stories = evidence?.blocks.flatMap(({ items }) => items.map(({ url }) => url)) ?? [];
  const letterGround = sha256(JSON.stringify([ground, pagesAt(stories)]));
  const whole = () => steps()[0]?.run() ?? [];
  return [...letterChecks(issue, { pagesAt, ground: letterGround, options, whole }), ...all];
}

interface LetterContext {
  pagesAt: PageNames;
  ground: string;
  options: CheckOptions;
  /** Holds letter, subject and preheader against every page and heading of the issue. */
  whole(): Check[];
}

/**
 * What holds against the pages that the letter links holds against more of them too: all pages of an issue, a book of words, are only read where something does not.
 */
function letterChecks(issue: Issue, { pagesAt, ground, options, whole }: LetterContext): Check[] {
  const { letter, subject, preheader } = issue;
  const linked = new Set(linksIn(parseMarkdown(letter)).map(pageKey));
  const blocks = issue.blocks.filter(({ links }) => links.some((url) => linked.has(pageKey(url))));
  const small = { ...issue, blocks: blocks.map((block) => ({ ...block, heading: '' })) };
  const about = [ground, letter, subject, preheader];
  const key = (of: Issue) =>
    sha256(JSON.stringify([about, of.blocks.map((block) => [block.heading, block.links, pagesAt(block.links)])]));
  const first = found(key(small), () => checkSteps(small, options)[0]?.run() ?? []);
  return first.every(({ ok }) => ok) ? first : found(key(issue), whole);
}

/** Names what is captured of pages, so that other words have another name. */
type PageNames = (urls: string[]) => string[];

function pageNames(captured: Captured): PageNames {
  const names = new Map<string, string>();
  return (urls) =>
    urls.map((url) => {
      const name = names.get(url) ?? sha256(JSON.stringify([url, captured.sourceText(url), captured.pageOf(url)]));
      names.set(url, name);
      return name;
    });
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** Pages that the blocks rest on of which only passages are here. */
function pagesFromPassages({ issue, machine }: Told, captured: Captured): number {
  const items = machine.flatMap((block) => block?.evidence.items.map(({ url }) => url) ?? []);
  const urls = new Map([...issue.blocks.flatMap(({ links }) => links), ...items].map((url) => [pageKey(url), url]));
  return [...urls.values()].filter((url) => captured.pageOf(url) === undefined && captured.sourceText(url)).length;
}
