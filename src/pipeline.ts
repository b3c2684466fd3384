/** READ THIS FIRST: the whole middle, one line a stage. Everything here is data in and data out; only `ask` reaches outside. */
import { BAND, settleBand } from './stages/band.ts';
import { CUT, cluster } from './stages/cluster.ts';
import { type ComposedBlock, compose } from './stages/compose.ts';
import { dedupe } from './stages/dedupe.ts';
import { funnel } from './stages/funnel.ts';
import { houseStyle } from './stages/house.ts';
import { proofread, proofreadRequest, stillStands } from './stages/proofread.ts';
import { findQuotes } from './stages/quotes.ts';
import { rank } from './stages/rank.ts';
import { recall } from './stages/recall.ts';
import { rerank } from './stages/rerank.ts';
import { select } from './stages/select.ts';
import { isByHand, isMuted } from './stages/select-editor.ts';
import { sift } from './stages/sift.ts';
import { verify } from './stages/verify.ts';
import { blurbRequest, extractive, speaksForItself, write } from './stages/write.ts';
import { type Letter, letterRequest, writeLetter } from './stages/write-letter.ts';
import { repair } from './stages/write-repair.ts';
import { failed } from './text/failed.ts';
import type {
  Ask,
  AskRequest,
  Blurb,
  Brief,
  Check,
  ChosenStory,
  DropReason,
  Funnel,
  Item,
  Original,
  RankContext,
  Selection,
  Story,
  Verdicts,
} from './types.ts';

/** The stories of a week, ranked, and which of them fill the issue. */
export interface Week {
  stories: Story[];
  selection: Selection;
  roundups: number;
  funnel: Funnel;
}

/** A model that helps to find the stories, and what is remembered of its answers. */
export interface Help {
  ask: Ask;
  verdicts: Verdicts;
}

/**
 * items that the editor did not mute → sift → dedupe → cluster → rank → recall → select (with the quotes each story offers). With a model: → grey band → rank → recall → re-rank, at most one call
 * each; what it can't answer stays as it is without one.
 */
export async function findStories(items: Item[], context: RankContext, help?: Help): Promise<Week> {
  const heard = items.filter((item) => !isMuted(item, context));
  const sifted = sift(heard, (item) => isByHand(item, context));
  const originals = dedupe(sifted.items);
  const roundups = originals.filter((item) => item.roundup);
  const pages = originals.filter((item) => !item.roundup);
  const ranked = rank(cluster(pages, context.editor), roundups, context);
  const stories = help ? await helped(ranked, pages, roundups, context, help) : recall(ranked, context);
  const selection = select(stories, context, findQuotes);
  const before: Partial<Record<DropReason, number>> = { ...sifted.dropped };
  if (heard.length < items.length) before.muted = items.length - heard.length;
  for (const [reason, count] of Object.entries({ ...before, 'round-up': roundups.length }) as [DropReason, number][])
    if (count > 0) selection.dropped[reason] = (selection.dropped[reason] ?? 0) + count;
  return { stories, selection, roundups: roundups.length, funnel: funnel(before, originals, stories, selection) };
}

async function helped(
  ranked: Story[],
  pages: Original[],
  roundups: Original[],
  context: RankContext,
  { ask, verdicts }: Help,
): Promise<Story[]> {
  const { editor, newsletter } = context;
  const sure = cluster(pages, editor, { cut: CUT * BAND.high });
  const groups = await settleBand(ranked, sure, { cut: CUT, editor, newsletter, ask, verdicts });
  return rerank(recall(groups ? rank(groups, roundups, context) : ranked, context), ask, newsletter);
}

/** What an issue is made of, before it is printed. */
export interface Told {
  blocks: ComposedBlock[];
  letter: Letter;
}

/**
 * chosen stories → write → verify → proofread → one repair of all that failed → verify → compose. What still can't stand is extractive: a call a block, one check, one repair and the letter, and
 * no failure stops an issue.
 */
export async function tellStories(
  chosen: ChosenStory[],
  { ask, brief, onBlock }: { ask: Ask | undefined; brief: Brief; onBlock?: (done: number) => void },
): Promise<Told> {
  let done = 0;
  const begin = async (story: ChosenStory) => {
    const attempt = await firstAttempt(story, ask, brief);
    onBlock?.(++done);
    return attempt;
  };
  const attempts = await Promise.all(chosen.map(begin));
  const told = ask ? await mended(await read(attempts, ask), ask, brief) : attempts;
  const letter = await writeLetter(told, ask, brief);
  return { blocks: compose(told), letter };
}

