/** One quantity in several units: 900 milliseconds are 0.9 seconds. */
import { type Reading, reading } from './numbersMention.ts';

/** How much of the first unit of its line each unit is. */
const SCALES: Record<string, number>[] = [
  { '@microsecond': 1e-6, '@millisecond': 1e-3, '@second': 1, '@minute': 60, '@hour': 3600 },
  { '@kilobyte': 1e-6, '@megabyte': 1e-3, '@gigabyte': 1, '@terabyte': 1e3, '@petabyte': 1e6 },
  { '@watt': 1e-3, '@kilowatt': 1, '@megawatt': 1e3, '@gigawatt': 1e6, '@terawatt': 1e9 },
  { '@millimetre': 1e-3, '@centimetre': 1e-2, '@metre': 1, '@kilometre': 1e3 },
  { '@kilogram': 1, '@tonne': 1e3 },
  { '@megahertz': 1e-3, '@gigahertz': 1 },
];

/** The same quantity in the other units of its kind; nothing for what is no measure. */
export function inOtherUnits({ value, unit }: Reading): Reading[] {
  const scale = SCALES.find((units) => Object.hasOwn(units, unit));
  if (!scale) return [];
  const base = Number(value) * (scale[unit] ?? 1);
  return Object.entries(scale).flatMap(([other, size]) => (other === unit ? [] : [reading(base / size, other)]));
}
