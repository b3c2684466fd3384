/** A workspace with one drafted issue of invented stories, as the desk finds it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { bodyAt } from '../../../src/actions/desk/find.ts';
import { readStanding } from '../../../src/actions/desk/standing.ts';
import type { BlockRef, Changed } from '../../../src/actions/desk/types.ts';
import type { Workspace } from '../../../src/actions/workspace.ts';
import { parseNewsletter } from '../../../src/config/newsletter.ts';
import { formatEvidence } from '../../../src/issue/evidence.ts';
import { formatIssue } from '../../../src/issue/format.ts';
import { revOf } from '../../../src/issue/pieces.ts';
import type { Store, World } from '../../../src/types.ts';
import { draftOf, story } from '../../issue/invent.ts';
import { tempFiles, tempStore } from '../../support/world.ts';

export const NUMBER = 7;
const FILE = 'issues/007/issue.md';

/** Opens a desk's world with a draft of so many stories; `now` may be set to let time pass. */
export async function desk(o: { stories?: number; store?: Store } = {}) {
  const files = tempFiles();
  const { issue, evidence } = draftOf(
    Array.from({ length: o.stories ?? 4 }, (_, n) => story(n)),
    1,
  );
  await files.write(FILE, formatIssue(issue));
  await files.write('issues/007/evidence.json', formatEvidence(evidence));
  const time = { now: '2026-03-08T19:00:00.000Z' };
  const store = o.store ?? (await tempStore());
  const world = { files, store, clock: () => new Date(time.now), bill: () => evidence.bill } as unknown as World;
  const workspace: Workspace = {
    sources: [],
    newsletter: parseNewsletter('name: The Test\n', 'newsletter.yaml'),
    editor: { inbox: [], pins: [], mutes: [], same: [], different: [] },
  };
  return {
    world,
    workspace,
    time,
    text: async () => (await files.read(FILE)) ?? '',
    /** As another program would: no lock, no history. */
    writeElsewhere: (text: string) => writeFileSync(join(files.root, FILE), text),
    bodies: async () => {
      const { issue: now } = await readStanding(files, NUMBER);
      return now.blocks.map((_, at) => bodyAt(now, at));
    },
    ref: async (index: number): Promise<BlockRef> => {
      const { issue: now } = await readStanding(files, NUMBER);
      return { index, rev: revOf(bodyAt(now, index)) };
    },
  };
}
export type Desk = Awaited<ReturnType<typeof desk>>;

/** What was changed; fails where it was not. */
export function done(changed: Changed): Extract<Changed, { ok: true }> {
  expect(changed).toMatchObject({ ok: true });
  return changed as Extract<Changed, { ok: true }>;
}
