import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contrast } from '../../src/render/colour.ts';
import { renderIssue } from '../../src/render/render.ts';
import { fixture, issueOf, newsletter, platform } from './inputs.ts';

const BROWSER = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);
const ARGS =
  '--no-sandbox --headless --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
const SIZES = [
  { width: 600, colorScheme: 'light' },
  { width: 600, colorScheme: 'dark' },
  { width: 375, colorScheme: 'light' },
  { width: 375, colorScheme: 'dark' },
] as const;

/** Every piece of text with its colour and the colour behind it. Runs in the browser, in its own world: the page's scripts are off. */
const COLOURS = `[...document.querySelectorAll('.t *')].flatMap((element) => {
  const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.nodeValue.trim());
  if (!own) return [];
  const backs = [];
  for (let at = element; at; at = at.parentElement) backs.push(getComputedStyle(at).backgroundColor);
  const back = backs.find((colour) => colour !== 'rgba(0, 0, 0, 0)') ?? 'rgb(255, 255, 255)';
  return [{ text: element.textContent.slice(0, 40), colour: getComputedStyle(element).color, back }];
})`;
/** What reaches beyond the window. */
const OUTSIDE = `[...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
  .map((element) => element.tagName + ' ' + element.textContent.slice(0, 40))`;

function hex(rgb: string): string {
  return `#${(rgb.match(/\d+/g) ?? [])
    .slice(0, 3)
    .map((part) => Number(part).toString(16).padStart(2, '0'))
    .join('')}`;
}

describe.skipIf(!BROWSER)('an email in a browser (skipped where there is no Chromium)', () => {
  let folder: string;
  let context: BrowserContext;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pictures-'));
    const options = {
      executablePath: BROWSER as string,
      args: ARGS.split(' '),
      javaScriptEnabled: false,
      offline: true,
    };
    context = await chromium.launchPersistentContext(folder, options);
  });
  afterAll(async () => {
    await context?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function open(html: string, { width, colorScheme }: (typeof SIZES)[number]): Promise<Page> {
    const page = await context.newPage();
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await page.setContent(html, { waitUntil: 'domcontentloaded' });
    return page;
  }

  it.each(SIZES)('can be read at $width pixels in the $colorScheme', async (size) => {
    const { html } = await renderIssue(fixture('feature'), { newsletter: newsletter(), platform });
    const page = await open(html, size);
    const texts = (await page.evaluate(COLOURS)) as { text: string; colour: string; back: string }[];
    expect(texts.length).toBeGreaterThan(40);
    expect(texts.filter(({ colour, back }) => contrast(hex(colour), hex(back)) < 4.5)).toEqual([]);
    const dark = texts.every(({ back }) => contrast(hex(back), '#ffffff') > 10);
    expect(dark).toBe(size.colorScheme === 'dark');
    expect(await page.evaluate(OUTSIDE)).toEqual([]);
    const picture = await page.screenshot({ fullPage: true });
    expect(picture.readUInt32BE(16)).toBe(size.width);
    expect(picture.readUInt32BE(20)).toBeGreaterThan(1_500);
    await page.close();
  });

  it.each(SIZES)('holds words of 2,000 characters at $width pixels in the $colorScheme', async (size) => {
    const long = 'w'.repeat(2_000);
    const body = `${long}\n\n## ${long} (1h)\n\n@[${long}](https://x.com/a/status/1) (X)\n\n> ${long}\n>\n> * \`${long}\`\n\n[${long}](https://a.test), ${long}`;
    const { html } = await renderIssue(issueOf(body), {
      newsletter: newsletter({ name: long, address: long }),
      platform,
    });
    const page = await open(html, size);
    expect(await page.evaluate(OUTSIDE)).toEqual([]);
    await page.close();
  });
});
