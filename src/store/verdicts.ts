import { compare } from '../text/order.ts';
import type { Iso, Verdict } from '../types.ts';
import type { Db } from './tables.ts';

/** How many values one statement is given: databases have a limit. */
const AT_ONCE = 500;

/** The verdicts of which both pages are among these, by their pages. */
export async function readVerdicts(db: Db, pages: string[]): Promise<Verdict[]> {
  const wanted = new Set(pages);
  const found: Verdict[] = [];
  for (const some of inParts([...wanted])) {
    const rows = await db.selectFrom('verdict').select(['one', 'other', 'same']).where('one', 'in', some).execute();
    for (const { one, other, same } of rows) if (wanted.has(other)) found.push({ one, other, same: same === 1 });
  }
  return found.sort((a, b) => compare(a.one, b.one) || compare(a.other, b.other));
}

/** A later verdict on the same two pages takes the place of the earlier one. */
export async function saveVerdicts(db: Db, verdicts: Verdict[], at: Iso): Promise<void> {
  for (const { one, other, same } of verdicts) {
    const said = { same: same ? 1 : 0, at };
    await db
      .insertInto('verdict')
      .values({ one, other, ...said })
      .onConflict((conflict) => conflict.columns(['one', 'other']).doUpdateSet(said))
      .execute();
  }
}

function inParts<T>(list: T[]): T[][] {
  return Array.from({ length: Math.ceil(list.length / AT_ONCE) }, (_, i) => list.slice(i * AT_ONCE, (i + 1) * AT_ONCE));
}
