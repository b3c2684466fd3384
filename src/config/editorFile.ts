/** Edits of `editor.yaml` through the YAML document, so that comments and what the editor wrote stay. */
import { isCollection, isMap, isSeq, parseDocument, type YAMLMap } from 'yaml';
import { canonicalUrl, pageKey } from '../text/url.ts';
import type { EditorDecisions } from '../types.ts';
import { parseEditor } from './editor.ts';

/** A find of the editor's. */
export type InboxEntry = EditorDecisions['inbox'][number];

/**
 * The file's text with a find added to the inbox. One that waits there already, by canonical URL, gets what is new about it instead of
 * a twin. `yamlText` undefined: there is no file yet. Throws UserError where the file cannot be read.
 */
export function addInbox(yamlText: string | undefined, entry: InboxEntry): string {
  return edit(yamlText, (doc) => {
    const waiting = inboxMaps(doc).find((map) => isFor(map, entry.url) && !map.has('usedIn'));
    if (waiting) {
      const fresh = (['note', 'section', 'author', 'text'] as const).filter(
        (key) => entry[key] !== undefined && entry[key] !== waiting.get(key),
      );
      for (const key of fresh) waiting.set(key, entry[key]);
      return fresh.length > 0;
    }
    const inbox = doc.get('inbox');
    if (isSeq(inbox)) inbox.add(doc.createNode(entry));
    else doc.set('inbox', doc.createNode([entry]));
    return true;
  });
}

/** The file's text with `usedIn` at every find that an issue took; finds are not removed. The same text where none was. */
export function markUsed(yamlText: string | undefined, urls: string[], issue: number): string {
  return edit(yamlText, (doc) => {
    const used = inboxMaps(doc).filter((map) => !map.has('usedIn') && urls.some((url) => isFor(map, url)));
    for (const map of used) map.set('usedIn', issue);
    return used.length > 0;
  });
}

/** A source, site or page that the editor wants to hear no more of. */
export type Mute = EditorDecisions['mutes'][number];

/** The file's text with a mute added, or the same text where it mutes just that already. */
export function addMute(yamlText: string | undefined, mute: Mute): string {
  return edit(yamlText, (doc, { mutes }) => {
    if (mutes.some((known) => muteKey(known) === muteKey(mute))) return false;
    append(doc, 'mutes', mute);
    return true;
  });
}

/** The file's text with a page pinned; a pin of the same page gets the new slot, or loses its own where none is given. */
export function addPin(yamlText: string | undefined, pin: EditorDecisions['pins'][number]): string {
  return edit(yamlText, (doc, { pins }) => {
    const at = pins.findIndex(({ url }) => pageKey(url) === pageKey(pin.url));
    if (at < 0) {
      append(doc, 'pins', pin);
      return true;
    }
    if (pins[at]?.slot === pin.slot) return false;
    if (pin.slot === undefined) doc.deleteIn(['pins', at, 'slot']);
    else doc.setIn(['pins', at, 'slot'], pin.slot);
    return true;
  });
}

/** The file's text without the pins of a page; the same text where it has none. */
export function removePin(yamlText: string | undefined, url: string): string {
  return edit(yamlText, (doc, { pins }) => {
    const found = pins.flatMap((pin, i) => (pageKey(pin.url) === pageKey(url) ? [i] : []));
    // from the end, so that the places of the others stay
    for (const i of found.reverse()) doc.deleteIn(['pins', i]);
    return found.length > 0;
  });
}

/** The file's text with “these two do not tell one story”, or the same text where it says so already. */
export function addDifferent(yamlText: string | undefined, pair: [string, string]): string {
  const keyOf = (urls: string[]) => urls.map(pageKey).sort().join(' ');
  return edit(yamlText, (doc, { different }) => {
    if (different.some((known) => keyOf(known) === keyOf(pair))) return false;
    append(doc, 'different', pair);
    return true;
  });
}

function muteKey(mute: Mute): string {
  if ('source' in mute) return `source ${mute.source}`;
  return 'url' in mute ? `page ${pageKey(mute.url)}` : `site ${mute.domain.toLowerCase().replace(/^www\./, '')}`;
}

function append(doc: Doc, name: keyof EditorDecisions, value: unknown): void {
  const list = doc.get(name);
  const node = doc.createNode(value);
  if (isCollection(node)) node.flow = true;
  if (isSeq(list)) list.add(node);
  else doc.set(name, doc.createNode([node]));
}

type Doc = ReturnType<typeof parseDocument>;

/** `change` says whether it changed anything: a file is not laid out anew for nothing. */
function edit(yamlText: string | undefined, change: (doc: Doc, decided: EditorDecisions) => boolean): string {
  const decided = parseEditor(yamlText, 'editor.yaml');
  const doc = parseDocument(yamlText ?? '');
  return change(doc, decided) ? doc.toString({ lineWidth: 0 }) : (yamlText ?? '');
}

function inboxMaps(doc: Doc): YAMLMap[] {
  const inbox = doc.get('inbox');
  return isSeq(inbox) ? inbox.items.filter((item): item is YAMLMap => isMap(item)) : [];
}

function isFor(map: YAMLMap, url: string): boolean {
  return canonicalUrl(String(map.get('url'))) === canonicalUrl(url);
}
