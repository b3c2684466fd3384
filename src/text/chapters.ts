/** Chapters of a recording: as JSON (Podcasting 2.0), in a description, and which of them nobody is quoted from. */
import type { Chapter, Cue } from '../types.ts';
import type { Span } from './sentences.ts';
import { parseClock } from './transcript-piece.ts';
import { withoutUnseen } from './unseen.ts';

const MOST = 500;
const LONGEST_TITLE = 200;
const LONGEST_LIST = 100_000;
/** Two times are a list where it begins at the beginning; elsewhere they may be anything. */
const LEAST = 2;
const LEAST_UNANCHORED = 3;

const CLOCK = String.raw`(\d{1,3}(?::\d{2}){1,2})`;
/** `0:00 Intro`, `• [1:02:03] – Intro`, `3. (12:34): Intro`, `0:00 - 1:30 Intro`. */
const TIME_FIRST = new RegExp(
  String.raw`^(?:[^\p{L}\p{N}[(]{1,6}|\d{1,3}[.)] )?[[(]?${CLOCK}[\])]?(?: ?[-–—]+ ?${CLOCK})?(?: ?[-–—:|]+ ?| )(.+)$`,
  'u',
);
/** `Intro (12:34)`, `Intro - 12:34`. */
const TIME_LAST = new RegExp(String.raw`^(\S.{0,${LONGEST_TITLE}}?) ?[-–—:|]? ?[[(]?${CLOCK}[\])]?$`, 'u');

/**
 * The chapters of a JSON chapters file (Podcasting 2.0, version 1.2), in order of time; also a bare list, and times written as clocks. An
 * entry without a title or a time is left out; what is no such file has none. Never throws.
 */
export function parseChapters(body: string): Chapter[] {
  let json: unknown;
  try {
    json = JSON.parse(body.replace(/^\ufeff/, ''));
  } catch {
    return [];
  }
  const list = Array.isArray(json) ? json : (json as { chapters?: unknown } | null)?.chapters;
  if (!Array.isArray(list)) return [];
  const chapters = list.slice(0, MOST).flatMap((entry: unknown) => {
    const { startTime, start, title } = (entry ?? {}) as Record<string, unknown>;
    return chapter(startTime ?? start, title);
  });
  return chapters.sort((a, b) => a.seconds - b.seconds);
}

/** A chapter of what some file gives as its time and title, or nothing. */
export function chapter(start: unknown, title: unknown): Chapter[] {
  const seconds = typeof start === 'string' ? (parseClock(start) ?? Number(start || Number.NaN)) : start;
  if (typeof seconds !== 'number' || !Number.isFinite(seconds) || seconds < 0 || typeof title !== 'string') return [];
  const words = withoutUnseen(title.slice(0, LONGEST_TITLE * 2))
    .replace(/\s+/g, ' ')
    .trim();
  return words === '' ? [] : [{ seconds, title: words.slice(0, LONGEST_TITLE).trim() }];
}

/**
 * The chapters that a description lists, a line each, as video sites and podcasts' notes do: `0:00 Intro`, `(1:02:03) – Intro`, `Intro
 * (12:34)`. Times rise; a line that goes back is passed over. Fewer than two, or than three where the first is not 0:00, are no list.
 */
export function chaptersIn(description: string): Chapter[] {
  const chapters: Chapter[] = [];
  for (const line of description.slice(0, LONGEST_LIST).split('\n')) {
    const [found] = lineChapter(line.replace(/\s+/g, ' ').trim());
    const last = chapters.at(-1);
    if (found && (last === undefined || found.seconds > last.seconds)) chapters.push(found);
    if (chapters.length === MOST) break;
  }
  const least = chapters[0]?.seconds === 0 ? LEAST : LEAST_UNANCHORED;
  return chapters.length < least ? [] : chapters;
}

function lineChapter(line: string): Chapter[] {
  if (line.length > LONGEST_TITLE + 40 || !/\d:\d\d/.test(line)) return [];
  const first = TIME_FIRST.exec(line);
  // a time of day is none of a recording
  if (first) return /^[ap]\.?m\b/i.test(first[3] ?? '') ? [] : chapter(first[1], first[3]);
  const last = TIME_LAST.exec(line);
  return last ? chapter(last[2], last[1]) : [];
}

/** A state-sponsored attack is a subject, and so is the market for ads; a chapter that is called "Ads" is none. */
const SPONSOR =
  /(?<![-\p{L}])(sponsor(s|ed|ship)?|patrocin\p{L}+|sponsorisé\p{L}*)(?!\p{L})|\b(brought to you|(word|message)s? from|promo code|ad (break|read|spot)|(mid|pre|post)-?roll|werbung|anzeige|publicité|publicidad)\b|^\W*(ad|advert|advertisement|advertising|commercial|promo|promotion)s?( (break|spot|read|segment)s?)?( \d+)?\W*$|^\W*(ad|advert|promo|advertisement)\W*[:–—-]/iu;
const FRAME =
  /^\W*((cold |episode |show |the |our |guest |host )?(intro|introductions?|opening|outro|closing|ending|end|credits|teaser|trailer|preview|highlights?|greetings?|welcome|goodbyes?|sign[- ]?off|wrap[- ]?up|housekeeping|donations?|theme (music|song))( (music|song|theme|credits|montage|clip|(and|&) [^,]{1,40}))?|cold open|introducing [^,]{1,40}|coming up( next)?|in this episode|subscribe.{0,40}|thank(s| you).{0,60}|where to find .{1,40})\W*$/iu;

/** Whether nobody is quoted from a chapter of this title: a sponsor's, an ad, or what stands around the talk. */
export function isAside(title: string): boolean {
  return SPONSOR.test(title) || FRAME.test(title);
}

/** Seconds that a word takes at most. */
const SLOWEST_WORD = 1;

/**
 * The places of a transcript that were said in a sponsor's chapter, an ad, an intro or an outro, in order. Words whose time is known only
 * roughly are in every chapter that they may be in. Without chapters or times nothing is known, and there are none.
 */
export function asidesOf({ text, chapters, cues }: { text: string; chapters?: Chapter[]; cues?: Cue[] }): Span[] {
  if (!chapters?.length || !cues?.length) return [];
  const asides = chapters.flatMap(({ seconds, title }, i) =>
    isAside(title) ? [{ from: seconds, to: chapters[i + 1]?.seconds ?? Number.POSITIVE_INFINITY }] : [],
  );
  const places: Span[] = [];
  for (const [i, cue] of cues.entries()) {
    const next = cues[i + 1];
    const place = { start: i === 0 ? 0 : cue.at, end: next?.at ?? text.length };
    const longest = text.slice(cue.at, place.end).split(/\s+/).length * SLOWEST_WORD;
    const until = cue.seconds + Math.min(longest, Math.max(next ? next.seconds - cue.seconds : longest, 0));
    if (!asides.some(({ from, to }) => cue.seconds < to && (from < until || from === cue.seconds))) continue;
    const last = places.at(-1);
    if (last && last.end >= place.start) last.end = Math.max(last.end, place.end);
    else places.push(place);
  }
  return places;
}

/** Whether any of `start`–`end` lies in one of the places. */
export function touches(places: Span[], start: number, end: number): boolean {
  return places.some((place) => start < place.end && place.start < end);
}
