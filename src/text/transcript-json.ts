/** Transcripts in JSON: Podcasting 2.0 segments, Whisper's segments, YouTube's json3, and lists of `{ text, start }`. */
import type { TimedText } from './transcript-piece.ts';

type JsonObject = Record<string, unknown>;

/** Undefined where the text is no JSON, or none with timed words. */
export function parseJsonTranscript(source: string): TimedText[] | undefined {
  let json: unknown;
  try {
    json = JSON.parse(source);
  } catch {
    return undefined;
  }
  const whole: JsonObject = isObject(json) ? json : {};
  if (Array.isArray(whole.events)) return objects(whole.events).map(eventOf);
  const list = [json, whole.segments, whole.transcript, whole.cues, whole.results].find(Array.isArray);
  return list ? objects(list).map(segmentOf) : undefined;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function objects(list: unknown[]): JsonObject[] {
  return list.filter(isObject);
}

function segmentOf(segment: JsonObject): TimedText {
  const start = seconds(segment.startTime ?? segment.start ?? segment.from);
  const length = seconds(segment.duration ?? segment.dur);
  const end =
    seconds(segment.endTime ?? segment.end ?? segment.to) ??
    (start !== undefined && length !== undefined ? start + length : undefined);
  return {
    words: text(segment.body) || text(segment.text) || text(segment.content),
    start,
    end,
    speaker: text(segment.speaker) || undefined,
    paragraph: false,
  };
}

/** One event of json3: words in `segs`, times in milliseconds. */
function eventOf(event: JsonObject): TimedText {
  const words = Array.isArray(event.segs) ? objects(event.segs).map((seg) => text(seg.utf8)) : [];
  const start = seconds(event.tStartMs);
  const length = seconds(event.dDurationMs);
  return {
    words: words.join(''),
    start: start === undefined ? undefined : start / 1000,
    end: start === undefined || length === undefined ? undefined : (start + length) / 1000,
    speaker: undefined,
    paragraph: false,
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function seconds(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined;
}
