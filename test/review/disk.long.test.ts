/** The file is the truth: others change it, desks are two, the server dies, and no word is lost. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { draftedWeek } from '../support/cli.ts';
import {
  BROWSER,
  block,
  type DeskPage,
  deskOfTest,
  enter,
  isSaved,
  openBrowser,
  press,
  revOf,
  said,
  shown,
  startReview,
} from '../support/deskPage.ts';

describe.skipIf(!BROWSER)('the file under the desk (skipped where there is no Chromium)', () => {
  let browser: Browser;
  let week: string;
  beforeAll(async () => {
    [browser, { dir: week }] = await Promise.all([openBrowser(), draftedWeek()]);
  }, 120_000);
  afterAll(() => browser?.close());
  function desk(): Promise<DeskPage> {
    return deskOfTest(browser, week, { model: 'none' });
  }

  test('a change on disk appears, and what is being typed elsewhere stays in hand', async () => {
    const { page, dir, markdown, issue } = await desk();
    await press(block(page, 'Meet Wren'), 'edit');
    const area = page.getByTestId('editor');
    await area.press('Control+End');
    await area.pressSequentially('\n\nHalf a sent');
    replace(dir, '## Larkin v. Tallis: a voice is not a book', '## A voice is no book');
    await block(page, 'A voice is no book').waitFor();
    await page.locator('textarea[data-testid="editor"]:focus').waitFor();
    expect(await area.inputValue()).toMatch(/Half a sent$/);
    await area.pressSequentially('ence of mine.');
    await isSaved(page);
    await area.press('Escape');
    expect(markdown()).toContain('Half a sentence of mine.');
    expect(markdown()).toContain('## A voice is no book');
    // whole blocks come and go
    replace(dir, /## How to be wrong[\s\S]*?\* \* \*\n\n/, '');
    await block(page, 'How to be wrong').waitFor({ state: 'detached' });
    expect(await page.locator('#list > article').count()).toBe(issue().blocks.length);
    await said(page, 'Changed on disk');
  });

  test('words changed in two places: both are shown, and each of the three buttons does what it says', async () => {
    const { page, dir, markdown } = await desk();
    const mine = async (words: string, theirs: [string, string]) => {
      await press(block(page, 'Meet Wren'), 'edit');
      const area = page.getByTestId('editor');
      await area.press('Control+End');
      // both before either knows of the other
      await page.context().setOffline(true);
      await area.pressSequentially(words);
      await page.locator('#saved[data-state="unsaved"]').waitFor({ state: 'attached' });
      replace(dir, ...theirs);
      await page.context().setOffline(false);
      const dialog = page.getByTestId('conflict');
      await dialog.waitFor();
      expect(await page.getByTestId('conflict-mine').first().textContent()).toContain(words.trim());
      expect(await page.locator('pre[data-testid="conflict-theirs"]').textContent()).toContain(theirs[1]);
      expect(markdown()).not.toContain(words.trim());
      return dialog;
    };
    await (await mine(' Mine one.', ['It will not write your novel.', 'Theirs one.'])).getByTestId('keep-mine').click();
    await isSaved(page);
    expect(markdown()).toContain('Mine one.');
    expect(markdown()).not.toContain('Theirs one.');
    await page.getByTestId('editor').press('Escape');
    await page.getByTestId('editor').waitFor({ state: 'detached' });

    const kept = await mine(' Mine two.', ['decid', 'choos']);
    const theirs = markdown();
    await kept.getByTestId('keep-theirs').click();
    await page.getByTestId('editor').waitFor({ state: 'detached' });
    expect(markdown()).toBe(theirs);
    await block(page, 'Meet Wren').getByText('choosing').first().waitFor();
    expect(await block(page, 'Meet Wren').textContent()).not.toContain('Mine two.');

    const both = await mine(' Mine three.', ['choos', 'pick']);
    await both.getByTestId('keep-both').click();
    const area = page.getByTestId('editor');
    expect(await area.inputValue()).toContain('picking');
    expect(await area.inputValue()).toContain('Mine three.');
    await area.press('Escape');
    await area.waitFor({ state: 'detached' });
    expect(markdown()).toContain('Mine three.');
    expect(markdown()).toContain('picking');

    // a line likewise
    await page.context().setOffline(true);
    await page.getByTestId('preheader').fill('My own line');
    replace(dir, /^preheader: .*$/m, 'preheader: Their line');
    await page.context().setOffline(false);
    await page.getByTestId('conflict').waitFor();
    expect(markdown()).toContain('preheader: Their line');
    await page.getByTestId('keep-mine').click();
    await expect.poll(markdown).toContain('preheader: My own line');
  });

  test('two tabs and two processes on one issue say so, and neither overwrites the other', async () => {
    const { page, context, dir, markdown } = await desk();
    const second = await context.newPage();
    await enter(second, page.url());
    for (const each of [page, second])
      await each.getByTestId('desks').filter({ hasText: 'Another desk is open' }).waitFor();
    const other = await startReview(dir, { model: 'none' });
    onTestFinished(() => other.kill());
    await page
      .getByTestId('desks')
      .filter({ hasText: `127.0.0.1:${other.port}` })
      .waitFor();
    const third = await (await browser.newContext()).newPage();
    onTestFinished(() => third.context().close());
    await enter(third, other.url);
    await third
      .getByTestId('desks')
      .filter({ hasText: `127.0.0.1:${new URL(page.url()).port}` })
      .waitFor();

    const typed = async (at: Page, name: string, words: string) => {
      await press(block(at, name), 'edit');
      await at.getByTestId('editor').press('Control+End');
      await at.getByTestId('editor').pressSequentially(words);
      await isSaved(at);
    };
    await Promise.all([
      typed(page, 'Meet Wren', ' One.'),
      typed(second, 'Larkin', ' Two.'),
      typed(third, 'Judge approves', ' Three.'),
    ]);
    for (const words of ['One.', 'Two.', 'Three.']) expect(markdown()).toContain(words);
    for (const each of [page, second, third]) await shown(each, revOf(markdown()));
    await second.close();
    await other.stop();
    await page.getByTestId('desks').waitFor({ state: 'hidden' });
  });

  test('the server dies while words are unsent: they are kept, sent when it is back, and taken up by a new page', async () => {
    const { page, dir, review, context, markdown } = await desk();
    await press(block(page, 'Meet Wren'), 'edit');
    const area = page.getByTestId('editor');
    await area.press('Control+End');
    await area.pressSequentially(' Said before.');
    await isSaved(page);
    await review.kill();
    await area.pressSequentially(' Said meanwhile.');
    await page.getByTestId('unreached').filter({ hasText: 'Not saved yet' }).waitFor();
    expect(markdown()).toContain('Said before.');
    expect(markdown()).not.toContain('Said meanwhile.');

    const again = await startReview(dir, { port: review.port, model: 'none' });
    onTestFinished(async () => void (await again.stop()));
    // its link, opened beside: the page that waits is known again
    const beside = await context.newPage();
    await enter(beside, again.url);
    await isSaved(page);
    await page.getByTestId('unreached').waitFor({ state: 'hidden' });
    expect(markdown()).toContain('Said before. Said meanwhile.');
    await beside.close();

    await again.kill();
    await area.pressSequentially(' Said at the end.');
    await page.getByTestId('unreached').filter({ hasText: 'Not saved yet' }).waitFor();
    // the page that held them goes away, warned or not
    await page.close({ runBeforeUnload: false });
    const last = await startReview(dir, { port: review.port, model: 'none' });
    onTestFinished(async () => void (await last.stop()));
    const fresh = await context.newPage();
    await enter(fresh, last.url);
    await isSaved(fresh);
    expect(markdown()).toContain('Said meanwhile. Said at the end.');
  });
});

/** Another program writes the file. */
function replace(dir: string, from: string | RegExp, to: string): void {
  const path = join(dir, 'issues/001/issue.md');
  const before = readFileSync(path, 'utf8');
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${from} is not in issue.md`);
  writeFileSync(path, after);
}
