import { describe, expect, it } from 'vitest';
import { status } from '../../src/actions/status.ts';
import type { Workspace } from '../../src/actions/workspace.ts';
import { statusText } from '../../src/commands/status.ts';
import type { WorkerState } from '../../src/types.ts';
import { source } from '../support/items.ts';
import { crawlWorld } from '../support/world.ts';

const NOW = '2026-11-22T18:00:00.000Z';
const OIL = source({ id: 'oil', url: 'https://oil.test/feed' });
const WORKSPACE = { sources: [OIL], newsletter: { name: 'Lamps' }, editor: { inbox: [] } } as unknown as Workspace;
const WORKER = {
  ...{ id: 'a', host: 'barge', pid: 7, startedAt: NOW, seenAt: NOW },
  ...{ room: { crawl: 12, page: 12, write: 4 }, doing: { crawl: 1, page: 0, write: 0 } },
} as WorkerState;

/** How a newsletter of a shared database stands: `dueAt` is when its next visit is due, `triedAt` when a source was last asked. */
async function standing(o: { workers: WorkerState[]; dueAt?: string; triedAt?: string }) {
  const shared = { workers: async () => o.workers, nextVisit: async () => o.dueAt };
  const world = await crawlWorld(() => Promise.reject(new Error('nobody is asked')), { now: NOW, ...shared });
  if (o.triedAt)
    await world.store.saveHealth({ sourceId: 'oil', lastTriedAt: o.triedAt, failuresInARow: 0, requests: [] });
  const report = await status(world, WORKSPACE);
  return { healthy: report.healthy, text: statusText(report) };
}

describe('the visits of workers', () => {
  it('say when the next is due', async () => {
    const { healthy, text } = await standing({ workers: [WORKER], dueAt: '2026-11-22T18:40:00.000Z' });
    expect(text).toContain('Next visit of a source: 2026-11-22 18:40 UTC.');
    expect(healthy).toBe(true);
  });

  it('that are due since a moment are no news', async () => {
    const { healthy, text } = await standing({ workers: [WORKER], dueAt: '2026-11-22T17:50:00.000Z' });
    expect(text).toContain('Next visit of a source: now.');
    expect(healthy).toBe(true);
  });

  it.each([
    [[WORKER], /no worker is given this folder, or all have too much to do/i],
    [[], /No worker lives.*start one/s],
  ])('that are due for hours and that nobody makes are told, and are not healthy', async (workers, why) => {
    const { healthy, text } = await standing({
      ...{ workers, dueAt: '2026-11-22T12:00:00.000Z' },
      triedAt: '2026-11-22T11:00:00.000Z',
    });
    expect(text).toContain('2026-11-22 12:00 UTC');
    expect(text).toMatch(why);
    expect(healthy).toBe(false);
  });

  it('are not missed where commands crawl', async () => {
    const { healthy, text } = await standing({
      ...{ workers: [], dueAt: '2026-11-01T12:00:00.000Z' },
      triedAt: '2026-11-22T06:00:00.000Z',
    });
    expect(text).toContain('No worker lives: commands do their own work.');
    expect(text).not.toContain('2026-11-01');
    expect(healthy).toBe(true);
  });

  it('are none where no worker was given the folder', async () => {
    const { healthy, text } = await standing({ workers: [WORKER] });
    expect(text).toMatch(/No worker looks after this newsletter/);
    expect(healthy).toBe(true);
  });
});
