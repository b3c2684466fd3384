/** Names that stand before what somebody says: `Dana: Yes.`, `SPEAKER 1: Yes.` */

/** A name is short and has no verb; this is as near as a pattern comes. */
const NAME =
  /^\W{0,3}((?:\p{Lu}[\p{L}\p{N}.'’-]*|\d{1,2})(?: (?:\p{Lu}[\p{L}\p{N}.'’-]*|\d{1,2}|de|van|von|der|da|di|la)){0,3}):(?:\s+|$)/u;
const ROLE =
  /^(speaker|host|guest|interviewer|interviewee|narrator|announcer|moderator|question|answer|voice|unknown speaker)( \w{1,2})?$/i;
/** Words that writers put before a colon again and again. */
const NO_NAME =
  /^(note|notes|remember|warning|tip|example|so|and|but|because|today|transcript|summary|chapter|part|step|number|next|first|second|third|finally|update|correction|source|sources|link|links|http|https)$/i;

/** The names with which at least two of the lines begin, and the roles that say by themselves what they are. */
export function speakerNames(lines: string[]): Set<string> {
  const counts = new Map<string, number>();
  for (const line of lines) {
    const name = nameOf(line);
    if (name) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const names = [...counts].filter(([name, count]) => ROLE.test(name) || (count > 1 && !NO_NAME.test(name)));
  return new Set(names.map(([name]) => name));
}

/** The line without the speaker's name before it. */
export function splitSpeaker(line: string, names: Set<string>): { words: string; speaker: string | undefined } {
  const name = nameOf(line);
  if (name === undefined || !names.has(name)) return { words: line, speaker: undefined };
  return { words: line.replace(NAME, ''), speaker: name };
}

function nameOf(line: string): string | undefined {
  return NAME.exec(line.slice(0, 100))?.[1];
}
