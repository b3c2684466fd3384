import { compare } from '../text/order.ts';
import type { Iso, Verdict } from '../types.ts';
import { keyOf } from './key.ts';
import { inParts } from './parts.ts';
import type { Db } from './tables.ts';

/** The verdicts of which both pages are among these, by their pages. */
export async function readVerdicts(db: Db, pages: string[]): Promise<Verdict[]> {
  const wanted = new Map(pages.map((page) => [keyOf(page), page]));
  const found: Verdict[] = [];
  for (const some of inParts([...wanted.keys()])) {
    const rows = await db.selectFrom('verdict').select(['one', 'other', 'same']).where('one', 'in', some).execute();
    for (const row of rows) {
      const [one, other] = [wanted.get(row.one), wanted.get(row.other)];
      if (one !== undefined && other !== undefined) found.push({ one, other, same: row.same === 1 });
    }
  }
  return found.sort((a, b) => compare(a.one, b.one) || compare(a.other, b.other));
}

/** A later verdict on the same two pages takes the place of the earlier one. */
export async function saveVerdicts(db: Db, verdicts: Verdict[], at: Iso): Promise<void> {
  const said = verdicts.map(({ one, other, same }) => ({
    one: keyOf(one),
    other: keyOf(other),
    same: same ? 1 : 0,
    at,
  }));
  const last = new Map(said.map((row) => [`${row.one} ${row.other}`, row]));
  // in one order, so that two who save the same pairs do not wait for one another
  const rows = [...last].sort(([a], [b]) => compare(a, b)).map(([, row]) => row);
  for (const some of inParts(rows))
    await db
      .insertInto('verdict')
      .values(some)
      .onConflict((conflict) =>
        conflict
          .columns(['one', 'other'])
          .doUpdateSet((eb) => ({ same: eb.ref('excluded.same'), at: eb.ref('excluded.at') })),
      )
      .execute();
}
