import type { Statements, Store } from '../types.ts';
import { answersFor } from './answers.ts';
import type { Backend } from './backend.ts';
import { readHealth, readHealthOf, saveHealth } from './health.ts';
import { datesOf, firstSeen, itemsAt, itemsBetween, itemsById, itemsOf, itemsWithPages, saveItems } from './items.ts';
import { readOutbox, saveOutbox } from './outbox.ts';
import { readPage, readPages, savePage } from './pages.ts';
import { prune } from './prune.ts';
import { keepResponse, latestResponse, pack } from './responses.ts';
import { endRun, forgetRun, readRuns, startRun } from './runs.ts';
import { searchItems } from './search.ts';
import { readVerdicts, saveVerdicts } from './verdicts.ts';

type Methods = Omit<Store, 'together'>;
type Method = (...args: unknown[]) => Promise<unknown>;

/** The store on a database. What was done to that from outside is told by every method as a UserError that says what to do. */
export function storeOn(on: Backend): Store {
  return { ...guarded(methodsOn(on), on.guard), together: (work) => together(on, work) };
}

function methodsOn(on: Backend): Methods {
  const { db, write, writing } = on;
  return {
    latest: (method, url, bodyHash) => latestResponse(db, method, url, bodyHash),
    keep: async (response) => {
      const row = await pack(response);
      return writing([`answers of ${response.url}`], (locked) => keepResponse(locked, row));
    },
    saveItems: (items, visits) => {
      const sources = new Set(items.map(({ sourceId }) => `items of ${sourceId}`));
      return writing([...sources], (locked) => saveItems(locked, items, visits));
    },
    items: (since, until) => itemsBetween(db, since, until),
    itemsWithPages: (since, until) => itemsWithPages(db, since, until),
    datesOf: (sourceId, most) => datesOf(db, sourceId, most),
    itemsAt: (canonicalUrl) => itemsAt(db, canonicalUrl),
    itemsById: (ids) => itemsById(db, ids),
    search: (words, since, until, limit) => searchItems(on, words, since, until, limit),
    outbox: (number, platform) => readOutbox(db, number, platform),
    saveOutbox: (entry) => write((one) => saveOutbox(one, entry)),
    itemsOf: (sourceId) => itemsOf(db, sourceId),
    firstSeen: (sourceIds) => firstSeen(db, sourceIds),
    savePage: (page) => write((one) => savePage(one, page)),
    page: (canonicalUrl) => readPage(db, canonicalUrl),
    pages: (canonicalUrls) => readPages(db, canonicalUrls),
    answersFor: (itemIds) => answersFor(db, itemIds),
    verdicts: (pages) => readVerdicts(db, pages),
    saveVerdicts: (verdicts, at) => writing([], (locked) => saveVerdicts(locked, verdicts, at)),
    health: () => readHealth(db),
    healthOf: (sourceId) => readHealthOf(db, sourceId),
    saveHealth: (health) => write((one) => saveHealth(one, health)),
    startRun: (run) => write((one) => startRun(one, run)),
    endRun: (id, outcome, endedAt, detail) => write((one) => endRun(one, id, outcome, endedAt, detail)),
    forgetRun: (id) => write((one) => forgetRun(one, id)),
    runs: (limit) => readRuns(db, limit),
    prune: (forget) => prune(on, forget),
    size: on.size,
    close: on.close,
  };
}

/** The same methods, each call through `guard`. */
function guarded<T extends object>(methods: T, guard: <R>(method: () => Promise<R>) => Promise<R>): T {
  const entries = Object.entries(methods as Record<string, Method>);
  return Object.fromEntries(
    entries.map(([name, method]) => [name, (...args: unknown[]) => guard(() => method(...args))]),
  ) as T;
}

/**
 * Runs `work` in one transaction. It is not begun again once it has: what it did beside the store would be done twice. A call of it that
 * failed takes all back, also where `work` went on.
 */
function together<T>(on: Backend, work: (store: Store, statements: Statements) => Promise<T>): Promise<T> {
  let began = false;
  const run = () =>
    on.writing([], async (db) => {
      began = true;
      let failure: { error: unknown } | undefined;
      const noted = async <R>(method: () => Promise<R>): Promise<R> => {
        try {
          return await method();
        } catch (error) {
          failure ??= { error };
          throw error;
        }
      };
      const result = await work(storeWithin(on, db, noted), guarded(on.statements(db), noted));
      if (failure) throw failure.error;
      return result;
    });
  return on.guard(run, () => !began);
}

/** The store within a transaction that is open. */
function storeWithin(on: Backend, db: Backend['db'], guard: Backend['guard']): Store {
  const never = () => Promise.reject(new Error('it is a transaction of its own, and not within another one'));
  const within: Backend = {
    ...{ ...on, db, guard },
    write: (work) => work(db),
    writing: async (names, work) => {
      await on.lock(db, names);
      return work(db);
    },
  };
  return { ...guarded({ ...methodsOn(within), prune: never, close: never }, guard), together: never };
}
