import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type News, notify } from '../../src/actions/notify.ts';
import { type RunResult, run } from '../../src/actions/run.ts';
import { loadWorkspace } from '../../src/actions/workspace.ts';
import { packageFile } from '../../src/commands/package.ts';
import { createDoor } from '../../src/http/door.ts';
import { crawlers } from '../../src/sources/index.ts';
import { openStore } from '../../src/store/index.ts';
import type { Files, Store, World } from '../../src/types.ts';
import { type Farm, type FarmEntry, startFarm } from './farm.ts';
import { type LoopbackServer, reply, startServer } from './servers.ts';
import { tempFiles } from './world.ts';

/** A workspace with one feed on a farm, and the weekly job in it at any moment. */
export interface Job {
  farm: Farm;
  /** Where heartbeats go. */
  pings: LoopbackServer;
  files: Files;
  /** What the editor was told, and when. */
  told: (News & { at: string })[];
  world(now: string): Promise<World>;
  store(): Promise<Store>;
  run(now: string): Promise<RunResult>;
  /** Publishes on the farm. */
  post(...entries: FarmEntry[]): void;
  /** Deletes `.pullquote/`. */
  loseState(): Promise<void>;
  /** Changes an issue's status, as an editor with a text editor would. */
  set(number: number, status: string): Promise<void>;
}

/** `newsletter` is added to newsletter.yaml. Everything is gone after the test. */
export async function openJob(o: { newsletter: string; entries?: FarmEntry[] }): Promise<Job> {
  const farm = await startFarm({ all: o.entries ?? [] });
  const pings = await startServer((_, response) => reply(response, 200, 'OK'));
  const files = tempFiles();
  await files.write('sources.yaml', `- { kind: feed, id: all, name: The farm, url: "${farm.url}/all.xml" }\n`);
  await files.write(
    'newsletter.yaml',
    `name: The Test Digest\nlimits: { perSource: 30, perDomain: 30 }\nnotify: { heartbeat: "${pings.url}/ping" }\n${o.newsletter}`,
  );
  let now = '';
  let store: Promise<Store> | undefined;
  const opened = () => {
    store ??= openStore({ path: join(files.root, '.pullquote/state.db') });
    return store;
  };
  const close = async () => {
    await (await store)?.close();
    store = undefined;
  };
  const cache = {
    latest: async (...request: Parameters<Store['latest']>) => (await opened()).latest(...request),
    keep: async (...response: Parameters<Store['keep']>) => (await opened()).keep(...response),
  };
  const door = createDoor({
    cache,
    clock: () => new Date(now),
    secrets: {},
    allow: [farm.host, pings.host],
    userAgent: 'Pullquote/0.1',
    wait: async () => {},
  });
  onTestFinished(async () => {
    await door.close();
    await close();
    await farm.close();
    await pings.close();
  });
  const told: Job['told'] = [];
  const world = async (at: string) => {
    now = at;
    return worldAt(at, { files, store: await opened(), fetch: door.fetch });
  };
  return {
    ...{ farm, pings, files, told, world, store: opened },
    run: async (at) => {
      const [here, workspace] = [await world(at), await loadWorkspace(files)];
      return run(here, workspace, {
        notify: (news) => {
          told.push({ ...news, at });
          return notify(here, workspace, news);
        },
      });
    },
    post: (...entries) => void farm.feeds.get('all')?.push(...entries),
    loseState: async () => {
      await close();
      rmSync(join(files.root, '.pullquote'), { recursive: true, force: true });
    },
    set: async (number, status) => {
      const path = `issues/${String(number).padStart(3, '0')}/issue.md`;
      await files.write(path, ((await files.read(path)) ?? '').replace(/^status: .*$/m, `status: ${status}`));
    },
  };
}

function worldAt(at: string, edges: Pick<World, 'files' | 'store' | 'fetch'>): World {
  return {
    ...edges,
    ask: undefined,
    bill: () => ({ model: 'none', budget: 0.1, dollars: 0, lines: [] }),
    estimate: async () => ({ calls: 0, tokensIn: 0, tokensOut: 0, dollars: 0 }),
    clock: () => new Date(at),
    crawlers,
    platforms: {},
    report: { step: () => {}, info: () => {}, warn: () => {} },
    recorder: undefined,
    recordedPast: undefined,
    packaged: (path) => readFileSync(packageFile(path), 'utf8'),
  };
}

const SYLLABLES = 'ba de fi go ku la me ni po ru sa te vi zo lu mar den fis gol kun'.split(' ');
/** An invented word; another number gives another one. */
function word(number: number): string {
  let [text, rest] = ['', number * 7919 + 104_729];
  for (let i = 0; i < 4; i++) {
    text += SYLLABLES[rest % SYLLABLES.length];
    rest = Math.floor(rest / SYLLABLES.length);
  }
  return text;
}

/** The `i`th of as many entries as a test wants: each about a model of its own, in words of its own. */
export function nthEntry(i: number, date: string): FarmEntry {
  const [a, b, c, d, e, f] = Array.from({ length: 6 }, (_, k) => word(i * 6 + k)) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const name = a[0]?.toUpperCase() + a.slice(1);
  const html = [
    `<p>The language model ${name} was trained to tell one ${b} from another, and the ${d} works have waited for that since ${e} was young.</p>`,
    `<p>Nobody believed that ${name} would find a ${c} in the dark, and yet it was found before the ${d} had cooled, which no benchmark had asked for.</p>`,
    `<p>What ${name} cannot do is weigh the ${e}: the ${f} slips, the ${b} bends, and then somebody must carry the ${c} home by hand.</p>`,
    `<p>A ${d} keeper who used ${name} through the winter kept the habit of doubting each ${f}, and threw the rest of its advice into the ${e}.</p>`,
    `<p>The cost of ${name} is paid by whoever mends the ${c} afterwards, which is why the price on the label means so little to the ${b} trade.</p>`,
    `<p>Critics call ${name} a ${f} with a marketing budget, and they are wrong about the ${e} but right that a neural network proves no ${d}.</p>`,
  ].join('');
  return { slug: `${a}-${i}`, title: `${name}, a language model that tells ${b} from ${c}`, date, html };
}
