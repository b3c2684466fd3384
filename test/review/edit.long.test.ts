/** What an editor does to the blocks, in a real browser: after each deed `issue.md` is read back from disk. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import {
  BROWSER,
  block,
  type DeskPage,
  type DeskPageOptions,
  deskOfTest,
  did,
  isSaved,
  type ModelWeek,
  modelWeek,
  openBrowser,
  press,
  revOf,
  said,
  shown,
} from '../support/deskPage.ts';

describe.skipIf(!BROWSER)('the issue under the editor’s hands (skipped where there is no Chromium)', () => {
  let browser: Browser;
  let week: ModelWeek;
  beforeAll(async () => {
    [browser, week] = await Promise.all([openBrowser(), modelWeek()]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await week?.close();
  });
  function desk(o: DeskPageOptions = {}): Promise<DeskPage> {
    return deskOfTest(browser, week.dir, { env: week.env, ...o });
  }

  test('words: edited in place with a preview, saved while they are typed, each in its own bytes of the file', async () => {
    const { page, markdown, issue, evidence } = await desk();
    const before = markdown();
    const proven = evidence();
    const article = block(page, 'Shingle 4B');
    const was = issue().blocks[3]?.markdown ?? '';
    await press(article, 'edit');
    const area = page.getByTestId('editor');
    expect(await area.inputValue()).toBe(was.replace(/\s*\* \* \*\s*$/, ''));
    await area.press('Control+End');
    await area.pressSequentially('\n\nIt *runs* on a phone.');
    await page.getByTestId('preview').locator('em', { hasText: 'runs' }).waitFor();
    await isSaved(page);
    const words = `${was.replace(/\s*\* \* \*\s*$/, '')}\n\nIt *runs* on a phone.`;
    expect(markdown()).toBe(before.replace(was.replace(/\s*\* \* \*\s*$/, ''), words));
    await page.locator('textarea[data-testid="editor"]:focus').waitFor();
    await area.pressSequentially(' Or two.');
    await area.press('Escape');
    await area.waitFor({ state: 'detached' });
    expect(markdown()).toContain('It *runs* on a phone. Or two.\n\n* * *');
    expect(await article.locator('.words em').textContent()).toBe('runs');
    expect(evidence()).toEqual(proven);

    // the pointer opens it too, and a heading that is typed makes a block of its own
    await article.locator('.words').dblclick({ position: { x: 20, y: 20 } });
    await area.press('Control+End');
    await area.pressSequentially('\n\n## A second story\n\nWith words.');
    await page.getByText('further blocks').waitFor();
    await did(page, 'edit-block', () => page.getByTestId('edit-done').click());
    await block(page, 'A second story').waitFor();
    expect(issue().blocks.map(({ heading }) => heading)[4]).toBe('A second story');
    expect(markdown()).toContain('Or two.\n\n## A second story\n\nWith words.\n\n* * *\n\n## A machine-found');
  });

  test('letter, subject and preheader, and a block of one’s own', async () => {
    const { page, markdown, issue, evidence } = await desk();
    await page.locator('#letter').getByTestId('edit').click();
    const area = page.getByTestId('editor');
    await area.fill('Dear all,\n\nprices fell.');
    await page.getByTestId('preview').getByText('prices fell.').waitFor();
    await isSaved(page);
    await area.press('Escape');
    expect(markdown()).toContain('---\nDear all,\n\nprices fell.\n\n* * *\n\n## Sorrel');
    await page.locator('#letter .tag-warn').waitFor({ state: 'detached' });

    const [, other = ''] = evidence().subjects;
    await did(page, 'edit-line', () => page.getByRole('button', { name: other, exact: true }).click());
    expect(issue().subject).toBe(other);
    expect(await page.getByTestId('subject').inputValue()).toBe(other);

    const subject = page.getByTestId('subject');
    await did(page, 'edit-line', () => subject.fill('Half the "price", twice the doubt'));
    expect(issue().subject).toBe('Half the "price", twice the doubt');
    await did(page, 'undo', () => page.getByTestId('undo').click());
    expect(await subject.inputValue()).toBe(other);
    await did(page, 'redo', () => page.getByTestId('redo').click());
    expect(await subject.inputValue()).toBe('Half the "price", twice the doubt');
    await did(page, 'edit-line', () => page.getByTestId('preheader').fill('And a proof: found by a machine'));
    expect(issue().preheader).toBe('And a proof: found by a machine');
    await page.getByTestId('inbox-line').getByText('And a proof: found by a machine').waitFor();

    await block(page, 'Export board').click({ position: { x: 5, y: 5 } });
    await page.getByTestId('add-open').click();
    await page.getByTestId('add-markdown').fill('## A note of mine\n\nNobody else says [this](https://example.com/).');
    await did(page, 'add-block', () => page.getByTestId('add-submit').click());
    expect(issue().blocks.map(({ heading }) => heading)[3]).toBe('A note of mine');
    expect(markdown()).toContain('## A note of mine\n\nNobody else says [this](https://example.com/).\n\n* * *');
    expect(await block(page, 'A note of mine').getAttribute('aria-current')).toBe('true');
  });

  test('order: by the pointer and by keys; deleted and brought back; undone and done again', async () => {
    const { page, markdown, issue, evidence } = await desk({ height: 1100 });
    const begin = markdown();
    const proven = evidence();
    const names = () => issue().blocks.map(({ heading }) => heading.slice(0, 10));
    const started = names();
    const [a, b, c, d] = started as [string, string, string, string];

    // one place up, with the pointer
    await block(page, 'Export board').scrollIntoViewIfNeeded();
    await did(page, 'move-block', () => drag(page, 'Shingle 4B', 'Export board'));
    expect(names().slice(0, 4)).toEqual([a, b, d, c]);
    // the last one to the top: the page goes along
    await block(page, 'bookmark was left').scrollIntoViewIfNeeded();
    await did(page, 'move-block', () => dragToTop(page, 'bookmark was left'));
    expect(names()[0]).toBe(started.at(-1));
    // let go where it was: nothing happens
    const still = markdown();
    await block(page, 'bookmark was left').locator('.grip').hover();
    await page.mouse.down();
    await page.mouse.move(300, 300, { steps: 3 });
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await page.locator('.drop-line').waitFor({ state: 'detached' });
    expect(markdown()).toBe(still);

    for (const key of ['Alt+ArrowDown', 'J']) {
      await block(page, 'bookmark was left').focus();
      await did(page, 'move-block', () => page.keyboard.press(key));
    }
    expect(names().slice(0, 3)).toEqual([a, b, started.at(-1)]);
    await said(page, 'is now 3 of 15');
    await page.locator('#list > article[data-name*="bookmark was left"]:focus').waitFor();
    await did(page, 'move-block', () => page.keyboard.press('Alt+ArrowUp'));
    await did(page, 'move-block', () => press(block(page, 'bookmark was left'), 'move-up'));
    expect(names()[0]).toBe(started.at(-1));

    const whole = markdown();
    await did(page, 'delete-block', () => press(block(page, 'Judge approves'), 'delete-block'));
    expect(markdown()).not.toContain('Judge approves');
    await page.getByTestId('deleted').locator('summary').click();
    await did(page, 'restore-block', () => page.getByTestId('deleted').getByTestId('restore-block').click());
    expect(issue().blocks.some(({ heading }) => heading.startsWith('Judge approves'))).toBe(true);

    await did(page, 'undo', () => page.getByTestId('undo').click());
    expect(markdown()).not.toContain('Judge approves');
    await did(page, 'undo', () => page.getByTestId('undo').click());
    expect(markdown()).toBe(whole);
    for (let more = 6; more > 0; more--) await did(page, 'undo', () => page.getByTestId('undo').click());
    expect(markdown()).toBe(begin);
    expect(evidence()).toEqual(proven);
    expect(await page.getByTestId('undo').isDisabled()).toBe(true);
    for (let more = 6; more > 0; more--) await did(page, 'redo', () => page.getByTestId('redo').click());
    expect(markdown()).toBe(whole);
  });

  test('quotes: another one, words that were marked in the source, and the whole block again with a remark', async () => {
    const { page, markdown, issue, evidence } = await desk();
    const article = block(page, 'night an agent');
    const quoteOf = (name: string) =>
      issue()
        .blocks.find(({ heading }) => heading.includes(name))
        ?.parts.flatMap((part) => (part.kind === 'quote' ? [part.text] : [])) ?? [];
    const [first = ''] = quoteOf('night an agent');
    await press(article, 'swap-open');
    const candidate = page.getByTestId('candidate').first();
    const words = (await candidate.locator('mark').textContent()) ?? '';
    await did(page, 'swap-quote', () => candidate.getByTestId('swap-quote').click());
    expect(quoteOf('night an agent')).toEqual([words.replace(/\s+/g, ' ').trim()]);
    expect(markdown()).not.toContain(first.slice(0, 60));
    await article.locator('.proof-proven').waitFor();

    await press(article, 'source-open');
    const source = page.getByTestId('source-text');
    await source.waitFor();
    const wanted = await select(page, 80, 190);
    await page.getByText('words marked').waitFor();
    await did(page, 'quote-passage', () => page.getByTestId('quote-passage').click());
    const quoted = quoteOf('night an agent').find((each) => !words.includes(each)) ?? '';
    expect(quoteOf('night an agent')).toHaveLength(2);
    expect(wanted).toContain(quoted);
    expect(await article.locator('.proof-proven').count()).toBe(2);

    const before = markdown();
    const asked = week.calls.length;
    const { dollars } = evidence().bill;
    await press(block(page, 'Shingle 4B'), 'rewrite-open');
    await page.getByRole('button', { name: 'Plainer words.' }).click();
    await page.getByTestId('remark').press('End');
    await page.getByTestId('remark').pressSequentially(' And shorter.');
    const done = await did(page, 'rewrite-block', () => page.getByTestId('rewrite-submit').click());
    expect(done).toMatchObject({ ok: true, did: 'block rewritten' });
    expect(week.calls[asked]?.body.messages.at(-1)?.content).toContain('<remark>Plainer words. And shorter.</remark>');
    expect(markdown()).not.toBe(before);
    expect(issue().blocks[3]?.heading).toContain('Shingle 4B');
    expect(evidence().bill.dollars).toBeGreaterThan(dollars);
    expect(evidence().blocks.at(-1)).toMatchObject({ writer: 'model' });
    await did(page, 'undo', () => page.getByTestId('undo').click());
    expect(markdown()).toBe(before);

    // what can't be proven is refused, with the reasons, and nothing is lost
    week.answer.next = () => ({
      json: { heading: 'Shingle', blurb: '[[Shingle]] costs $987,654 a day.', quotes: ['q1'] },
    });
    onTestFinished(() => {
      week.answer.next = undefined;
    });
    await press(block(page, 'Shingle 4B'), 'rewrite-open');
    await page.getByTestId('remark').fill('Say what it costs.');
    expect(await did(page, 'rewrite-block', () => page.getByTestId('rewrite-submit').click())).toMatchObject({
      ok: false,
    });
    await page.getByRole('dialog').getByText('The block stays as it is.').waitFor();
    expect(await page.getByTestId('remark').inputValue()).toBe('Say what it costs.');
    expect(markdown()).toBe(before);
    await page.getByRole('dialog').getByTestId('dialog-close').or(page.getByText('Leave it')).first().click();
  });

  test('decisions: sources and sites muted, a story pinned, and what is not the same story, in editor.yaml', async () => {
    const { page, markdown, editorYaml } = await desk();
    const before = markdown();
    const article = block(page, 'Shingle 4B');
    await did(page, 'pin', () => press(article, 'pin'));
    expect(editorYaml()).toContain('https://tallis-research.test/notes/shingle-4b');
    await article.getByText('pinned').waitFor();
    expect(markdown()).toBe(before);
    await did(page, 'pin', () => press(article, 'pin'));
    expect(editorYaml()).not.toContain('shingle-4b');

    await press(block(page, 'vector database'), 'mute-open');
    expect(await page.getByTestId('mute-choices').getByRole('radio').count()).toBe(3);
    await did(page, 'mute', () => page.getByTestId('mute-submit').click());
    expect(editorYaml()).toMatch(/mutes:\n {2}- (\{ )?source: /);
    expect(markdown()).not.toContain('vector database');
    await did(page, 'undo', () => page.getByTestId('undo').click());
    expect(markdown()).toBe(before);
    expect(editorYaml()).not.toMatch(/source: /);

    await press(block(page, 'vector database'), 'mute-open');
    await page.getByTestId('mute-choices').getByText('slowrequests.example', { exact: true }).click();
    await page.getByTestId('mute-delete').uncheck();
    await did(page, 'mute', () => page.getByTestId('mute-submit').click());
    expect(editorYaml()).toContain('domain: slowrequests.example');
    expect(markdown()).toBe(before);

    await press(block(page, 'Voices'), 'not-same-open');
    await page.getByTestId('not-same-choices').getByRole('radio').first().waitFor();
    const out = page.getByTestId('not-same-choices').locator('label', { hasText: 'runa_kettering' });
    await ((await out.count()) ? out.first() : page.getByTestId('not-same-choices').locator('label').last()).click();
    const taken = await page.getByTestId('not-same-choices').locator('input:checked').getAttribute('value');
    expect(await did(page, 'not-same', () => page.getByTestId('not-same-submit').click())).toMatchObject({ ok: true });
    expect(editorYaml()).toContain('different:');
    expect(editorYaml()).toContain(taken);
    expect(markdown()).not.toContain(taken);
    await did(page, 'undo', () => page.getByTestId('undo').click());
    expect(markdown()).toBe(before);
    await shown(page, revOf(before));
  });
});

/** From one block's grip to the upper half of another. */
async function drag(page: Page, from: string, above: string): Promise<void> {
  const grip = await block(page, from).locator('.grip').boundingBox();
  const there = await block(page, above).boundingBox();
  if (!grip || !there) throw new Error('out of sight');
  await page.mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2);
  await page.mouse.down();
  await page.mouse.move(grip.x + 20, there.y + there.height * 0.25, { steps: 6 });
  await page.locator('.drop-line').waitFor();
  await page.mouse.up();
}

