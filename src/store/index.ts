/** The state that may be deleted, in one SQLite file: items, pages, stored answers, health of sources, runs, verdicts, the outbox. */
import type { Store } from '../types.ts';
import { answersFor } from './answers.ts';
import { explain, openDatabase, sizeOf, writing } from './database.ts';
import { readHealth, saveHealth } from './health.ts';
import { firstSeen, itemsAt, itemsBetween, itemsById, itemsOf, saveItems } from './items.ts';
import { readOutbox, saveOutbox } from './outbox.ts';
import { readPage, savePage } from './pages.ts';
import { prune } from './prune.ts';
import { keepResponse, latestResponse } from './responses.ts';
import { endRun, forgetRun, readRuns, startRun } from './runs.ts';
import { searchItems } from './search.ts';
import type { Db } from './tables.ts';
import { readVerdicts, saveVerdicts } from './verdicts.ts';

/**
 * Opens the store at `path`, making it where there is none. What the disk or another program did to it is told as a UserError that says
 * what to do, here and by every method.
 */
export async function openStore(o: { path: string }): Promise<Store> {
  const db = await openDatabase(o.path);
  return inWords(storeOn(db, o.path), o.path);
}

function storeOn(db: Db, path: string): Store {
  return {
    latest: (method, url, bodyHash) => latestResponse(db, method, url, bodyHash),
    keep: (response) => keepResponse(db, response),
    saveItems: (items, visits) => writing(db, (locked) => saveItems(locked, items, visits)),
    items: (since, until) => itemsBetween(db, since, until),
    itemsAt: (canonicalUrl) => itemsAt(db, canonicalUrl),
    itemsById: (ids) => itemsById(db, ids),
    search: (words, since, until, limit) => searchItems(db, words, since, until, limit),
    outbox: (number, platform) => readOutbox(db, number, platform),
    saveOutbox: (entry) => writing(db, (locked) => saveOutbox(locked, entry)),
    itemsOf: (sourceId) => itemsOf(db, sourceId),
    firstSeen: (sourceIds) => firstSeen(db, sourceIds),
    savePage: (page) => writing(db, (locked) => savePage(locked, page)),
    page: (canonicalUrl) => readPage(db, canonicalUrl),
    answersFor: (itemIds) => answersFor(db, itemIds),
    verdicts: (pages) => readVerdicts(db, pages),
    saveVerdicts: (verdicts, at) => writing(db, (locked) => saveVerdicts(locked, verdicts, at)),
    health: () => readHealth(db),
    saveHealth: (health) => writing(db, (locked) => saveHealth(locked, health)),
    startRun: (run) => writing(db, (locked) => startRun(locked, run)),
    endRun: (id, outcome, endedAt, detail) => writing(db, (locked) => endRun(locked, id, outcome, endedAt, detail)),
    forgetRun: (id) => writing(db, (locked) => forgetRun(locked, id)),
    runs: (limit) => readRuns(db, limit),
    prune: (forget) => prune(db, forget),
    size: async () => sizeOf(path),
    close: () => db.destroy(),
  };
}

/** The same store, each method's failures in words for the user. */
function inWords(store: Store, path: string): Store {
  const methods = Object.entries(store as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>);
  const guarded = methods.map(([name, method]) => [
    name,
    async (...args: unknown[]) => {
      try {
        return await method(...args);
      } catch (error) {
        throw explain(error, path);
      }
    },
  ]);
  return Object.fromEntries(guarded) as unknown as Store;
}
