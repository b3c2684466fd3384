import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderIssue } from '../../src/render/render.ts';
import type { Newsletter, Theme } from '../../src/types.ts';
import { BROWSER, openSite, SITE } from './archive/browser.ts';
import { fixture, issueOf, longIssue, newsletter, platform } from './inputs.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** A mail client shows a mail within its own page: a second `main` in the mail itself would be one too many there. */
const IN_A_CLIENT =
  'const main = document.createElement("main"); main.append(...document.body.childNodes); document.body.append(main);';
const ACCENTS: Theme[] = [
  { accent: '#0b6bcb' },
  { accent: '#ffd400' },
  { accent: '#e0115f', light: { paper: '#ffe9f0' }, dark: { paper: '#2a0f18', page: '#14060b' } },
];
const issues = {
  feature: fixture('feature'),
  long: longIssue(12),
  levels: issueOf(
    'Dear reader.\n\n#### A (12 min)\n\n[P](https://a.test)\n\n> One.\n\n### B\n\n* a list\n* of `two`\n\n> * One\n>\n> > deep',
  ),
};

describe.skipIf(!BROWSER)('an email, looked over by axe (skipped where there is no Chromium)', () => {
  const files: Record<string, string> = {};
  let site: Awaited<ReturnType<typeof openSite>>;
  beforeAll(async () => {
    const put = async (name: string, changes: Partial<Newsletter>, issue = issues.feature) => {
      const { html } = await renderIssue(issue, { newsletter: newsletter(changes), platform });
      files[`${name}.html`] = html;
    };
    for (const [i, theme] of ACCENTS.entries())
      for (const [name, issue] of Object.entries(issues)) await put(`${name}-${i}`, { theme }, issue);
    await put('rtl', { language: 'he', name: 'רדיו' }, fixture('right-to-left'));
    site = await openSite(files);
  });
  afterAll(() => site?.close());

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`has no fault, in the ${colorScheme}`, async () => {
      const page = await site.context.newPage();
      await page.emulateMedia({ colorScheme });
      for (const width of [375, 600, 1000]) {
        for (const path of Object.keys(files)) {
          await page.setViewportSize({ width, height: 900 });
          await page.goto(SITE + path);
          await page.evaluate(IN_A_CLIENT);
          await page.evaluate(AXE);
          const found = (await page.evaluate('axe.run()')) as {
            passes: unknown[];
            violations: { id: string; nodes: { html: string }[] }[];
          };
          expect(found.passes.length).toBeGreaterThan(10);
          expect(found.violations.map(({ id, nodes }) => [path, width, id, nodes[0]?.html])).toEqual([]);
        }
      }
      await page.close();
    });
  }

  it('can be read at twice the size, with nothing beyond the window', async () => {
    const page = await site.context.newPage();
    // 200 % zoom of a window of 640 pixels is one of 320 (WCAG 2.2, 1.4.4 and 1.4.10)
    await page.setViewportSize({ width: 320, height: 900 });
    for (const path of Object.keys(files)) {
      await page.goto(SITE + path);
      expect([path, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([path, 320]);
    }
    await page.close();
  });
});
