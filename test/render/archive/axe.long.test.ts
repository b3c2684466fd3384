import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture, issueOf, longIssue } from '../inputs.ts';
import { BROWSER, openSite, SITE } from './browser.ts';
import { archived, build } from './inputs.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WIDTHS = [375, 600, 1000];
const FRONT =
  'subject: The kettle issue\ncorrections: [{ date: 2026-02-05, text: Two kettles. }]\nvouched: [{ quote: "We weighed it twice.", by: Ada Wren, url: "https://v.example.test/", heard: 2026-01-30 }]\n';
const BODY =
  'Dear reader.\n\n* * *\n\n## A talk (12 min)\n\n[The talk](https://v.example.test/)\n\n[1:02](https://v.example.test/?t=62)\n\n> We weighed it twice.\n\n#### Small\n\n* a list\n* of `two`\n\n* * *\n\nA word from a sponsor.';

const issues = [
  { ...fixture('feature'), number: 1 },
  { ...issueOf(BODY, FRONT), number: 2 },
  { ...longIssue(12), number: 3 },
];
/** The same pages under a policy that lets the test's own script in. */
const files = Object.fromEntries(
  Object.entries(build(issues)).map(([path, text]) => [
    path,
    text.replace(/<meta http-equiv="Content-Security[^>]*>/, ''),
  ]),
);
const PAGES = ['', 'issues/1/', 'issues/2/', 'issues/3/', '404.html'];

describe.skipIf(!BROWSER)('the archive in a browser (skipped where there is no Chromium)', () => {
  let site: Awaited<ReturnType<typeof openSite>>;
  beforeAll(async () => {
    site = await openSite(files);
  });
  afterAll(() => site?.close());

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`has no fault that axe finds, in the ${colorScheme}`, async () => {
      const page = await site.context.newPage();
      await page.emulateMedia({ colorScheme });
      for (const width of WIDTHS)
        for (const path of PAGES) {
          await page.setViewportSize({ width, height: 900 });
          await page.goto(SITE + path);
          await page.evaluate(AXE);
          const found = (await page.evaluate('axe.run()')) as {
            passes: unknown[];
            violations: { id: string; nodes: { html: string }[] }[];
          };
          expect(found.passes.length).toBeGreaterThan(10);
          expect(found.violations.map(({ id, nodes }) => [path, width, id, nodes[0]?.html])).toEqual([]);
          expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
        }
      await page.close();
    });
  }

  it('holds words of 2,000 characters in a window of 320 pixels, as 400 % zoom makes it', async () => {
    const long = 'w'.repeat(2_000);
    const body = `${long}\n\n## ${long} (1h)\n\n@[${long}](https://x.com/a/status/1) (X)\n\n> ${long}\n>\n> * \`${long}\`\n\n[${long}](https://a.test), ${long}\n\n## b\n\n## c\n\n## d`;
    const hard = await openSite(build([issueOf(body, `subject: ${long}\n`)], archived({ name: long })));
    const page = await hard.context.newPage();
    for (const width of [320, 1000])
      for (const path of ['', 'issues/7/']) {
        await page.setViewportSize({ width, height: 900 });
        await page.goto(SITE + path);
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      }
    await hard.close();
  });

  it('is styled under its own policy, which lets no script run', async () => {
    const strict = await openSite(build(issues));
    const page = await strict.context.newPage();
    for (const path of ['issues/3/', '404.html']) {
      const answer = await page.goto(SITE + path);
      expect(answer?.ok()).toBe(true);
      expect(await page.evaluate('getComputedStyle(document.body).borderTopWidth')).toBe('4px');
      await page.evaluate(
        'document.body.append(Object.assign(document.createElement("script"), { text: "window.ran = true" }))',
      );
      expect(await page.evaluate('window.ran')).toBeUndefined();
    }
    await strict.close();
  });
});
