/** Which old issue has which number. */
import { UserError } from '../errors.ts';
import type { Day } from '../types.ts';
import type { LeftOut, OldIssue } from './importTypes.ts';

/** What stands in the workspace already. */
export interface Standing {
  number: number;
  date: Day;
}
export interface Numbered {
  issues: (OldIssue & { number: number })[];
  leftOut: LeftOut[];
  notes: string[];
}

/**
 * Numbers old issues. With `first` they are counted from it by date; else what they say of themselves holds, where at least half of them say something, and those between are counted; else they
 * are counted from 1, or go on from the newest that is there. A number that is taken, by one of them or in the workspace, leaves the later one out. Throws UserError where they would have to stand before issues that are there.
 */
export function numberIssues(found: OldIssue[], there: Standing[], first?: number): Numbered {
  const sorted = found.toSorted(
    (a, b) => a.date.localeCompare(b.date) || (a.said ?? 0) - (b.said ?? 0) || a.from.localeCompare(b.from),
  );
  const said = sorted.filter((issue) => issue.said !== undefined).length;
  const believed = first === undefined && said > 0 && said * 2 >= sorted.length;
  const numbers = believed ? bySelf(sorted) : counted(sorted, first ?? startAfter(sorted, there));
  return { ...settled(sorted, numbers, there), notes: notesOn(sorted, believed, said, first) };
}

function notesOn(sorted: OldIssue[], believed: boolean, said: number, first: number | undefined): string[] {
  if (first !== undefined || believed || sorted.length === 0) return [];
  const few = said > 0 ? `only ${said} of ${sorted.length} say a number` : 'none says a number';
  return [`${few}: they are counted by date. --first N begins at another number.`];
}

function counted(sorted: OldIssue[], first: number): (number | undefined)[] {
  return sorted.map((_, i) => first + i);
}

function startAfter(sorted: OldIssue[], there: Standing[]): number {
  const newest = there.toSorted((a, b) => a.number - b.number).at(-1);
  const oldest = sorted[0];
  if (!newest || !oldest) return 1;
  if (oldest.date > newest.date) return newest.number + 1;
  throw new UserError(
    `the old issues say no numbers, and issue ${newest.number} of ${newest.date} is there already: say with --first N which number the oldest one, of ${oldest.date}, has`,
  );
}

/** What each says; one that says nothing follows the one before it, or stands before the first that says something. */
function bySelf(sorted: OldIssue[]): (number | undefined)[] {
  const taken = new Set(sorted.map(({ said }) => said));
  const numbers = sorted.map(({ said }) => said);
  const fill = (i: number, number: number | undefined) => {
    if (numbers[i] !== undefined || number === undefined || number < 1 || taken.has(number)) return;
    numbers[i] = number;
    taken.add(number);
  };
  for (let i = 1; i < numbers.length; i++) fill(i, plus(numbers[i - 1], 1));
  for (let i = numbers.length - 2; i >= 0; i--) fill(i, plus(numbers[i + 1], -1));
  return numbers;
}

function plus(number: number | undefined, by: number): number | undefined {
  return number === undefined ? undefined : number + by;
}

function settled(
  sorted: OldIssue[],
  numbers: (number | undefined)[],
  there: Standing[],
): Pick<Numbered, 'issues' | 'leftOut'> {
  const taken = new Map<number, string>(
    there.map(({ number, date }) => [number, `issue ${number} of ${date} is there already`]),
  );
  const issues: Numbered['issues'] = [];
  const leftOut: LeftOut[] = [];
  for (const [i, issue] of sorted.entries()) {
    const number = numbers[i];
    const reason =
      number === undefined ? noRoom(issue) : number < 1 ? 'there is no issue 0: numbers begin at 1' : taken.get(number);
    if (number === undefined || reason !== undefined) leftOut.push({ from: issue.from, reason: String(reason) });
    else {
      issues.push({ ...issue, number });
      taken.set(number, `number ${number} is that of ${issue.from} too`);
    }
  }
  return { issues, leftOut };
}

function noRoom({ date }: OldIssue): string {
  return `it says no number, and those beside ${date} are taken: write \`number:\` into its front matter`;
}
