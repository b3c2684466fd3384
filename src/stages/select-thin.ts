import type { Newsletter, Selection } from '../types.ts';

/** Fewer blocks than this share of the room make a thin week. */
const THIN = 0.6;

/**
 * What an editor is told where a week filled little of its issue: how many blocks of how many, and what kept most of the others out. Undefined in a full week. Room is that of
 * the slots for what is read; voices and recordings are no measure of a week.
 */
export function thinWeek(
  { chosen, dropped }: Selection,
  { sections }: Pick<Newsletter, 'sections'>,
): string | undefined {
  const read = new Set(sections.filter(({ slot }) => slot === 'lead' || slot === 'reads').map(({ slot }) => slot));
  const room = sections.reduce((sum, { slot, max }) => sum + (read.has(slot) ? max : 0), 0);
  const blocks = chosen.filter(({ slot }) => read.has(slot)).length;
  if (blocks >= room * THIN) return undefined;
  const [most] = Object.entries(dropped).sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const why = most ? `; most of what was left out: ${most[0]} (${most[1]})` : '';
  return `A thin week: ${blocks === 0 ? 'no story fills' : `${blocks} of`} the ${room} places for reading${blocks === 0 ? '' : ' are filled'}${why}. The issue is shorter.`;
}
