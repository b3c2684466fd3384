/** `editor.yaml`: what the editor decided. Everything is by URL, since story ids change. */
import { z } from 'zod';
import type { EditorDecisions } from '../types.ts';
import { checkValue } from './check.ts';
import { day, line, slot, text, url } from './fields.ts';
import { readYaml } from './yamlFile.ts';

/** A list that may be left empty in the file: `pins:` with nothing after it. */
const list = <T extends z.ZodType>(entry: T) =>
  z
    .array(entry)
    .nullish()
    .transform((entries) => entries ?? []);

const inboxEntry = z.strictObject({
  url: url.describe('What was found'),
  note: text.describe('A remark for yourself').exactOptional(),
  section: slot.describe('The slot that it is for').exactOptional(),
  author: line.describe('Who wrote it, where the page does not say').exactOptional(),
  text: text.describe('Pasted words of a page that cannot be read').exactOptional(),
  added: day.describe('When'),
  usedIn: z.int().min(1).describe('The issue that used it').exactOptional(),
});
const mute = z.union(
  [
    z.strictObject({ source: line.describe('A source, by its id') }),
    z.strictObject({ domain: line.describe('A site, such as example.com') }),
    z.strictObject({ url: url.describe('One page') }),
  ],
  {
    error: 'one of { source: id }, { domain: example.com }, { url: https://… }',
  },
);

export const editorSchema = z.strictObject({
  inbox: list(inboxEntry).describe('Finds of your own for the next issue; `pullquote add` writes them'),
  pins: list(
    z.strictObject({ url: url.describe('A page of the story'), slot: slot.describe('Where it goes').exactOptional() }),
  ).describe('Stories that are to be in the issue'),
  mutes: list(mute).describe('What is to be in no block'),
  same: list(z.array(url).min(2)).describe('Each list: addresses that tell one story'),
  different: list(z.array(url).length(2)).describe('Each pair: two addresses that do not'),
});

/** The decisions as they stand in the file. */
export type WrittenEditor = z.input<typeof editorSchema>;

/**
 * Reads `editor.yaml`. Without a file (undefined), or with comments alone, nothing is decided. Throws one UserError with a line for
 * everything that is wrong.
 */
export function parseEditor(yamlText: string | undefined, file: string): EditorDecisions {
  const yaml = readYaml(yamlText ?? '', file);
  const { data, problems } = checkValue(editorSchema, yaml.value ?? {});
  yaml.refuse(problems);
  return data as EditorDecisions;
}
