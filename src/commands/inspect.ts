import type { Command } from 'commander';
import { type Inspection, inspect } from '../actions/inspect.ts';
import { command, common, type Done } from './options.ts';
import { clip, plural, print } from './print.ts';
import { withDoor } from './world.ts';

/** `pullquote inspect`: needs no workspace. */
export function inspectCommand(done: Done): Command {
  return command('inspect', 'what the extractor, the quote finder and the guard make of a page')
    .argument('<url...>', 'the pages')
    .option('--replay <file>', 'use a recording in place of the network')
    .action(async (urls: string[], _, self: Command) => {
      const o = self.opts<{ replay?: string }>();
      const { json, ...rest } = common(self);
      const found: Inspection[] = [];
      await withDoor({ ...rest, ...o }, async (world) => {
        for (const url of urls) found.push(await inspect(world, url));
      });
      print(json, found, () => found.map(forPeople).join('\n\n'));
      done(0);
    });
}

function forPeople(page: Inspection): string {
  const { article, guard, quotes, links } = page;
  return [
    `${page.url} (${page.status})`,
    `  title     ${article.title}`,
    `  author    ${article.author ?? '-'}`,
    `  site      ${article.siteName ?? '-'}`,
    `  date      ${article.publishedAt ?? '-'}`,
    `  language  ${article.language ?? '-'}`,
    `  text      ${plural(article.wordCount, 'word')}, ${article.minutes} min${article.incomplete ? ', incomplete: nothing is written from it' : ''}`,
    `  links     ${links.length}`,
    `  printed   ${page.printed}`,
    `  key       ${page.canonical}`,
    `  guard     ${guard.ok ? 'open' : `refused: ${guard.reason}`}`,
    ...(page.reserved ? ['  rights    reserved (TDM or noai): link only'] : []),
    `  quotes    ${quotes.length}`,
    ...quotes.slice(0, 5).map(({ score, text }) => `    ${score.toFixed(2)}  ${clip(text, 160)}`),
  ].join('\n');
}
