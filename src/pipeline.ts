/** READ THIS FIRST: the whole middle, one line a stage. Everything here is data in and data out; only `ask` reaches outside. */
import { BAND, settleBand } from './stages/band.ts';
import { CUT, cluster } from './stages/cluster.ts';
import { type ComposedBlock, compose } from './stages/compose.ts';
import { dedupe } from './stages/dedupe.ts';
import { funnel } from './stages/funnel.ts';
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
import type {
  Ask,
  AskRequest,
  Blurb,
  Check,
  ChosenStory,
  DropReason,
  Funnel,
  Item,
  Newsletter,
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

/** chosen stories → write → verify → compose. A blurb that does not verify is asked for once more, then extractive; no failure stops an issue. */
export async function tellStories(
  chosen: ChosenStory[],
  o: { ask: Ask | undefined; newsletter: Newsletter; onBlock?: (done: number) => void },
): Promise<Told> {
  let done = 0;
  const tell = async (story: ChosenStory) => {
    const blurb = await tellOne(story, o.ask, o.newsletter);
    o.onBlock?.(++done);
    return { story, blurb };
  };
  const told = await Promise.all(chosen.map(tell));
  const letter = await writeLetter(told, o.ask, o.newsletter);
  return { blocks: compose(told), letter };
}

/** The calls that telling these stories would begin with, for an estimate. */
export function requestsFor(chosen: ChosenStory[], newsletter: Newsletter): AskRequest[] {
  const blocks = chosen.filter((story) => !speaksForItself(story)).map((story) => blurbRequest(story, newsletter));
  return blocks.length
    ? [
        ...blocks,
        letterRequest(
          chosen.map((story) => ({ story, blurb: extractive(story) })),
          newsletter,
        ),
      ]
    : [];
}

async function tellOne(story: ChosenStory, ask: Ask | undefined, newsletter: Newsletter): Promise<Blurb> {
  if (!ask || speaksForItself(story)) return proven(extractive(story), story);
  let refused: { blurb: Blurb; checks: Check[] } | undefined;
  const seen: Check[] = [];
  for (let attempt = 0; attempt < 2; attempt++) {
    const answer = await write(story, ask, newsletter, refused);
    if (!answer.ok) {
      const rule = answer.code === 'budget' ? 'budget' : 'bad-answer';
      return proven(extractive(story, [...seen, { rule, level: 'error', ok: false, detail: answer.detail }]), story);
    }
    const blurb = answer.value;
    const failures = [...blurb.checks, ...verify(blurb, story)].filter(({ ok, level }) => !ok && level === 'error');
    if (failures.length === 0) return { ...blurb, checks: seen };
    seen.push(...failures);
    refused = { blurb, checks: failures };
  }
  return proven(extractive(story, seen), story);
}

/** P1 holds for the extractive writer too: a quote that does not verify is not drafted. */
function proven(blurb: Blurb, story: ChosenStory): Blurb {
  const quotes = blurb.quotes.filter((quote) => verify({ ...blurb, quotes: [quote] }, story).every(({ ok }) => ok));
  return { ...blurb, quotes };
}
