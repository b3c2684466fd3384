/** The stories of a week for people: a table, what almost made it, and where all the items went. */
import type { Week } from '../pipeline.ts';
import type { ChosenStory, DropReason, Story } from '../types.ts';
import { oneLine, plural, table, terminalColumns } from './print.ts';

/** As many as an editor looks through without `--all`. */
const MOST_ROWS = 40;

/** The stories that are listed: those on topic, with `all` the others too. */
export function listed(week: Week, all: boolean): Story[] {
  return week.stories.filter((story) => all || story.onTopic);
}

/** The story as it was chosen, with its own slot and quotes; its voices are told beside it. */
export function chosenAs({ selection }: Week, { id }: Story): ChosenStory | undefined {
  return selection.chosen.find((chosen) => chosen.id === id && chosen.slot !== 'voices');
}

/** Why a story is not in the issue, or undefined where it is. */
export function reasonOf({ selection }: Week, { id }: Story): DropReason | undefined {
  return selection.why.get(id);
}

/**
 * How much score a story lacks to the last one chosen of its kind, read or watched: below 0 where that one has less, and something else kept the story
 * out. Undefined where there is none.
 */
export function shortOf({ selection }: Week, { score, lead }: Story): number | undefined {
  const rivals = selection.chosen.filter(
    (chosen) => chosen.slot !== 'voices' && (chosen.lead.media === undefined) === (lead.media === undefined),
  );
  const scores = rivals.map((chosen) => chosen.score);
  return scores.length > 0 ? Math.round((Math.min(...scores) - score) * 1000) / 1000 : undefined;
}

/** A table in rank order; `~` stands before what almost made it. */
export function asTable(week: Week, all: boolean): string {
  const stories = listed(week, all);
  const shown = all ? stories : stories.slice(0, MOST_ROWS);
  const almost = new Set(week.selection.runnersUp.map(({ story }) => story.id));
  const rows = shown.map((story) => [
    story.id.slice(0, 8),
    story.score.toFixed(2),
    slotCell(week, story, almost.has(story.id)),
    String(story.items.length),
    oneLine(story.title, 80),
  ]);
  const fit = { columns: terminalColumns(), leaveOut: [3] };
  const lines = [table(rows, ['id', 'score', 'slot, or why not', 'items', 'story'], fit)];
  if (shown.length < stories.length) lines.push(`… and ${stories.length - shown.length} more on topic: \`--all\``);
  return [...lines, '', ...summary(week, almost.size)].join('\n');
}

function slotCell(week: Week, story: Story, almost: boolean): string {
  const slot = chosenAs(week, story)?.slot;
  const told = story.told ? `, told in issue ${story.told.number}` : '';
  if (slot) return `${slot}${story.told ? ', update' : ''}`;
  const reason = reasonOf(week, story) ?? '-';
  if (!almost) return `${reason}${told}`;
  return `~ ${reason}${told}${distance(shortOf(week, story))}`;
}

/** `, 0.12 short` of the last one chosen; of one that has more than it, only the reason tells. */
function distance(short: number | undefined): string {
  return short !== undefined && short > 0 ? `, ${short.toFixed(2)} short` : '';
}

function summary(week: Week, almost: number): string[] {
  const { funnel } = week;
  const lines = [funnelLine(week)];
  if (almost > 0)
    lines.push(`~ almost made it: ${plural(almost, 'runner-up', 'runners-up')}, with the score they lack.`);
  if (funnel.leftOut.length > 0) {
    const rows = funnel.leftOut.map(({ reason, items, stories }) => [
      `  ${reason}`,
      plural(items, 'item'),
      stories > 0 ? `in ${plural(stories, 'story', 'stories')}` : '',
    ]);
    lines.push('', 'Left out:', table(rows));
  }
  const out = funnel.items - funnel.told;
  lines.push(
    '',
    `${out} left out and ${funnel.told} told are ${plural(funnel.items, 'item')}. \`--explain ID\` shows why.`,
  );
  return lines;
}

function funnelLine({ funnel }: Week): string {
  const { items, originals, roundups, stories, onTopic, chosen } = funnel;
  return [
    plural(items, 'item'),
    plural(originals, 'original'),
    `${plural(roundups, 'round-up')} and ${plural(stories, 'story', 'stories')}`,
    `${onTopic} on topic`,
    `${chosen} chosen`,
  ].join(' → ');
}
