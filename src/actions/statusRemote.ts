/** On which platforms an issue is, and how it stands there. */
import { SourceError, UserError } from '../errors.ts';
import type { Iso, RemoteStatus, World } from '../types.ts';
import { entryOf, type Pushed, receiptOf } from './publishReceipt.ts';
import { writeEntry } from './publishRecord.ts';

export interface Whereabouts {
  platform: string;
  /** `gone`: the platform has it no more. */
  status: RemoteStatus | 'gone';
  where: string;
  /** When it was or will be sent, else when it was put there. */
  at: Iso;
  /** Whether the platform says so now, or the receipt of then. */
  asked: boolean;
  /** Why the platform could not be asked. */
  problem?: string;
}

/** One line a platform of the receipt. What the platforms say is written into the receipt, and that an issue was sent into `issue.md`. */
export async function whereabouts(world: World, number: number, remote: boolean): Promise<Whereabouts[]> {
  const found: Whereabouts[] = [];
  for (const entry of (await receiptOf(world.files, number)).pushed) {
    found.push(remote ? await asked(world, number, entry) : told(entry));
  }
  return found;
}

function told({ platform, status = 'draft', where, at, scheduledFor, sentAt }: Pushed): Whereabouts {
  return { platform, status, where, at: sentAt ?? scheduledFor ?? at, asked: false };
}

async function asked(world: World, number: number, entry: Pushed): Promise<Whereabouts> {
  const platform = Object.hasOwn(world.platforms, entry.platform) ? world.platforms[entry.platform] : undefined;
  if (!platform) return { ...told(entry), problem: 'it is not in newsletter.yaml any more' };
  try {
    const there = await platform.status(entry.id);
    if (!there) return { ...told(entry), status: 'gone', asked: true };
    const { platform: name, sha256, key = '', content } = entry;
    const known = { platform: name, sha256, key, at: world.clock().toISOString(), ...(content ? { content } : {}) };
    const change = (earlier: Pushed | undefined) => entryOf(there, known, earlier ?? entry);
    const now = await world.files.locked('status', () => writeEntry(world, number, name, change));
    return { ...told(now), asked: true };
  } catch (error) {
    if (!(error instanceof UserError || error instanceof SourceError)) throw error;
    return { ...told(entry), problem: error.message };
  }
}
