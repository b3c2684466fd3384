/** `receipt.json`: what was pushed where. With a look-up at the platform it alone keeps a publish exactly-once where the database is lost. */
import { z } from 'zod';
import { UserError } from '../errors.ts';
import type { Files, Iso, RemoteIssue, RemoteStatus } from '../types.ts';
import { issuePaths } from './issues.ts';

/** One entry a platform. Entries of older versions of Pullquote have the first five fields alone. */
export interface Pushed {
  platform: string;
  id: string;
  /** Where the editor sees it. */
  where: string;
  /** When it was put there, or last changed there. */
  at: Iso;
  /** Of the approved issue that is there. */
  sha256: string;
  status?: RemoteStatus;
  key?: string;
  /** sha256 of subject, preheader and both parts: another template makes another mail of the same issue. */
  content?: string;
  /** Its links were not fetched before it left. */
  offline?: true;
  scheduledFor?: Iso;
  sentAt?: Iso;
}
export interface Receipt {
  version: 1;
  pushed: Pushed[];
}

const pushedSchema = z.looseObject({
  platform: z.string(),
  id: z.string(),
  where: z.string(),
  at: z.string(),
  sha256: z.string(),
  status: z.enum(['draft', 'scheduled', 'sending', 'sent', 'unknown']).exactOptional(),
  key: z.string().exactOptional(),
  content: z.string().exactOptional(),
  offline: z.literal(true).exactOptional(),
  scheduledFor: z.string().exactOptional(),
  sentAt: z.string().exactOptional(),
});
const receiptSchema = z.looseObject({ version: z.literal(1), pushed: z.array(pushedSchema) });

/** Throws UserError where the receipt can't be read: without it a second publish could make a second draft. */
export function readReceipt(text: string | undefined, path: string): Receipt {
  if (text === undefined) return { version: 1, pushed: [] };
  try {
    const read = receiptSchema.safeParse(JSON.parse(text));
    if (read.success) return read.data;
  } catch {
    // told below
  }
  throw new UserError(
    `${path} is not a receipt of this version. Restore it from version control; without it an issue might be published twice.`,
  );
}

/** The receipt of an issue; one without entries where there is none yet. */
export async function receiptOf(files: Files, number: number): Promise<Receipt> {
  const { receipt: path } = issuePaths(number);
  return readReceipt(await files.read(path), path);
}

/** The receipt with this entry in the place of the platform's earlier one, as it is written. */
export function formatReceipt(receipt: Receipt, entry: Pushed): string {
  const others = receipt.pushed.filter(({ platform }) => platform !== entry.platform);
  return `${JSON.stringify({ ...receipt, pushed: [...others, entry] }, null, 2)}\n`;
}

/** What is known of an issue beside what the platform says. */
export interface Known {
  platform: string;
  key: string;
  sha256: string;
  content?: string;
  at: Iso;
  /** Undefined: nothing left in this run, so what was said before holds. */
  offline?: boolean;
}

/** What the receipt says of an issue as it is on a platform now; `before` is what it said. */
export function entryOf(remote: RemoteIssue, now: Known, before: Pushed | undefined): Pushed {
  const { offline: wasOffline, scheduledFor: _, sentAt, ...kept } = before ?? {};
  const same = before?.sha256 === now.sha256 && before.id === remote.id && before.status === remote.status;
  const offline = now.offline ?? wasOffline ?? false;
  const sent = remote.status === 'sent' || remote.status === 'sending';
  return {
    ...kept,
    platform: now.platform,
    id: remote.id,
    where: remote.where,
    at: same && before.content === now.content ? before.at : now.at,
    sha256: now.sha256,
    status: remote.status,
    key: now.key,
    ...(now.content === undefined ? {} : { content: now.content }),
    ...(offline ? { offline: true as const } : {}),
    ...(remote.status === 'scheduled' && remote.at ? { scheduledFor: remote.at } : {}),
    ...(sent ? { sentAt: remote.at ?? sentAt ?? now.at } : {}),
  };
}
