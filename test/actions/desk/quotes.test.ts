import { expect, test } from 'vitest';
import { editBlock } from '../../../src/actions/desk/editBlock.ts';
import { quotePassage } from '../../../src/actions/desk/quotePassage.ts';
import { swapQuote } from '../../../src/actions/desk/swapQuote.ts';
import { deskView } from '../../../src/actions/desk/view.ts';
import { vouch } from '../../../src/actions/desk/vouch.ts';
import { parseIssue } from '../../../src/issue/parse.ts';
import { item } from '../../support/items.ts';
import { type Desk, desk, done, NUMBER } from './desk.ts';

const PAGE = 'https://page.example/lamps';
const FILM = 'https://film.example/7';
const POST = 'https://news.ycombinator.com/item?id=41';
const PAID = 'https://paid.example/x';
const PAGE_TEXT =
  'The lamps were lit at dusk. Nobody had asked for them. They burned until morning came.\n\nA second paragraph begins here. It ends soon.';
const items = [
  item({ url: PAGE, title: 'On lamps', text: PAGE_TEXT }),
  item({
    url: FILM,
    title: 'A film',
    text: 'We began with nothing at all. Then the money came in.',
    media: 'video',
    cues: [
      { at: 0, seconds: 10 },
      { at: 30, seconds: 75 },
    ],
  }),
  item({
    url: POST,
    title: 'A comment',
    text: 'I have seen such lamps before, and they were worse.',
    voice: { handle: 'ada', where: 'HN' },
  }),
  item({ url: PAID, text: 'Words that are paid for, and not to be quoted.', linkOnly: true }),
];
const BLOCK = `## Lamps\n\n[On lamps](${PAGE}) by night.\n\n> The lamps were lit at dusk.\n\n@[kim](https://news.ycombinator.com/item?id=9) (HN)\n\n> I like them.\n\n> And I said so.`;

async function lamps(markdown = BLOCK): Promise<Desk> {
  const it = await desk();
  await it.world.store.saveItems(items, new Map());
  done(await editBlock(it.world, it.workspace, NUMBER, { block: await it.ref(0), markdown }));
  return it;
}

/** What the block quotes, and from where. */
async function quotes({ text }: Desk): Promise<string[]> {
  const parts = parseIssue(await text()).blocks[0]?.parts ?? [];
  return parts.flatMap((part) => (part.kind === 'quote' ? [`${part.text} <${part.source}>`] : []));
}

async function swap(it: Desk, quote: string, text: string, url: string) {
  const block = await it.ref(0);
  return swapQuote(it.world, it.workspace, NUMBER, { block, quote, candidate: { text, url } });
}

const KIM = 'https://news.ycombinator.com/item?id=9';

test('a quote of the same page takes the place of the old words alone', async () => {
  const it = await lamps();
  done(await swap(it, 'The lamps were lit at dusk.', 'Nobody had asked for them.', PAGE));
  expect((await it.bodies())[0]).toBe(BLOCK.replace('The lamps were lit at dusk.', 'Nobody had asked for them.'));
});

test('a quote of another page comes with its link, a recording’s with its second, a post’s with its voice', async () => {
  const it = await lamps();
  done(await swap(it, 'The lamps were lit at dusk.', 'Then the money came in.', FILM));
  expect((await it.bodies())[0]).toContain(
    `\n\n[A film](${FILM})\n\n[1:15](${FILM}#t=75)\n\n> Then the money came in.\n\n@[kim]`,
  );
  done(await swap(it, 'Then the money came in.', 'I have seen such lamps before, and they were worse.', POST));
  expect((await it.bodies())[0]).toContain(
    `@[ada](${POST}) (HN)\n\n> I have seen such lamps before, and they were worse.`,
  );
  expect((await it.bodies())[0]).not.toContain('1:15');
});

test('a second quote of a voice keeps its voice when the first one goes', async () => {
  const it = await lamps();
  done(await swap(it, 'I like them.', 'I have seen such lamps before, and they were worse.', POST));
  expect(await quotes(it)).toEqual([
    `The lamps were lit at dusk. <${PAGE}>`,
    `I have seen such lamps before, and they were worse. <${POST}>`,
    `And I said so. <${KIM}>`,
  ]);
  expect((await it.bodies())[0]).toContain(`@[kim](${KIM}) (HN)\n\n> And I said so.`);
});

