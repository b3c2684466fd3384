import { beforeEach, describe, expect, it } from 'vitest';
import { editBlock } from '../../../src/actions/desk/editBlock.ts';
import { mute } from '../../../src/actions/desk/mute.ts';
import { notSame } from '../../../src/actions/desk/notSame.ts';
import { pin } from '../../../src/actions/desk/pin.ts';
import { redo, undo } from '../../../src/actions/desk/undo.ts';
import { parseEditor } from '../../../src/config/editor.ts';
import { parseIssue } from '../../../src/issue/parse.ts';
import { answerAbout, type Desk, draftedDesk, nameOf, pageOf } from '../../support/deskWeek.ts';
import { item } from '../../support/items.ts';
import { scripted } from '../../support/telling.ts';
import { tempStore } from '../../support/world.ts';

const POST = 'https://news.ycombinator.com/item?id=77';
const SAID = 'Half of what a model for harbours says is about the weather, and it is the better half by far.';
/** A post on the first page, which its story takes in. */
const post = item({
  url: POST,
  title: 'A post',
  sourceId: 'hn',
  sourceName: 'Hacker News',
  author: 'ferryman',
  voice: { handle: 'ferryman', where: 'HN' },
  about: [pageOf(0).url],
  text: SAID,
  textFrom: 'feed',
  incomplete: false,
});
const FILE = '# mine\nmutes:\n  - domain: old.test # since May\n';

let desk: Desk;
const decided = async () => parseEditor(await desk.editor(), 'editor.yaml');
beforeEach(async () => {
  desk = await draftedDesk({ items: [pageOf(0), pageOf(1), pageOf(2)] });
  await desk.world.files.write('editor.yaml', FILE);
});

describe('mute', () => {
  it('writes a source by id or name, a site or a page once, and the remarks stay', async () => {
    const { world, workspace } = desk;
    for (const o of [{ source: 'source-1' }, { domain: 'www.Site2.test' }, { url: 'https://a.test/x?utm_source=y' }])
      expect(await mute(world, workspace, 1, o)).toMatchObject({ ok: true });
    expect(await mute(world, workspace, 1, { source: 'Source 1' })).toMatchObject({ ok: false });
    expect((await decided()).mutes).toEqual([
      ...[{ domain: 'old.test' }, { source: 'source-1' }, { domain: 'site2.test' }],
      { url: 'https://a.test/x' },
    ]);
    expect(await desk.editor()).toContain('# since May');
  });

  it('takes the block along, and one undo gives both back', async () => {
    const { world, workspace } = desk;
    const before = desk.issue();
    const changed = await mute(world, workspace, 1, { domain: 'site1.test', block: await desk.ref(pageOf(1).url) });
    expect(changed).toMatchObject({ ok: true });
    expect(parseIssue(desk.issue()).blocks.flatMap(({ links }) => links)).not.toContain(pageOf(1).url);
    await undo(world, workspace, 1, {});
    expect([desk.issue(), await desk.editor()]).toEqual([before, FILE]);
    await redo(world, workspace, 1, {});
    expect((await decided()).mutes).toContainEqual({ domain: 'site1.test' });
  });

  it('a block that is not there any more is a conflict, and nothing is muted', async () => {
    const changed = await mute(desk.world, desk.workspace, 1, {
      url: pageOf(1).url,
      block: { index: 0, rev: 'f'.repeat(16) },
    });
    expect(changed).toMatchObject({ ok: false, conflict: {} });
    expect(await desk.editor()).toBe(FILE);
  });

  it.each([{ source: 'nobody' }, { domain: 'not a host' }, { domain: '-x.test' }, { url: 'javascript:alert(1)' }])(
    'refuses %j',
    async (o) => {
      await expect(mute(desk.world, desk.workspace, 1, o)).rejects.toThrow(/no source|no host|web address/);
      expect(await desk.editor()).toBe(FILE);
    },
  );
});

it('pins a page, into a slot, and takes the pin back', async () => {
  const { world, workspace } = desk;
  const url = pageOf(1).url;
  expect(await pin(world, workspace, 1, { url })).toMatchObject({ ok: true, did: 'pinned' });
  expect(await pin(world, workspace, 1, { url })).toMatchObject({ ok: false });
  await pin(world, workspace, 1, { url, slot: 'lead' });
  expect((await decided()).pins).toEqual([{ url, slot: 'lead' }]);
  await undo(world, workspace, 1, {});
  expect((await decided()).pins).toEqual([{ url }]);
  await pin(world, workspace, 1, { url, off: true });
  expect((await decided()).pins).toEqual([]);
  expect(await pin(world, workspace, 1, { url, off: true })).toMatchObject({ ok: false });
});

