import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';

export const BROWSER = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);
const ARGS =
  '--no-sandbox --headless --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
const TYPES: Record<string, string> = { html: 'text/html', css: 'text/css', svg: 'image/svg+xml', xml: 'text/xml' };
/** Where the browser believes that the archive is. */
export const SITE = 'http://archive.test/';

/** A browser in which `SITE` is these files and nothing else exists; `asked` is every other address that a page asked for. */
export async function openSite(files: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'archive-'));
  const context: BrowserContext = await chromium.launchPersistentContext(folder, {
    executablePath: BROWSER as string,
    args: ARGS.split(' '),
  });
  const asked: string[] = [];
  await context.route('**/*', async (route) => {
    const url = route.request().url();
    const path = decodeURIComponent(url.slice(SITE.length)).replace(/(^|\/)$/, '$1index.html');
    const body = url.startsWith(SITE) ? files[path] : undefined;
    if (body === undefined) {
      asked.push(url);
      return route.abort();
    }
    return route.fulfill({
      body,
      contentType: `${TYPES[path.split('.').at(-1) ?? ''] ?? 'text/plain'}; charset=utf-8`,
    });
  });
  const close = async () => {
    await context.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { context, asked, close };
}
