/** A linear walk over markup. No tree is built, so no depth and no missing end tag can make it slow. */
import { Tokenizer } from 'htmlparser2';

/** What the walk meets. Offsets are into the source as given. */
export interface MarkupHandler {
  /** A start tag from its `<` at `start` up to `end`; `empty` where it closes itself (`<br/>`). */
  open(name: string, attributes: Record<string, string>, place: { start: number; end: number; empty: boolean }): void;
  /** An end tag whose `<` is at `start`. */
  close(name: string, start: number): void;
  /** Characters between tags, entities decoded. Called in HTML alone. */
  text?(value: string): void;
}

/** More attributes than any element has; what is over is left out. */
const MOST_ATTRIBUTES = 64;
const LONGEST_VALUE = 8_192;
const NONE: Record<string, string> = Object.freeze(Object.create(null));

/**
 * Walks over HTML or XML and tells `on` of every tag. In HTML, entities are decoded and attribute names are lower case; in XML, attribute values are as written and text is
 * left to the caller, who has the offsets. Comments, CDATA, declarations and instructions are passed over. Never throws.
 */
export function scanMarkup(source: string, kind: 'html' | 'xml', on: MarkupHandler): void {
  let name = '';
  let start = 0;
  let attributes = NONE;
  let attribute = '';
  let value = '';
  let count = 0;
  const ended = (end: number, empty: boolean) => on.open(name, attributes, { start, end: end + 1, empty });
  const tokenizer = new Tokenizer(
    { xmlMode: kind === 'xml', decodeEntities: kind === 'html' },
    {
      onopentagname(from, to) {
        name = source.slice(from, to);
        start = from - 1;
        attributes = NONE;
        count = 0;
      },
      onattribname(from, to) {
        const written = source.slice(from, Math.min(to, from + LONGEST_VALUE));
        attribute = kind === 'html' ? written.toLowerCase() : written;
        value = '';
      },
      onattribdata(from, to) {
        if (value.length < LONGEST_VALUE) value += source.slice(from, Math.min(to, from + LONGEST_VALUE));
      },
      onattribentity(code) {
        value += String.fromCodePoint(code);
      },
      onattribend() {
        if (attributes === NONE) attributes = Object.create(null);
        if (++count <= MOST_ATTRIBUTES && !(attribute in attributes)) attributes[attribute] = value;
      },
      onopentagend: (end) => ended(end, false),
      onselfclosingtag: (end) => ended(end, true),
      onclosetag: (from, to) => on.close(source.slice(from, to), source.lastIndexOf('<', from)),
      ontext: (from, to) => on.text?.(source.slice(from, to)),
      ontextentity: (code) => on.text?.(String.fromCodePoint(code)),
      oncdata: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onprocessinginstruction: ignore,
      onend: ignore,
    },
  );
  tokenizer.write(source);
  tokenizer.end();
}

function ignore(): void {}
