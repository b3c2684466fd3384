/** Magnitudes and units that stand around a number. */

/** `''` none, `%`, `times`, `ordinal`, `fraction`, `$` and other currencies, `@minute` and other measures, `literal` for what is no quantity. */
export type Unit = string;

const MAGNITUDES: Record<string, number> = {
  hundred: 1e2,
  k: 1e3,
  thousand: 1e3,
  lakh: 1e5,
  m: 1e6,
  mn: 1e6,
  mln: 1e6,
  million: 1e6,
  crore: 1e7,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
  t: 1e12,
  tn: 1e12,
  trn: 1e12,
  trillion: 1e12,
};

/** Forms of each measure, glued, hyphenated or after a space. */
const MEASURES: Record<string, string> = {
  microsecond: 'µs us microsecond microseconds',
  millisecond: 'ms millisecond milliseconds',
  second: 'sec secs second seconds',
  minute: 'min mins minute minutes',
  hour: 'h hr hrs hour hours',
  day: 'day days',
  week: 'week weeks',
  month: 'month months',
  year: 'yr yrs year years',
  decade: 'decade decades',
  kilobyte: 'kb kilobyte kilobytes',
  megabyte: 'mb megabyte megabytes',
  gigabyte: 'gb gib gigabyte gigabytes',
  terabyte: 'tb terabyte terabytes',
  petabyte: 'pb petabyte petabytes',
  bit: 'bit bits',
  kilowatt: 'kw kilowatt kilowatts',
  megawatt: 'mw megawatt megawatts',
  gigawatt: 'gw gigawatt gigawatts',
  terawatt: 'tw terawatt terawatts',
  watt: 'w watt watts',
  nanometre: 'nm nanometre nanometres nanometer nanometers',
  millimetre: 'mm millimetre millimetres millimeter millimeters',
  centimetre: 'cm centimetre centimetres centimeter centimeters',
  metre: 'm metre metres meter meters',
  kilometre: 'km kilometre kilometres kilometer kilometers',
  mile: 'mile miles',
  kilogram: 'kg kilogram kilograms kilo kilos',
  tonne: 't tonne tonnes ton tons',
  megahertz: 'mhz megahertz',
  gigahertz: 'ghz gigahertz',
  cent: 'cent cents',
  'in the morning': 'am a.m a.m.',
  'in the afternoon': 'pm p.m p.m.',
};
const MONEY_WORDS: Record<string, string> = {
  $: 'dollar dollars usd bucks',
  '€': 'euro euros eur',
  '£': 'pound pounds gbp quid',
  '¥': 'yuan rmb renminbi cny yen jpy',
  '₹': 'rupee rupees inr',
  '₩': 'won krw',
  CHF: 'franc francs chf',
};
const OTHER_UNITS: Record<string, string> = {
  '%': '% percent pct percentage',
  times: 'x × times fold',
  ordinal: 'st nd rd th',
  '@point': 'point points pp',
};

const UNIT_OF = new Map<string, Unit>();
function fill(table: Record<string, string>, prefix: string): void {
  for (const [unit, forms] of Object.entries(table))
    for (const form of forms.split(' ')) UNIT_OF.set(form, prefix + unit);
}
fill(MEASURES, '@');
fill(MONEY_WORDS, '');
fill(OTHER_UNITS, '');

export function magnitudeOf(word: string): number | undefined {
  return MAGNITUDES[word.toLowerCase()];
}

/** The unit that a word after a number stands for. */
export function unitOf(word: string): Unit | undefined {
  return UNIT_OF.get(word.toLowerCase()) ?? (/^\p{Sc}$/u.test(word) ? word.replace('￥', '¥') : undefined);
}

export interface Suffix {
  magnitude: number;
  unit: Unit;
  end: number;
  /** Another way to read it: `5m` is five million or five metres. */
  other?: { magnitude: number; unit: Unit };
}

const WORD_AFTER = /([ \u00a0\u202f-]?)(%|×|\p{Sc}|per[ -]cent(?![\p{L}\p{N}])|[ap]\.m\.?|[\p{L}µ]+)/uy;