test('words that were not captured, of a page that may not be quoted, or of a quote that is gone are refused', async () => {
  const it = await lamps();
  const before = await it.text();
  const refused = [
    await swap(it, 'I like them.', 'The lamps were never lit.', PAGE),
    await swap(it, 'I like them.', 'Words that are paid for, and not to be quoted.', PAID),
    await swap(it, 'Not there at all.', 'Nobody had asked for them.', PAGE),
    await swap(it, 'I like them.', 'Anything', 'https://unknown.example/'),
  ];
  for (const each of refused) expect(each).toMatchObject({ ok: false, refused: expect.any(String) });
  expect(await it.text()).toBe(before);
});

test('a selected passage becomes a quote under its page, whole words, several paragraphs', async () => {
  const it = await lamps();
  const [start, end] = [PAGE_TEXT.indexOf('urned'), PAGE_TEXT.indexOf('begins') + 3];
  done(await quotePassage(it.world, it.workspace, NUMBER, { block: await it.ref(0), url: PAGE, start, end }));
  expect((await it.bodies())[0]).toContain(
    '> The lamps were lit at dusk.\n\n> burned until morning came.\n>\n> A second paragraph begins\n\n@[kim]',
  );
  const { blocks } = await deskView(it.world, it.workspace, NUMBER);
  expect(blocks[0]?.quotes.slice(0, 2).map(({ proof }) => proof.kind)).toEqual(['proven', 'proven']);
});

test('a passage of a page that the block does not link comes with the link, at the end', async () => {
  const it = await lamps('## Lamps\n\nOnly words.');
  done(await quotePassage(it.world, it.workspace, NUMBER, { block: await it.ref(0), url: POST, start: 0, end: 51 }));
  done(await quotePassage(it.world, it.workspace, NUMBER, { block: await it.ref(0), url: FILM, start: 0, end: 29 }));
  expect((await it.bodies())[0]).toBe(
    `## Lamps\n\nOnly words.\n\n@[ada](${POST}) (HN)\n\n> I have seen such lamps before, and they were worse.\n\n[A film](${FILM})\n\n[0:10](${FILM}#t=10)\n\n> We began with nothing at all.`,
  );
  for (const [start, end] of [
    [0, 0],
    [900, 950],
    [Number.NaN, 3.5],
  ] as const)
    if (end < 3 || end > 900)
      expect(
        await quotePassage(it.world, it.workspace, NUMBER, { block: await it.ref(0), url: FILM, start, end }),
      ).toMatchObject({ ok: false });
});

test('each quote is shown with where it comes from', async () => {
  const it = await lamps(`${BLOCK}\n\n[A film](${FILM})\n\n> Then the money came in.\n\n> The lamps were lit at dusk.`);
  const proofs = (await deskView(it.world, it.workspace, NUMBER)).blocks[0]?.quotes.map(({ proof }) => proof) ?? [];
  const [first, second] = proofs;
  if (first?.kind !== 'proven') throw new Error('not proven');
  expect(first.passage.slice(first.start, first.end)).toBe('The lamps were lit at dusk.');
  expect(first.passage).toContain('They burned until morning came.');
  expect(first.at).toBe(`${PAGE}#:~:text=The%20lamps%20were%20lit%20at%20dusk.`);
  expect(second).toMatchObject({ kind: 'missing', detail: expect.stringMatching(/Nothing is captured/) });
  expect(proofs[3]).toMatchObject({ kind: 'proven', at: `${FILM}#t=75` });
  expect(proofs[4]).toMatchObject({ kind: 'missing', detail: expect.stringContaining(PAGE) });
  done(
    await vouch(it.world, it.workspace, NUMBER, { quote: 'I like them.', by: 'Kim', url: KIM, heard: '2026-03-07' }),
  );
  const after = (await deskView(it.world, it.workspace, NUMBER)).blocks[0]?.quotes[1]?.proof;
  expect(after).toEqual({ kind: 'vouched', by: 'Kim', heard: '2026-03-07' });
});

test('vouching asks for whose words, where and when', async () => {
  const it = await lamps();
  const before = await it.text();
  const whole = { quote: 'I like them.', by: 'Kim', url: KIM, heard: '2026-03-07' };
  for (const part of [{ by: ' ' }, { url: 'javascript:1' }, { quote: '' }, { heard: 'yesterday' }])
    expect(await vouch(it.world, it.workspace, NUMBER, { ...whole, ...part })).toMatchObject({
      ok: false,
      refused: expect.any(String),
    });
  expect(await it.text()).toBe(before);
});