/** To the upper edge of the window, where the page goes along, and over the first block. */
async function dragToTop(page: Page, from: string): Promise<void> {
  const grip = await block(page, from).locator('.grip').boundingBox();
  if (!grip) throw new Error('out of sight');
  await page.mouse.move(grip.x + grip.width / 2, grip.y + grip.height / 2);
  await page.mouse.down();
  await page.mouse.move(grip.x + 20, grip.y - 40, { steps: 3 });
  await page.mouse.move(grip.x + 20, 20, { steps: 3 });
  await expect.poll(() => page.evaluate('window.scrollY'), { timeout: 10_000 }).toBe(0);
  const first = await page.locator('#list > article').first().boundingBox();
  if (!first) throw new Error('out of sight');
  await page.mouse.move(grip.x + 20, first.y + 5, { steps: 3 });
  await page.mouse.up();
}

/** Marks a part of the captured words, as a pointer would. Gives them with some more around. */
function select(page: Page, start: number, end: number): Promise<string> {
  return page.evaluate(`(() => {
    const place = document.querySelector('[data-text]');
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    let at = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (${start} >= at && ${start} <= at + node.length) range.setStart(node, ${start} - at);
      if (${end} >= at && ${end} <= at + node.length) range.setEnd(node, ${end} - at);
      at += node.length;
    }
    document.getSelection().removeAllRanges();
    document.getSelection().addRange(range);
    return place.textContent.slice(${start} - 30, ${end} + 30).replace(/\\s+/g, ' ');
  })()`);
}
