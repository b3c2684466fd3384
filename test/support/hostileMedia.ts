/** Articles, recordings and lists of links in a hostile week. */
import { transcriptKey } from '../../src/text/transcript-forms.ts';
import { feedAnswer, type HostilePart, page, part, source, wordsIn } from './hostileHtml.ts';
import { LEAD, LEAD_TITLE } from './hostilePosts.ts';
import { type Chance, chanceOf, escaped, oddHtml, oddPost, oddTitle, ownProse } from './hostileWords.ts';

const many = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));
/** A site's name for itself, as it would like to be printed. */
const SITES = [
  'The [Lab](https://evil.test/)',
  'Lab *of* `models`',
  '@[mira](https://x.com/mira)',
  'Lab\n\n## Heading\n\n> quote',
  '![p](https://evil.test/p.png)',
];
const AUTHORS = ['Ada *Byron*', '_Ada_', 'Ada `B`', '# Ada', 'Ada & Co', '— Ada', '&lt;b&gt;Ada', 'Ada\\'];

function article(chance: Chance): string {
  const odd = () => chance.pick([`<p>${escaped(oddPost(chance))}</p>`, oddHtml(chance)]);
  return `<p>A language model. ${ownProse(chance, 5)}</p>${odd()}${odd()}<p>${ownProse(chance, 5)}</p>`;
}

/** A blog with whole texts, pages that only name themselves, a list of links, and an aggregator's JSON with words of its own. */
export function articles(seed: number): HostilePart {
  const chance = chanceOf(seed);
  const own = many(4, (n) => ({
    link: n === 0 ? LEAD : `https://lab.test/models/a${n}`,
    html: article(chance),
  }));
  const listed = many(4, (n) => `https://paper.test/p${n}`);
  const html = new Map(listed.map((url) => [url, article(chance)]));
  const answers = [
    feedAnswer(
      'https://lab.test/feed.xml',
      'https://lab.test/',
      own.map(({ link, html }) => ({
        link,
        html,
        by: chance.pick(AUTHORS),
        title: link === LEAD ? LEAD_TITLE : oddTitle(chance),
      })),
    ),
    {
      url: 'https://paper.test/',
      body: `<html><body>${listed.map((url, n) => `<div class="card"><h2><a href="${url}">A language model ${n}</a></h2><time datetime="2026-11-12">x</time></div>`).join('')}</body></html>`,
    },
    ...listed.map((url) => ({
      url,
      body: page({
        title: oddTitle(chance),
        site: chance.pick(SITES),
        author: chance.pick(AUTHORS),
        html: html.get(url) ?? '',
      }),
    })),
    {
      url: 'https://list.test/posts.json',
      body: {
        posts: listed.map((link, n) => ({
          ...{ link, title: oddTitle(chance), by: `subm_json${n}`, id: n },
          text: `<p>${'The aggregator says of its own accord that this language model is the best of all. '.repeat(12)}</p>`,
        })),
      },
    },
  ];
  return part({
    sources: [
      source({ kind: 'feed', url: 'https://lab.test/feed.xml', weight: 3, name: 'The Lab' }),
      source({ kind: 'page', url: 'https://paper.test/', selector: '.card', name: 'The *Paper*' }),
      source({
        ...{ kind: 'json', url: 'https://list.test/posts.json', items: 'posts' },
        map: { url: 'link', title: 'title', author: 'by', content: 'text', id: '{id}' },
      }),
    ],
    answers,
    posts: [],
    pages: [
      ...own.map(({ link, html }): [string, string] => [link, wordsIn(html)]),
      ...[...html].map(([url, words]): [string, string] => [url, wordsIn(words)]),
    ],
    pins: [...own.slice(1).map(({ link }) => link), ...listed],
  });
}

const stamp = (seconds: number) =>
  `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}.000`;
/** What show notes and descriptions say, which nobody said aloud. */
export const NOTES = `Our show notes claim that nobody ever spoke so well of a language model as we do here. ${'And the notes go on about the language model for a long while. '.repeat(14)}`;
export const SOLD = 'The sponsor of this hour sells a language model in a jar and you should buy two of them today.';

