/** A loopback farm of many feeds with full texts and ETags. Pages on loopback are never opened, so the words come with the feed. */
import { reply, startServer } from '../test/support/servers.ts';

const SENTENCES = [
  'The people who built it say that the price of a guess was never in the budget.',
  'Nobody who has waited a week for an answer believes the first figure that comes with it.',
  'A model that asks before it spends is worth more than one that is merely right.',
  'What the chart leaves out is the part of the work that somebody did by hand.',
];

/** What is made of each number below `count`. */
export function fieldsOf<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i));
}

/** A feed of so many entries with so many sentences each, from newest to oldest. */
export function feedOf(home: string, name: string, entries: number, sentences: number): string {
  const items = fieldsOf(entries, (i) => {
    const words = fieldsOf(sentences, (k) => `${SENTENCES[(i + k) % SENTENCES.length]} (${name}, ${i}, ${k})`).join(
      ' ',
    );
    const date = new Date(Date.UTC(2026, 10, 15) - i * 3_600_000).toUTCString();
    return `<item><title>Note ${i} of ${name}</title><link>${home}/${name}/${i}</link><guid>${name}-${i}</guid><pubDate>${date}</pubDate><description>&lt;p&gt;${words}&lt;/p&gt;</description></item>`;
  });
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>${name}</title><link>${home}/</link><description>x</description>${items.join('')}</channel></rss>`;
}

/** Serves `/0.xml`, `/1.xml`, …; `answers` are the statuses that were sent. */
export async function startLargeFarm(feeds: number, entries: number) {
  const bodies = new Map<string, string>();
  const answers: number[] = [];
  const server = await startServer((hit, response) => {
    const name = hit.path.slice(1).replace('.xml', '');
    if (!(Number(name) < feeds)) {
      answers.push(404);
      return reply(response, 404);
    }
    const body = bodies.get(name) ?? feedOf(`http://${hit.headers.host}`, name, entries, 12);
    bodies.set(name, body);
    const etag = `"${name}-1"`;
    const status = hit.headers['if-none-match'] === etag ? 304 : 200;
    answers.push(status);
    return reply(response, status, status === 304 ? '' : body, { 'content-type': 'application/rss+xml', etag });
  });
  return { ...server, answers };
}

/** How long the work took, and what came of it. */
export async function milliseconds<T>(work: () => Promise<T>): Promise<[ms: number, result: T]> {
  const started = performance.now();
  const result = await work();
  return [performance.now() - started, result];
}
