import type { Command } from 'commander';
import { nextIssue } from '../actions/issues.ts';
import { findWeek } from '../actions/stories.ts';
import { UserError } from '../errors.ts';
import type { Week } from '../pipeline.ts';
import type { Story } from '../types.ts';
import { command, common, crawling, type Done } from './options.ts';
import { clip, plural, print, table, terminalColumns } from './print.ts';
import { withWorld } from './world.ts';

/** `pullquote stories`: the week as a table, in rank order; the JSON is that of DESIGN §5. */
export function storiesCommand(done: Done): Command {
  return crawling(command('stories', 'show the stories of the week, their scores and slots'))
    .option('--all', 'off-topic ones too')
    .option('--explain <id>', 'one story with every term of its score')
    .option('--no-crawl', 'use what was crawled before')
    .option('--model <preset/name>', 'as for draft')
    .action(async (_, self: Command) => {
      const o = self.opts<{
        since?: string;
        until?: string;
        all?: boolean;
        explain?: string;
        crawl: boolean;
        model?: string;
        record?: string;
        replay?: string;
      }>();
      const how = common(self);
      const week = await withWorld('stories', { ...how, ...o }, async (world, workspace) =>
        world.files.locked('stories', async () => {
          const { window, past } = await nextIssue(world, workspace, o);
          return (await findWeek(world, workspace, { window, past, crawl: o.crawl, late: o.since === undefined })).week;
        }),
      );
      if (o.explain) print(how, explained(week, o.explain), () => explanation(explained(week, o.explain as string)));
      else print(how, forScripts(week, o.all === true), () => forPeople(week, o.all === true));
      done(0);
    });
}

function listed(week: Week, all: boolean): Story[] {
  return week.stories.filter((story) => all || story.onTopic);
}

function slotOf(week: Week, story: Story): string {
  return week.selection.chosen.find(({ id, slot }) => id === story.id && slot !== 'voices')?.slot ?? '';
}

function forScripts(week: Week, all: boolean) {
  const stories = listed(week, all).map((story) => ({
    id: story.id,
    title: story.title,
    score: Math.round(story.score * 1000) / 1000,
    onTopic: story.onTopic,
    slot: slotOf(week, story) || null,
    items: story.items
      .flatMap((item) => [item, ...item.copies])
      .map(({ id, url, title, sourceName }) => ({ id, url, title, source: sourceName })),
    reasons: story.reasons,
  }));
  return { stories, dropped: week.selection.dropped };
}

function forPeople(week: Week, all: boolean): string {
  const stories = listed(week, all);
  const rows = stories
    .slice(0, all ? stories.length : 40)
    .map((story) => [
      story.id.slice(0, 8),
      story.score.toFixed(2),
      slotOf(week, story) || (week.selection.runnersUp.find((runner) => runner.story.id === story.id)?.reason ?? '-'),
      String(story.items.length),
      clip(story.title, 80),
    ]);
  const dropped = Object.entries(week.selection.dropped).map(([reason, count]) => `${reason} ${count}`);
  const list = table(rows, ['id', 'score', 'slot, or why not', 'items', 'story'], { columns: terminalColumns() });
  return `${list}\n\n${plural(stories.length, 'story', 'stories')}. Left out: ${dropped.join(', ') || 'nothing'}. \`--explain ID\` shows why.`;
}

function explained(week: Week, id: string): Story {
  const found = week.stories.filter((story) => story.id.startsWith(id));
  if (found.length === 1) return found[0] as Story;
  throw new UserError(
    found.length
      ? `“${id}” begins ${found.length} ids: give more of it.`
      : `no story of this week has an id that begins with “${id}”.`,
  );
}

function explanation(story: Story): string {
  const members = story.items.map((item) => [
    item.publishedAt.slice(0, 10),
    item.sourceName,
    clip(item.title, 80),
    item.url,
  ]);
  return `${story.title}\nscore ${story.score.toFixed(3)}\n\n${table(story.reasons.map(({ term, value, detail }) => [term, value.toFixed(3), detail]))}\n\n${table(members)}`;
}
