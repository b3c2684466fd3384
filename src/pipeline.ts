/** READ THIS FIRST: the whole middle, one line a stage. Everything here is data in and data out; only `ask` reaches outside. */
import { cluster } from './stages/cluster.ts';
import { type ComposedBlock, compose } from './stages/compose.ts';
import { dedupe } from './stages/dedupe.ts';
import { findQuotes } from './stages/quotes.ts';
import { rank } from './stages/rank.ts';
import { select } from './stages/select.ts';
import { isMuted } from './stages/select-editor.ts';
import { verify } from './stages/verify.ts';
import { blurbRequest, extractive, speaksForItself, write } from './stages/write.ts';
import { type Letter, letterRequest, writeLetter } from './stages/write-letter.ts';
import type {
  Ask,
  AskRequest,
  Blurb,
  Check,
  ChosenStory,
  Item,
  Newsletter,
  RankContext,
  Selection,
  Story,
} from './types.ts';

/** The stories of a week, ranked, and which of them fill the issue. */
export interface Week {
  stories: Story[];
  selection: Selection;
  roundups: number;
}

/** items that the editor did not mute → dedupe → cluster → rank → select (with the quotes each story offers). */
export function findStories(items: Item[], context: RankContext): Week {
  const heard = items.filter((item) => !isMuted(item, context));
  const originals = dedupe(heard);
  const roundups = originals.filter((item) => item.roundup);
  const groups = cluster(
    originals.filter((item) => !item.roundup),
    context.editor,
  );
  const stories = rank(groups, roundups, context);
  const selection = select(stories, context, findQuotes);
  if (roundups.length) selection.dropped['round-up'] = roundups.length;
  if (heard.length < items.length) selection.dropped.muted = items.length - heard.length;
  return { stories, selection, roundups: roundups.length };
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
