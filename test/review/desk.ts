import { cpSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import { resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import type { DeskView } from '../../src/actions/desk/types.ts';
import { deskView } from '../../src/actions/desk/view.ts';
import { loadWorkspace } from '../../src/actions/workspace.ts';
import { packageFile } from '../../src/commands/package.ts';
import { SourceError } from '../../src/errors.ts';
import { filePlatform } from '../../src/platforms/file.ts';
import { type OpenDesk, startDesk } from '../../src/review/server.ts';
import type { Files, World } from '../../src/types.ts';
import { crawlWorld, tempFiles } from '../support/world.ts';

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}
export interface Asked {
  method?: string;
  headers?: Record<string, string | string[]>;
  body?: string;
}
export interface TestDesk {
  desk: OpenDesk;
  /** What every path of it begins with. */
  base: string;
  files: Files;
  world: World;
  /** Warnings that the desk gave where it was started. */
  warned: string[];
  now: { at: Date };
  /** As the world asks, of a path under the desk's own: nothing but what is given is sent along. */
  ask(path: string, o?: Asked): Promise<Reply>;
  /** As its own page asks, after the link was opened. */
  get(path: string): Promise<Reply>;
  post(path: string, body: unknown): Promise<Reply>;
  view(): Promise<DeskView>;
  /** Headers of the desk's own page. */
  own(): Promise<Record<string, string>>;
}

/** The project's own first issue on a desk that ends with its test. */
export async function openDesk(
  o: { change?: (files: Files) => Promise<void>; world?: Partial<World> } = {},
): Promise<TestDesk> {
  const files = tempFiles();
  for (const name of ['sources.yaml', 'newsletter.yaml', 'issues/001'])
    cpSync(resolve(name), `${files.root}/${name}`, { recursive: true });
  await o.change?.(files);
  const now = { at: new Date('2026-11-22T12:00:00.000Z') };
  const warned: string[] = [];
  const offline = async () => {
    throw new SourceError('a desk in a test has no network');
  };
  const made = await crawlWorld(offline as World['fetch'], { files });
  const world = {
    ...made,
    clock: () => now.at,
    ask: undefined,
    bill: () => ({ model: 'none', budget: 0, dollars: 0, lines: [] }),
    platforms: { file: filePlatform(files) },
    report: { step: () => {}, info: () => {}, warn: (message: string) => void warned.push(message) },
    packaged: (path: string) => readFileSync(packageFile(path), 'utf8'),
    ...o.world,
  } as unknown as World;
  const desk = await startDesk(world, await loadWorkspace(files), 1, { port: 0 });
  onTestFinished(() => desk.close());
  let own: Promise<Record<string, string>> | undefined;
  const base = new URL(desk.url).pathname.slice(0, -'/enter'.length);
  const ask = (path: string, asked: Asked = {}) =>
    askPort(desk.port, path.startsWith(base) ? path : `${base}${path}`, asked);
  const headers = () => (own ??= enter(desk));
  return {
    desk,
    base,
    files,
    world,
    warned,
    now,
    ask,
    own: headers,
    view: async () => deskView(world, await loadWorkspace(files), 1),
    get: async (path) => ask(path, { headers: await headers() }),
    post: async (path, body) => ask(path, { method: 'POST', headers: await headers(), body: JSON.stringify(body) }),
  };
}

/** Opens the link as a browser does. Gives the headers by which the desk knows its page. */
export async function enter(desk: OpenDesk): Promise<Record<string, string>> {
  const { pathname, search, host, origin } = new URL(desk.link());
  const { headers } = await askPort(desk.port, `${pathname}${search}`);
  const cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
  const page = await askPort(desk.port, pathname.replace(/enter$/, ''), { headers: { cookie } });
  const csrf = /<meta name="csrf" content="([^"]+)">/.exec(page.body)?.[1] ?? '';
  return { host, cookie, origin, 'x-csrf': csrf, 'content-type': 'application/json' };
}

/** A request with exactly these headers: none is forbidden, as it would be in a browser. */
export function askPort(
  port: number,
  path: string,
  { method = 'GET', headers = {}, body }: Asked = {},
): Promise<Reply> {
  return new Promise((done, failed) => {
    const asking = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => done({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    asking.on('error', failed);
    asking.end(body);
  });
}

/** Every file of a workspace that a change could touch. */
export async function filesOf(files: Files): Promise<Record<string, string>> {
  const kept: Record<string, string> = {};
  for (const path of [
    'issues/001/issue.md',
    'issues/001/evidence.json',
    'sources.yaml',
    'newsletter.yaml',
    'editor.yaml',
  ])
    kept[path] = await readFile(`${files.root}/${path}`, 'utf8').catch(() => '');
  return kept;
}
