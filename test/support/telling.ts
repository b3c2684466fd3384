/** Stories to tell, each with a quote, and models that are handed in. */
import type { Ask, AskRequest, ChosenStory } from '../../src/types.ts';
import { original } from './items.ts';

const QUOTE = 'Nobody should believe a figure that has not been measured twice by two different people.';

/** A story of its own words, of which `text` is what its page says beside the quote. */
export function storyOf(name: string, text: string, changes: Partial<ChosenStory> = {}): ChosenStory {
  const words = `${text} ${QUOTE}`;
  const lead = original({
    url: `https://lab.test/${name.toLowerCase()}`,
    title: `${name}, told by its makers`,
    siteName: 'Lab',
    text: words,
  });
  const start = words.indexOf(QUOTE);
  const quote = { id: 'q1', itemId: lead.id, text: QUOTE, url: lead.url, start, end: words.length, score: 3 };
  return {
    id: name,
    title: lead.title,
    items: [lead],
    lead,
    score: 5,
    onTopic: true,
    reasons: [],
    slot: 'reads',
    quotes: [quote],
    ...changes,
  };
}

/** A model that answers as it is told, through the parsers that a real one's answers go through. Undefined: it fails. */
export function scripted(answer: (request: AskRequest) => unknown): { ask: Ask; asked: AskRequest[] } {
  const asked: AskRequest[] = [];
  const ask: Ask = async (request, parse) => {
    asked.push(request);
    const json = answer(request);
    if (json === undefined) return { ok: false, code: 'refused', detail: 'the service is gone' };
    try {
      return { ok: true, value: parse(json) };
    } catch (error) {
      return { ok: false, code: 'bad-answer', detail: (error as Error).message };
    }
  };
  return { ask, asked };
}
