import { existsSync } from 'node:fs';
import { load } from 'cheerio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderIssue } from '../../src/render/render.ts';
import { escaped, flat, PAYLOADS, PICTURE, payloads } from '../support/payloads.ts';
import { BROWSER, openSite, SITE } from './archive/browser.ts';
import { issueOf, newsletter, platform } from './inputs.ts';

/** Payloads in one email: each stands in seven places of it. */
const AN_EMAIL = 40;
const ELEMENTS = new Set(
  'html head meta title style body div table tbody tr td p h1 h2 h3 h4 a img strong em code br span ol ul li blockquote'.split(
    ' ',
  ),
);
const ATTRIBUTES = new Set(
  'lang dir xmlns xmlns:v xmlns:o http-equiv content name type media class style aria-label aria-roledescription role align border cellpadding cellspacing width height href src alt start'.split(
    ' ',
  ),
);

/** Words without white space and the marks that no mail shows. */
const seen = (text: string) => text.replace(/\s+/g, '').replace(/[\p{Cc}\u2060\u202d\u202e\ufffd]/gu, '');

function block(text: string): string {
  return [
    `## ${text}`,
    `[Page](https://a.example.test/), ${text}`,
    `Blurb ${text}`,
    `@[${text}](https://x.com/a/status/1) (${text})`,
    `> ${text}\n> — ${text}`,
    `![${text}](${PICTURE})`,
    `[link](${text}) and [link](<${text}>)`,
  ].join('\n\n');
}

/** Elements and attributes that no template writes, and addresses that run. */
function foreign(html: string): string[] {
  const found: string[] = [];
  load(html)('*').each((_, one) => {
    if (one.type !== 'tag') return;
    const { tagName, attribs } = one;
    if (!ELEMENTS.has(tagName)) found.push(tagName);
    found.push(...Object.keys(attribs).filter((name) => !ATTRIBUTES.has(name)));
    for (const url of [attribs.href, attribs.src])
      if (/^\s*(javascript|data|vbscript|file|blob):/i.test(url ?? '')) found.push(url as string);
  });
  return found;
}

describe.skipIf(!BROWSER || !existsSync(PAYLOADS))(
  'hostile words (skipped without Chromium or the shared payloads)',
  () => {
    const files: Record<string, string> = {};
    let site: Awaited<ReturnType<typeof openSite>>;
    beforeAll(async () => {
      site = await openSite(files);
    });
    afterAll(() => site?.close());

    it.each([
      ['as they are', flat],
      ['as a draft writes them', escaped],
    ])('never run in the email, and can still be read, %s', async (_, write) => {
      const all = payloads();
      expect(all.length).toBeGreaterThan(1_200);
      const texts: string[] = [];
      for (let i = 0; i < all.length; i += AN_EMAIL) {
        const some = all.slice(i, i + AN_EMAIL);
        const [first = '', second = '', third = ''] = some;
        const issue = {
          ...issueOf(`Letter ${write(first)}\n\n* * *\n\n${some.map((text) => block(write(text))).join('\n\n')}`),
          subject: flat(first),
          preheader: flat(second),
          corrections: [{ date: '2026-02-03', text: flat(third) }],
        };
        const name = flat(first);
        const own = newsletter({ name, editor: { name }, address: flat(second) });
        const { html, text } = await renderIssue(issue, { newsletter: own, platform });
        expect([i, ...foreign(html)]).toEqual([i]);
        files[`${i}.html`] = html;
        texts.push(text);
      }
      const page = await site.context.newPage();
      const ran: string[] = [];
      page.on('dialog', (dialog) => {
        ran.push(dialog.message());
        void dialog.dismiss();
      });
      page.on('pageerror', (error) => ran.push(error.message));
      page.on('framenavigated', (frame) => {
        if (!frame.url().startsWith(SITE)) ran.push(frame.url());
      });
      let words = '';
      for (const path of Object.keys(files)) {
        await page.goto(SITE + path);
        words += await page.evaluate('document.body.textContent');
        await page.mouse.move(200, 200);
        await page.keyboard.press('Tab');
        expect([path, ran, await page.evaluate('document.scripts.length + frames.length')]).toEqual([path, [], 0]);
      }
      await page.close();
      expect(site.asked.filter((url) => url !== PICTURE)).toEqual([]);
      if (write === flat) return;
      const shown = seen(words);
      expect(all.filter((payload) => !shown.includes(seen(flat(payload))))).toEqual([]);
      // a line of the plain part may break anywhere, behind the mark of a quote
      const plain = seen(texts.join('\n').replace(/\n(> ?)+/g, '\n'));
      expect(all.filter((payload) => !plain.includes(seen(flat(payload))))).toEqual([]);
    });
  },
);
