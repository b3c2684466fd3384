/** A model that lies: for every call it draws, by its seed, whether it is honest, tells a lie of some kind, or breaks. */

import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Chance, chanceOf } from './hostileWords.ts';
import { honest, LIES, NAMES, type Shown, type Written } from './liarLies.ts';
import { JUNK, OTHERS } from './liarOthers.ts';
import type { ModelCall, ModelReply } from './model-server.ts';

/** How often it does what, of 1; the rest is lies. */
export interface Temper {
  honest: number;
  broken: number;
}
export interface Liar {
  answer(call: ModelCall): ModelReply;
  /** By the story's title, what it did when asked to write of it, and again to mend it. */
  told: Map<string, { write: string; repair?: string }>;
  /** What else it was asked, and did. */
  others: string[];
  planted: Set<string>;
}

/** Answers that are none. `busy` ones ask to be tried again. */
const BROKEN: Record<string, (chance: Chance, good: string) => ModelReply> = {
  'prose in place of JSON': () => ({ content: `Certainly! Here is ${JUNK}: the heading is Zelmira, and I love it.` }),
  '<think> without end': () => ({ content: `<think>${`${JUNK} and so `.repeat(400)}`, finish: 'length' }),
  '<think> unclosed, then JSON': (_, good) => ({ content: `<think>${JUNK} ${good}` }),
  'thinking alone': () => ({ content: '', reasoning: `${JUNK} `.repeat(200), finish: 'length' }),
  'half of the JSON': (_, good) => ({ content: good.slice(0, good.length / 2) }),
  'half of the JSON, by length': (_, good) => ({ content: good.slice(0, good.length / 2), finish: 'length' }),
  empty: () => ({ content: '' }),
  blank: () => ({ content: ' \n\t\u00a0\u200b \n' }),
  HTML: () => ({ raw: `<!doctype html><title>502</title><h1>${JUNK}</h1>`, headers: { 'content-type': 'text/html' } }),
  'an error in a 200': () => ({ raw: JSON.stringify({ error: { message: JUNK, code: 500 } }) }),
  'no choices': () => ({ raw: JSON.stringify({ id: 'x', object: 'chat.completion', choices: [] }) }),
  '2 MB': (_, good) => ({ content: `${good.slice(0, -1)},"more":"${JUNK.repeat(200_000)}"}` }),
  'a list of lists': () => ({ content: `${'['.repeat(5000)}${']'.repeat(5000)}` }),
  '429': () => ({ status: 429, error: JUNK, headers: { 'retry-after': '0' } }),
  '503': () => ({ status: 503, error: JUNK, headers: { 'retry-after': '0' } }),
  'cut in the middle': (_, good) => ({ content: good, cut: true }),
  'usage that lies': (_, good) => ({
    content: good,
    usage: { prompt_tokens: -5, completion_tokens: 1e9, prompt_cache_hit_tokens: 1e12 },
  }),
};
const BREAKS = Object.keys(BROKEN);

export function liar(seed: number, temper: Temper): Liar {
  const told: Liar['told'] = new Map();
  const planted = new Set<string>([JUNK, 'liar-letter', 'liar-subject', 'liar-kind']);
  const others: string[] = [];
  const seen: Shown[] = [];
  const times = new Map<string, number>();

  /** By what is asked, not by when: calls come in any order. */
  function chanceFor(prompt: string): Chance {
    const n = times.get(prompt) ?? 0;
    times.set(prompt, n + 1);
    return chanceOf(createHash('sha256').update(`${seed} ${n} ${prompt}`).digest().readUInt32BE());
  }
  function block(shown: Shown, chance: Chance): { kind: string; written: Written } {
    if (chance.maybe(temper.honest)) return { kind: 'honest', written: honest(shown, chance) };
    const kind = chance.pick(NAMES);
    const { planted: words = [], ...written } = (LIES[kind] as (typeof LIES)[string])(
      shown,
      chance,
      seen.filter(({ title }) => title !== shown.title),
    );
    for (const one of words) planted.add(one);
    return { kind, written };
  }
  function content(purpose: string, prompt: string, chance: Chance): { kind: string; json: unknown } {
    if (purpose === 'write') {
      const shown = shownIn(prompt);
      const { kind, written } = block(shown, chance);
      seen.push(shown);
      return { kind, json: written };
    }
    if (purpose === 'repair') {
      const parts = prompt.split(/^(?=Block \d+ was)/m).slice(1);
      const blocks = parts.map((part, i) => {
        const shown = shownIn(part);
        const { kind, written } = block(shown, chance);
        const known = told.get(shown.title);
        if (known) known.repair = kind;
        return { n: chance.maybe(0.1) ? chance.int(-2, 40) : i + 1, ...written };
      });
      return { kind: 'repair', json: { blocks } };
    }
    const kind = chance.maybe(temper.honest) ? 'honest' : 'a lie';
    return { kind, json: OTHERS[purpose as keyof typeof OTHERS](prompt, chance, kind === 'honest', planted) };
  }

  return {
    told,
    others,
    planted,
    answer({ body: { messages } }) {
      const [system = '', prompt = ''] = messages.map((message) => message.content);
      const chance = chanceFor(messages.map((message) => message.content).join('\n'));
      const purpose = purposeOf(system, prompt);
      const { kind, json } = content(purpose, prompt, chance);
      const good = JSON.stringify(json);
      const fails = chance.maybe(temper.broken) ? chance.pick(BREAKS) : undefined;
      if (purpose === 'write') told.set(shownIn(prompt).title, { write: fails ?? kind });
      else others.push(`${purpose}: ${fails ?? kind}`);
      const after = chance.maybe(0.3) ? { after: sleep(chance.int(1, 120)) } : {};
      if (fails) return { ...(BROKEN[fails] as (typeof BROKEN)[string])(chance, good), ...after };
      const wrapped = chance.pick([
        good,
        `\`\`\`json\n${good}\n\`\`\``,
        `<think>${JUNK}</think>${good}`,
        `Here: ${good}`,
      ]);
      return { content: wrapped, reasoning: JUNK, ...after, blankLines: chance.int(0, 3) };
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

function shownIn(prompt: string): Shown {
  const source = /<source>\n([\s\S]*?)<\/source>/.exec(prompt)?.[1] ?? '';
  const [head = '', ...text] = source.split('\n\n');
  return {
    title: /^(?:title: )?(.*)/.exec(head)?.[1] ?? '',
    text: text.join('\n\n').trim(),
    candidates: [...prompt.matchAll(/^(q\d+): <candidate>([\s\S]*?)<\/candidate>/gm)].map(
      ([, id = '', words = '']) => ({ id, text: words }),
    ),
  };
}