/** What follows a number that ends at `at`: magnitude, then unit. `glued` letters that are neither make it no number: undefined. */
export function suffixAt(text: string, at: number): Suffix | undefined {
  const first = wordAfter(text, at);
  const none: Suffix = { magnitude: 1, unit: '', end: at };
  if (!first) return none;
  // In “$499 $15 off” the second sign belongs to the second number.
  if (/^\p{Sc}$/u.test(first.word) && /^\s?\d/.test(text.slice(first.end, first.end + 2))) return none;
  const glued = first.gap === '';
  if (glued && /^[\p{L}\p{N}_]/u.test(text.slice(first.end, first.end + 1)) && /\p{L}/u.test(first.word))
    return undefined;
  const magnitude = readMagnitude(first);
  const unit = unitOf(first.word);
  if (magnitude === undefined) {
    if (unit !== undefined && fits(first, unit)) return { magnitude: 1, ...wholeUnit(text, first, unit) };
    const compound = glued ? undefined : compoundUnit(text, at);
    if (compound) return { magnitude: 1, ...compound };
    return glued && /\p{L}/u.test(first.word) ? undefined : none;
  }
  const second = wordAfter(text, first.end);
  const after = second && second.gap !== '' ? unitOf(second.word) : undefined;
  const whole = after !== undefined && second ? wholeUnit(text, second, after) : { unit: '', end: first.end };
  const read: Suffix = { magnitude, ...whole };
  return unit === undefined ? read : { ...read, other: { magnitude: 1, unit } };
}

/** “12 GPU-minutes”, “300 person-years”: measured by the last part. */
function compoundUnit(text: string, at: number): { unit: Unit; end: number } | undefined {
  const found = /^[ \u00a0-]\p{L}[\p{L}\p{N}]{1,12}-(\p{Ll}{4,12})(?![\p{L}\p{N}])/u.exec(text.slice(at, at + 30));
  const unit = unitOf(found?.[1] ?? '');
  return found && unit !== undefined && isMeasure(unit) ? { unit, end: at + found[0].length } : undefined;
}

interface After {
  gap: string;
  word: string;
  end: number;
}

function wordAfter(text: string, at: number): After | undefined {
  WORD_AFTER.lastIndex = at;
  const found = WORD_AFTER.exec(text);
  if (!found) return undefined;
  const word = /^per[ -]cent$/i.test(found[2] ?? '') ? '%' : (found[2] ?? '');
  return { gap: found[1] ?? '', word, end: WORD_AFTER.lastIndex };
}

/** One letter is a magnitude only where it is glued to its number, or a capital: `5 m` is not five million. */
function readMagnitude({ gap, word }: After): number | undefined {
  const magnitude = magnitudeOf(word);
  if (magnitude === undefined || gap === '' || word.length > 2) return magnitude;
  return /^(?:[KMBT]|bn|mn|tn)$/.test(word) ? magnitude : undefined;
}

/** `5 x` and `3 th` are no units; `60 won` is a verb as often as a currency. */
function fits({ gap, word }: After, unit: Unit): boolean {
  if (unit === 'ordinal') return gap === '';
  if (word.length === 1 && /\p{L}/u.test(word)) return gap === '' || (gap !== '-' && /^[WhX]$/.test(word));
  return !(gap === ' ' && /^(?:won|us)$/i.test(word));
}

/** Where a unit ends that is `unit` by its first word: “percentage points” are points, and no per cent. */
function wholeUnit(text: string, { word, end }: After, unit: Unit): { unit: Unit; end: number } {
  const points = unit === '%' ? /^[ -]points?\b/.exec(text.slice(end, end + 8)) : null;
  return points && word !== '%' ? { unit: '@point', end: end + points[0].length } : { unit, end };
}

const CURRENCY_BEFORE =
  /(?:(?<![\p{L}])((?:US|AU|CA|HK|NZ|NT|A|C|S|R)?)(\p{Sc})[ \u00a0]?|(?<![\p{L}])(USD|EUR|GBP|CNY|RMB|JPY|INR|CHF)[ \u00a0])$/u;

/** The currency that stands before a number that begins at `at`, and where it begins. */
export function currencyBefore(text: string, at: number): { unit: Unit; start: number } | undefined {
  const found = CURRENCY_BEFORE.exec(text.slice(Math.max(0, at - 8), at));
  if (!found) return undefined;
  const country = found[1] && found[1] !== 'US' ? found[1] : '';
  const unit = found[3] ? unitOf(found[3]) : unitOf(found[2] ?? '');
  return unit === undefined ? undefined : { unit: country + unit, start: at - found[0].length };
}

/** Whether a unit measures (minutes, gigabytes, cents), rather than being a currency, per cent or none. */
export function isMeasure(unit: Unit): boolean {
  return unit.startsWith('@');
}
