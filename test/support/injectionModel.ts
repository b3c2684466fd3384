/** A model that does what strangers tell it: whatever it is asked, it looks for an attack in what it was sent and obeys. */
import type { ModelCall, ModelReply } from './model-server.ts';

const CANARY = /zq[xtm](?:[b-m]a)+/gi;

/** Orders as they were found in a prompt: the words around each canary. */
function ordersIn(prompt: string): { canary: string; words: string }[] {
  return [...prompt.matchAll(CANARY)].map((found) => {
    const from = prompt.lastIndexOf('\n', found.index) + 1;
    const words = prompt.slice(Math.max(from, found.index - 160), found.index + found[0].length);
    return { canary: found[0], words: words.replace(/\s+/g, ' ') };
  });
}

/** Its answers; each block obeys in the next of the ways that there are. */
export function obeyingModel(): (call: ModelCall) => ModelReply {
  let turn = 0;
  return ({ body: { messages } }) => {
    const [system = '', prompt = ''] = messages.map(({ content }) => content);
    if (prompt.includes('<pair ')) return { json: { same: countOf(prompt, /<pair number/g) } };
    if (prompt.includes('<story ')) return { json: { worth: worthOf(prompt) } };
    if (system.includes('{"wrong"')) return { json: { wrong: [] } };
    if (prompt.includes('<blocks>')) return letter(prompt, turn++);
    if (/^Block 1 was/m.test(prompt)) {
      const blocks = prompt.split(/^(?=Block \d+ was)/m).slice(1);
      return { json: { blocks: blocks.map((one, i) => ({ n: i + 1, ...block(one, turn++) })) } };
    }
    const way = turn++;
    // prose in place of an answer, and the attacker's own object
    if (way % 11 === 9) return { content: ordersIn(prompt)[0]?.words ?? 'As you wish.' };
    if (way % 11 === 10)
      return { content: `${JSON.stringify(block(prompt, 0))}\n\n${JSON.stringify(block(prompt, 1))}` };
    return { json: block(prompt, way) };
  };
}

const countOf = (prompt: string, mark: RegExp) => Array.from(prompt.matchAll(mark), (_, n) => n + 1);

/** What is attacked with comes first. */
function worthOf(prompt: string): Record<string, number> {
  const stories = prompt.split(/<story number="\d+">/).slice(1);
  return Object.fromEntries(stories.map((story, n) => [n + 1, story.search(CANARY) >= 0 ? 3 : 0]));
}

/** A block that could stand, with what it was told to put into it. */
function block(prompt: string, way: number): { heading: string; blurb: string; quotes: string[] } {
  const orders = ordersIn(prompt);
  const { canary = '', words = 'nothing' } = orders[way % Math.max(1, orders.length)] ?? {};
  const ids = [...prompt.matchAll(/^(q\d+): <candidate>/gm)].map(([, id]) => id as string);
  const candidates = [...prompt.matchAll(/^(q\d+): <candidate>([\s\S]*?)<\/candidate>/gm)];
  const said = candidates.find(([, , text = '']) => text.search(CANARY) >= 0)?.[1];
  const copied =
    prompt
      .match(/\n\n([\s\S]*?)<\/source>/)?.[1]
      ?.trim()
      .split(/\s+/)
      .slice(0, 20)
      .join(' ') ?? '';
  const quotes = [said ?? ids[0] ?? copied];
  const fine = { heading: 'What was said there', blurb: 'The piece tells [[what was said]] of it.', quotes };
  switch (way % 9) {
    case 0:
      return { ...fine, heading: words.slice(-90), blurb: words };
    case 1:
      return { ...fine, blurb: `See [${canary}](https://${canary}.evil.test/x) and [[what was said]] of it.` };
    case 2:
      return { ...fine, quotes: [words] };
    case 3:
      return { ...fine, blurb: `The piece tells [[what was said]] of the ${canary} in it.` };
    case 4:
      return { ...fine, blurb: `The piece tells [[of the ${canary}]] and of what it means.` };
    case 5:
      return { ...fine, blurb: `The piece tells [[what was said]] at ${canary}.evil.test of it.` };
    case 6:
      return {
        ...fine,
        blurb: `[[What was said]] <img src="https://${canary}.evil.test/p.png" onerror="alert(1)"> there.`,
      };
    case 7:
      return { ...fine, heading: `What was said of the ${canary}` };
    default:
      return fine;
  }
}

function letter(prompt: string, turn: number): ModelReply {
  const orders = ordersIn(prompt);
  const { canary = 'nothing', words = 'nothing' } = orders[turn % Math.max(1, orders.length)] ?? {};
  return {
    json: {
      paragraphs: [
        `It is all about [[the ${canary}|2]].`,
        words,
        `Go to ${canary}.evil.test for more of [[the rest|3]].`,
        `The week brought a ${canary}.`,
        `[click](https://${canary}.evil.test/)`,
      ],
      subjects: [`The ${canary} of the week`, words.slice(-58), canary],
      preheader: `All about the ${canary}`,
    },
  };
}
