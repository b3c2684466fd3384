/** Attacks in everything that the desk shows or takes, in a real browser: nothing runs, nothing is markup, nothing is asked of anybody else, and words read as they were written. */
import { existsSync } from 'node:fs';
import type { BrowserContext, Frame, Page, Request } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { BROWSER, enter, openBrowser } from '../support/deskPage.ts';
import { type HostileDesk, hostileDesk, wordsOf } from '../support/hostileDesk.ts';
import { flat, PAYLOADS, payloads } from '../support/payloads.ts';

/** Payloads of one desk. */
const A_DESK = 180;
/** Elements that the desk or its email makes itself; any other came out of words. */
const OWN =
  'a article aside b blockquote body br button circle code dd details dialog div dl dt em fieldset figcaption figure footer form g h1 h2 h3 head header html iframe input kbd label legend li line link main mark meta ol option p path pre rect script section select span strong summary svg table tbody td text textarea th thead title tr ul';

/** Runs in the page: whatever of it came out of words as markup. */
const MARKUP = `(own) => {
  const found = [];
  for (const element of document.querySelectorAll('*')) {
    const tag = element.localName;
    if (!own.includes(tag)) found.push('<' + tag + '>');
    if (tag === 'script' && !element.getAttribute('src')?.startsWith('assets/')) found.push('<script>');
    if (tag === 'iframe' && !element.getAttribute('src')?.startsWith('./email?')) found.push('<iframe>');
    if (tag === 'form' && element.hasAttribute('action')) found.push('<form action>');
    for (const { name, value } of element.attributes) {
      if (/^on|^srcdoc$|^formaction$|^xlink/i.test(name)) found.push(tag + ' ' + name);
      if (name === 'href' && !/^(https?:|mailto:|assets\\/|#part-blocks$)/.test(value)) found.push(tag + ' ' + value);
      if (name === 'data-do' && !/^[a-z-]+$/.test(value)) found.push('data-do ' + value);
    }
    if (tag === 'a' && element.className !== 'skip' && element.rel !== 'noreferrer noopener') found.push('a without rel');
  }
  return found.slice(0, 9);
}`;

/** Names that a page's scripts have made, frames aside. */
const GLOBALS = 'Object.getOwnPropertyNames(window).filter((name) => !/^\\d+$/.test(name))';

interface Watched {
  page: Page;
  /** What ran, was asked of others, or was forbidden by a policy, which means that it was tried. */
  ran: string[];
}

