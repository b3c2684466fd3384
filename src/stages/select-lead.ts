import { ordersMachine } from '../text/stated.ts';
import { hostOf } from '../text/url.ts';
import { nameOf } from '../text/voice.ts';
import type { RankContext, Story } from '../types.ts';
import { isPinned, slotNamed } from './select-editor.ts';

/**
 * Stories in the order in which they are tried for the lead: what the editor says, whatever its score; then by score, those with one weak source, and those whose title is an order to a machine,
 * only where nothing else can lead.
 */
export function leadOrder(fit: Story[], context: RankContext): Story[] {
  const wanted: Story[] = [];
  const strong: Story[] = [];
  const weak: Story[] = [];
  for (const story of fit) {
    if (slotNamed(story, context) === 'lead') wanted.push(story);
    else if (
      (hasOneWeakSource(story) || ordersMachine(nameOf(story.lead))) &&
      !story.items.some((item) => isPinned(item, context))
    )
      weak.push(story);
    else strong.push(story);
  }
  return [...wanted, ...strong, ...weak];
}

/** One source that was not there itself, one site, and neither a digest nor a reader's count that speaks for it. */
function hasOneWeakSource({ items, reasons }: Story): boolean {
  const seen = items.flatMap((item) => [item, ...item.copies]);
  if (seen.some(({ own, voice }) => own && !voice)) return false;
  if (new Set(seen.map(({ sourceId }) => sourceId)).size > 1) return false;
  if (new Set(items.map(({ url }) => hostOf(url))).size > 1) return false;
  return !reasons.some(({ term, value }) => (term === 'digests' || term === 'buzz') && value > 0);
}
