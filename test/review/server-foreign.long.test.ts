import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium } from 'playwright-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { verbs } from '../../src/review/verbs.ts';
import { reply, startServer } from '../support/servers.ts';
import { filesOf, openDesk } from './desk.ts';

const BROWSER = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);
const ARGS =
  '--no-sandbox --headless --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
const READS = ['/', '/email', '/email.txt', '/part/blocks', '/part/head', '/assets/desk.css', '/events'];
const CHANGES = ['/preview', ...Object.keys(verbs).map((name) => `/do/${name}`)];

async function browser(): Promise<BrowserContext> {
  const folder = await mkdtemp(join(tmpdir(), 'foreign-'));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: BROWSER as string,
    args: [...ARGS.split(' '), '--host-resolver-rules=MAP *.test 127.0.0.1'],
  });
  onTestFinished(async () => {
    await context.close();
    await rm(folder, { recursive: true, force: true });
  });
  return context;
}

/** Runs in a page of the attacker's: every way by which a page can ask another origin for something. Gives what it could read. */
const ATTACK = `async ({ desk, reads, changes }) => {
  const got = [];
  const tryFetch = async (path, init) => {
    try {
      const response = await fetch(desk + path, { credentials: 'include', ...init });
      const text = await response.text();
      if (response.type !== 'opaque' || text) got.push(path + ' ' + init.method + ' ' + init.mode);
    } catch {}
  };
  for (const path of reads.filter((path) => path !== '/events')) for (const mode of ['cors', 'no-cors']) await tryFetch(path, { method: 'GET', mode });
  for (const path of changes) {
    const body = JSON.stringify({ line: 'subject', was: 'The week the bookmark was left in', text: 'Taken over', markdown: 'x' });
    await tryFetch(path, { method: 'POST', mode: 'no-cors', body });
    await tryFetch(path, { method: 'POST', mode: 'cors', body });
    await tryFetch(path, { method: 'POST', mode: 'cors', body, headers: { 'content-type': 'application/json', 'x-csrf': 'guess' } });
    navigator.sendBeacon(desk + path, body);
  }
  const loaded = (element, path) => new Promise((done) => {
    const end = (what) => { if (what === 'load') got.push(path + ' as ' + element.tagName); done(); };
    element.onload = () => end('load');
    element.onerror = () => end('error');
    if (element.tagName === 'LINK') { element.rel = 'stylesheet'; element.href = desk + path; } else element.src = desk + path;
    document.head.append(element);
  });
  for (const path of reads.filter((path) => path !== '/events')) for (const name of ['img', 'script', 'link']) await loaded(document.createElement(name), path);
  await new Promise((done) => {
    const events = new EventSource(desk + '/events', { withCredentials: true });
    events.onopen = () => { got.push('/events opened'); done(); };
    events.onerror = () => { events.close(); done(); };
  });
  return got;
}`;
/** A form is the only thing that a page can post and navigate by. */
const FORM = `({ desk, path }) => {
  const form = document.createElement('form');
  Object.assign(form, { method: 'POST', action: desk + path, enctype: 'text/plain' });
  const field = document.createElement('input');
  Object.assign(field, { name: '{"line":"subject","was":"The week the bookmark was left in","text":"', value: 'Taken over"}' });
  form.append(field);
  document.body.append(form);
  form.submit();
}`;

/** Opens the desk in a window and tries to look into it. */
const WINDOW = `async (url) => {
  const opened = window.open(url);
  for (let i = 0; i < 20; i++) {
    await new Promise((done) => setTimeout(done, 25));
    try {
      if (opened?.document?.body?.textContent) return opened.document.body.textContent;
    } catch {}
  }
  return '';
}`;

describe.skipIf(!BROWSER)('a hostile page in the editor’s own browser (skipped where there is no Chromium)', () => {
  test.each(['127.0.0.1', 'localhost', 'evil.test'])(
    'on another port of %s it reads nothing and changes nothing',
    async (name) => {
      const { desk, base, files, warned } = await openDesk();
      const handed: (string | undefined)[] = [];
      const evil = await startServer((request, response) => {
        handed.push(request.headers.cookie);
        reply(response, 200, '<!doctype html><title>evil</title>', { 'content-type': 'text/html' });
      });
      onTestFinished(() => evil.close());
      const before = await filesOf(files);
      const context = await browser();
      const own = await context.newPage();
      await own.goto(desk.link());
      expect(await own.title()).toContain('review');
      const page = await context.newPage();
      const from = `http://${name}:${evil.port}/`;
      const origin = `http://127.0.0.1:${desk.port}`;
      // also from who knows the desk's own path
      for (const target of [origin, `${origin}${base}`, `http://localhost:${desk.port}${base}`]) {
        await page.goto(from);
        const got = await page.evaluate(
          `(${ATTACK})(${JSON.stringify({ desk: target, reads: READS, changes: CHANGES })})`,
        );
        expect(got).toEqual([]);
        for (const path of ['/do/edit-line', '/do/undo']) {
          await page.goto(from);
          await Promise.all([
            page.waitForURL(`${target}${path}`),
            page.evaluate(`(${FORM})(${JSON.stringify({ desk: target, path })})`),
          ]);
          expect(await page.textContent('body')).not.toContain('Taken over');
        }
        await page.goto(from);
        expect(await page.evaluate(`(${WINDOW})(${JSON.stringify(`${target}/`)})`)).toBe('');
        await page.goto(from);
        await page.setContent(`<iframe src="${target}/"></iframe><iframe src="${target}/email"></iframe>`);
        await page.waitForLoadState('networkidle');
        for (const frame of page.frames().slice(1))
          expect(await frame.textContent('body').catch(() => '')).not.toContain('Sorrel');
      }
      expect(await filesOf(files)).toEqual(before);
      expect(warned).toEqual([]);
      // browsers send the cookies of an address to each of its ports: not the desk's, which is bound to its path
      expect(handed.length).toBeGreaterThan(0);
      expect(handed.filter(Boolean)).toEqual([]);
      await own.reload();
      expect(await own.textContent('body')).toContain('Sorrel 2 Primer');
    },
  );

  test('a name that was rebound to this machine gets nothing', async () => {
    const { desk, base, files } = await openDesk();
    const before = await filesOf(files);
    const context = await browser();
    const page = await context.newPage();
    const rebound = `http://rebound.test:${desk.port}`;
    const { pathname, search } = new URL(desk.link());
    for (const path of ['/', `${base}/`, `${base}/email`, `${base}/part/blocks`, `${pathname}${search}`]) {
      const response = await page.goto(`${rebound}${path}`);
      expect([path, response?.status()]).toEqual([path, 421]);
    }
    const got = await page.evaluate(
      `Promise.all(${JSON.stringify(CHANGES.map((path) => base + path))}.map(async (path) => (await fetch(path, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json', 'x-csrf': 'x' } })).status))`,
    );
    expect(new Set(got as number[])).toEqual(new Set([421]));
    expect(await filesOf(files)).toEqual(before);
  });
});