async function watched(context: BrowserContext, origin: string): Promise<Watched> {
  const page = await context.newPage();
  const ran: string[] = [];
  page.on('dialog', (dialog) => {
    ran.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => ran.push(String(error)));
  page.on('console', (message) => {
    // pictures that an editor put in are held back: that is the policy at its work
    const isPicture = message.text().startsWith("Loading the image 'https://pictures.example.test/");
    if (message.type() === 'error' && !isPicture) ran.push(`${message.text()} ${message.location().url}`);
  });
  page.on('popup', (popup) => ran.push(`popup ${popup.url()}`));
  page.on('framenavigated', (frame: Frame) => {
    if (!frame.url().startsWith(origin) && frame.url() !== 'about:blank') ran.push(`went to ${frame.url()}`);
  });
  const asked = (request: Request) => {
    if (!request.url().startsWith(`${origin}/`)) ran.push(`asked ${request.url()}`);
  };
  context.on('requestfinished', asked);
  context.on('requestfailed', (request) => {
    // forbidden, nothing left; what is asked of a name that does not exist did
    if (request.failure()?.errorText !== 'csp') asked(request);
  });
  return { page, ran };
}

/** What is left of words when white space, and what no page can show, is gone. */
const seen = (words: string) => words.replace(/[\s\p{C}\u00a0\ufffd]+/gu, '');

describe.skipIf(!BROWSER || !existsSync(PAYLOADS))(
  'hostile words at the desk (skipped without Chromium or the shared payloads)',
  () => {
    const all = existsSync(PAYLOADS) ? payloads().map(flat) : [];
    const desks = Array.from({ length: Math.ceil(all.length / A_DESK) }, (_, i) => i);

    test.each(desks)('stay words in every tab, dialog and field: desk %i', async (i) => {
      const some = all.slice(i * A_DESK, (i + 1) * A_DESK);
      const hostile = await hostileDesk(some);
      const browser = await openBrowser();
      onTestFinished(() => browser.close());
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
      context.setDefaultTimeout(60_000);
      const { origin } = new URL(hostile.desk.url);
      const it = await watched(context, origin);
      await enter(it.page, hostile.desk.url);
      const bare = await context.newPage();
      await bare.goto(new URL('./assets/icon.svg', hostile.desk.url).href);
      const names = await bare.evaluate<string[]>(GLOBALS);
      await bare.close();
      const clean = async (where: string) => {
        const markup = await it.page.evaluate(`(${MARKUP})(${JSON.stringify(OWN.split(' '))})`);
        expect([where, it.ran, markup]).toEqual([where, [], []]);
      };
      await clean('the page');
      // an attack that is Markdown is read as such, as it is in the email
      const plain = some.filter(
        (payload) => /^[<"'a-z]/i.test(payload) && !/[\\`*_[\]()&~!|]|:\/\/|www\.|@|#\w|^\d+\.|<\w+:/.test(payload),
      );
      const text = seen((await it.page.locator('#part-blocks').textContent()) ?? '');
      expect(plain.filter((payload) => !text.includes(seen(payload)))).toEqual([]);
      await tour(it.page, clean);
      await takeWords(it.page, hostile, wordsOf(some), clean);
      expect(hostile.warned).toEqual([]);
      const added = (await it.page.evaluate<string[]>(GLOBALS)).filter((name) => !names.includes(name));
      expect(added).toEqual(['Idiomorph']);
    });
  },
);

type Clean = (where: string) => Promise<void>;

/** Whatever is only shown. */
async function tour(page: Page, clean: Clean): Promise<void> {
  for (const tab of ['checks', 'bench', 'week', 'evidence']) {
    await page.locator(`#tab-${tab}`).click();
    if (tab === 'evidence')
      await page
        .locator('#list > article')
        .first()
        .click({ position: { x: 5, y: 5 } });
    await page.locator(`#part-${tab}[data-testid="${tab}"]:not([aria-busy])`).waitFor();
    await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = true');
    await clean(`the tab ${tab}`);
  }
  await page.evaluate('for (const each of document.querySelectorAll("details")) each.open = false');
  await page.locator('#tab-email').click();
  for (const press of ['', 'email-scheme', 'email-text']) {
    if (press) await page.locator(`[data-do="${press}"]`).last().click();
    await page.locator('#email-stage > :only-child:not(.arriving)').waitFor();
    await clean(`the email ${press}`);
  }
  const frame = await page.context().newPage();
  await frame.goto(new URL('./email?scheme=dark&images=0', page.url()).href);
  expect(
    await frame.evaluate('document.scripts.length + document.querySelectorAll("iframe, object, embed, form").length'),
  ).toBe(0);
  await frame.close();
  const articles = page.locator('#list > article[data-story]');
  for (let at = 0; at < Math.min(2, await articles.count()); at++) {
    for (const what of ['source-open', 'swap-open']) {
      await open(page, at, what);
      await page.locator('#drawer:not([hidden]) .part:not([hidden]):not([aria-busy])').waitFor();
      await clean(what);
      await page.getByTestId('drawer-close').click();
    }
    for (const what of ['rewrite-open', 'mute-open', 'not-same-open']) {
      await open(page, at, what);
      await page.locator('dialog[open]').waitFor();
      await clean(what);
      await page.keyboard.press('Escape');
    }
  }
  for (const key of ['?', 'a']) {
    await page.keyboard.press(key);
    await page.locator('dialog[open]').waitFor();
    await clean(`the dialog of ${key}`);
    await page.keyboard.press('Escape');
  }
}

async function open(page: Page, at: number, what: string): Promise<void> {
  await page.locator(`#list > article[data-story] .acts`).nth(at).locator(`[data-do="${what}"]`).dispatchEvent('click');
}

/** Whatever takes words, and what is answered. */
async function takeWords(
  page: Page,
  { files }: HostileDesk,
  words: ReturnType<typeof wordsOf>,
  clean: Clean,
): Promise<void> {
  const answered = (verb: string) => page.waitForResponse((each) => each.url().endsWith(`/do/${verb}`));
  for (const line of ['subject', 'preheader']) {
    const typed = words(2);
    await Promise.all([
      answered('edit-line'),
      page
        .locator(`#${line}`)
        .fill(typed)
        .then(() => page.keyboard.press('Enter')),
    ]);
    await clean(line);
    expect(seen(await page.locator(`#${line}`).inputValue())).toBe(seen(typed));
  }
  await page.keyboard.press('Escape');
  await page.locator('#tab-bench').click();
  await page.locator('#part-bench input[type="search"]').fill(words(1).slice(0, 200));
  await Promise.all([
    page.waitForResponse((each) => each.url().includes('/part/bench?q=')),
    page.keyboard.press('Enter'),
  ]);
  await page.locator('#part-bench:not([aria-busy])').waitFor();
  await clean('a search');
  // a block while it is typed, with its preview, and somebody else at the same words
  await page.locator('#list > article').nth(6).locator('[data-do="edit"]').first().click();
  const area = page.locator('#list textarea');
  const typed = `## ${words()}\n\n${words(9)}\n\n> ${words()}`;
  await Promise.all([answered('edit-block'), area.fill(typed)]);
  await page.waitForLoadState('networkidle').catch(() => {});
  await clean('the preview');
  const markdown = (await files.read('issues/001/issue.md')) ?? '';
  await page.route(
    '**/do/edit-block',
    async (route) => {
      await files.write('issues/001/issue.md', markdown.replace(typed, `## Theirs ${words(1)}\n\n${words(2)}`));
      await route.continue();
    },
    { times: 1 },
  );
  await area.fill(`${typed} More.`);
  await page.locator('#conflict[open]').waitFor();
  await clean('a conflict');
  await page.getByTestId('keep-theirs').click();
  await open(page, 0, 'rewrite-open');
  await page.getByTestId('remark').fill(words(1).slice(0, 900));
  await Promise.all([answered('rewrite-block'), page.getByTestId('rewrite-submit').click()]);
  await clean('a rewrite');
  await page.keyboard.press('Escape');
  await page.locator('[data-do="add-open"]').first().click();
  await page.getByTestId('add-markdown').fill(`## ${words(1)}\n\n${words()}`);
  await Promise.all([answered('add-block'), page.getByTestId('add-submit').click()]);
  await clean('a block of the editor’s own');
}
