/** Edits of `editor.yaml` through the YAML document, so that comments and what the editor wrote stay. */
import { isMap, isSeq, parseDocument, type YAMLMap } from 'yaml';
import { canonicalUrl } from '../text/url.ts';
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

type Doc = ReturnType<typeof parseDocument>;

/** `change` says whether it changed anything: a file is not laid out anew for nothing. */
function edit(yamlText: string | undefined, change: (doc: Doc) => boolean): string {
  parseEditor(yamlText, 'editor.yaml');
  const doc = parseDocument(yamlText ?? '');
  return change(doc) ? doc.toString({ lineWidth: 0 }) : (yamlText ?? '');
}

function inboxMaps(doc: Doc): YAMLMap[] {
  const inbox = doc.get('inbox');
  return isSeq(inbox) ? inbox.items.filter((item): item is YAMLMap => isMap(item)) : [];
}

function isFor(map: YAMLMap, url: string): boolean {
  return canonicalUrl(String(map.get('url'))) === canonicalUrl(url);
}
