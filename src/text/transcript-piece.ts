/** What every kind of transcript is read to, and how all of them write times. */

/** A piece of a transcript as its file has it. */
export interface TimedText {
  words: string;
  /** Undefined where the file gives no time. */
  start: number | undefined;
  end: number | undefined;
  speaker: string | undefined;
  /** The file itself begins a paragraph here. */
  paragraph: boolean;
}

/** Seconds of `1:02:03.5`, `62:03,500` or `0:07`; undefined where it is no time within a recording. */
export function parseClock(text: string): number | undefined {
  const found = /^(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:[.,](\d{1,3}))?$/.exec(text.trim());
  if (!found) return undefined;
  const [, hours = '0', minutes = '0', seconds = '0', fraction = '0'] = found;
  if (Number(seconds) > 59 || (found[1] !== undefined && Number(minutes) > 59)) return undefined;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) + Number(`0.${fraction}`);
}
