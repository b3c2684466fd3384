/** The letter that needs no model: links and what the data says of them; and the frame that every letter has. */
import { escapeText, linkText } from '../text/markdown.ts';
import { ordersMachine } from '../text/stated.ts';
import { styleProblems } from '../text/style.ts';
import { nameOf } from '../text/voice.ts';
import type { Blurb, Check, ChosenStory, Newsletter } from '../types.ts';

export const MAX_SUBJECT = 70;
export const MAX_PREHEADER = 100;
export const SUBJECTS = 3;
const ALSO = 3;
/** Words that a line is not broken off after. */
const SMALL =
  /[\s,;:–—-]+(?:an?|the|of|to|and|or|but|in|on|at|for|from|with|by|as|is|are|was|half|its?|that|which|who)?$/i;

/** What stands around the blocks. `letter` is Markdown up to the first block. */
export interface Letter {
  letter: string;
  subjects: string[];
  preheader: string;
  writer: 'extractive' | 'model';
  checks: Check[];
}
export interface Told {
  story: ChosenStory;
  blurb: Blurb;
}

/** What leads and who speaks on it, what else there is to read, what to watch or hear, each with its link; then the sign-off and the postscripts. */
export function extractiveLetter(told: Told[], newsletter: Newsletter, checks: Check[] = []): Letter {
  return {
    letter: framed(leadFacts(told), newsletter),
    subjects: plainSubjects(told, newsletter),
    preheader: plainPreheader(told),
    writer: 'extractive',
    checks,
  };
}

/** The paragraphs of the extractive letter. */
export function leadFacts(told: Told[]): string[] {
  const [lead, ...others] = presentable(told);
  if (!lead) return [];
  const heard = others.filter(({ story }) => story.lead.media);
  const read = others.filter(({ story }) => !story.lead.media).slice(0, ALSO);
  const places = told.filter(({ story }) => story.slot === 'voices').flatMap(({ blurb }) => blurb.quotes);
  const where = [...new Set(places.flatMap(({ voice }) => (voice ? [escapeText(voice.where)] : [])))];
  const voices = where.length ? ` Voices on it come from ${listed(where)}.` : '';
  return [
    `This week’s lead: ${linkOf(lead)}.${voices}`,
    ...(read.length ? [`Also in this issue: ${listed(read.map(linkOf))}.`] : []),
    ...(heard.length ? [`To watch or to hear: ${listed(heard.slice(0, ALSO).map(linkOf))}.`] : []),
  ];
}

function linkOf({ story: { lead } }: Told): string {
  return linkText(nameOf(lead), lead.url);
}

/** The blocks that tell a story of their own. */
function blocksOf(told: Told[]): Told[] {
  return told.filter(({ story }) => story.slot !== 'voices');
}

/** Those whose heading may stand at the top: one that gives orders to a machine is data in its block and nowhere else. */
function presentable(told: Told[]): Told[] {
  return blocksOf(told).filter(
    ({ story, blurb }) => !ordersMachine(blurb.heading) && !ordersMachine(nameOf(story.lead)),
  );
}

/** Those without a title in the first person or of praise: it is its page's, and above a letter that a model wrote it would read as the machine's. */
export function impersonal(told: Told[]): Told[] {
  return told.filter(({ story, blurb }) =>
    [blurb.heading, nameOf(story.lead)].every((title) => styleProblems(title).length === 0),
  );
}

/** Headings as subjects: three that differ, as far as there are so many. */
export function plainSubjects(told: Told[], newsletter: Newsletter): string[] {
  const headings = presentable(told).map(({ blurb }) => clip(blurb.heading, MAX_SUBJECT));
  const subjects = [...new Set(headings)].slice(0, SUBJECTS);
  return subjects.length ? subjects : [newsletter.name];
}

/** What comes after the lead: whole headings, as many as there is room for. */
export function plainPreheader(told: Told[]): string {
  const [, first = '', ...others] = presentable(told).map(({ blurb }) => blurb.heading);
  let line = clip(first, MAX_PREHEADER);
  for (const heading of others) {
    if (`${line} · ${heading}`.length > MAX_PREHEADER) break;
    line = `${line} · ${heading}`;
  }
  return line;
}

/** Facts, sign-off, postscripts. `letter: blank` keeps the frame alone, `off` nothing. */
export function framed(facts: string[], newsletter: Newsletter): string {
  if (newsletter.letter === 'off') return '';
  const signOff = newsletter.editor.name ? [`Until next week,\n${escapeText(newsletter.editor.name)}`] : [];
  const postscripts = newsletter.postscripts.map((text, i) => `P.S. ${i + 1}: ${text}`);
  return [...(newsletter.letter === 'blank' ? [] : facts), ...signOff, ...postscripts].join('\n\n');
}

function listed(parts: string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** At most `length` characters, cut between words and never after a small one. */
export function clip(text: string, length: number): string {
  if (text.length <= length) return text;
  let cut = text.slice(0, length).replace(/\s+\S*$/, '');
  while (SMALL.test(cut)) cut = cut.replace(SMALL, '');
  return `${cut}…`;
}
