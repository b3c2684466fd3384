import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { parseIssue } from '../../src/issue/parse.ts';
import { issueFile, pullquote } from '../support/cli.ts';
import { NOTES, SOLD } from '../support/hostileMedia.ts';
import { MARK, PINNED, privateSources, reservedSources } from '../support/hostilePrivate.ts';
import { hostileWeek, untruths, weekFolder } from '../support/hostileWeek.ts';
import { type ModelCall, type ModelServer, startModelServer } from '../support/model-server.ts';
import { WINDOW } from '../support/recording.ts';

let model: ModelServer;
afterEach(() => model.close());

const promptOf = ({ body }: ModelCall) => body.messages.at(-1)?.content ?? '';
const candidatesIn = (prompt: string) => [...prompt.matchAll(/^(q\d+): <candidate>/gm)].map(([, id]) => id as string);

/** A hostile week with private sources, crawled; then drafted with this model. */
async function draftedBy(answer: (prompt: string) => object) {
  const week = hostileWeek(3);
  const more = [privateSources(), reservedSources()];
  model = await startModelServer((call) => ({ json: answer(promptOf(call)) }));
  const newsletter = `${week.files['newsletter.yaml']}budget: 5\nmodel: { name: deepseek/deepseek-flash, url: "${model.url}" }\n`;
  const pins = JSON.parse(week.files['editor.yaml'] ?? '') as { pins: object[] };
  const files = {
    'sources.yaml': week.files['sources.yaml'] + more.flatMap(({ sources }) => sources).join(''),
    'newsletter.yaml': newsletter,
    'editor.yaml': JSON.stringify({ pins: [...pins.pins, { url: PINNED, slot: 'reads' }] }),
  };
  const whole = { ...week, files, answers: [...week.answers, ...more.flatMap(({ answers }) => answers)] };
  const dir = weekFolder(whole);
  await pullquote(['-C', dir, 'crawl', ...WINDOW, '--replay', join(dir, 'week.har.gz')]);
  const env = { PULLQUOTE_ALLOW: model.host, DEEPSEEK_API_KEY: 'sk-planted-key' };
  const ran = await pullquote(['-C', dir, 'draft', ...WINDOW, '--no-crawl'], { env });
  expect(ran).toMatchObject({ code: 0 });
  return { dir, week: whole, blocks: parseIssue(issueFile(dir, 'issue.md')).blocks };
}

/** A prompt without what is fenced: what a model may take for its instructions. */
function unfenced(prompt: string): string {
  return (
    prompt
      .replace(
        /<source>[\s\S]*?<\/source>|<sentence>[\s\S]*?<\/sentence>|<candidate>[\s\S]*?<\/candidate>|<blocks>[\s\S]*?<\/blocks>|<(pair|story) [\s\S]*?<\/\1>/g,
        '',
      )
      .replace(/Your last answer was refused:[\s\S]*?Answer again/g, '')
      // what the model itself had answered, and why not
      .replace(/Block \d+ was [\s\S]*?(?=Candidates:|There are no candidates|$)/g, '')
  );
}

/** Comments before the page's own words; words of a sponsor, of notes, of a comment, of an aggregator in place of them. */
function answers(): (prompt: string) => object {
  let n = 0;
  const written = (prompt: string) => {
    const ids = candidatesIn(prompt);
    const words = [...prompt.matchAll(/<candidate>([\s\S]*?)<\/candidate>/g)].map(([, said]) => said ?? '');
    const picked = [
      [ids.at(-1) ?? 'q1', ids[0] ?? 'q1'],
      [SOLD],
      [NOTES.slice(0, 90).replace(/\s\S*$/, '')],
      [words.at(-1) ?? ''],
      ['The aggregator says of its own accord that this language model'],
      ids.slice(0, 1),
    ];
    return {
      heading: 'What was said',
      blurb: 'A plain line about [[what was said]] there.',
      quotes: picked[n++ % picked.length],
    };
  };
  return (prompt) => {
    if (prompt.includes('<pair ')) return { same: [1, 2, 3] };
    if (prompt.includes('<story ')) return { worth: { '1': 3, '2': 0 } };
    if (prompt.includes('<sentence>')) return { wrong: [] };
    if (prompt.includes('<blocks>'))
      return { paragraphs: ['It is [[all there|1]].'], subjects: ['One', 'Two', 'Three'], preheader: 'All of it' };
    if (prompt.startsWith('These blocks were refused')) {
      const blocks = prompt.split(/(?=^Block \d+ was )/m).slice(1);
      return { blocks: blocks.map((block, at) => ({ n: at + 1, ...written(block) })) };
    }
    return written(prompt);
  };
}

it('a model gets strangers’ words between fences, private ones not at all, and none of its tricks ends in a quote', async () => {
  const { dir, week, blocks } = await draftedBy(answers());
  expect(model.calls.length).toBeGreaterThan(9);
  for (const call of model.calls) {
    expect(JSON.stringify(call.body)).not.toMatch(MARK);
    expect(unfenced(promptOf(call)).replace(/\s+/g, ' ').trim()).toMatch(
      /^Which of these \d+ pairs are one story\? Answer as JSON\.$|^The issue has room for \d+ of these \d+ stories\. .* Answer as JSON\.$|^(\d+\. ?)+$|^These blocks were refused\. Write each again with every reason mended; [^<>]*\]\}( Candidates:(?: q\d+:)*| There are no candidates: for [^<>]*?source, letter by letter\.)*$|^Write the (block for this story|letter) as JSON\.( There are no candidates\. For .*? worth quoting\.)?( Candidates:(?: q\d+:)*)?( as JSON)?( with every one of these mended\.|, with every one of these mended\.)?$/,
    );
  }
  expect(await untruths(dir, week)).toEqual([]);
  const shapes = blocks.map(({ parts }) => parts.map(({ kind }) => kind).join(' '));
  expect(shapes).toContain('prose quote voice quote');
  const said = blocks
    .flatMap(({ parts }) => parts.flatMap((part) => (part.kind === 'quote' ? [part.text] : [])))
    .join('\n');
  for (const words of ['The sponsor of this hour', 'Our show notes claim', 'of its own accord'])
    expect(said).not.toContain(words);
});
