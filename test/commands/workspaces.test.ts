import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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

/** Workspaces beside one another in a folder, by their names. */
function agency(workspaces: Record<string, Record<string, string>>): string {
  const dir = folder({});
  for (const [name, files] of Object.entries(workspaces)) put(join(dir, name), files);
  return dir;
}

function put(dir: string, files: Record<string, string>): void {
  mkdirSync(dir, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
}

function lamps(name = 'Lamps', ...ids: string[]): Record<string, string> {
  return { 'newsletter.yaml': NEWSLETTER(name), 'sources.yaml': SOURCES(...(ids.length ? ids : ['oil'])) };
}

/** Keeps these folders, with what was scheduled, what was noted and what was warned of. */
async function keeping(dirs: { dir: string; named: boolean }[], lacking: string[] = []) {
  const store = await tempStore();
  const scheduled: [newsletter: string, ids: string[]][] = [];
  const warnings: string[] = [];
  const notes: string[] = [];
  const kept = await keepWorkspaces({
    ...{ dirs, files: openFiles, clock: () => new Date('2026-11-20T06:00:00.000Z'), lookMs: 5 },
    fleet: {
      schedule: async (name: string, sources: Source[]) => void scheduled.push([name, sources.map(({ id }) => id)]),
    },
    stores: { of: async () => store, close: async () => {} },
    lacks: {
      secret: (name) => lacking.includes(name),
      key: () => (lacking.includes('DEEPSEEK_API_KEY') ? 'DEEPSEEK_API_KEY' : undefined),
    },
    note: (message) => void notes.push(message),
    warn: (message) => void warnings.push(message),
  });
  onTestFinished(() => kept.close());
  return { kept, scheduled, notes, warnings };
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
      expect(warnings).toEqual([expect.stringMatching(/^Lamps: \/.*: sources\.yaml:1.*what it said before holds$/s)]),
    );
    expect(kept.job({ newsletter: 'Lamps', source: source({ id: 'oil' }) }).newsletter).toBe('Lamps');
    expect(scheduled).toHaveLength(2);
    writeFileSync(join(dir, 'sources.yaml'), SOURCES('wick'));
    await vi.waitFor(() => expect(scheduled.at(-1)).toEqual(['Lamps', ['wick']]));
    expect(warnings).toHaveLength(1);
  });

  it('a folder that nobody named may be none; one that was named must be', async () => {
    const empty = folder({});
    const { kept, notes } = await keeping([{ dir: empty, named: false }]);
    expect(kept.newsletters).toEqual([]);
    expect(notes).toEqual([expect.stringMatching(/^looks after no newsletter/)]);
    await expect(keeping([{ dir: empty, named: true }])).rejects.toThrow(/not found in/);
    // nor is it asked for those in it
    const above = agency({ lamps: lamps() });
    expect((await keeping([{ dir: above, named: false }])).kept.newsletters).toEqual([]);
    expect((await keeping([{ dir: above, named: true }])).kept.newsletters).toEqual(['Lamps']);
  });

  it('one that cannot be read costs the others nothing, is told with its folder, and is taken up once it is mended', async () => {
    const dir = agency({ a: lamps('A'), b: { ...lamps('B'), 'newsletter.yaml': 'name: [' }, c: lamps('C') });
    const named = ['a', 'b', 'c'].map((name) => ({ dir: join(dir, name), named: true }));
    const { kept, scheduled, notes, warnings } = await keeping(named);
    expect(kept.newsletters).toEqual(['A', 'C']);
    expect(warnings).toEqual([expect.stringContaining(`${join(dir, 'b')}: newsletter.yaml:1`)]);
    expect(kept.troubles).toEqual([{ folder: join(dir, 'b'), why: expect.stringMatching(/^newsletter\.yaml:1/) }]);
    expect(notes).toEqual(['looks after 2 newsletters with 2 sources']);
    writeFileSync(join(dir, 'b', 'newsletter.yaml'), NEWSLETTER('B'));
    await vi.waitFor(() => expect(scheduled.at(-1)).toEqual(['B', ['oil']]));
    await vi.waitFor(() => expect(notes.at(-1)).toBe('looks after 3 newsletters with 3 sources'));
    expect([kept.newsletters, kept.troubles]).toEqual([['A', 'C', 'B'], []]);
  });

  it('where none can be read the worker does not begin, and says what is wrong with each', async () => {
    const dir = agency({ a: { ...lamps(), 'sources.yaml': '- {' }, b: {} });
    const named = ['a', 'b'].map((name) => ({ dir: join(dir, name), named: true }));
    await expect(keeping(named)).rejects.toThrow(/a: sources\.yaml:1.*\n.*not found in .*b\b/s);
  });

  it.each(['', '/*'])('all in a folder that is none itself%s: what comes is seen, what goes is let go', async (end) => {
    const dir = agency({ a: lamps('A'), b: lamps('B'), pictures: { 'logo.svg': '<svg/>' } });
    writeFileSync(join(dir, 'README.md'), 'ours');
    const { kept, scheduled, warnings } = await keeping([{ dir: `${dir}${end}`, named: true }]);
    expect([kept.newsletters, warnings]).toEqual([['A', 'B'], []]);
    // whole at once, as a rename is
    put(`${dir}-new`, lamps('C', 'wick'));
    onTestFinished(() => rmSync(`${dir}-old`, { recursive: true, force: true }));
    renameSync(`${dir}-new`, join(dir, 'c'));
    await vi.waitFor(() => expect(scheduled.at(-1)).toEqual(['C', ['wick']]));
    renameSync(join(dir, 'b'), `${dir}-old`);
    await vi.waitFor(() => expect(kept.newsletters).toEqual(['A', 'C']));
    await vi.waitFor(() => expect(warnings).toEqual([expect.stringMatching(/^B: .*\/b .*visited no more/)]));
    // the crawl that was taken just before
    expect(kept.job({ newsletter: 'B', source: source({ id: 'oil' }) }).newsletter).toBe('B');
  });

  it('a newsletter that is called otherwise is looked after under its new name', async () => {
    const dir = folder(lamps('Lamps'));
    const { kept, scheduled, warnings } = await keeping([{ dir, named: true }]);
    writeFileSync(join(dir, 'newsletter.yaml'), NEWSLETTER('Lanterns'));
    await vi.waitFor(() => expect(kept.newsletters).toEqual(['Lanterns']));
    expect(scheduled.at(-1)).toEqual(['Lanterns', ['oil']]);
    expect(warnings).toEqual([expect.stringMatching(/^Lamps: it is called Lanterns now/)]);
  });

  it.each([
    ['Lamps', 'Lamps'],
    ['Caf\u00e9', 'Cafe\u0301'],
  ])('of two that share a state only the first is looked after: %s and %s', async (one, other) => {
    const dir = agency({ a: lamps(one), b: lamps(other, 'wick') });
    const { kept, scheduled, warnings } = await keeping([{ dir, named: true }]);
    expect(kept.newsletters).toEqual([one]);
    expect(scheduled).toEqual([[one, ['oil']]]);
    expect(warnings).toEqual([expect.stringMatching(/\/b: .*is called.*as \S*\/a is.*another name/)]);
  });

  it('keys that the worker has not are told once, with what goes without them', async () => {
    const paid = '- { kind: feed, id: paid, name: Paid, url: "https://paid.test/${TOKEN}" }';
    const files = { ...lamps(), 'sources.yaml': `${SOURCES('oil')}\n${paid}` };
    const { warnings, scheduled } = await keeping([{ dir: folder(files), named: true }], ['TOKEN', 'DEEPSEEK_API_KEY']);
    expect(scheduled).toEqual([['Lamps', ['oil', 'paid']]]);
    expect(warnings).toEqual([
      expect.stringMatching(/^TOKEN is not set where this worker runs: .*Paid \(Lamps\)/),
      expect.stringMatching(/^DEEPSEEK_API_KEY is not set where this worker runs: .*--write 0.*Lamps/),
    ]);
  });
});
