import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import type { AddedFind, AddOptions } from '../actions/add.ts';
import { SLOTS } from '../config/slots.ts';
import { decodeText } from '../text/decode.ts';
import { readInput } from './input.ts';
import { command, common, type Done, networked } from './options.ts';
import { clip, plural, print } from './print.ts';

type Written = Omit<AddOptions, 'url' | 'transcript'> & { transcript?: string; record?: string; replay?: string };

/** `pullquote add`: a find for the next issue. Exits 0 also where the page could not be read, since it is in the inbox. */
export function addCommand(done: Done): Command {
  return networked(command('add', 'put a find of your own into the next issue: article, paper, post, thread, video'))
    .argument('<url>', 'its address')
    .option('--note <note>', 'a remark of yours, kept beside it')
    .addOption(new Option('--section <slot>', 'where in the issue it goes').choices(SLOTS))
    .option('--author <author>', 'who wrote it, where the page does not say')
    .option('--text <text>', 'its words, where the page cannot be read; - reads them from standard input')
    .option('--transcript <file>', 'the words of a recording: .vtt, .srt, .json3, .json, .txt or .html')
    .action(async (url: string, o: Written, self: Command) => {
      const how = common(self);
      const { record, replay, transcript, text, ...wanted } = o;
      const options: AddOptions = {
        ...wanted,
        url,
        ...(text === undefined ? {} : { text: text === '-' ? readText('-') : text }),
        ...(transcript === undefined ? {} : { transcript: { name: basename(transcript), text: readText(transcript) } }),
      };
      const { addFind } = await import('../actions/add.ts');
      const { withWorld } = await import('./world.ts');
      const found = await withWorld('add', { ...how, record, replay, model: 'none' }, (world, workspace) =>
        addFind(world, workspace, options),
      );
      print(how, found, () => forPeople(found));
      done(0);
    });
}

function readText(file: string): string {
  return decodeText(readInput(file));
}

function forPeople(found: AddedFind): string {
  const { url, waiting, changed, excerpt, warnings, transcript, read, reserved } = found;
  const lines = read ? [headline(found)] : [];
  if (excerpt && !reserved)
    for (const line of clip(excerpt, 600).split('\n')) lines.push(`  ${printable(line)}`.trimEnd());
  if (transcript) lines.push(`Transcript: ${plural(transcript.words, 'word')} in ${transcript.path}.`);
  const told = !waiting
    ? 'Added to the inbox of editor.yaml'
    : `It waits in the inbox of editor.yaml already${changed ? '; what is new was added' : ''}`;
  lines.push(`${told}: ${url}`);
  for (const warning of warnings) lines.push(`Warning: ${printable(warning)}`);
  return lines.join('\n');
}

/** A terminal obeys control characters. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ');
}

/** `Article: “Title” by Ada, The Site, 2026-11-20, 820 words`. */
function headline(found: AddedFind): string {
  const { kind, title, author, site, publishedAt, posts, comments, words, durationSeconds } = found;
  const name = kind.charAt(0).toUpperCase() + kind.slice(1);
  const by = author && (kind === 'post' || kind === 'thread') ? `@${author}` : author;
  const facts = [
    [title ? `“${clip(title, 120)}”` : '', by ? `by ${by}` : ''].filter(Boolean).join(' '),
    site ?? '',
    publishedAt?.slice(0, 10) ?? '',
    posts === undefined ? '' : plural(posts, 'post'),
    durationSeconds === undefined ? '' : `${Math.max(1, Math.round(durationSeconds / 60))} min`,
    comments === undefined ? '' : plural(comments, 'comment'),
    words > 0 ? plural(words, 'word') : '',
  ];
  return `${name}: ${facts.filter(Boolean).join(', ')}`;
}
