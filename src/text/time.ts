/** Dates as feeds and pages write them. */
import type { Iso } from '../types.ts';

/** Minutes east of UTC of the zones that people write by name. IST is India's, BST Britain's, CST and EST North America's. */
const ZONES: Record<string, number> = {
  ...{
    z: 0,
    ut: 0,
    utc: 0,
    gmt: 0,
    wet: 0,
    west: 60,
    bst: 60,
    cet: 60,
    met: 60,
    mez: 60,
    wat: 60,
    cest: 120,
    mest: 120,
  },
  ...{
    mesz: 120,
    cat: 120,
    sast: 120,
    eet: 120,
    eest: 180,
    eat: 180,
    msk: 180,
    msd: 240,
    gst: 240,
    pkt: 300,
    ist: 330,
  },
  ...{
    npt: 345,
    wib: 420,
    ict: 420,
    sgt: 480,
    hkt: 480,
    pht: 480,
    awst: 480,
    jst: 540,
    kst: 540,
    acst: 570,
    aest: 600,
  },
  ...{ acdt: 630, aedt: 660, nzst: 720, nzdt: 780, ndt: -150, nst: -210, brt: -180, art: -180, adt: -180, ast: -240 },
  ...{ clt: -240, edt: -240, est: -300, cdt: -300, et: -300, cst: -360, mdt: -360, ct: -360, mst: -420, pdt: -420 },
  ...{ mt: -420, pst: -480, pt: -480, akdt: -480, akst: -540, hst: -600 },
};

/** The first letters of month names, accents aside: English, German, French, Spanish, Italian, Portuguese, Dutch. */
const MONTHS: [RegExp, number][] = [
  [/^(jan|ene|gen)/, 1],
  [/^(feb|fev)/, 2],
  [/^(mar|maerz|mrz|mrt)/, 3],
  [/^(apr|avr|abr)/, 4],
  [/^(may|mai|mag|maj|mei)/, 5],
  [/^(jun|juin|giu)/, 6],
  [/^(jul|juil|lug)/, 7],
  [/^(aug|aou|ago)/, 8],
  [/^(sep|set)/, 9],
  [/^(oct|okt|ott|out)/, 10],
  [/^(nov)/, 11],
  [/^(dec|dez|dic)/, 12],
];

type YearMonthDay = { year: number; month: number; day: number };
/** A found part, and the text without it. */
type Found<T> = { value: T; rest: string } | undefined;

/**
 * The moment that a date names: ISO 8601 and W3C-DTF, RFC 822/2822 with its two-digit years, asctime, named zones, month names of seven
 * languages, Unix seconds or milliseconds. Without a zone it is UTC. Undefined where it is no date, names no real day, is outside
 * 1900–2200, or leaves open which number is the month (`03/04/2026`): no date is better than a wrong one.
 */
export function parseDate(text: string): Iso | undefined {
  const plain = text
    .slice(0, 120)
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFKC')
    .replace(/\([^()]*\)/g, ' ')
    .toLowerCase()
    .trim();
  const unix = /^([12]\d{9})(\d{3})?$/.exec(plain);
  if (unix !== null) return new Date(Number(unix[1]) * 1000 + Number(unix[2] ?? 0)).toISOString();
  const time = takeTime(plain);
  const date = takeNumericDate(time?.rest ?? plain) ?? takeNamedDate(time?.rest ?? plain);
  if (date === undefined) return undefined;
  return moment(date.value, time?.value ?? 0, time === undefined ? 0 : zoneOffset(date.rest));
}

/** Milliseconds since midnight, from `18:05`, `18:05:09.5`, `6:05 pm`, `T1805` after a compact date. */
function takeTime(text: string): Found<number> {
  const compact = /^(\d{8})t(\d{2})(\d{2})(\d{2})?(?!\d)/.exec(text);
  const clock = /(?<!\d)(?:t\s?)?(\d{1,2})[:h](\d{2})(?::(\d{2}))?(?:[.,](\d{1,9}))?(?:\s?([ap])\.?m\b\.?)?(?!\d)/;
  const match = compact ?? clock.exec(text);
  if (match === null) return undefined;
  const [hourText, minuteText, secondText] = compact ? compact.slice(2) : match.slice(1);
  let hour = Number(hourText);
  const half = compact ? undefined : match[5];
  if (half !== undefined) hour = (hour % 12) + (half === 'p' ? 12 : 0);
  const minute = Number(minuteText);
  // a leap second is shown as the last one before it
  const second = Math.min(Number(secondText ?? 0), 59);
  if (hour > 24 || minute > 59) return undefined;
  const fraction = compact ? 0 : Math.trunc(Number(`0.${match[4] ?? 0}`) * 1000);
  const before = compact ? compact[1] : text.slice(0, match.index);
  return {
    value: ((hour * 60 + minute) * 60 + second) * 1000 + fraction,
    rest: `${before} ${text.slice(match.index + match[0].length)}`.trim(),
  };
}

