import { scanMarkup } from '../text/markup.ts';
import type { Facts } from './importFacts.ts';

/** What the head of a page says of it, by the names that front matter has. */
const META: Record<string, string> = {
  'article:published_time': 'date',
  'og:title': 'title',
  'og:description': 'description',
  'og:url': 'canonicalurl',
  date: 'date',
  'dc.date': 'date',
};

/** Title, date and address of an HTML file, as far as it says them: from its metadata, then its first `time`. */
export function htmlFacts(html: string): Facts {
  const facts: Facts = new Map();
  let inTitle = false;
  let title = '';
  const know = (key: string | undefined, value: string | undefined) => {
    if (key && value?.trim() && !facts.has(key)) facts.set(key, value.trim());
  };
  scanMarkup(html.slice(0, 1_000_000), 'html', {
    open(rawName, attributes) {
      const name = rawName.toLowerCase();
      if (name === 'title') inTitle = title === '';
      else if (name === 'meta')
        know(META[(attributes.property ?? attributes.name ?? '').toLowerCase()], attributes.content);
      else if (name === 'link' && attributes.rel === 'canonical') know('canonicalurl', attributes.href);
      // the first `time` of a page is its own; a date in the head comes before it
      else if (name === 'time') know('created', attributes.datetime);
    },
    close() {
      inTitle = false;
    },
    text(value) {
      if (inTitle && title.length < 500) title += value;
    },
  });
  know('title', title);
  return facts;
}
