/** The desk in a real browser: a drafted sample week, `pullquote review` on it, and what a person does on its page. */
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import type { Changed } from '../../src/actions/desk/types.ts';
import { parseIssue } from '../../src/issue/parse.ts';
import { shortHash } from '../../src/text/hash.ts';
import type { Evidence, Issue } from '../../src/types.ts';
import { copyOf, issueFile, pullquote, SAMPLE, sampleWorkspace, started } from './cli.ts';
import { goodModel } from './goodModel.ts';
import { type ModelCall, type ModelReply, startModelServer } from './model-server.ts';

export const BROWSER = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);
const ARGS =
  '--no-sandbox --headless --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
const PATIENCE = 20_000;

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: BROWSER as string, args: ARGS.split(' ') });
}

/** The sample week, written by a model on loopback that goes on answering until it is closed. */
export interface ModelWeek {
  dir: string;
  env: Record<string, string>;
  /** Set: it answers in the place of the model that wrote the draft. */
  answer: { next?: ((call: ModelCall) => ModelReply) | undefined };
  calls: ModelCall[];
  close(): Promise<void>;
}
export async function modelWeek(more = ''): Promise<ModelWeek> {
  const good = goodModel();
  const answer: ModelWeek['answer'] = {};
  const model = await startModelServer((call) => (answer.next ?? good.answer)(call));
  const dir = sampleWorkspace();
  await pullquote(['-C', dir, 'crawl', '--replay', SAMPLE]);
  const yaml = readFileSync(join(dir, 'newsletter.yaml'), 'utf8');
  writeFileSync(
    join(dir, 'newsletter.yaml'),
    `${yaml}model: { name: deepseek/deepseek-flash, url: "${model.url}" }\n${more}`,
  );
  const env = { PULLQUOTE_ALLOW: model.host, DEEPSEEK_API_KEY: 'sk-planted-key' };
  const window = ['--since', '2026-11-09', '--until', '2026-11-16'];
  const { code, stderr } = await pullquote(['-C', dir, 'draft', '--no-crawl', ...window], { env });
  if (code !== 0) throw new Error(stderr);
  return {
    ...{ dir, env, answer, calls: model.calls },
    close: async () => {
      await model.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** A desk that is open until the end of the test, which fails where the page complained of anything. */
export async function deskOfTest(...at: Parameters<typeof openDeskPage>): Promise<DeskPage> {
  const opened = await openDeskPage(...at);
  onTestFinished(async () => {
    await opened.close();
    expect(opened.faults).toEqual([]);
  }, 60_000);
  return opened;
}

export interface Review {
  /** With a one-time token. */
  url: string;
  port: number;
  /** Ends the process as Ctrl-C does, and gives what it said. */
  stop(): Promise<{ code: number | null; stderr: string }>;
  kill(): Promise<void>;
}

/** The real command on a workspace; it answers when this is done. */
export async function startReview(
  dir: string,
  o: { env?: Record<string, string>; port?: number; model?: string } = {},
): Promise<Review> {
  const port = o.port === undefined ? [] : ['--port', String(o.port)];
  const model = o.model === undefined ? [] : ['--model', o.model];
  const { child, ended } = started(['-C', dir, 'review', '--no-open', '--json', ...port, ...model], {
    ...(o.env ? { env: o.env } : {}),
  });
  const first = await Promise.race([once(child.stdout, 'data').then(([line]) => String(line)), ended]);
  if (typeof first !== 'string') throw new Error(first.stderr);
  const { url, port: taken } = JSON.parse(first) as { url: string; port: number };
  return {
    ...{ url, port: taken },
    stop: () => {
      child.kill('SIGINT');
      return ended;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

export interface DeskPage {
  dir: string;
  review: Review;
  context: BrowserContext;
  page: Page;
  /** `issue.md` as it stands. */
  markdown(): string;
  issue(): Issue;
  evidence(): Evidence;
  editorYaml(): string;
  /** What the page did wrong: its errors, and what its policy forbade. */
  faults: string[];
  close(): Promise<void>;
}
export interface DeskPageOptions {
  env?: Record<string, string>;
  width?: number;
  height?: number;
  colorScheme?: 'light' | 'dark';
  touch?: boolean;
  model?: string;
  /** What happens to the copied workspace before the desk opens. */
  before?(dir: string): void;
}

/** A copy of a workspace on a desk, open in a browser of its own. */
export async function openDeskPage(browser: Browser, from: string, o: DeskPageOptions = {}): Promise<DeskPage> {
  const dir = copyOf(from, (path) => !path.endsWith('/.pullquote/lock'));
  o.before?.(dir);
  const review = await startReview(dir, {
    ...(o.env ? { env: o.env } : {}),
    ...(o.model ? { model: o.model } : {}),
  });
  const context = await browser.newContext({
    viewport: { width: o.width ?? 1440, height: o.height ?? 900 },
    colorScheme: o.colorScheme ?? 'light',
    hasTouch: o.touch ?? false,
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const faults = listening(page);
  await enter(page, review.url);
  return {
    ...{ dir, review, context, page, faults },
    ...filesOf(dir),
    close: async () => {
      await context.close();
      await review.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Everything that a page says went wrong; an answer that the desk could not give while it was away is not among it. */
export function listening(page: Page): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    const text = message.text();
    // the email's own policy keeps its pictures out
    const ofEmail = message.location().url.includes('/email?');
    if (message.type() === 'error' && !ofEmail && !/net::ERR_|status of (403|421|204)/.test(text)) faults.push(text);
  });
  return faults;
}

/** Opens a link; the page is at work when this is done. */
export async function enter(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.locator('[data-testid="checks"]').waitFor({ state: 'attached' });
}

export function filesOf(dir: string): Pick<DeskPage, 'markdown' | 'issue' | 'evidence' | 'editorYaml'> {
  const markdown = () => issueFile(dir, 'issue.md');
  const yaml = join(dir, 'editor.yaml');
  return {
    markdown,
    issue: () => parseIssue(markdown()),
    evidence: () => JSON.parse(issueFile(dir, 'evidence.json')),
    editorYaml: () => (existsSync(yaml) ? readFileSync(yaml, 'utf8') : ''),
  };
}

/** Does something on the page that is a change by this verb. Gives what was answered, when the page shows it. */
export async function did(page: Page, verb: string, act: () => Promise<unknown>): Promise<Changed> {
  const [response] = await Promise.all([page.waitForResponse((each) => each.url().endsWith(`/do/${verb}`)), act()]);
  const { changed, rev } = (await response.json()) as { changed: Changed; rev?: string };
  if (rev !== undefined) await shown(page, rev);
  return changed;
}

/** Waits until the page shows these bytes of issue.md. */
export async function shown(page: Page, rev: string): Promise<void> {
  await page.locator(`#part-blocks[data-rev="${rev}"]`).waitFor({ state: 'attached' });
}
export function revOf(markdown: string): string {
  return shortHash(markdown);
}

/** A block by words of its heading. */
export function block(page: Page, name: string): Locator {
  return page.locator(`#list > article[data-name*="${name}"]`);
}

/** A button of a block, behind its “More” where it stands there. */
export async function press(article: Locator, what: string): Promise<void> {
  const button = article.locator(`.acts [data-do="${what}"]`);
  if (!(await button.isVisible())) await article.locator('.more > summary').click();
  await button.click();
}

/** A tab, when what it shows is there. */
export async function tab(page: Page, name: string): Promise<Locator> {
  await page.locator(`#tab-${name}`).click();
  const part = page.locator(`#part-${name}[data-testid="${name}"]:not([aria-busy])`);
  await part.waitFor();
  return part;
}

/** Waits until the page says that the words in hand are written. */
export async function isSaved(page: Page): Promise<void> {
  await page.locator('#saved[data-state="saved"]').waitFor({ state: 'attached' });
}

/** Waits until these words are said. */
export async function said(page: Page, words: string): Promise<void> {
  await page.locator('#said', { hasText: words }).waitFor({ state: 'attached' });
}
