/** What the desk's own questions to the model cost is added to the issue's bill. */
import { formatEvidence } from '../../issue/evidence.ts';
import type { Bill, BillLine, Evidence, World } from '../../types.ts';
import { issuePaths, readEvidence } from '../issues.ts';

type Billed = Pick<World, 'bill'>;
/** As far as the bill of a running desk stands in an issue's evidence already. */
const written = new WeakMap<Billed['bill'], Bill>();
const WAIT_MS = 10_000;

/** The evidence with all that was asked since the bill was last written. `settle` is called once that is on the disk. */
export function withBill(world: Billed, evidence: Evidence): { evidence: Evidence; settle(): void } {
  const now = world.bill();
  const bill = sum(evidence.bill, now, written.get(world.bill));
  return { evidence: { ...evidence, bill }, settle: () => void written.set(world.bill, now) };
}

/** Writes the bill alone, where a question cost something and changed nothing. */
export async function keepBill(world: World, number: number): Promise<void> {
  await world.files.locked(
    'review',
    async () => {
      const before = await readEvidence(world.files, number);
      if (!before) return;
      const { evidence, settle } = withBill(world, before);
      if (evidence.bill === before.bill) return;
      await world.files.write(issuePaths(number).evidence, formatEvidence(evidence));
      settle();
    },
    WAIT_MS,
  );
}

const COUNTS = ['calls', 'cachedCalls', 'tokensIn', 'tokensOut', 'tokensCached', 'tokensReasoning', 'dollars'] as const;

/** `bill` with what `now` has and `before` had not; itself where that is nothing. */
function sum(bill: Bill, now: Bill, before: Bill | undefined): Bill {
  const lines = new Map(bill.lines.map((line) => [line.purpose, line]));
  let isMore = false;
  for (const line of now.lines) {
    const had = before?.lines.find(({ purpose }) => purpose === line.purpose);
    const total = { ...(lines.get(line.purpose) ?? nothing(line.purpose)) };
    for (const count of COUNTS) {
      const more = line[count] - (had?.[count] ?? 0);
      if (more > 0) isMore = true;
      total[count] = rounded(total[count] + more);
    }
    lines.set(line.purpose, total);
  }
  if (!isMore) return bill;
  const all = [...lines.values()].sort((a, b) => (a.purpose < b.purpose ? -1 : 1));
  const model = bill.lines.length ? bill.model : now.model;
  return { ...bill, model, dollars: rounded(all.reduce((total, { dollars }) => total + dollars, 0)), lines: all };
}

function nothing(purpose: string): BillLine {
  const none = { calls: 0, cachedCalls: 0, tokensIn: 0, tokensOut: 0, tokensCached: 0, tokensReasoning: 0 };
  return { purpose, ...none, dollars: 0 };
}

/** To a millionth of a dollar, as bills are. */
function rounded(figure: number): number {
  return Math.round(figure * 1_000_000) / 1_000_000;
}
