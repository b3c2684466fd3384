/** A whole review without a pointer and on a phone, the way out, and axe's look at everything. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import type { Browser, Page } from 'playwright-core';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { draftedWeek } from '../support/cli.ts';
import {
  BROWSER,
  block,
  type DeskPage,
  type DeskPageOptions,
  deskOfTest,
  did,
  isSaved,
  openBrowser,
  press,
  tab,
} from '../support/deskPage.ts';
import { BUTTONDOWN } from '../support/platforms/buttondown.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TABS = ['email', 'evidence', 'checks', 'bench', 'week'];

describe.skipIf(!BROWSER)('a whole review (skipped where there is no Chromium)', () => {
  let browser: Browser;
  let week: string;
  beforeAll(async () => {
    [browser, { dir: week }] = await Promise.all([openBrowser(), draftedWeek()]);
  }, 120_000);
  afterAll(() => browser?.close());
  function desk(o: DeskPageOptions = {}): Promise<DeskPage> {
    return deskOfTest(browser, week, { model: 'none', ...o });
  }

  test('by the keyboard alone, from the first key to the approval', async () => {
    const { page, issue, markdown, evidence, editorYaml } = await desk();
    const keys = page.keyboard;
    const here = () =>
      page.evaluate('document.activeElement.dataset.name ?? document.activeElement.id') as Promise<string>;
    await keys.press('?');
    await page.locator('dialog#help').waitFor();
    await keys.press('Escape');
    await page.locator('dialog#help').waitFor({ state: 'hidden' });
    // to the letter and back, then down
    await keys.press('k');
    expect(await here()).toBe('letter');
    await keys.press('Enter');
    await keys.press('Control+A');
    await keys.type('Dear all, prices fell.');
    await isSaved(page);
    await keys.press('Escape');
    await page.getByTestId('editor').waitFor({ state: 'detached' });
    expect(markdown()).toContain('---\nDear all, prices fell.\n');
    expect(await here()).toBe('letter');

    for (const _ of 'jjj') await keys.press('j');
    expect(await here()).toContain('Export board');
    await did(page, 'move-block', () => keys.press('Alt+ArrowUp'));
    expect(issue().blocks[1]?.heading).toContain('Export board');
    await keys.press('e');
    await keys.press('Control+End');
    await keys.type(' Mine.');
    await isSaved(page);
    await keys.press('Escape');
    await page.getByTestId('editor').waitFor({ state: 'detached' });
    expect(issue().blocks[1]?.markdown).toContain('Mine.');
    // the block that has the focus shows what it says now
    const words = () => block(page, 'Export board').locator('.words').first().textContent();
    expect(await words()).toContain('Mine.');
    await did(page, 'undo', () => keys.press('u'));
    expect(await words()).not.toContain('Mine.');
    await did(page, 'redo', () => keys.press('U'));
    expect(await words()).toContain('Mine.');

    await keys.press('q');
    await page.locator('[data-testid="swap-quote"]:focus').waitFor();
    await did(page, 'swap-quote', () => keys.press('Enter'));
    await keys.press('s');
    await page.locator('[data-testid="source-text"]:focus').waitFor();
    await keys.type(']]');
    await page.locator('[data-testid="quote-passage"]:not([disabled])').waitFor();
    await keys.press('Shift+Tab');
    await page.locator('[data-testid="quote-passage"]:focus').waitFor();
    await did(page, 'quote-passage', () => keys.press('Enter'));
    expect(issue().blocks[1]?.parts.filter(({ kind }) => kind === 'quote').length).toBeGreaterThan(1);

    await did(page, 'pin', () => keys.press('p'));
    expect(editorYaml()).toContain('export-rule-bandwidth');
    const before = markdown();
    await did(page, 'delete-block', () => keys.press('x'));
    await did(page, 'undo', () => keys.press('u'));
    expect(markdown()).toBe(before);
    await did(page, 'redo', () => keys.press('U'));
    await did(page, 'undo', () => keys.press('u'));

    for (const [i, name] of TABS.entries()) {
      await keys.press(String(i + 1));
      await page.locator(`#tab-${name}:focus`).waitFor();
      await page.locator(`#part-${name}[data-testid="${name}"]`).waitFor();
    }
    await keys.press('ArrowLeft');
    await page.locator('#tab-bench:focus').waitFor();
    await keys.press('b');
    await page.locator('.bench-row:focus').waitFor();
    const count = issue().blocks.length;
    await did(page, 'pull-in', () => keys.press('Enter'));
    expect(issue().blocks).toHaveLength(count + 1);
    await keys.press('/');
    await page.locator('#bench-q:focus').waitFor();
    await keys.press('Escape');

    await keys.press('m');
    await page.locator('dialog#mute').waitFor();
    await keys.press('Escape');
    await page.locator('dialog#mute').waitFor({ state: 'hidden' });

    await keys.press('3');
    await page.locator('#part-checks[data-errors="0"]').waitFor();
    await keys.press('a');
    await page.locator('#approve-by:focus, #approve :focus').first().waitFor();
    while (!(await page.evaluate('document.activeElement.name === "offline"'))) await keys.press('Tab');
    await keys.press('Space');
    expect(await did(page, 'approve', () => keys.press('Enter'))).toMatchObject({ ok: true });
    expect(markdown()).toContain('status: approved');
    expect(issue().approved?.by).toBe('MZ');
    expect(evidence().blocks.length).toBeGreaterThan(count);
    await page.getByTestId('status').filter({ hasText: 'Approved' }).waitFor();
  });

  test('at 375 pixels: nothing is wider than the window, fingers find every control, and a review goes through', async () => {
    const { page, issue, markdown } = await desk({ width: 375, height: 700, touch: true });
    const fits = async (where: string) => {
      expect([where, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([where, 375]);
      // WCAG 2.2, 2.5.8: 24 pixels each way, links within words aside
      const small =
        await page.evaluate(`[...document.querySelectorAll('button, summary, input, select, textarea, [role=tab]')]
        .filter((each) => each.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !each.closest('label'))
        .map((each) => ({ each, box: each.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 0 && (box.width < 24 || box.height < 24))
        .map(({ each, box }) => each.outerHTML.slice(0, 90) + ' ' + Math.round(box.width) + '×' + Math.round(box.height))`);
      expect([where, small]).toEqual([where, []]);
    };
    await fits('blocks');
    const wren = block(page, 'Meet Wren');
    await wren.scrollIntoViewIfNeeded();
    await press(wren, 'edit');
    await page.getByTestId('editor').press('Control+End');
    await page.getByTestId('editor').pressSequentially(' By thumb.');
    await fits('editor');
    await isSaved(page);
    await page.getByTestId('edit-done').tap();
    expect(markdown()).toContain('By thumb.');
    await wren.locator('.more > summary').tap();
    await fits('menu');
    await did(page, 'move-block', () => wren.getByTestId('move-up').tap());
    expect(issue().blocks[6]?.heading).toContain('Meet Wren');
    for (const name of TABS) {
      await page.locator(`#tab-${name}`).tap();
      await page.locator(`#part-${name}[data-testid="${name}"]`).waitFor();
      await fits(name);
    }
    await page.getByTestId('panel-close').tap();
    await press(wren, 'source-open');
    await page.getByTestId('source-text').waitFor();
    await fits('source');
    await page.getByTestId('drawer-close').tap();
    await page.getByTestId('approve-open').tap();
    await page.locator('dialog#approve').waitFor();
    await fits('approve');
  });

  test('approved, tried out by mail, put into files, and sent only by who types the issue’s number', async () => {
    const platform = await BUTTONDOWN.start();
    onTestFinished(() => platform.close());
    const mails: { to: string[]; subject: string | undefined }[] = [];
    const smtp = await mailServer(mails);
    const { page, dir, markdown, issue } = await desk({
      env: { PULLQUOTE_ALLOW: platform.host, BUTTONDOWN_API_KEY: BUTTONDOWN.secret, SMTP_URL: smtp },
      before: (at) => {
        const path = join(at, 'newsletter.yaml');
        const settings = JSON.stringify({ buttondown: BUTTONDOWN.settings(platform.url), file: {} });
        const yaml = readFileSync(path, 'utf8').replace(/^platforms: .*$/m, `platforms: ${settings}`);
        writeFileSync(path, yaml);
      },
    });
    await page.getByTestId('approve-open').click();
    await page.getByTestId('approve-tally').filter({ hasText: 'blocks' }).waitFor();
    await page.getByTestId('approve-by').fill('Odile Fenn');
    await page.getByTestId('approve-offline').check();
    const letter = await did(page, 'approve', () => page.getByTestId('approve-submit').click());
    expect(letter).toMatchObject({ ok: false });
    expect(markdown()).toContain('status: draft');
    await page.getByTestId('letter-as-is').check();
    expect(await did(page, 'approve', () => page.getByTestId('approve-submit').click())).toMatchObject({ ok: true });
    expect(issue()).toMatchObject({ status: 'approved', approved: { by: 'Odile Fenn' } });

    await tab(page, 'email');
    await page.getByTestId('test-open').click();
    await page.getByTestId('test-to').fill('mz@example.com');
    await page.getByTestId('test-offline').check();
    expect(await did(page, 'test-send', () => page.getByTestId('test-submit').click())).toMatchObject({ ok: true });
    await expect
      .poll(() => mails.length + platform.log.filter(({ path }) => path.includes('send-draft')).length)
      .toBe(1);

    await page.getByTestId('publish-open').click();
    await page.getByTestId('publish-to').selectOption('file');
    await page.getByTestId('publish-offline').check();
    await page.getByTestId('publish').and(page.locator('[data-to="file"]')).waitFor();
    expect(existsSync(join(dir, 'out/001/issue.html'))).toBe(false);
    expect(await did(page, 'publish', () => page.getByTestId('publishing-submit').click())).toMatchObject({ ok: true });
    expect(existsSync(join(dir, 'out/001/issue.html'))).toBe(true);

    await page.getByTestId('publish-open').click();
    await page.getByTestId('publish-to').selectOption('buttondown');
    await page.getByTestId('publish-offline').check();
    await page.locator('[data-testid="publish"][data-to="buttondown"]').waitFor();
    await page.getByTestId('what-send').check();
    await page.getByTestId('publish-confirm').fill('7');
    expect(await did(page, 'publish', () => page.getByTestId('publishing-submit').click())).toMatchObject({
      ok: false,
    });
    await page.getByTestId('publishing').getByText('Nothing was sent').waitFor();
    const sent = () => [...platform.campaigns.values()].filter(({ status }) => /send|sent/.test(status)).length;
    expect(sent()).toBe(0);
    await page.getByTestId('publish-confirm').fill('1');
    const done = await did(page, 'publish', () => page.getByTestId('publishing-submit').click());
    expect(done).toMatchObject({ ok: true });
    expect(sent()).toBe(1);
    expect(platform.violations).toEqual([]);
    expect(issue().status).toBe('published');
    // what is out is not changed any more
    const out = markdown();
    await press(block(page, 'Meet Wren'), 'edit');
    await page.getByTestId('editor').press('Control+End');
    await page.getByTestId('editor').pressSequentially(' Too late.');
    await page.locator('#saved[data-state="unsaved"]').waitFor({ state: 'attached' });
    await page.locator('#said.toast-bad').waitFor({ state: 'attached' });
    expect(markdown()).toBe(out);
    await page.getByTestId('editor').press('Control+Z');
  });

  test.each([
    ['light', 1440],
    ['dark', 1440],
    ['light', 375],
    ['dark', 375],
  ] as const)('axe finds nothing, in the %s at %i pixels', async (colorScheme, width) => {
    const { page } = await desk({ colorScheme, width, height: 900 });
    await page.evaluate(AXE);
    await look(page, 'blocks');
    await press(block(page, 'Meet Wren'), 'edit');
    await page.getByTestId('preview').locator('p').first().waitFor();
    await look(page, 'editor');
    await page.getByTestId('editor').press('Escape');
    for (const [i, name] of TABS.entries()) {
      await page.keyboard.press(String(i + 1));
      await page.locator(`#part-${name}[data-testid="${name}"]:not([aria-busy])`).waitFor();
      await page.evaluate(
        `document.querySelectorAll('#part-${name} details').forEach((each) => { each.open = true; })`,
      );
      await look(page, name);
    }
    for (const key of ['q', 's']) {
      await block(page, 'Meet Wren').evaluate((it) => (it as unknown as { focus(): void }).focus());
      await page.keyboard.press(key);
      await page.locator(key === 'q' ? '#part-candidates' : '#part-source').waitFor();
      await page
        .locator(key === 'q' ? '[data-testid="candidate"]' : '[data-testid="source-text"]')
        .first()
        .waitFor();
      await look(page, `drawer ${key}`);
      await page.keyboard.press('Escape');
    }
    for (const id of [
      'rewrite',
      'mute',
      'not-same',
      'vouch',
      'add',
      'approve',
      'publishing',
      'test',
      'conflict',
      'help',
    ]) {
      await page.evaluate(`document.getElementById('${id}').showModal()`);
      await look(page, `dialog ${id}`);
      await page.evaluate(`document.getElementById('${id}').close()`);
    }
  });
});

/** The email's frame is looked over by tests of its own. */
async function look(page: Page, where: string): Promise<void> {
  const found = (await page.evaluate(
    'axe.run({ exclude: [["iframe"]] }, { resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.slice(0, 3).map(({ html, failureSummary }) => html.slice(0, 160) + " " + failureSummary).join(" | ")))',
  )) as string[];
  expect([where, found]).toEqual([where, []]);
}

async function mailServer(mails: { to: string[]; subject: string | undefined }[]): Promise<string> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      void simpleParser(stream).then(({ subject }) => {
        mails.push({ to: session.envelope.rcptTo.map(({ address }) => address), subject });
        done();
      });
    },
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(() => new Promise<void>((done) => server.close(() => done())));
  return `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
}