it('works where there is no editor.yaml yet', async () => {
  const fresh = await draftedDesk({ items: [pageOf(0)] });
  await pin(fresh.world, fresh.workspace, 1, { url: pageOf(0).url });
  expect(parseEditor(await fresh.editor(), 'editor.yaml').pins).toEqual([{ url: pageOf(0).url }]);
});

describe('not the same story', () => {
  const twin = item({ ...pageOf(50), url: 'https://other.test/boats', title: `${nameOf(0)} and boats` });
  const twins = [pageOf(0), twin];
  const opened = async (before = '') => {
    const same = { inbox: [], pins: [], mutes: [], same: [twins.map(({ url }) => url)], different: [] };
    desk = await draftedDesk({ items: [...twins, pageOf(2)], workspace: { editor: same } });
    if (before) await desk.world.files.write('editor.yaml', before);
    const told = parseIssue(desk.issue()).blocks.find(({ links }) => twins.some(({ url }) => links.includes(url)));
    const lead = told?.links[0] as string;
    const other = twins.find(({ url }) => url !== lead)?.url as string;
    return { block: await desk.ref(lead), lead, other };
  };

  it('is written down, and the page leaves the story of the block', async () => {
    const { block, lead, other } = await opened();
    const changed = await notSame(desk.world, desk.workspace, 1, { block, url: other });
    expect(changed).toMatchObject({ ok: true, did: 'not the same story' });
    expect((await decided()).different).toEqual([[lead, other]]);
    const evidence = JSON.parse((await desk.world.files.read('issues/001/evidence.json')) ?? '');
    expect(evidence.blocks.at(-1).items.map(({ url }: { url: string }) => url)).toEqual([lead]);
    expect(desk.issue()).toContain(lead);
  });

  it('takes the page’s quote and its line out of a block as the model wrote it; the rest stays word for word', async () => {
    const { ask } = scripted((request) => {
      const [, id] = /(q\d+): <candidate>Half of/.exec(request.prompt) ?? [];
      const answer = answerAbout(request) as object;
      return request.purpose === 'write' && id ? { ...answer, quotes: ['q1', id] } : answer;
    });
    desk = await draftedDesk({ items: [pageOf(0), pageOf(1), post], ask });
    const before = parseIssue(desk.issue()).blocks.find(({ links }) => links.includes(POST))?.markdown ?? '';
    expect(before).toContain(`@[ferryman](${POST}) (HN)\n\n> ${SAID}`);
    const changed = await notSame(desk.world, desk.workspace, 1, { block: await desk.ref(POST), url: POST });
    expect(changed).toMatchObject({ ok: true, did: 'not the same story' });
    expect(desk.issue()).not.toContain(POST);
    expect(desk.issue()).toContain(before.slice(0, before.indexOf('@[ferryman]')).trim());
    await undo(desk.world, desk.workspace, 1, {});
    expect([desk.issue().includes(before), await desk.editor()]).toEqual([true, '']);
  });

  it('leaves words that the editor changed, and says so', async () => {
    const { block, other, lead } = await opened();
    const words = `## My own heading\n\n[A page](${lead}), and [another](${other}).`;
    await editBlock(desk.world, desk.workspace, 1, { block, markdown: words });
    const changed = await notSame(desk.world, desk.workspace, 1, {
      block: await desk.ref('## My own heading'),
      url: other,
    });
    expect(changed).toMatchObject({ ok: true, note: expect.stringContaining('stay') });
    expect(desk.issue()).toContain(words);
  });

  it('is refused for the page that the block is about, and for a stranger', async () => {
    const { block, lead } = await opened();
    for (const url of [lead, 'https://stranger.test/x'])
      expect(await notSame(desk.world, desk.workspace, 1, { block, url })).toMatchObject({ ok: false });
    expect(await desk.editor()).toBe('');
  });

  it('in a clone without the pages the decision is kept and the words stay', async () => {
    const { block, other } = await opened();
    const before = desk.issue();
    const bare = { ...desk.world, store: await tempStore() };
    expect(await notSame(bare, desk.workspace, 1, { block, url: other })).toMatchObject({
      ok: true,
      note: expect.stringContaining('not on this machine'),
    });
    expect(desk.issue()).toBe(before);
    expect((await decided()).different).toHaveLength(1);
  });
});