/** Lines that were said, the first minute of them for money. */
function spoken(chance: Chance): { vtt: string; said: string; json: object } {
  const said = ownProse(chance, 12).split(/(?<=\.) /);
  const lines = [
    SOLD,
    ...said.flatMap((line) => [
      line,
      ...(chance.maybe(0.3) ? [oddPost(chance).replace(/\s+/g, ' ').replaceAll('-->', '')] : []),
    ]),
  ];
  const at = (n: number) => (n === 0 ? 0 : 60 + n * 7);
  const vtt = lines.map(
    (line, n) =>
      `${stamp(at(n))} --> ${stamp(at(n) + 6)}\n<v Ana>${line.replaceAll('<', '&lt;').replace(/\s+/g, ' ')}</v>`,
  );
  const events = lines.map((line, n) => ({ tStartMs: at(n) * 1000, dDurationMs: 6000, segs: [{ utf8: line }] }));
  return { vtt: `WEBVTT\n\n${vtt.join('\n\n')}\n`, said: lines.slice(1).join(' '), json: { events } };
}

/** Episodes with and without a transcript, and videos with and without the editor's own. */
export function recordings(seed: number): HostilePart {
  const chance = chanceOf(seed);
  const episodes = many(4, (n) => ({ link: `https://radio.test/${n}`, ...spoken(chance), n }));
  const chapters = {
    chapters: [
      { startTime: 0, title: 'Sponsor: jam' },
      { startTime: 58, title: oddTitle(chance) },
    ],
  };
  const videos = many(4, (n) => ({
    id: `hostileVid${n}`,
    link: `https://www.youtube.com/watch?v=hostileVid${n}`,
    ...spoken(chance),
    n,
  }));
  const channel = 'UCinventedinventedinvent';
  const channelUrl = `https://www.youtube.com/feeds/videos.xml?channel_id=${channel}`;
  const entries = videos.map(
    ({ id, link }) =>
      `<entry><id>yt:video:${id}</id><title>${escaped(oddTitle(chance))}</title><link rel="alternate" href="${link}"/><author><name>Slow [Lectures](https://evil.test/)</name></author><published>2026-11-12T08:00:00+00:00</published><media:group><media:description>${NOTES}\n\n0:00 Sponsor\n1:00 The talk</media:description></media:group></entry>`,
  );
  const body = `<?xml version="1.0" encoding="UTF-8"?><feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="http://search.yahoo.com/mrss/" xmlns="http://www.w3.org/2005/Atom"><title>Slow Lectures</title><link rel="alternate" href="https://www.youtube.com/channel/${channel}"/>${entries.join('')}</feed>`;
  const items = episodes.map(({ link, n }) => ({
    ...{ link, title: oddTitle(chance), html: `<p>${NOTES}</p>` },
    more: `<enclosure url="https://media.test/${n}.mp3" type="audio/mpeg" length="9000000"/><itunes:duration>10:05</itunes:duration>${n % 2 ? `<podcast:transcript url="https://radio.test/${n}.vtt" type="text/vtt"/><podcast:chapters url="https://radio.test/c.json" type="application/json+chapters"/>` : ''}`,
  }));
  return part({
    sources: [
      source({ kind: 'podcast', url: 'https://radio.test/feed.xml', name: 'Low Tide' }),
      source({ kind: 'youtube', channel, name: 'Slow Lectures' }),
    ],
    answers: [
      feedAnswer('https://radio.test/feed.xml', 'https://radio.test/', items),
      ...episodes.map(({ n, vtt }) => ({ url: `https://radio.test/${n}.vtt`, body: vtt, type: 'text/vtt' })),
      ...episodes.map(({ link }) => ({ url: link, body: page({ title: 'An episode', html: `<p>${NOTES}</p>` }) })),
      { url: 'https://radio.test/c.json', body: chapters },
      { url: channelUrl, body, type: 'text/xml' },
      ...videos.map(({ link }) => ({
        url: link,
        body: '<html><head><meta itemprop="duration" content="PT10M5S"></head></html>',
      })),
      ...videos
        .filter(({ n }) => n % 2)
        .map(({ link, json }) => ({ url: `workspace:transcripts/${transcriptKey(link)}.json3`, body: json })),
    ],
    pages: [...episodes, ...videos].map(({ link, said, n }) => [link, n % 2 ? said : '']),
    pins: [...episodes, ...videos].map(({ link }) => link),
  });
}
