import type { Window } from '../config/window.ts';
import { UserError } from '../errors.ts';
import { formatEvidence } from '../issue/evidence.ts';
import { draftIssue, formatIssue } from '../issue/format.ts';
import { mergeDraft } from '../issue/merge.ts';
import { requestsFor, type Told, tellStories, type Week } from '../pipeline.ts';
import type { ComposedBlock } from '../stages/compose.ts';
import { thinWeek } from '../stages/select-thin.ts';
import { shortHash } from '../text/hash.ts';
import { escapeHeading } from '../text/markdown.ts';
import type { Ask, AskRequest, Bill, Estimate, Evidence, Issue, Newsletter, World } from '../types.ts';
import type { CrawlReport } from './crawl.ts';
import { writeWeek } from './desk/weekFile.ts';
import { findsFor, toldFinds, withUsed } from './finds.ts';
import { issueNumbers, issuePaths, nextNumber, pastIssues, readEvidence, readIssue, windowFor } from './issues.ts';
import { loadPrompts } from './prompts.ts';
import { renderFiles } from './render.ts';
import { missedWeeks } from './schedule.ts';
import { findWeek } from './stories.ts';
import type { Workspace } from './workspace.ts';

export interface DraftOptions {
  number?: number;
  since?: string;
  until?: string;
  crawl: boolean;
  dryRun: boolean;
}
export interface DraftResult {
  number: number;
  window: Window;
  crawled: CrawlReport | undefined;
  week: Week;
  /** Undefined after a dry run. */
  written?: { path: string; htmlBytes: number; blocks: number; notes: string[]; writers: Record<string, number> };
  bill: Bill;
  estimate?: Estimate;
}

/**
 * Crawls, finds the week's stories, writes the blocks and merges them into the issue that is still a draft, or starts the next number. What a person changed stays (P5).
 * Throws UserError where the issue was approved or published, or nothing could be crawled (exit 3).
 */
export async function draft(world: World, workspace: Workspace, o: DraftOptions): Promise<DraftResult> {
  return world.files.locked('draft', async () => {
    const prompts = await loadPrompts(world);
    const number = o.number ?? (await nextNumber(world));
    await existingDraft(world, number);
    const past = await pastIssues(world, number);
    const { newsletter } = workspace;
    const brief = { newsletter, prompts, ...(past.examples ? { examples: past.examples } : {}) };
    const window = windowFor(world, workspace, o, past.lastUntil);
    const wanted: AskRequest[] = [];
    const { week, crawled } = await findWeek(world, workspace, {
      window,
      past,
      crawl: o.crawl,
      late: o.since === undefined,
      ...(o.dryRun && world.ask ? { ask: counted(wanted) } : {}),
    });
    const result = { number, window, crawled, week };
    const { chosen } = week.selection;
    if (o.dryRun) {
      const requests = world.ask ? [...wanted, ...requestsFor(chosen, brief)] : [];
      return { ...result, bill: world.bill(), estimate: await world.estimate(requests) };
    }
    const told = await tellStories(chosen, {
      ask: world.ask,
      brief,
      onBlock: (done) => world.report.step('blocks', done, chosen.length),
    });
    const drafted = toIssue(number, window, told, workspace);
    const missed = o.since === undefined && past.lastUntil !== undefined ? missedWeeks(window, newsletter) : [];
    const evidence = toEvidence(number, window, week, told, world, workspace);
    evidence.notes.push(...missed);
    const written = await writeDraft(world, workspace, drafted, evidence, { week, crawled });
    return { ...result, written, bill: world.bill() };
  });
}

/** What a dry run asks of: it takes down the question and answers none. */
function counted(requests: AskRequest[]): Ask {
  return async (request) => {
    requests.push(request);
    return { ok: false, code: 'refused', detail: 'a dry run asks nothing' };
  };
}

async function existingDraft(world: World, number: number): Promise<Issue | undefined> {
  if (!(await issueNumbers(world.files)).includes(number)) return undefined;
  const { issue } = await readIssue(world.files, number);
  if (issue.status !== 'draft') {
    throw new UserError(
      `issue ${number} is ${issue.status}: it is not drafted again. Set \`status: draft\` in ${issuePaths(number).markdown} to change it, or draft the next number.`,
    );
  }
  return issue;
}

