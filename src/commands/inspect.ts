import type { Command } from 'commander';
import type { Inspection } from '../actions/inspect.ts';
import { SourceError, UserError } from '../errors.ts';
import { command, common, type Done } from './options.ts';
import { clip, plural, print } from './print.ts';

/** A page of which nothing could be read. */
interface Unread {
  url: string;
  error: string;
}

/** `pullquote inspect`: needs no workspace. Exits 3 where no page could be read. */
export function inspectCommand(done: Done): Command {
  return command('inspect', 'what the extractor, the quote finder and the guard make of a page')
    .argument('<url...>', 'the pages')
    .option('--replay <file>', 'use a recording in place of the network')
    .action(async (urls: string[], _, self: Command) => {
      const o = self.opts<{ replay?: string }>();
      const how = common(self);
      const found: (Inspection | Unread)[] = [];
      const { inspect } = await import('../actions/inspect.ts');
      const { withDoor } = await import('./world.ts');
      await withDoor({ ...how, ...o }, async (world) => {
        for (const url of urls) found.push(await look(url, () => inspect(world, url)));
      });
      print(
        how,
        found,
        () => found.map(forPeople).join('\n\n'),
        () => found.flatMap((page) => ('error' in page ? [forPeople(page)] : [])).join('\n'),
      );
      done(found.every((page) => 'error' in page) ? 3 : 0);
    });
}

/** One page's failure is told in its place. */
async function look(url: string, inspect: () => Promise<Inspection>): Promise<Inspection | Unread> {
  try {
    return await inspect();
  } catch (error) {
    if (error instanceof SourceError || error instanceof UserError) return { url, error: error.message };
    throw error;
  }
}

function forPeople(page: Inspection | Unread): string {
  if ('error' in page) return page.error.includes(page.url) ? page.error : `${page.url}: ${page.error}`;
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