/** One story as a draft would tell it: written, verified, proofread and repaired once, else extractive. */
export async function tellStory(
  story: ChosenStory,
  { ask, brief }: { ask: Ask | undefined; brief: Brief },
): Promise<ComposedBlock> {
  const attempts = [await firstAttempt(story, ask, brief)];
  return composed(ask ? await mended(await read(attempts, ask), ask, brief) : attempts);
}

/** A block's words on a story that lost a page: as they were where all of them still hold, else extractive. */
export function tellAgain(story: ChosenStory, blurb: Blurb): ComposedBlock {
  const problems = errorsIn(blurb, story);
  return composed([{ story, blurb: problems.length ? proven(extractive(story, problems), story) : blurb }]);
}

function composed(told: { story: ChosenStory; blurb: Blurb }[]): ComposedBlock {
  return compose(told)[0] as ComposedBlock;
}

/** The calls that telling these stories would begin with, for an estimate. */
export function requestsFor(chosen: ChosenStory[], brief: Brief): AskRequest[] {
  const written = chosen.filter((story) => !speaksForItself(story));
  if (written.length === 0) return [];
  const told = chosen.map((story) => ({ story, blurb: extractive(story) }));
  // nothing is written yet: as if each block said its title
  const said = written.map((story) => ({
    story,
    blurb: { ...extractive(story), prose: story.title, writer: 'model' as const },
  }));
  return [...written.map((story) => blurbRequest(story, brief)), proofreadRequest(said), letterRequest(told, brief)];
}

/** A block on its way, and what is wrong with it as it stands. */
interface Attempt {
  story: ChosenStory;
  blurb: Blurb;
  problems: Check[];
}

async function firstAttempt(story: ChosenStory, ask: Ask | undefined, brief: Brief): Promise<Attempt> {
  const without = (checks: Check[]) => ({ story, blurb: proven(extractive(story, checks), story), problems: [] });
  if (!ask || speaksForItself(story)) return without([]);
  const answer = await write(story, ask, brief);
  if (answer.ok) return { story, blurb: { ...answer.value, checks: [] }, problems: errorsIn(answer.value, story) };
  const rule = answer.code === 'budget' ? 'budget' : 'bad-answer';
  return without([failed(rule, answer.detail)]);
}

/** What code can't see, of the blocks that it found nothing in: swapped roles, and what several blocks repeat. */
async function read(attempts: Attempt[], ask: Ask): Promise<Attempt[]> {
  const fine = attempts.filter(({ problems }) => problems.length === 0);
  const swapped = await proofread(fine, ask);
  const repeated = houseStyle(fine.map(({ blurb }) => blurb));
  return attempts.map((attempt) => {
    const i = fine.indexOf(attempt);
    return i < 0 ? attempt : { ...attempt, problems: [...(swapped[i] ?? []), ...(repeated[i] ?? [])] };
  });
}

async function mended(attempts: Attempt[], ask: Ask, brief: Brief): Promise<{ story: ChosenStory; blurb: Blurb }[]> {
  const refused = attempts.filter(({ problems }) => problems.length > 0);
  const again = refused.length ? await repair(refused, ask, brief) : [];
  return attempts.map((attempt) => ({
    story: attempt.story,
    blurb: settled(attempt, again[refused.indexOf(attempt)]),
  }));
}

/** The block as it is printed: as it was where nothing is wrong, as it was mended, or extractive; with what was refused on the way. */
function settled({ story, blurb, problems }: Attempt, again: Blurb | undefined): Blurb {
  if (problems.length === 0) return blurb;
  const failures = again ? [...errorsIn(again, story), ...problems.filter((check) => stillStands(check, again))] : [];
  if (again && failures.length === 0) return { ...again, checks: problems };
  // what only repeats another block is true
  if (problems.every(({ level }) => level === 'warning')) return { ...blurb, checks: problems };
  return proven(extractive(story, [...problems, ...failures]), story);
}

/** Why a blurb can't stand: what was refused when it was read, and all that P1–P3 and P11 find in it. */
export function errorsIn(blurb: Blurb, story: ChosenStory): Check[] {
  return [...blurb.checks, ...verify(blurb, story)].filter(({ ok, level }) => !ok && level === 'error');
}

/** P1 holds for the extractive writer too: a quote that does not verify is not drafted. */
function proven(blurb: Blurb, story: ChosenStory): Blurb {
  const quotes = blurb.quotes.filter((quote) => verify({ ...blurb, quotes: [quote] }, story).every(({ ok }) => ok));
  return { ...blurb, quotes };
}
