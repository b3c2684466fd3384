/** What is written down after each step: `receipt.json`, and in `issue.md` that it is published. */
import { formatIssue } from '../issue/format.ts';
import type { IssuePack, Platform, RemoteIssue, World } from '../types.ts';
import { issuePaths, readIssue } from './issues.ts';
import { contentOf } from './publishPack.ts';
import { entryOf, formatReceipt, type Pushed, readReceipt } from './publishReceipt.ts';

export interface Recorded {
  world: World;
  platform: Platform;
  pack: IssuePack;
  sha256: string;
  before: Pushed | undefined;
}

/**
 * Writes down what a platform has. `offline`: whether what left now left without its links being fetched; undefined: nothing left. An issue that was sent is `published` from then on; the approval
 * hash leaves the status out.
 */
export async function record(
  { world, platform, pack, sha256, before }: Recorded,
  remote: RemoteIssue,
  offline: boolean | undefined,
): Promise<void> {
  const at = world.clock().toISOString();
  const content = offline === undefined ? before?.content : contentOf(pack);
  const known = { platform: platform.name, key: pack.key, sha256, at };
  const more = { ...(content === undefined ? {} : { content }), ...(offline === undefined ? {} : { offline }) };
  await writeEntry(world, pack.number, platform.name, (earlier) => entryOf(remote, { ...known, ...more }, earlier));
}

/** Changes a platform's entry of an issue's receipt, and marks a sent issue as published. Writes nothing where nothing changes. */
export async function writeEntry(
  world: World,
  number: number,
  platform: string,
  change: (earlier: Pushed | undefined) => Pushed,
): Promise<Pushed> {
  const { receipt: path, markdown: issuePath } = issuePaths(number);
  const text = await world.files.read(path);
  const receipt = readReceipt(text, path);
  const entry = change(receipt.pushed.find((earlier) => earlier.platform === platform));
  const files: [string, string][] = [];
  const next = formatReceipt(receipt, entry);
  if (next !== text) files.push([path, next]);
  // read now: the editor may have written meanwhile
  const { issue } = await readIssue(world.files, number);
  const left = entry.status === 'sent' || entry.status === 'sending';
  if (left && issue.status !== 'published') files.push([issuePath, formatIssue({ ...issue, status: 'published' })]);
  if (files.length) await world.files.writeTogether(files);
  return entry;
}
