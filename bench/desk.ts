/**
 * The desk in a real Chromium: first paint, and the round trip of an edit, of an issue of 60 blocks in a week of 10,000 items. Run after `npm run build`.
 * `node bench/desk.ts PROFILES` also has the command write a CPU profile into that folder, which makes it slower.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { started } from '../test/support/cli.ts';
import { type Block, beside, type Client, change, edit, get, inWords, measure } from './deskClient.ts';
import { deskWeek } from './deskWeek.ts';
import { DATA } from './material.ts';

const WEEK = { items: 10_000, blocks: 60 };
const BROWSER = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);
const ARGS =
  '--no-sandbox --headless --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
const FEW = 5;
const MANY = 20;
/** What the panel asks for after a change. */
const PANEL = ['/part/checks', '/part/email', '/email'];

/** Runs in the page: what it knows. */
const KNOWN = `({
  csrf: document.querySelector('meta[name=csrf]').content,
  blocks: [...document.querySelectorAll('#list > [data-rev]')].map(({ dataset: { rev, markdown } }, index) => ({ index, rev, markdown })),
})`;

async function firstPaint(page: Page): Promise<number> {
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
  return page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN);
}

/** Opens the desk by its link, and loads it again. Gives what its page knows. */
async function paints(page: Page, url: string): Promise<{ csrf: string; blocks: Block[] }> {
  await page.goto(url);
  console.log(`the very first paint: ${inWords([await firstPaint(page)])}`);
  const again: number[] = [];
  for (let i = 0; i < FEW; i++) {
    await page.reload();
    again.push(await firstPaint(page));
  }
  console.log(`first paint: ${inWords(again)}`);
  return page.evaluate<{ csrf: string; blocks: Block[] }>(KNOWN);
}

async function changes(client: Client, [first, second, third, fourth]: Block[]): Promise<void> {
  if (!first || !second || !third || !fourth) throw new Error('the page shows no blocks');
  const load = (path: string) => () => get(client, path);
  await measure(client, 'an edit', MANY, () => edit(client, first));
  await measure(client, 'a move', MANY, () => change(client, 'move-block', { to: 40 - second.index }, second));
  await measure(client, 'an undo', MANY, () => change(client, 'undo', {}));
  const panel = () => Promise.all(PANEL.map((path) => get(client, path)));
  await measure(client, 'checks and email after an edit', FEW, async () => {
    await edit(client, third);
    return Math.max(...(await panel()));
  });
  await beside(client, 'checks and email are loaded', third, async () => {
    for (let i = 0; i < FEW; i++) await panel();
  });
  await beside(client, 'the week is searched', third, load('/part/bench?q=zzyzx'));
  await beside(client, 'the week is read again', third, () => change(client, 'refresh-week', {}));
  await beside(client, 'the week’s new file is read', third, load('/part/bench'));
  await measure(client, 'an edit, after all of this', MANY, () => edit(client, fourth));
}

async function parts(client: Client): Promise<void> {
  const load = (path: string) => () => get(client, path);
  for (const name of ['head', 'blocks', 'checks', 'bench', 'week', 'evidence?index=3', 'candidates?index=3'])
    await measure(client, `the part ${name}`, FEW, load(`/part/${name}`));
  await measure(client, 'a search for a word that nobody says', FEW, load('/part/bench?q=zzyzx'));
  await measure(client, 'a search for two common words', FEW, load('/part/bench?q=language+model'));
}

async function desk(context: BrowserContext, dir: string, profiles: string | undefined): Promise<void> {
  const profile = profiles === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profiles}`];
  const began = performance.now();
  const { child, ended } = started(['-C', dir, 'review', '--no-open', '--json'], { nodeArgs: profile });
  const line = await new Promise<string>((done) => child.stdout.once('data', (chunk) => done(String(chunk))));
  console.log(`from the command to its link: ${inWords([performance.now() - began])}`);
  try {
    const { url } = JSON.parse(line) as { url: string };
    const page = await context.newPage();
    const { csrf, blocks } = await paints(page, url);
    await page.goto(new URL('./assets/icon.svg', url).href);
    const client = { page, csrf, pid: child.pid ?? 0 };
    await parts(client);
    await changes(client, blocks);
  } finally {
    child.kill('SIGINT');
    await ended;
  }
}

if (!existsSync(DATA)) console.log(`skipped: there is no ${DATA}`);
else if (!BROWSER) console.log('skipped: there is no Chromium');
else {
  const [folder, dir] = [mkdtempSync(join(tmpdir(), 'desk-')), await deskWeek(WEEK)];
  const options = { executablePath: BROWSER, args: ARGS.split(' ') };
  const context = await chromium.launchPersistentContext(folder, options);
  try {
    await desk(context, dir, process.argv[2] === undefined ? undefined : resolve(process.argv[2]));
  } finally {
    await context.close();
    for (const each of [folder, dir]) rmSync(each, { recursive: true, force: true });
  }
}
