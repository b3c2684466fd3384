/** Transcripts without a format: paragraphs, perhaps with names and times before them. */
import { htmlToText } from './html.ts';
import { parseClock, type TimedText } from './transcript-piece.ts';
import { speakerNames, splitSpeaker } from './transcript-speakers.ts';

const CLOCK = String.raw`[[(]?(\d{1,3}(?::\d{2}){1,2}(?:[.,]\d{1,3})?)[\])]?`;
/** `[00:12:34] Words`, `12:34 Words`, or a time on a line of its own. */
const TIME_FIRST = new RegExp(String.raw`^\s*${CLOCK}(?:\s*[-–—:]?\s+|$)`);
/** `Dana Reyes (00:12):`, `Speaker 1  0:12`: a line that only says who and when. */
const WHO_AND_WHEN = new RegExp(String.raw`^\s*([\p{L}][^:\n]{0,60}?)\s*[-–—,:]?\s*${CLOCK}\s*:?\s*$`, 'u');
/** A time in words, as YouTube puts one under each of its own. */
const SPELT_TIME = /^(\d{1,3} hours?,? ?)?(\d{1,2} minutes?,? ?)?\d{1,2} seconds?$/i;

/** What may stand before the words: a heading, facts about the recording, and that here the transcript begins. */
const HEADING = /^#{1,6} /;
const FACT =
  /^(title|show|podcast|channel|episode|date|published|uploaded|episode date|url|source|link|language|duration|length|recorded)( on)?: \S/i;
const BEGINS = /^(#{1,6} |\*\*)?(full |episode |video )?transcript(ion)?:?(\*\*)?$/i;
const COUNTS = /^(discussion|comments?) ?\(\d{1,6}\)$/i;
const LONGEST_HEAD = 40;

/** How many lines stand before the words. */
function headOf(lines: string[]): number {
  let head = lines.slice(0, LONGEST_HEAD).findIndex((line) => BEGINS.test(line)) + 1;
  const isHead = (line: string) => line === '' || COUNTS.test(line) || HEADING.test(line) || FACT.test(line);
  while (head < lines.length && isHead(lines[head] ?? '')) head++;
  return head;
}

/** `html`: the podcast namespace's form, `cite` for who, `time` for when, `p` for what was said. */
export function parseProse(source: string, html: boolean): TimedText[] {
  const text = html ? htmlToText(markTimes(source)) : source;
  // one space at a time, so that no pattern tries the runs of them in turn
  const lines = text.split('\n').map((line) => line.replace(/\s+/g, ' ').trim());
  lines.splice(0, headOf(lines));
  const names = speakerNames(lines.map((line) => line.replace(TIME_FIRST, '')));
  const pieces: TimedText[] = [];
  let start: number | undefined;
  let speaker: string | undefined;
  let paragraph = false;
  for (const line of lines) {
    const header = WHO_AND_WHEN.exec(line);
    if (line === '') paragraph = true;
    else if (SPELT_TIME.test(line)) continue;
    else if (header && !TIME_FIRST.test(line)) {
      speaker = header[1];
      start = parseClock(header[2] ?? '') ?? start;
    } else {
      const time = TIME_FIRST.exec(line);
      const clock = time ? parseClock(time[1] ?? '') : undefined;
      if (clock !== undefined) start = clock;
      const said = splitSpeaker(clock === undefined ? line : line.slice(time?.[0].length ?? 0), names);
      if (said.speaker) speaker = said.speaker;
      if (said.words === '') continue;
      pieces.push({ words: said.words, start, end: undefined, speaker, paragraph });
      paragraph = false;
    }
  }
  return pieces;
}

function markTimes(html: string): string {
  return html
    .replace(/<cite\b[^<>]{0,200}>[^<]{0,120}<\/cite>/gi, ' ')
    .replace(/<time\b[^<>]{0,200}>([^<]{0,20})<\/time>/gi, '<p>[$1]</p>');
}
