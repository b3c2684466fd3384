import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { keepWorkspaces } from '../../src/commands/world-workspaces.ts';
import { openFiles } from '../../src/files/index.ts';
import type { Source } from '../../src/types.ts';
import { source } from '../support/items.ts';
import { tempStore } from '../support/world.ts';

const NEWSLETTER = (name: string) =>
  `name: ${name}\neditor: { name: MZ, email: mz@lamp.test }\naddress: 1 Test Street\n`;
const SOURCES = (...ids: string[]) =>
  ids.map((id) => `- { kind: feed, url: "https://${id}.test/feed", id: ${id} }`).join('\n');

function folder(files: Record<string, string>): string {
  const dir = mkdtempSync(join(tmpdir(), 'pullquote-workplace-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
  return dir;
}

/** Keeps these folders, with what was scheduled and what was warned of. */
async function keeping(dirs: { dir: string; named: boolean }[]) {
  const store = await tempStore();
  const scheduled: [newsletter: string, ids: string[]][] = [];
  const warnings: string[] = [];
  const kept = await keepWorkspaces({
    ...{ dirs, files: openFiles, clock: () => new Date('2026-11-20T06:00:00.000Z'), lookMs: 5 },
    fleet: {
      schedule: async (name: string, sources: Source[]) => void scheduled.push([name, sources.map(({ id }) => id)]),
    },
    stores: { of: async () => store, close: async () => {} },
    warn: (message) => void warnings.push(message),
  });
  onTestFinished(() => kept.close());
  return { kept, scheduled, warnings };
}

describe('the workspaces of a worker', () => {
  it('are scheduled, and a due source of theirs becomes a crawl with the window of the issue', async () => {
    const dir = folder({ 'newsletter.yaml': NEWSLETTER('Lamps'), 'sources.yaml': SOURCES('oil', 'wick') });
    const { kept, scheduled } = await keeping([{ dir, named: true }]);
    expect(kept.newsletters).toEqual(['Lamps']);
    expect(scheduled).toEqual([['Lamps', ['oil', 'wick']]]);
    const due = source({ id: 'oil', url: 'https://oil.test/feed' });
    expect(kept.job({ newsletter: 'Lamps', source: due })).toEqual({
      newsletter: 'Lamps',
      mailto: 'mz@lamp.test',
      args: {
        ...{ source: due, all: true, visitor: 'Lamps' },
        window: { sinceAt: expect.stringMatching(/^2026-11-1/), untilAt: expect.stringMatching(/^2026-11-2/) },
      },
    });
  });

  it('are scheduled anew when somebody changes a file; a mistake is told once, and what was said before holds', async () => {
    const dir = folder({ 'newsletter.yaml': NEWSLETTER('Lamps'), 'sources.yaml': SOURCES('oil') });
    const { kept, scheduled, warnings } = await keeping([{ dir, named: true }]);
    writeFileSync(join(dir, 'sources.yaml'), SOURCES('oil', 'wick'));
    await vi.waitFor(() => expect(scheduled.at(-1)).toEqual(['Lamps', ['oil', 'wick']]));
    writeFileSync(join(dir, 'sources.yaml'), '- { kind: feed, url: nowhere }');
    await vi.waitFor(() =>
      expect(warnings).toEqual([expect.stringMatching(/^Lamps: sources\.yaml:1.*what it said before holds$/s)]),
    );
    expect(kept.job({ newsletter: 'Lamps', source: source({ id: 'oil' }) }).newsletter).toBe('Lamps');
    expect(scheduled).toHaveLength(2);
    writeFileSync(join(dir, 'sources.yaml'), SOURCES('wick'));
    await vi.waitFor(() => expect(scheduled.at(-1)).toEqual(['Lamps', ['wick']]));
    expect(warnings).toHaveLength(1);
  });

  it('a folder that nobody named may be none; one that was named must be, and no two may be one newsletter', async () => {
    const empty = folder({});
    expect((await keeping([{ dir: empty, named: false }])).kept.newsletters).toEqual([]);
    await expect(keeping([{ dir: empty, named: true }])).rejects.toThrow(/not found in/);
    const files = { 'newsletter.yaml': NEWSLETTER('Lamps'), 'sources.yaml': SOURCES('oil') };
    const twice = [folder(files), folder(files)].map((dir) => ({ dir, named: true }));
    await expect(keeping(twice)).rejects.toThrow(/two of these folders hold a newsletter called Lamps/);
  });
});
