import type { Answers, SourceChoice } from '../actions/initAnswers.ts';
import type { PlatformName } from '../config/platforms.ts';
import { UserError } from '../errors.ts';
import { readInput } from './input.ts';

/** What the command line said: answers as they are, and what is still to be read. */
export interface Flags extends Omit<Answers, 'platform' | 'sources'> {
  platform?: PlatformName;
  set?: string[];
  sources?: string;
  yes?: boolean;
  templates?: boolean;
}

/** The flags as answers. Throws UserError where a list of feeds cannot be read, or where one flag lacks another. */
export async function answersOf(flags: Flags): Promise<Answers> {
  const { yes: _yes, templates: _templates, platform, set, sources, ...plain } = flags;
  if (set && !platform) throw new UserError('--set belongs to --platform NAME.');
  if (flags.email !== undefined && flags.editor === undefined)
    throw new UserError('--email belongs to --editor NAME: whose address is it?');
  return {
    ...plain,
    ...(platform ? { platform: { name: platform, settings: await settings(platform, set ?? []) } } : {}),
    ...(sources === undefined ? {} : { sources: sourceChoice(sources) }),
  };
}

/** `all`, `none`, tags with commas between them, or the name of an OPML file. */
export function sourceChoice(written: string): SourceChoice {
  if (written === 'all' || written === 'none') return written;
  if (/[/\\]|\.(opml|xml)$/i.test(written)) return { opml: new TextDecoder().decode(readInput(written)) };
  return {
    tags: written
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
  };
}

/** `NAME=VALUE` pairs as settings. Throws UserError where one is none. */
async function settings(name: PlatformName, pairs: string[]): Promise<Record<string, unknown>> {
  const written: Record<string, string> = {};
  for (const pair of pairs) {
    const [, key, value] = /^([A-Za-z]+)=(.+)$/s.exec(pair) ?? [];
    if (key === undefined || value === undefined)
      throw new UserError(`--set ${pair}: write NAME=VALUE, such as list=1a2b3c4d5e.`);
    written[key] = value;
  }
  return settingsFrom(name, written);
}

/** Settings as the platform's schema takes them: values as YAML has them, so that `[3]` is a list and 12 a number; where it wants text for a number, as text. */
export async function settingsFrom(
  name: PlatformName,
  written: Record<string, string>,
): Promise<Record<string, unknown>> {
  const { parseDocument } = await import('yaml');
  const { problemWithPlatform } = await import('../actions/initAnswers.ts');
  const values: Record<string, unknown> = {};
  for (const [key, text] of Object.entries(written)) {
    const doc = parseDocument(text);
    values[key] = doc.errors.length > 0 ? text : doc.toJS();
    if (typeof values[key] !== 'number' || !problemWithPlatform(name, values)?.includes(`\`${key}\``)) continue;
    values[key] = text;
  }
  return values;
}
