/** What a listmonk must have before an issue can go to it: the lists, and a template that leaves the email as it is. */
import { z } from 'zod';
import { UserError } from '../errors.ts';
import { readAnswer } from './answers.ts';

const listsShape = z.object({ data: z.object({ results: z.array(z.object({ id: z.number(), name: z.string() })) }) });
const templateShape = z.object({ id: z.number(), name: z.string(), is_default: z.boolean(), body: z.string() });
const templatesShape = z.object({ data: z.array(templateShape) });
/** A template that holds the email and nothing else. */
const BARE = /^\s*\{\{-?\s*template\s+"content"\s+\.\s*-?\}\}\s*$/;

/** The names of the wanted lists, out of listmonk's answer. Throws UserError for one that is not there. */
export function listNames(json: unknown, wanted: number[]): string[] {
  const all = readAnswer('listmonk', listsShape, json).data.results;
  return wanted.map((id) => {
    const list = all.find((one) => one.id === id);
    if (list) return `“${list.name}”`;
    const there = all.map((one) => `${one.id} “${one.name}”`).join(', ') || 'none that this user may see';
    throw new UserError(
      `listmonk: there is no list ${id}. Lists: ${there}. Set platforms.listmonk.lists in newsletter.yaml.`,
      4,
    );
  });
}

/** Which template the email is put into, and what to do where that one frames it once more. Throws UserError for one that is not there. */
export function templateUsed(json: unknown, wanted: number | undefined): string {
  const all = readAnswer('listmonk', templatesShape, json).data;
  const used = all.find(({ id, is_default }) => (wanted === undefined ? is_default : id === wanted));
  if (!used && wanted !== undefined)
    throw new UserError(
      `listmonk: there is no template ${wanted}. Set platforms.listmonk.template in newsletter.yaml.`,
      4,
    );
  if (!used || BARE.test(used.body)) return `Template ${used ? `“${used.name}”` : 'none'}`;
  return `Template “${used.name}” frames the email once more: make a template that holds {{ template "content" . }} alone and name its id as platforms.listmonk.template`;
}
