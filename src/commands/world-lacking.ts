/** The keys that a worker's newsletters need and its environment has not: the workspaces' own `.env` is not its environment. */
import { secretsOf } from '../actions/secrets.ts';
import type { Workspace } from '../actions/workspace.ts';
import type { Model } from '../types.ts';

export interface Lacks {
  secret(name: string): boolean;
  /** The variable that a model's key is missing from; none where this worker asks no model. */
  key(model: Model): string | undefined;
}
/** As many as say what it is about. */
const NAMED = 3;

/** A line for each key that is not set, with what goes without it. */
export function lackingLines(workspaces: Workspace[], lacks: Lacks): string[] {
  const sources = new Map<string, string[]>();
  const models = new Map<string, string[]>();
  const note = (needed: typeof sources, name: string, who: string) =>
    needed.set(name, [...(needed.get(name) ?? []), who]);
  for (const { newsletter, sources: all } of workspaces) {
    for (const source of all.filter(({ enabled }) => enabled))
      for (const name of new Set(secretsOf(source)))
        if (lacks.secret(name)) note(sources, name, `${source.name} (${newsletter.name})`);
    const key = newsletter.model && lacks.key(newsletter.model);
    if (key) note(models, key, newsletter.name);
  }
  return [
    ...[...sources].map(([name, who]) => `${unset(name)}: it cannot read ${some(who)}`),
    ...[...models].map(
      ([name, who]) =>
        `${unset(name)}: set it, or start this worker with --write 0, else it spoils what it is asked to write for ${some(who)}: their blocks will be extractive`,
    ),
  ];
}

function unset(name: string): string {
  return `${name} is not set where this worker runs`;
}

function some(who: string[]): string {
  const more = who.length > NAMED ? ` and ${who.length - NAMED} more` : '';
  return `${who.slice(0, NAMED).join(', ')}${more}`;
}
