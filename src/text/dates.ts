/** The dates of a text (promise P3). */

export interface DateMention {
  start: number;
  end: number;
  text: string;
  year?: number;
  /** 1–12. */
  month?: number;
  /** As it is written: a 34th is kept, and found nowhere. */
  day?: number;
  /** 0 is Sunday. */
  weekday?: number;
  /** Of a year: “the second half of 2027”. */
  half?: 1 | 2;
}

const MONTHS = 'january february march april may june july august september october november december'.split(' ');
const WEEKDAYS = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ');
const DAY_WORDS =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth'.split(
    ' ',
  );

const MONTH =
  '(?<month>jan(?:uary|\\.)?|feb(?:ruary|\\.)?|mar(?:ch|\\.)?|apr(?:il|\\.)?|may|june?\\.?|july?\\.?|aug(?:ust|\\.)?|sept?(?:ember|\\.)?|oct(?:ober|\\.)?|nov(?:ember|\\.)?|dec(?:ember|\\.)?)(?![\\p{L}\\p{N}])';
const NO_MORE = '(?![\\p{L}\\p{N}%]|[.,:/]\\d)';
const DAY = `(?<day>\\d{1,2})(?:st|nd|rd|th)?${NO_MORE}`;
const DAY_2 = `(?:\\s?(?:[-–—/&]|to|and)\\s?(?<day2>\\d{1,2})(?:st|nd|rd|th)?${NO_MORE})?`;
const YEAR = `(?<year>(?:19\\d|20[0-5])\\d)(?![\\p{N}%]|[.,]\\d)`;
const SPOKEN = `(?<spoken>(?:(?:twenty|thirty)[ -])?(?:${DAY_WORDS.join('|')})|thirtieth)(?![\\p{L}])`;
const START = '(?<![\\p{L}\\p{N}])';

/** From the fullest form to the barest. Every form has its own groups, since a name may stand but once in an expression. */
const FORMS = [
  `(?<![\\p{L}\\p{N}./-])(?<year>(?:19|20)\\d\\d)(?<sep>[-/.])(?<monthNumber>\\d{1,2})\\k<sep>(?<day>\\d{1,2})(?!\\d|[-/.]\\d)`,
  `(?<![\\p{L}\\p{N}./-])(?<day>\\d{1,2})(?<sep>[-/.])(?<monthNumber>\\d{1,2})\\k<sep>(?<year>(?:19|20)\\d\\d)(?!\\d|[-/.]\\d)`,
  `${START}${MONTH}\\s+${DAY}${DAY_2}(?:,?\\s+(?:of\\s+)?${YEAR})?`,
  `${START}${DAY}${DAY_2}\\s+(?:of\\s+)?${MONTH}(?:,?\\s+${YEAR})?`,
  `${START}${MONTH}\\s+(?:the\\s+)?${SPOKEN}(?:,?\\s+${YEAR})?`,
  `${START}${MONTH}(?:,|\\s+of)?\\s+${YEAR}`,
  `${START}(?<half>first|second) half of (?:${YEAR}|(?:the|this|next|last) year(?![\\p{L}\\p{N}]))`,
  `${START}(?<half>H[12]) ${YEAR}`,
  `${START}(?<bare>${MONTH})`,
  `${START}(?<weekday>${WEEKDAYS.join('|')})s?(?![\\p{L}\\p{N}])`,
  `(?<![\\p{L}\\p{N}_]|[\\p{Sc}#]|\\d[.,/:-]|\\p{Lu}[-])${YEAR}(?:[-–/](?<toYear>(?:19|20)?\\d\\d)(?!\\d))?(?![\\p{L}])`,
].map((form) => new RegExp(form, 'giu'));

const CUES = /^(?:in|since|by|until|till|of|from|early|late|mid|last|this|next|before|after|during|through|and|to)$/i;

type Groups = Record<string, string | undefined>;

/** Every date of a text, in order; the parts that it gives. Linear in its length. */
export function datesIn(text: string): DateMention[] {
  const taken: DateMention[] = [];
  const covered = new Uint8Array(text.length + 1);
  for (const form of FORMS) {
    for (const found of text.matchAll(form)) {
      const end = found.index + found[0].length;
      if (covered[found.index] || covered[end - 1]) continue;
      if (found.groups?.bare !== undefined && !isMonthAlone(text, found.index, found[0])) continue;
      const dates = read(found.groups ?? {}, found[0], found.index, end);
      if (dates.length > 0) covered.fill(1, found.index, end);
      taken.push(...dates);
    }
  }
  return taken.sort((a, b) => a.start - b.start);
}

function read(groups: Groups, text: string, start: number, end: number): DateMention[] {
  const at = { start, end, text };
  const year = number(groups.year);
  const weekday = groups.weekday === undefined ? undefined : WEEKDAYS.indexOf(groups.weekday.toLowerCase());
  const month = monthOf(groups);
  const days = [number(groups.day) ?? spokenDay(groups.spoken), number(groups.day2)];
  if (groups.sep !== undefined && groups.sep !== '-' && text.endsWith(groups.year ?? '-')) return slashed(at, groups);
  const half = halfOf(groups.half);
  const given = {
    ...at,
    ...(year && { year }),
    ...(half && { half }),
    ...(month && { month }),
    ...(weekday !== undefined && { weekday }),
  };
  const dates: DateMention[] = [];
  for (const day of days) if (day !== undefined) dates.push({ ...given, day });
  if (dates.length === 0) dates.push(given);
  const to = groups.toYear;
  if (to !== undefined) dates.push({ ...at, year: Number(to.length === 2 ? `${groups.year?.slice(0, 2)}${to}` : to) });
  return dates;
}

const number = (digits: string | undefined): number | undefined => (digits === undefined ? undefined : Number(digits));

function monthOf(groups: Groups): number | undefined {
  if (groups.monthNumber !== undefined) return Number(groups.monthNumber);
  const name = groups.month?.toLowerCase().slice(0, 3);
  return name === undefined ? undefined : MONTHS.findIndex((month) => month.startsWith(name)) + 1;
}

function halfOf(said: string | undefined): 1 | 2 | undefined {
  return said === undefined ? undefined : /^(?:first|h1)$/i.test(said) ? 1 : 2;
}

function spokenDay(words: string | undefined): number | undefined {
  if (words === undefined) return undefined;
  if (words.toLowerCase() === 'thirtieth') return 30;
  const [first = '', second] = words.toLowerCase().split(/[ -]/);
  if (second === undefined) return DAY_WORDS.indexOf(first) + 1;
  return (first === 'twenty' ? 20 : 30) + DAY_WORDS.indexOf(second) + 1;
}

/** `3/4/2026` is the third of April or the fourth of March. */
function slashed(at: { start: number; end: number; text: string }, groups: Groups): DateMention[] {
  const year = Number(groups.year);
  const [a, b] = [Number(groups.day), Number(groups.monthNumber)];
  if (b > 12) return [{ ...at, year, month: a, day: b }];
  return [{ ...at, year, month: b, day: a }];
}

/** A month without day and year: its full name, those that are also words with a capital, and “May” only after a word such as “in”. */
function isMonthAlone(text: string, start: number, name: string): boolean {
  if (!MONTHS.includes(name.toLowerCase())) return false;
  if (!/^(?:may|march|august)$/i.test(name)) return true;
  const cue = /(\p{L}+)[\s-]$/u.exec(text.slice(Math.max(0, start - 10), start))?.[1] ?? '';
  return /^\p{Lu}/u.test(name) && (name !== 'May' || CUES.test(cue));
}
