/** A model that answers every question of a draft as it is meant, and counts its tokens itself. */
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import type { ModelCall, ModelReply } from './model-server.ts';

/** Tokens that it thinks before each answer. */
export const THINKING = 400;
/** So many ways to say that there is something to read, none of which begins or goes on like another. */
const SAID = [
  'lays out what was done, step by step',
  'comes with its own account of what changed',
  'sets the claim beside what stands behind it',
  'shows where the limits are',
  'goes through the work and its cost',
  'tells who it is for',
  'adds a view from inside the project',
  'puts numbers next to the argument',
  'names what is still open',
  'asks readers to look at the method first',
  'describes the plan and the reasons given',
  'weighs two sides of a decision',
  'follows one change through to its effects',
  'keeps to what can be checked',
  'explains a choice that others avoided',
  'reports how the thing behaves in use',
];

export interface Counted {
  purpose: string;
  tokensIn: number;
  tokensCached: number;
  tokensOut: number;
}

/** The answers, and what each took: prompts by the o200k vocabulary, the beginning that an earlier prompt had, too, from the cache. */
export function goodModel(): { answer: (call: ModelCall) => ModelReply; counted: Counted[] } {
  const counted: Counted[] = [];
  const systems = new Set<string>();
  let written = 0;
  return {
    counted,
    answer({ body: { messages } }) {
      const [system = '', prompt = ''] = messages.map(({ content }) => content);
      const purpose = purposeOf(system, prompt);
      const content = JSON.stringify(ANSWERS[purpose](prompt, () => SAID[written++ % SAID.length] as string));
      const tokensIn = messages.reduce((sum, message) => sum + countTokens(message.content) + 4, 3);
      const tokensCached = systems.has(system) ? countTokens(system) : 0;
      systems.add(system);
      const tokensOut = countTokens(content) + THINKING;
      counted.push({ purpose, tokensIn, tokensCached, tokensOut });
      const usage = {
        prompt_tokens: tokensIn,
        completion_tokens: tokensOut,
        prompt_cache_hit_tokens: tokensCached,
        completion_tokens_details: { reasoning_tokens: THINKING },
      };
      return { content, usage, reasoning: 'I read it, then I write.' };
    },
  };
}

type Purpose = 'band' | 'rerank' | 'write' | 'repair' | 'check' | 'letter';
function purposeOf(system: string, prompt: string): Purpose {
  if (prompt.includes('<pair ')) return 'band';
  if (prompt.includes('<story ')) return 'rerank';
  if (prompt.includes('<blocks>')) return 'letter';
  if (system.includes('{"wrong"')) return 'check';
  return /^Block 1 was/m.test(prompt) ? 'repair' : 'write';
}

const ANSWERS: Record<Purpose, (prompt: string, said: () => string) => object> = {
  band: () => ({ same: [] }),
  rerank: (prompt) => ({
    worth: Object.fromEntries([...prompt.matchAll(/<story number="(\d+)"/g)].map(([, n], i) => [n, i % 4])),
  }),
  write: (prompt, said) => block(titleIn(prompt), prompt, said),
  repair: (prompt, said) => ({
    blocks: prompt
      .split(/^Block \d+ was/m)
      .slice(1)
      .map((part, i) => ({ n: i + 1, ...block(titleIn(part), part, said) })),
  }),
  check: () => ({ wrong: [] }),
  letter: (prompt) => {
    const headings = [...prompt.matchAll(/^\d+\. (.+?)(?: \([^)]*\))?$/gm)].map(([, heading = '']) => plain(heading));
    const [first = 'the lead', second = 'the second', third = 'the third', fourth = 'the rest'] = headings;
    return {
      paragraphs: ['What did the week bring?', `It begins with [[${words(first, 5)}|1]].`],
      subjects: [first, second, third].map((heading) => heading.slice(0, 55)),
      preheader: fourth.slice(0, 80),
    };
  },
};

function block(title: string, prompt: string, said: () => string) {
  const ids = [...prompt.matchAll(/^(q\d+): <candidate>/gm)].map(([, id]) => id);
  const copied = prompt.match(/<source>[\s\S]*?\n\n([\s\S]*?)<\/source>/)?.[1]?.trim() ?? '';
  return {
    heading: words(title, 9),
    blurb: `[[${words(title, 5)}]] ${said()}.`,
    quotes: ids.length ? ids.slice(0, 1) : [words(copied, 20)],
  };
}

function titleIn(prompt: string): string {
  return plain(prompt.match(/<source>\n(?:title: )?(.+)/)?.[1] ?? 'A page of the week');
}
const plain = (text: string) =>
  text
    .replace(/^(?:Show|Ask) HN: /, '')
    .replace(/[[\]|*_"“”!?]/g, '')
    .trim();
const words = (text: string, most: number) =>
  text
    .split(/\s+/)
    .slice(0, most)
    .join(' ')
    .replace(/[\s,;:.–—-]+$/, '');
