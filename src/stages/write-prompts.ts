import { fence } from '../text/fence.ts';
import { firstWords } from '../text/tokens.ts';
import { writtenAt } from '../text/voice.ts';
import type { Brief, ChosenStory, Item } from '../types.ts';

const SOURCE_WORDS = 700;
const OTHER_WORDS = 80;
const MAX_OTHERS = 4;

/** The same bytes for every block of an issue, so that a provider's prefix cache serves it. */
export function systemPrompt({ newsletter, prompts, examples }: Brief): string {
  return prompts('system', { ...voiceOf({ newsletter }), examples: fencedExamples(examples?.blocks) });
}

/** What the newsletter says of itself. */
export function voiceOf({ newsletter: { name, about, voice, language } }: Pick<Brief, 'newsletter'>) {
  return { name, about, voice, language };
}

/** Past words as data, like everything that stands between tags. */
export function fencedExamples(examples: string[] = []): string {
  return examples.map((words) => fence('example', `\n${words}\n`)).join('\n');
}

/** One story as fenced data, with its candidates. */
export function blurbPrompt(story: ChosenStory, { prompts }: Brief): string {
  const { lead } = story;
  const others = story.items.filter((item) => item !== lead && !item.linkOnly).slice(0, MAX_OTHERS);
  return prompts('blurb', {
    sources: [
      sourceOf(lead, firstWords(lead.text, SOURCE_WORDS)),
      ...others.map((item) => sourceOf(item, firstWords(item.text || item.summary, OTHER_WORDS))),
    ].join('\n'),
    told: toldAlready(story),
    candidates: candidates(story),
  });
}

/** Of an update: what readers know, so that the blurb says what is new. It is no source: words that stand there alone do not verify. */
function toldAlready({ told }: ChosenStory): string {
  return told?.update ? `Issue ${told.number} told this story under the heading ${fence('told', told.heading)}.` : '';
}

/** What may be quoted. Nobody set a full stop in a raw transcript, so that its sentences can't be found in code: there is none, and the model's ear is asked. */
function candidates({ quotes, lead }: ChosenStory): string {
  const own = quotes.filter(({ voice }) => !voice);
  if (own.length === 0 && lead.cues?.length) return '';
  return quotes.map(({ id, text }) => `${id}: ${fence('candidate', text)}`).join('\n');
}

function sourceOf(item: Item, text: string): string {
  const date = writtenAt(item);
  const head = [
    `title: ${item.pageSays?.title ?? item.title}`,
    `site: ${item.siteName ?? item.sourceName}`,
    ...(item.author ? [`author: ${item.author}`] : []),
    ...(date ? [`date: ${date.slice(0, 10)}`] : []),
  ];
  return fence('source', `\n${head.join('\n')}\n\n${text}\n`);
}
