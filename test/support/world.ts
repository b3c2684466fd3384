import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openFiles } from '../../src/files/index.ts';
import { crawlers } from '../../src/sources/index.ts';
import { openStore } from '../../src/store/index.ts';
import type { Fetch, FetchRequest, FetchResponse, Files, Store, StoredResponse, World } from '../../src/types.ts';

/** A store in a file of its own, gone after the test. */
export async function tempStore(): Promise<Store> {
  const dir = mkdtempSync(join(tmpdir(), 'pullquote-world-'));
  const store = await openStore({ path: join(dir, 'state.db') });
  onTestFinished(async () => {
    await store.close();
    rmSync(dir, { recursive: true, force: true });
  });
  return store;
}

/** An empty workspace, gone after the test. */
export function tempFiles(): Files {
  const dir = mkdtempSync(join(tmpdir(), 'pullquote-files-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return openFiles(dir);
}

/** What crawling needs of a world: a real store, real files and the real crawlers around a handed-in fetch. */
export async function crawlWorld(
  fetch: Fetch,
  o: Partial<Omit<World, 'clock'>> & { now?: string } = {},
): Promise<World & { recorded: StoredResponse[]; said: string[] }> {
  const { now = '2026-11-16T06:00:00.000Z', ...rest } = o;
  const recorded: StoredResponse[] = [];
  const said: string[] = [];
  const world = {
    fetch,
    store: o.store ?? (await tempStore()),
    files: o.files ?? tempFiles(),
    clock: () => new Date(now),
    crawlers,
    report: {
      step: (what: string, done?: number, total?: number, note?: string) =>
        void said.push([what, done === undefined ? '' : `${done}/${total}`, note ?? ''].join(' ').trim()),
      info: () => {},
      warn: () => {},
    },
    recorder: { add: (response: StoredResponse) => void recorded.push(response), past: () => {}, verdicts: () => {} },
    ...rest,
  };
  return { ...world, recorded, said } as unknown as World & { recorded: StoredResponse[]; said: string[] };
}

/** A 200 with this body, as the door gives it. */
export function given(request: FetchRequest, body: string, own: Partial<FetchResponse> = {}): FetchResponse {
  return {
    url: request.url,
    finalUrl: request.url,
    status: 200,
    headers: {},
    body: new TextEncoder().encode(body),
    at: '2026-11-16T06:00:00.000Z',
    from: 'network',
    ...own,
  };
}
