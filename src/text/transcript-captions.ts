/** WebVTT (W3C) and SubRip: blocks of a time line and the words shown then. */
import { decodeHTML } from 'entities';
import { parseClock, type TimedText } from './transcript-piece.ts';
import { speakerNames, splitSpeaker } from './transcript-speakers.ts';

interface Caption {
  start: number | undefined;
  end: number | undefined;
  lines: string[];
  speaker: string | undefined;
}

/** From this share of captions on that begin with the line before, they roll. */
const ROLLING = 0.2;

export function parseCaptions(source: string): TimedText[] {
  const captions = captionsOf(source);
  const names = speakerNames(captions.map((caption) => caption.lines[0] ?? ''));
  const lines = isRolling(captions) ? unrolled(captions) : captions;
  let speaker: string | undefined;
  return lines.map((caption) => {
    const said = caption.lines.map((line) => splitSpeaker(line, names));
    speaker = caption.speaker ?? said.find((line) => line.speaker)?.speaker ?? speaker;
    const words = said.map((line) => line.words.replace(/^[-–—]\s+/, '')).join(' ');
    return { words, start: caption.start, end: caption.end, speaker, paragraph: false };
  });
}

/** Notes, styles and regions have no time line; a number above one is a name. */
function captionsOf(source: string): Caption[] {
  const captions: Caption[] = [];
  let caption: Caption | undefined;
  for (const line of source.split('\n')) {
    const times = /^\s*([\d:.,]+)\s*-->\s*([\d:.,]+)/.exec(line);
    if (times) {
      // the name of this block was taken for words of the one before
      if (caption?.lines.at(-1) !== undefined && /^\d+$/.test(caption.lines.at(-1) ?? '')) caption.lines.pop();
      caption = { start: parseClock(times[1] ?? ''), end: parseClock(times[2] ?? ''), lines: [], speaker: undefined };
      captions.push(caption);
    } else if (line.trim() === '' && caption && caption.lines.length > 0) caption = undefined;
    else if (caption) {
      const voice = /<v(?:\.[^\s>]*)?\s+([^>]{1,80})>/i.exec(line);
      if (voice) caption.speaker = voice[1]?.trim();
      const words = plainLine(line);
      if (words !== '') caption.lines.push(words);
    }
  }
  return captions;
}

function plainLine(line: string): string {
  const bare = line.replace(/<\/?[a-z0-9][^<>]{0,200}>|\{\\[^{}]{0,40}\}/gi, '');
  return decodeHTML(bare).replace(/\s+/g, ' ').trim();
}

function isRolling(captions: Caption[]): boolean {
  let repeated = 0;
  let last = '';
  for (const { lines } of captions) {
    if (lines.length > 0 && lines[0] === last) repeated++;
    last = lines.at(-1) ?? last;
  }
  return captions.length > 3 && repeated > captions.length * ROLLING;
}

/** Each line once, at the moment it first stood there. */
function unrolled(captions: Caption[]): Caption[] {
  let shown: string[] = [];
  const fresh: Caption[] = [];
  for (const caption of captions) {
    const lines = caption.lines.filter((line) => !shown.includes(line));
    if (lines.length > 0) fresh.push({ ...caption, lines });
    if (caption.lines.length > 0) shown = caption.lines;
  }
  return fresh;
}
