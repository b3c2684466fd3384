/** What a run tells the editor, in words. */
import type { Day, SourceHealth } from '../types.ts';
import type { News } from './notify.ts';
import type { Failure } from './runSteps.ts';

/** An issue that was drafted. */
export interface Drafted {
  number: number;
  window: { since: Day; until: Day };
  path: string;
  blocks: number;
  dollars: number;
  /** Due days without an issue of their own, of which this one tells too. */
  missed: Day[];
  notes: string[];
}

/** As many sources as a notice names. */
const MOST = 10;

/** An issue waits to be read. */
export function draftNews({ number, window, path, blocks, dollars, notes }: Drafted, name: string): News {
  const lines = [
    `${path}: ${blocks} ${blocks === 1 ? 'block' : 'blocks'} on ${window.since} to ${window.until}, $${dollars.toFixed(4)}.`,
    ...notes,
    `Read and approve it: pullquote review ${number}`,
  ];
  return { kind: 'draft-ready', title: `${name}: issue ${number} is drafted`, text: lines.join('\n'), number };
}

/** Issues before it wait still. */
export function waitingNews(waiting: number[], number: number, name: string): News {
  const [first] = waiting;
  const issues =
    waiting.length === 1 ? `issue ${first} is still a draft` : `issues ${waiting.join(', ')} are still drafts`;
  const text = [
    `Issue ${number} goes on where issue ${waiting.at(-1)} ends, and tells none of its stories again.`,
    `Approve and publish the older ones first (pullquote review ${first}), or delete their folders and run \`pullquote draft --number ${number}\`: it then tells of their weeks too.`,
  ];
  return {
    kind: 'waiting',
    title: `${name}: ${issues}`,
    text: text.join('\n'),
    ...(first === undefined ? {} : { number: first }),
  };
}

/** A step failed. */
export function failureNews({ step, message }: Failure, name: string): News {
  const title = step === 'plan' ? `${name}: it can’t be told what is due` : `${name}: the ${step} failed`;
  return { kind: 'failed', title, text: `${message}\nIt is tried again by the next runs; this is told once a day.` };
}

/** Sources that have failed several times in a row now. */
export function sickNews(sick: (SourceHealth & { name: string })[], name: string): News {
  const lines = sick
    .slice(0, MOST)
    .map((each) => `${each.name}: ${each.failuresInARow} failures in a row; ${each.lastError ?? ''}`);
  if (sick.length > MOST) lines.push(`${sick.length - MOST} more: pullquote status`);
  const what = sick.length === 1 ? `${sick[0]?.name} is sick` : `${sick.length} sources are sick`;
  return { kind: 'source-sick', title: `${name}: ${what}`, text: lines.join('\n') };
}
