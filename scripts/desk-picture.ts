// Draws docs/pictures/desk.png, the desk on the sample week, after `npm run build`: node scripts/desk-picture.ts
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('..', import.meta.url));
const picture = join(root, 'docs/pictures/desk.png');
const week = join(root, 'examples/week');
const cli = join(root, 'dist/cli.js');
const browser = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
if (!browser) throw new Error('a Chromium is needed to draw the desk');

const dir = mkdtempSync(join(tmpdir(), 'desk-picture-'));
try {
  for (const name of ['sources.yaml', 'newsletter.yaml']) cpSync(join(week, name), join(dir, name));
  const draft = ['-C', dir, 'draft', '--model', 'none', '--replay', join(week, 'week.har.gz'), '--quiet'];
  const { status, stderr } = spawnSync(process.execPath, [cli, ...draft], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const desk = spawn(process.execPath, [cli, '-C', dir, 'review', '--no-open', '--json', '--model', 'none']);
  try {
    const [line] = (await once(desk.stdout, 'data')) as [Buffer];
    await draw(browser, (JSON.parse(String(line)) as { url: string }).url);
  } finally {
    desk.kill('SIGINT');
    await once(desk, 'exit');
  }
} finally {
  rmSync(dir, { recursive: true, force: true });
}
console.log(`docs/pictures/desk.png: ${Math.round(statSync(picture).size / 1000)} KB`);

/** The evidence of the lead, light. */
async function draw(executablePath: string, url: string): Promise<void> {
  const chrome = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-lcd-text'],
  });
  try {
    const page = await chrome.newPage({
      viewport: { width: 1440, height: 900 },
      colorScheme: 'light',
      reducedMotion: 'reduce',
    });
    await page.goto(url);
    await page.locator('[data-testid="checks"]').waitFor({ state: 'attached' });
    await page
      .locator('#list > article')
      .first()
      .click({ position: { x: 8, y: 8 } });
    await page.locator('#tab-evidence').click();
    await page.locator('#part-evidence[data-testid="evidence"]:not([aria-busy])').waitFor();
    await page.mouse.move(0, 0);
    await page.screenshot({ path: picture });
  } finally {
    await chrome.close();
  }
}
