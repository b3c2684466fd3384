/** What stands beside the issue: bench, evidence, checks, the email and the week, in a real browser on the sample week. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import {
  BROWSER,
  block,
  type DeskPage,
  type DeskPageOptions,
  deskOfTest,
  did,
  type ModelWeek,
  modelWeek,
  openBrowser,
  press,
  tab,
} from '../support/deskPage.ts';
import { reply, startServer } from '../support/servers.ts';

const PAGE = `<!doctype html><html lang="en"><head><title>Lanterns for small models</title></head><body><article><h1>Lanterns for small models</h1>
<p>By Ottilie Brandt. ${'A lantern is a language model that one person can carry, feed and understand, and it is no worse for that. '.repeat(3)}</p>
<p>Nobody who owns a lantern has asked for a sun, and the sellers of suns have begun to notice it in their books.</p>
<p>${'What a small model does not know it can look up, which is what the rest of us have been doing since we learned to read. '.repeat(4)}</p></article></body></html>`;

describe.skipIf(!BROWSER)('beside the issue (skipped where there is no Chromium)', () => {
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

  test('bench: a runner-up by one key, a find of one’s own, and whatever a search brings up', async () => {
    const farm = await startServer((_, response) => reply(response, 200, PAGE, { 'content-type': 'text/html' }));
    onTestFinished(() => farm.close());
    const env = { ...week.env, PULLQUOTE_ALLOW: `${week.env.PULLQUOTE_ALLOW} ${farm.host}` };
    const { page, markdown, issue, evidence, editorYaml } = await desk({ env });
    const count = issue().blocks.length;
    const before = markdown();

    await page.keyboard.press('b');
    await page.locator('.bench-row:focus').waitFor();
    await page.keyboard.press('j');
    const row = page.getByTestId('runners-up').getByTestId('bench-row').nth(1);
    const url = (await row.locator('.row-title a').getAttribute('href')) ?? '';
    expect(await row.locator('.score').textContent()).toMatch(/^\d+\.\d$/);
    await page.locator(`.bench-row:focus a[href="${url}"]`).waitFor();
    await did(page, 'pull-in', () => page.keyboard.press('Enter'));
    expect(issue().blocks).toHaveLength(count + 1);
    expect(issue().blocks.at(-1)?.links[0]).toBe(url);
    expect(
      issue()
        .blocks.at(-1)
        ?.parts.some(({ kind }) => kind === 'quote'),
    ).toBe(true);
    expect(markdown().startsWith(before.trimEnd())).toBe(true);
    expect(evidence().blocks.at(-1)).toMatchObject({ writer: 'model' });
    await page.getByTestId('runners-up').locator(`a[href="${url}"]`).waitFor({ state: 'detached' });

    await page.keyboard.press('/');
    await page.locator('#bench-q:focus').waitFor();
    await page.keyboard.type('Wren phone');
    const found = page.getByTestId('found').getByTestId('bench-row').filter({ hasText: 'Wren' }).first();
    const wren = (await found.locator('.row-title a').getAttribute('href')) ?? '';
    await did(page, 'pull-in', () => found.getByTestId('pull-in').click());
    expect(issue().blocks.at(-1)?.links[0]).toBe(wren);
    await found.getByText('in the issue').waitFor();

    await page.getByTestId('search').fill('');
    await page.getByTestId('find-url').fill(`${farm.url}/lanterns`);
    await page.getByLabel('Note').fill('from the reading group');
    await did(page, 'add-find', () => page.getByTestId('add-find').click());
    expect(editorYaml()).toContain(`${farm.url}/lanterns`);
    expect(editorYaml()).toContain('from the reading group');
    const find = page.getByTestId('find');
    await find.waitFor();
    expect(await did(page, 'pull-in', () => find.getByTestId('pull-in').click())).toMatchObject({ ok: true });
    expect(issue().blocks.at(-1)?.links[0]).toBe(`${farm.url}/lanterns`);
    expect(editorYaml()).toContain('usedIn: 1');
    for (let undone = 0; undone < 3; undone++) await did(page, 'undo', () => page.getByTestId('undo').click());
    expect(markdown()).toBe(before);
    expect(editorYaml()).not.toContain('usedIn');
    await did(page, 'refresh-week', () => page.getByTestId('refresh-week').click());
    expect(markdown()).toBe(before);
  });

  test('evidence: every quote in its passage, every number and name in its page, what was opened, and a vouching', async () => {
    const { page, dir, markdown, issue } = await desk({
      before: (dir) =>
        change(dir, 'issue.md', [
          '(https://www.youtube.com/watch?v=pq9900cRcpe), Gradient Kitchen',
          '(https://www.youtube.com/watch?v=pq9900cRcpe), Gradient Kitchen\n\n> Nobody needs a large model to cook a small dinner.',
        ]),
    });
    await block(page, 'Quernstone').click({ position: { x: 5, y: 5 } });
    const part = await tab(page, 'evidence');
    const proof = part.getByTestId('quote-proof');
    await proof.filter({ hasText: 'telephones nobody' }).waitFor();
    expect(await proof.getAttribute('data-proof')).toBe('proven');
    expect(await proof.locator('mark').textContent()).toContain('has no idea what it is getting wrong');
    const link = proof.getByRole('link', { name: 'Open at the place' });
    expect(await link.getAttribute('href')).toMatch(/^https:\/\/pembrokewire\.test\/industry\/quernstone-40m#:~:text=/);
    expect(await link.getAttribute('rel')).toBe('noreferrer noopener');
    await part.getByTestId('word-proofs').locator('li', { hasText: '$40m' }).locator('mark').waitFor();
    const before = markdown();
    await page.context().route('https://pembrokewire.test/**', (route) => route.fulfill({ body: 'the page itself' }));
    const [opened] = await Promise.all([page.context().waitForEvent('page'), did(page, 'opened', () => link.click())]);
    expect(opened.url()).toContain('pembrokewire.test');
    await opened.close();
    await part.getByText('opened').first().waitFor();
    expect(readFileSync(join(dir, '.pullquote/desk/001.json'), 'utf8')).toContain('quernstone-40m');

    // to the second of a recording
    await block(page, 'bookmark was left').click({ position: { x: 5, y: 5 } });
    const heard = page.getByTestId('quote-proof').filter({ hasText: 'long context' });
    await heard.waitFor();
    expect(await heard.getByRole('link', { name: 'Open at the place' }).getAttribute('href')).toMatch(/#t=532$/);
    expect(markdown()).toBe(before);

    // the source is words, with what the issue quotes marked in them
    await press(block(page, 'Quernstone'), 'source-open');
    await page.getByTestId('source-text').locator('mark', { hasText: 'telephones nobody' }).waitFor();
    await page.getByTestId('drawer-close').click();

    await block(page, 'recipe cards').click({ position: { x: 5, y: 5 } });
    const missing = page.getByTestId('quote-proof').filter({ hasText: 'small dinner' });
    await missing.getByTestId('vouch-open').click();
    await page.getByTestId('vouch-by').fill('Odile Fenn');
    await page.getByTestId('vouch-heard').fill('2026-11-12');
    await page.getByTestId('vouch-at').fill('12:34');
    await did(page, 'vouch', () => page.getByTestId('vouch-submit').click());
    expect(issue().vouched).toMatchObject([{ by: 'Odile Fenn', heard: '2026-11-12', at: '12:34' }]);
    await page.locator('[data-testid="quote-proof"][data-proof="vouched"]').waitFor();
  });

  test('checks: what failed comes first, and each kind of button mends it', async () => {
    const { page, markdown, issue } = await desk({
      before: (dir) => {
        const invented = [/(marrowfield\.test\/blog\/sorrel-2\)) [a-z][^.]*\./, '$1 costs $$77 a month.'] as const;
        change(dir, 'evidence.json', invented);
        change(
          dir,
          'issue.md',
          invented,
          ['what it is getting wrong.', 'what it keeps getting wrong.'],
          [
            /(penmark-corvane-settlement-approved\)) [a-z][^.]*\./,
            '$1 and [another](https://wafernotes.example/2026/memory-contract-prices) say so.',
          ],
          [
            '> Should a buyer wait?',
            '> Pears wait for nobody in the harbour, and no page says anything like this.\n\n> Should a buyer wait?',
          ],
          [
            '(https://www.youtube.com/watch?v=pq9900cRcpe), Gradient Kitchen',
            '(https://www.youtube.com/watch?v=pq9900cRcpe), Gradient Kitchen\n\n> Nobody needs a large model to cook a small dinner.',
          ],
          [/(tallis-research\.test\/notes\/shingle-4b\)) [a-z][^.]*\./, '$1 is what Jonathan Wexler of Hoxton wrote.'],
        );
      },
    });
    const part = await tab(page, 'checks');
    const row = (rule: string, words = '') =>
      part.locator(`[data-testid="check"][data-rule="${rule}"]`).filter({ hasText: words }).first();
    const levels = await part.getByTestId('check').evaluateAll((rows) => rows.map((each) => each.className));
    const errors = levels.filter((name) => name.includes('check-error')).length;
    expect(errors).toBeGreaterThan(3);
    expect(levels.findLastIndex((name) => name.includes('check-error'))).toBe(errors - 1);
    await page
      .getByTestId('tally-checks')
      .filter({ hasText: `${errors} errors` })
      .waitFor();
    expect(await block(page, 'Quernstone').locator('.flag').textContent()).toContain('1 error');

    await did(page, 'edit-block', () => row('quote-not-found', 'telephones').getByTestId('fix-replace').click());
    expect(markdown()).toContain('has no idea what it is getting wrong.');
    await row('quote-not-found', 'telephones').waitFor({ state: 'detached' });

    await did(page, 'edit-block', () => row('quote-other-page').getByTestId('fix-replace').click());
    await row('quote-other-page').waitFor({ state: 'detached' });

    await row('quote-not-found', 'Pears').getByTestId('fix-swap').click();
    const taken = page.getByTestId('candidate').first();
    const words = (await taken.locator('mark').textContent()) ?? '';
    await did(page, 'swap-quote', () => taken.getByTestId('swap-quote').click());
    expect(markdown()).not.toContain('Pears wait');
    expect(markdown()).toContain(words.slice(0, 40));

    await did(page, 'rewrite-block', () => row('number-not-in-source').getByTestId('fix-rewrite').click());
    expect(markdown()).not.toContain('$77');
    await row('number-not-in-source').waitFor({ state: 'detached' });

    await row('source-incomplete').getByTestId('fix-vouch').click();
    expect(await page.getByTestId('vouch-quote').inputValue()).toContain('small dinner');
    await page.getByTestId('vouch-by').fill('Odile Fenn');
    await page.getByTestId('vouch-heard').fill('2026-11-12');
    await did(page, 'vouch', () => page.getByTestId('vouch-submit').click());
    expect(issue().vouched).toHaveLength(1);
    await row('source-incomplete').waitFor({ state: 'detached' });

    await row('name-not-in-source', 'Jonathan').getByTestId('fix-edit').click();
    const area = page.getByTestId('editor');
    await area.waitFor();
    expect(
      await area.evaluate((it) =>
        (it as unknown as Selected).value.slice(
          (it as unknown as Selected).selectionStart,
          (it as unknown as Selected).selectionEnd,
        ),
      ),
    ).toBe('Jonathan');
    await page.keyboard.type('Jonas');
    await did(page, 'edit-block', () => page.keyboard.press('Escape'));
    expect(markdown()).toContain('Jonas Wexler');
    await page.getByTestId('tally-checks').filter({ hasText: 'warning' }).waitFor();
  });

  test('the email in its frame: widths, schemes, text part, size, and pictures only when they are asked for', async () => {
    const { page, context } = await desk({
      before: (dir) =>
        change(dir, 'issue.md', [
          'What did the week bring?',
          'What did the week bring?\n\n![A chart of prices](https://images.test/chart.png)',
        ]),
    });
    const asked: string[] = [];
    const pixel = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
      'base64',
    );
    await context.route('https://images.test/**', (route) => {
      asked.push(route.request().url());
      return route.fulfill({ contentType: 'image/png', body: pixel });
    });
    const part = await tab(page, 'email');
    const frame = page.getByTestId('email-frame');
    await page.locator('iframe[data-testid="email-frame"]:not(.arriving)').waitFor();
    const email = page.frameLocator('iframe[data-testid="email-frame"]:not(.arriving)');
    expect(await frame.getAttribute('sandbox')).toBe('allow-popups allow-popups-to-escape-sandbox');
    await email.getByText('Quernstone raises $40m').first().waitFor();
    const width = async () => await frame.evaluate((it) => (it as unknown as { clientWidth: number }).clientWidth);
    expect(await width()).toBe(375);
    const ground = () =>
      email.locator('body').evaluate((it) => it.ownerDocument.defaultView?.getComputedStyle(it).backgroundColor);
    const light = await ground();
    await part.getByTestId('email-desktop').click();
    expect(await width()).toBe(680);
    await part.getByTestId('email-dark').click();
    await expect.poll(ground).not.toBe(light);
    expect(asked).toEqual([]);

    await part.getByTestId('email-images').click();
    await expect.poll(() => asked).toEqual(['https://images.test/chart.png']);
    await part.getByTestId('email-images').click();
    await part.getByTestId('email-text').click();
    const text = page.getByTestId('email-text-part');
    await text.filter({ hasText: 'What did the week bring?' }).waitFor();
    await part.getByTestId('email-text').click();
    await email.getByText('Quernstone raises $40m').first().waitFor();
    expect(await part.locator('.meter').textContent()).toMatch(/^\d+(\.\d)? KB of 102 KB$/);
    await page.getByTestId('tally-size').filter({ hasText: 'KB' }).waitFor();
    expect(await page.getByTestId('inbox-line').textContent()).toContain('Sorrel 2');

    // what is typed is in the email soon after
    await did(page, 'edit-line', () => page.getByTestId('preheader').fill('Half the price'));
    await page.getByTestId('inbox-line').getByText('Half the price').waitFor();
  });

  test('the week in pictures, each with the table that it is drawn from', async () => {
    const { page, issue } = await desk();
    const part = await tab(page, 'week');
    for (const name of ['funnel', 'stories', 'health', 'bill']) await part.getByTestId(`chart-${name}`).waitFor();
    expect(await part.locator('svg[role="img"]').count()).toBeGreaterThanOrEqual(4);
    const steps = await part.locator('table').first().locator('tbody tr').allTextContents();
    expect(steps.length).toBeGreaterThanOrEqual(4);
    expect(steps.at(-1)).toContain(String(issue().blocks.length));
    await part.getByTestId('ledger').locator('summary').click();
    await part.getByTestId('ledger').getByText('not on the topic').waitFor();
    await part.getByText('Northgate AI Lab').first().waitFor({ state: 'attached' });
  });
});

interface Selected {
  value: string;
  selectionStart: number;
  selectionEnd: number;
}

/** Words of an issue's file put in the place of others, as another program would. */
function change(dir: string, name: string, ...pairs: (readonly [string | RegExp, string])[]): void {
  const path = join(dir, 'issues/001', name);
  let text = readFileSync(path, 'utf8');
  for (const [from, to] of pairs) {
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`${from} is not in ${name}`);
    text = changed;
  }
  writeFileSync(path, text);
}
