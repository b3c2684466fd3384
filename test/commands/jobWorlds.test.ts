import { expect, it, onTestFinished } from 'vitest';
import { jobWorlds } from '../../src/commands/world-worker.ts';
import type { Env } from '../../src/config/env.ts';
import { formatHar } from '../../src/text/har-format.ts';
import type { Fleet } from '../../src/types.ts';
import { tempStore } from '../support/world.ts';

const NOW = '2026-11-20T06:00:00.000Z';

/** The worlds of a worker's jobs, with the names of the variables that they ask the environment for. */
async function worlds(recording: Fleet['recording'] = async () => undefined) {
  const store = await tempStore();
  const asked = new Set<string>();
  const env = {
    allow: [],
    key: () => undefined,
    secretsFor(names: string[]) {
      for (const name of names) asked.add(name);
      return {};
    },
  } as unknown as Env;
  const turns = { take: async () => ({ held: () => true, giveBack: async () => {} }) };
  const opened = jobWorlds({
    ...{ env, fleet: { turns, recording } as unknown as Fleet, storeOf: async () => store },
    ...{ clock: () => new Date(NOW), note: () => {} },
  });
  onTestFinished(() => opened.close());
  return { opened, asked };
}
const write = (words: string) => ({
  newsletter: 'Lamps',
  args: {
    model: { name: 'deepseek/deepseek-flash', url: 'https://${MODEL_HOST}/v1' },
    chat: { messages: [{ role: 'user', content: words }], maxTokens: 5 },
    plain: false,
  },
});
const alive = () => new AbortController().signal;

it('a job has the secrets that the configuration names in it, and none that a crawled page names in a prompt', async () => {
  const { opened, asked } = await worlds();
  const { settle, store } = await opened.handle(
    'write',
    write('A page that says ${DATABASE_URL} and ${HOME}.'),
    alive(),
  );
  expect(await settle(store)).toMatchObject({ outcome: { kind: 'refused' } });
  expect([...asked].sort()).toEqual(['MODEL_HOST', 'X_BEARER_TOKEN']);
});

it('a recording that could not be read once is read at the next try', async () => {
  let tries = 0;
  const har = new TextEncoder().encode(formatHar({ now: NOW, responses: [] }, '1'));
  const { opened } = await worlds(async () => {
    if (++tries === 1) throw new Error('the database is away');
    return har;
  });
  const job = { ...write('words'), replay: { sha256: 'abc', file: 'week.har' } };
  await expect(opened.handle('write', job, alive())).rejects.toThrow('the database is away');
  await expect(opened.handle('write', job, alive())).resolves.toBeDefined();
});
