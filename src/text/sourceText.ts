import type { Item, SourceText } from '../types.ts';
import { writtenAt } from './voice.ts';

/** What may be said of an item: its words, and who wrote it and where it stands, which is data and may be named too. */
export function sourceTextOf(item: Item): SourceText {
  const { author, siteName, sourceName } = item;
  const publishedAt = writtenAt(item);
  return {
    title: item.pageSays?.title ?? item.title,
    text: [author, siteName, sourceName, item.text || item.summary].filter(Boolean).join('\n\n'),
    ...(publishedAt ? { publishedAt } : {}),
  };
}