/** `2026-11-22`, `2026/11/22`, `20261122`, `2026-11`, `2026`, `2026-326` (day of the year), `22.11.2026`, `11/22/2026`. */
function takeNumericDate(text: string): Found<YearMonthDay> {
  const whole =
    /(?<!\d)(\d{4})\s?[-/.\u5e74\ub144]\s?(\d{1,2})\s?[-/.\u6708\uc6d4]\s?(\d{1,2})(?!\d)[\u65e5\uc77c]?/.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})(?!\d)/.exec(text) ??
    /^(\d{4})-(\d{2})$/.exec(text) ??
    /^(\d{4})$/.exec(text);
  if (whole !== null) return found(text, whole, whole[1], whole[2] ?? 1, whole[3] ?? 1);
  const ordinal = /^(\d{4})-?(\d{3})(?!\d)/.exec(text);
  if (ordinal !== null) return ordinalDate(text, ordinal);
  const last = /(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)/.exec(text);
  if (last === null) return undefined;
  const [first, second] = [Number(last[1]), Number(last[3])];
  if (last[2] === '.' || first > 12 || first === second) return found(text, last, last[4], second, first);
  return second > 12 ? found(text, last, last[4], first, second) : undefined;
}

function ordinalDate(text: string, match: RegExpExecArray): Found<YearMonthDay> {
  const day = new Date(Date.UTC(Number(match[1]), 0, Number(match[2])));
  if (Number(match[2]) < 1 || day.getUTCFullYear() !== Number(match[1])) return undefined;
  return found(text, match, match[1], day.getUTCMonth() + 1, day.getUTCDate());
}

/** A month by name, with a day and a year around it: `Sun, 22 Nov 2026`, `November 22nd, 2026`, `Sun Nov 22 2026`, `22-Nov-26`. */
function takeNamedDate(text: string): Found<YearMonthDay> {
  const name = [...text.matchAll(/[a-z]{3,}/g)].find(({ 0: word }) => monthOf(word) !== undefined);
  if (name === undefined) return undefined;
  const after = text.slice(name.index + name[0].length);
  const before = /(?<![\d:])(\d{1,2})(?:st|nd|rd|th|\.)?(?:\s+(?:of|de))?[\s.-]*$/.exec(text.slice(0, name.index));
  const rest = before
    ? /^[\s.,-]*(?:de\s+)?('?\d{2}|\d{4})(?!\d)/.exec(after)
    : /^[\s.,-]*(\d{1,2})(?:st|nd|rd|th)?(?![\d:])(?:[^\d+-]{0,12}?(?:[a-z]{3,4})?\s)?[\s,-]*(\d{4})(?!\d)/.exec(after);
  if (rest === null) return undefined;
  const day = before ? before[1] : rest[1];
  const year = fullYear(before ? rest[1] : rest[2]);
  const zone = after.slice(rest[0].length);
  const between = before ? '' : rest[0].replace(/\d+/g, ' ');
  return { value: { year, month: monthOf(name[0]) ?? 1, day: Number(day) }, rest: `${between} ${zone}`.trim() };
}

function monthOf(word: string): number | undefined {
  return MONTHS.find(([start]) => start.test(word))?.[1];
}

/** RFC 2822 §4.3: two digits below 50 are of this century. */
function fullYear(text: string | undefined): number {
  const digits = (text ?? '').replace("'", '');
  const year = Number(digits);
  if (digits.length > 2) return year;
  return year < 50 ? 2000 + year : 1900 + year;
}

function found(
  text: string,
  match: RegExpExecArray,
  year: string | number | undefined,
  month: string | number,
  day: string | number,
): Found<YearMonthDay> {
  const rest = text.slice(match.index + match[0].length).trim();
  return { value: { year: Number(year), month: Number(month), day: Number(day) }, rest };
}

/** Minutes east of UTC; 0 for a name that nobody knows (RFC 2822 §4.3) and for an offset that no place has. */
function zoneOffset(text: string): number {
  const numeric = /([+\u2212-])(\d{1,2}):?(\d{2})?(?!\d)/.exec(text);
  if (numeric !== null) {
    const minutes = Number(numeric[2]) * 60 + Number(numeric[3] ?? 0);
    if (minutes > 14 * 60) return 0;
    return numeric[1] === '+' ? minutes : -minutes;
  }
  for (const word of text.match(/[a-z]+/g) ?? []) if (Object.hasOwn(ZONES, word)) return ZONES[word] ?? 0;
  return 0;
}

function moment({ year, month, day }: YearMonthDay, milliseconds: number, zone: number): Iso | undefined {
  if (year < 1900 || year > 2200) return undefined;
  const midnight = Date.UTC(year, month - 1, day);
  const date = new Date(midnight);
  if (date.getUTCMonth() + 1 !== month || date.getUTCDate() !== day) return undefined;
  return new Date(midnight + milliseconds - zone * 60_000).toISOString();
}
