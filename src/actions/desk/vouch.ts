import { pageKey } from '../../text/url.ts';
import type { Day, Vouched, World } from '../../types.ts';
import type { Workspace } from '../workspace.ts';
import { change } from './change.ts';
import { refuse } from './outcome.ts';
import type { Changed } from './types.ts';

export interface Vouch {
  /** Its words, or their first eight or more. */
  quote: string;
  by: string;
  url: string;
  heard: Day;
  /** The time in the recording. */
  at?: string;
}

/** Writes down that the editor heard a quote that no machine can read (P1): whose words, where and when. */
export async function vouch(world: World, _workspace: Workspace, number: number, o: Vouch): Promise<Changed> {
  return change(world, number, ({ issue }) => {
    const line = (text: string) =>
      text
        .toWellFormed()
        .replace(/[\s\p{Cc}]+/gu, ' ')
        .trim();
    const [quote, by, url, at] = [o.quote, o.by, o.url, o.at ?? ''].map(line) as [string, string, string, string];
    const missing = [
      ['the quote', quote],
      ['who said it', by],
      ['where it was said', url],
    ].find(([, text]) => text === '');
    if (missing) return refuse(`To vouch for a quote, say ${missing[0]}.`);
    if (!/^https?:\/\//i.test(url)) return refuse('Where it was said must be a web address.');
    const entry: Vouched = { quote, by, url, heard: o.heard, ...(at === '' ? {} : { at }) };
    const others = (issue.vouched ?? []).filter((each) => each.quote !== quote || pageKey(each.url) !== pageKey(url));
    return { issue: { ...issue, vouched: [...others, entry] }, did: 'quote vouched for' };
  });
}