function toIssue(number: number, window: Window, told: Told, { newsletter }: Workspace): Issue {
  const { letter, subjects, preheader } = told.letter;
  return draftIssue({
    number,
    date: window.until,
    window: { since: window.since, until: window.until },
    subject: subjects[0] ?? newsletter.name,
    preheader,
    letter,
    blocks: [...told.blocks, ...houseBlocks(newsletter)].map(({ markdown }) => ({ markdown })),
  });
}

function toEvidence(
  number: number,
  window: Window,
  week: Week,
  told: Told,
  world: World,
  { newsletter }: Workspace,
): Evidence {
  const { letter } = told;
  const thin = thinWeek(week.selection, newsletter);
  return {
    version: 1,
    number,
    window: { since: window.since, until: window.until },
    draftedAt: world.clock().toISOString(),
    bill: world.bill(),
    letter: { markdown: letter.letter, writer: letter.writer },
    subjects: letter.subjects,
    preheader: letter.preheader,
    blocks: [...told.blocks, ...houseBlocks(newsletter)].map(({ evidence }) => evidence),
    runnersUp: week.selection.runnersUp.map(({ story, reason }) => ({
      storyId: story.id,
      title: story.title,
      url: story.lead.url,
      score: Math.round(story.score * 1000) / 1000,
      reason,
    })),
    dropped: week.selection.dropped,
    notes: thin ? [thin] : [],
  };
}

/** The newsletter's own blocks, in every issue until the editor deletes them from it. */
function houseBlocks({ house }: Newsletter): ComposedBlock[] {
  return house.map(({ title, text }) => {
    const markdown = `## ${escapeHeading(title)}\n\n${text.trim()}`;
    const nothing = { score: 0, reasons: [], items: [], quotes: [], passages: [], checks: [] };
    return {
      markdown,
      evidence: { storyId: `house-${shortHash(title)}`, slot: 'house', markdown, writer: 'extractive', ...nothing },
    };
  });
}

async function writeDraft(
  world: World,
  workspace: Workspace,
  drafted: Issue,
  evidence: Evidence,
  { week, crawled }: { week: Week; crawled: CrawlReport | undefined },
) {
  const paths = issuePaths(drafted.number);
  // read now, not when the run began: the editor may have written meanwhile
  const existing = await existingDraft(world, drafted.number);
  const before = existing ? await readEvidence(world.files, drafted.number) : undefined;
  const merged = existing
    ? mergeDraft({
        file: existing,
        evidence: before ?? nothingDrafted(evidence),
        draft: drafted,
        draftEvidence: evidence,
      })
    : { issue: drafted, evidence, notes: [] as string[] };
  const final = {
    ...merged.evidence,
    ...(before?.proven ? { proven: before.proven } : {}),
    notes: [...evidence.notes, ...merged.notes],
  };
  const finds = toldFinds(findsFor(workspace.editor, drafted.number), {
    ...{ stories: week.stories, selection: week.selection, crawled },
    links: [...drafted.blocks, ...merged.issue.blocks].flatMap(({ links }) => links),
  });
  await writeWeek(world, drafted.number, evidence.window, week);
  const editorYaml = withUsed(await world.files.read('editor.yaml'), finds.used, drafted.number);
  await world.files.writeTogether([
    [paths.evidence, formatEvidence(final)],
    [paths.markdown, formatIssue(merged.issue)],
    ...(editorYaml === undefined ? [] : [['editor.yaml', editorYaml] as [string, string]]),
  ]);
  const rendered = await renderFiles(world, workspace, drafted.number);
  const writers: Record<string, number> = {};
  for (const { writer, slot } of evidence.blocks) if (slot !== 'house') writers[writer] = (writers[writer] ?? 0) + 1;
  return {
    path: paths.markdown,
    htmlBytes: rendered.bytes,
    blocks: merged.issue.blocks.length,
    notes: [...evidence.notes, ...merged.notes, ...finds.notes],
    writers,
  };
}

/** An issue that was begun by hand: everything in it is the editor's. */
function nothingDrafted(evidence: Evidence): Evidence {
  return { ...evidence, letter: { markdown: '', writer: 'extractive' }, subjects: [], preheader: '', blocks: [] };
}
