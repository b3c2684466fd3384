/**
 * Characters that no reader sees: controls, soft hyphens, zero-width spaces, marks that turn the direction of writing, invisible tags.
 * Joiners stay, since emoji and several scripts need them, and so do the signs of Arabic and Syriac that Unicode counts here.
 */
const UNSEEN = /(?!\t|\n|\r|\u200c|\u200d|[\u0600-\u0605]|\u06dd|\u070f)[\p{Cc}\p{Cf}]/gu;

/** C1 controls are never meant: they are what is left of text that was decoded in a wrong encoding. */
const MISREAD = /[\u0080-\u0084\u0086-\u009f]/g;

/** The text as it is seen. What cannot be read, misread bytes and halves of surrogate pairs, becomes U+FFFD, so that nobody quotes it. */
export function withoutUnseen(text: string): string {
  return text.toWellFormed().replace(MISREAD, '\ufffd').replace(UNSEEN, '');
}

const UNREADABLE = /\ufffd|\p{Cs}|(?!\t|\n|\v|\f|\r)\p{Cc}/gu;

/** Whether the beginning of a text is bytes of something else, or text in a wrong encoding. */
export function looksBinary(text: string): boolean {
  const start = text.slice(0, 4000);
  const unreadable = start.match(UNREADABLE)?.length ?? 0;
  return start.includes('\0') || unreadable > start.length * 0.05;
}
