import { likenessAmong } from '../text/alike.ts';
import { isStopWord, words } from '../text/tokens.ts';
import type { Story } from '../types.ts';

/** From here on two blocks would tell nearly the same thing. */
const ALIKE = 0.25;
/** So many blocks about one version of one thing are enough, whatever each tells of it. */
const OF_A_NAME = 2;
/** Nobody's slots reach further down; the others are compared by their names alone. */
const COMPARED = 300;

/** Whether a story would tell nearly what a block of the issue tells, or more of what two of them are about. `stories` are those that may be chosen, best first. */
export function repeatsAmong(stories: Story[]): (story: Story, chosen: Story[]) => boolean {
  const compared = stories.slice(0, COMPARED);
  const places = new Map(compared.map(({ id }, i) => [id, i]));
  const likeness = likenessAmong(compared.map(({ title, lead }) => ({ title, text: lead.text || lead.summary })));
  return (story, chosen) => {
    const names = versionsIn(story.title);
    const ofTheName = chosen.filter(({ title }) => versionsIn(title).some((name) => names.includes(name)));
    if (ofTheName.length >= OF_A_NAME) return true;
    const at = places.get(story.id) ?? -1;
    return chosen.some(({ id }) => likeness(at, places.get(id) ?? -1) >= ALIKE);
  };
}

/** Names with a version: a word that is no number, and the one behind it that has a figure (`lynx 4.1`). */
function versionsIn(title: string): string[] {
  const list = words(title);
  return list.flatMap((word, i) => {
    const name = list[i - 1];
    const isName = name !== undefined && name.length > 1 && !/\d/.test(name) && !isStopWord(name);
    return isName && /\d/.test(word) ? [`${name} ${word}`] : [];
  });
}
