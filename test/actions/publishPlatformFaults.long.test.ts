import { expect, it } from 'vitest';
import type { Pushed } from '../../src/actions/publishReceipt.ts';
import { UserError } from '../../src/errors.ts';
import type { Fetch } from '../../src/types.ts';
import { type PlatformDesk, platformDesk } from '../support/platformDesk.ts';
import { contracts } from '../support/platforms/all.ts';
import type { FaultKind } from '../support/platforms/server.ts';

const RUNS = 500;
const TRIES = 8;
const AT = '2026-11-25T09:30:00.000Z';
/** A time-out costs its time, so there are few. */
const FAULTS: FaultKind[] = ['500', '500-after', 'cut', 'cut-after', 'page-after', '503', '429-plain', '404'];
const SILENCE: FaultKind[] = ['hang', 'hang-after'];
const IMPATIENT_MS = 250;
const PATIENT_MS = 20_000;
const RECEIPT = 'issues/007/receipt.json';
/** Stands for a process that ends: nothing catches it. */
class Crash extends Error {}

/** 0 ≤ x < 1, the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const seen = { faults: 0, silences: 0, crashes: 0, lostDatabases: 0, lostReceipts: 0 };

/** A desk whose world is lost now and then, as long as it is not calm. */
async function troubledDesk(seed: number) {
  const random = randomOf(seed);
  const state = { calm: false, isLost: false };
  const one = <T>(of: T[]) => of[Math.floor(random() * of.length)] as T;
  const crashes = () => {
    if (state.calm || random() > 0.05) return;
    seen.crashes++;
    throw new Crash();
  };
  const around =
    <A extends unknown[], T>(work: (...given: A) => Promise<T>) =>
    async (...given: A) => {
      crashes();
      const result = await work(...given);
      crashes();
      return result;
    };
  const fetching = (fetch: Fetch): Fetch =>
    around((request) => fetch({ ...request, timeoutMs: state.calm ? PATIENT_MS : IMPATIENT_MS }));
  const all = contracts();
  const desk = await platformDesk(all[seed % all.length] as (typeof all)[0], fetching);
  const { store, files } = desk.world;
  const saveOutbox: typeof store.saveOutbox = async (entry) => {
    await store.saveOutbox(entry);
    state.isLost = false;
  };
  const outbox: typeof store.outbox = async (...given) => (state.isLost ? undefined : store.outbox(...given));
  desk.world.store = { ...store, outbox, saveOutbox: around(saveOutbox) };
  desk.world.files = { ...files, writeTogether: around(files.writeTogether) };
  /** What goes wrong in the next run. */
  const trouble = async () => {
    desk.server.faults.length = 0;
    if (state.calm) return;
    if (random() < 0.2) {
      seen.lostDatabases++;
      state.isLost = true;
    }
    if (random() < 0.15) {
      seen.lostReceipts++;
      await files.remove(RECEIPT);
    }
    for (let n = 0; n < 3; n++) {
      const isSilent = random() < 0.06;
      const struck = () => void (isSilent ? seen.silences++ : seen.faults++);
      const after = Math.floor(random() * 9);
      if (random() < 0.7) desk.server.faults.push({ on: '*', how: one(isSilent ? SILENCE : FAULTS), after, struck });
    }
  };
  return { desk, state, trouble, random };
}

async function expectOne({ server, world }: PlatformDesk, why: string, status: RegExp): Promise<void> {
  const [only, ...others] = [...server.campaigns.values()];
  expect(others, why).toEqual([]);
  expect(only, why).toMatchObject({ sends: 1 });
  expect(JSON.stringify(only?.fields), why).toContain('says what a token costs');
  const { pushed } = JSON.parse((await world.files.read(RECEIPT)) ?? '{}') as { pushed: Pushed[] };
  expect(pushed, why).toMatchObject([{ id: only?.id, status: expect.stringMatching(status) }]);
  expect(server.violations, why).toEqual([]);
}

it(`${RUNS} seeded runs over every platform with silence, refusals, cut connections, crashes, a lost database, a lost receipt: none twice, none lost`, async () => {
  for (let seed = 1; seed <= RUNS; seed++) {
    const { desk, state, trouble, random } = await troubledDesk(seed);
    const leave = seed % 3 === 0 ? { schedule: AT } : { send: true };
    const why = `seed ${seed}`;
    let error: unknown;
    for (let tries = 1; tries <= TRIES; tries++) {
      state.calm = tries === TRIES;
      await trouble();
      const o = state.calm || random() < 0.7 ? leave : {};
      error = await desk.run(o).then(
        () => undefined,
        (refused: unknown) => refused,
      );
      expect(error === undefined || error instanceof UserError || error instanceof Crash, `${why}: ${error}`).toBe(
        true,
      );
      const held = [...desk.server.campaigns.values()];
      expect(held.length, why).toBeLessThanOrEqual(1);
      expect(held[0]?.sends ?? 0, why).toBeLessThanOrEqual(1);
      // sometimes it is asked for again
      if (held[0]?.sends && error === undefined && o === leave && random() < 0.7) break;
    }
    expect(error, why).toBeUndefined();
    await expectOne(desk, why, leave.send ? /^(sent|sending)$/ : /^scheduled$/);
    if (leave.send) expect(await desk.world.files.read('issues/007/issue.md'), why).toContain('status: published');
    await desk.server.close();
  }
  // all of it did strike
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(RUNS / 20);
}, 1_800_000);
