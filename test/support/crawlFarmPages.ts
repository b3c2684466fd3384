/** What the farm of the chaos test serves: invented words, so many to an entry that its page is not wanted. */

/** A feed, or a page that lists pages. */
export interface FarmFeed {
  /** The source's id. */
  id: string;
  newsletter: string;
  kind: 'feed' | 'listing';
  host: string;
  path: string;
  /** Entries that it has now. */
  entries: Published[];
}
export interface Published {
  n: number;
  at: Date;
}

const WHO = 'baker, ferryman, clockmaker, gardener, printer, weaver, glazier, miller, cooper, potter'.split(', ');
const DID = 'measured, repaired, sorted, copied, weighed, sealed, counted, traded, painted, borrowed'.split(', ');
const WHAT = 'lanterns, anvils, bobbins, kettles, ladders, whistles, saddles, pulleys, candles, gourds'.split(', ');

/** Well above the 120 words from which on a feed's text is the whole. */
function wordsOf({ id }: FarmFeed, n: number): string {
  const pick = (list: string[], k: number) => list[(n * 7 + k * 3 + id.length) % list.length];
  const sentences = Array.from({ length: 12 }, (_, k) => {
    return `The ${pick(WHO, k)} of hall ${id} ${pick(DID, k + 1)} ${n * 12 + k + 2} ${pick(WHAT, k + 2)} before anybody in the village asked what the language model was for.`;
  });
  return `<p>${sentences.join('</p><p>')}</p>`;
}

/** The address that an entry has at the farm, and its guid. */
export function addressOf(feed: FarmFeed, port: number, n: number): string {
  return `http://${feed.host}:${port}${feed.path.replace(/\.\w+$/, '')}/${n}`;
}

export function rss(feed: FarmFeed, port: number): string {
  const items = feed.entries.map(({ n, at }) => {
    const url = addressOf(feed, port, n);
    return `<item><title>Notes ${n} of hall ${feed.id}</title><link>${url}</link><guid>${url}</guid><pubDate>${at.toUTCString()}</pubDate><description><![CDATA[${wordsOf(feed, n)}]]></description></item>`;
  });
  const home = `http://${feed.host}:${port}/`;
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Hall ${feed.id}</title><link>${home}</link><description>x</description>${items.reverse().join('')}</channel></rss>`;
}

/** Newest first, without dates, as many such pages are. */
export function listing(feed: FarmFeed, port: number): string {
  const links = feed.entries.map(
    ({ n }) => `<li><a href="${addressOf(feed, port, n)}">Notes ${n} of ${feed.id}</a></li>`,
  );
  return `<!doctype html><html lang="en"><title>Hall ${feed.id}</title><ul class="notes">${links.reverse().join('')}</ul></html>`;
}

/** A source of `sources.yaml`. */
export function sourceLine(feed: FarmFeed, port: number): string {
  const selector = feed.kind === 'listing' ? ', selector: "ul.notes a"' : '';
  const kind = feed.kind === 'listing' ? 'page' : 'feed';
  return `- { kind: ${kind}, id: ${feed.id}, name: Hall ${feed.id}, url: "http://${feed.host}:${port}${feed.path}"${selector} }\n`;
}
