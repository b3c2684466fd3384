import { existsSync } from 'node:fs';
import { load } from 'cheerio';
import { describe, expect, it } from 'vitest';
import { parseFeed } from '../../../src/text/feed.ts';
import type { Issue } from '../../../src/types.ts';
import { escaped, flat, PAYLOADS, PICTURE, payloads } from '../../support/payloads.ts';
import { issueOf } from '../inputs.ts';
import { BROWSER, openSite, SITE } from './browser.ts';
import { archived, build } from './inputs.ts';

/** Payloads on one page: each stands in seven places of it. */
const A_PAGE = 40;
/** What pages are made of. Anything else came out of a payload. */
const ELEMENTS = new Set(
  'html head meta title link style body a header main p h1 h2 h3 time div nav ol ul li span figure blockquote figcaption img footer section aside strong em code pre br'.split(
    ' ',
  ),
);
const ATTRIBUTES = new Set(
  'lang dir charset name content http-equiv media property rel href type title class id datetime aria-labelledby aria-label aria-hidden cite src alt loading referrerpolicy height start'.split(
    ' ',
  ),
);

/** A block with the payload as heading, name of a feed, blurb, quote, speaker, handle and alt text; as it is, or escaped. */
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

function issuesOf(all: string[], write: (text: string) => string): Issue[] {
  const issues: Issue[] = [];
  for (let i = 0; i < all.length; i += A_PAGE) {
    const some = all.slice(i, i + A_PAGE);
    const number = issues.length + 1;
    const [first = ''] = some;
    issues.push({
      ...issueOf(`Letter ${write(first)}\n\n* * *\n\n${some.map((text) => block(write(text))).join('\n\n')}`),
      number,
      subject: flat(first),
      preheader: flat(some[1] ?? ''),
      corrections: [{ date: '2026-02-03', text: flat(some[2] ?? '') }],
    });
  }
  return issues;
}

/** Elements and attributes that no template writes, and addresses that run. */
function foreign(html: string): string[] {
  const $ = load(html);
  const found: string[] = [];
  $('*').each((_, one) => {
    if (one.type !== 'tag') return;
    const { tagName, attribs } = one;
    if (!ELEMENTS.has(tagName)) found.push(tagName);
    found.push(...Object.keys(attribs).filter((name) => !ATTRIBUTES.has(name)));
    for (const url of [attribs.href, attribs.src, attribs.cite])
      if (/^\s*(javascript|data|vbscript|file|blob):/i.test(url ?? '')) found.push(url as string);
  });
  return found;
}

/** The words of a page without the marks that no page shows. */
const seen = (text: string) => text.replace(/\s+/g, '').replace(/[\p{Cc}\u202d\u202e\ufffd]/gu, '');

describe.skipIf(!BROWSER || !existsSync(PAYLOADS))(
  'hostile words (skipped without Chromium or the shared payloads)',
  () => {
    it.each([
      ['as they are', flat],
      ['as a draft writes them', escaped],
    ])('never run in the archive, %s', async (_, write) => {
      const all = payloads();
      expect(all.length).toBeGreaterThan(1_200);
      const name = flat(all[0] as string);
      const files = build(issuesOf(all, write), archived({ name, editor: { name } }));
      // the policy would stop most of it: here the escaping alone has to
      const bare = Object.fromEntries(
        Object.entries(files).map(([path, text]) => [
          path,
          text.replace(/<meta http-equiv="Content-Security[^>]*>/, ''),
        ]),
      );
      const paths = Object.keys(bare).filter((path) => path.endsWith('.html'));
      for (const path of paths) expect([path, ...foreign(bare[path] ?? '')]).toEqual([path]);
      const feed = await parseFeed(Buffer.from(files['feed.xml'] ?? ''), {
        url: 'https://digest.example.com/feed.xml',
      });
      expect(feed.entries).toHaveLength(25);
      feed.entries.forEach(({ contentHtml = '', title }, i) => {
        bare[`feed/${i}.html`] = `<!DOCTYPE html><meta charset="utf-8"><title>t</title>${contentHtml}`;
        expect(title, `entry ${i}`).not.toBe('');
      });
      const site = await openSite(bare);
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
      for (const path of Object.keys(bare).filter((path) => path.endsWith('.html'))) {
        await page.goto(SITE + path);
        words += await page.evaluate('document.body.textContent');
        // what waits for the pointer, the keyboard or a picture that fails
        await page.mouse.move(200, 200);
        await page.keyboard.press('Tab');
        expect([path, ran, await page.evaluate('document.scripts.length + frames.length')]).toEqual([path, [], 0]);
      }
      expect(site.asked.filter((url) => url !== PICTURE && !url.startsWith('https://digest.example.com/'))).toEqual([]);
      await site.close();
      if (write === flat) return;
      const text = seen(words);
      const lost = all.filter((payload) => !text.includes(seen(flat(payload))));
      expect(lost).toEqual([]);
    });
  },
);
