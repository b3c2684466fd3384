import { createHash } from 'node:crypto';
import { type LoopbackServer, reply, startServer } from './servers.ts';

/** One entry of a feed on the farm. */
export interface FarmEntry {
  slug: string;
  title: string;
  date: string;
  /** The whole piece, as HTML. */
  html: string;
}
export interface Farm extends LoopbackServer {
  /** Feeds by name, to be changed between crawls. */
  feeds: Map<string, FarmEntry[]>;
}

/** Feeds on loopback with full texts and ETags: pages on loopback are never opened, so the words must come with the feed. */
export async function startFarm(feeds: Record<string, FarmEntry[]>): Promise<Farm> {
  const state = new Map(Object.entries(feeds));
  const server = await startServer((hit, response) => {
    const entries = state.get(hit.path.slice(1).replace('.xml', ''));
    if (!entries) return reply(response, 404, 'no such feed');
    const body = rss(`http://${hit.headers.host}`, hit.path.slice(1), entries);
    const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`;
    if (hit.headers['if-none-match'] === etag) return reply(response, 304, '', { etag });
    return reply(response, 200, body, { 'content-type': 'application/rss+xml', etag });
  });
  return { ...server, feeds: state };
}

function rss(home: string, name: string, entries: FarmEntry[]): string {
  const items = entries.map(
    ({ slug, title, date, html }) =>
      `<item><title>${title}</title><link>${home}/${name.replace('.xml', '')}/${slug}</link><guid>${home}/${slug}</guid><pubDate>${new Date(date).toUTCString()}</pubDate><content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/"><![CDATA[${html}]]></content:encoded></item>`,
  );
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>${name}</title><link>${home}/</link><description>x</description>${items.join('')}</channel></rss>`;
}

const NOUNS =
  `anchor barley candle dredger easel furnace gantry harbour inkwell jetty kiln lantern mortar nettle orchard pulley quarry rudder saddle thimble
urchin vessel whistle yarrow zither apron bellows cistern dovecote ember fiddle gourd hinge ivory javelin kettle loom mallet needle oyster paddle ladle raft sickle tiller
umbrella valve wagon yeast almanac bobbin cobble drum`.split(/\s+/);

/** The models that the farm knows; each has five nouns of its own, so that no two entries tell the same. */
export const MODELS = [
  'Fjord',
  'Cinder',
  'Osprey',
  'Tallow',
  'Juniper',
  'Basalt',
  'Marram',
  'Quill',
  'Sedge',
  'Fennel',
];
function nounsOf(name: string): string[] {
  const i = MODELS.indexOf(name);
  if (i < 0) throw new Error(`the farm has no model ${name}`);
  return NOUNS.slice(i * 5, i * 5 + 5);
}

/** An entry about an invented model, long enough to be a full text, and unlike the others in what it tells. */
export function entry(name: string, date: string): FarmEntry {
  const [a, b, c, d, e] = nounsOf(name);
  const html = [
    `<p>The language model ${name} was trained to judge one ${a} from another, because nobody at the ${b} works could do it before breakfast.</p>`,
    `<p>${name} fails wherever a ${c} casts its shadow over the ${d}, and the people who built it should say so in their first sentence rather than their last.</p>`,
    `<p>What makes ${name} worth the wait is that it never guesses the weight of an ${e}: it asks, it measures, and only then does it answer.</p>`,
    `<p>A ${b} keeper who used ${name} through the winter kept the habit of doubting each ${a}, and threw the rest of the advice into the ${d}.</p>`,
    `<p>The cost of ${name} is paid by whoever carries the ${c} home, which is why the price on the label means so little to the ${e} trade.</p>`,
    `<p>Critics call ${name} a ${d} with a marketing budget, and they are wrong about the ${a} but right that a benchmark of ${e} parts proves nothing.</p>`,
  ].join('');
  return { slug: name.toLowerCase(), title: `${name}, a language model that tells ${a} from ${b}`, date, html };
}
