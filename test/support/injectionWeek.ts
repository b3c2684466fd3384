/** A week in which every attack stands in every field that a crawler reads. */
import { type Story, siteOf } from './hackernews.ts';
import { embed, feed, page, source } from './hostileHtml.ts';
import type { HostileWeek } from './hostileWeek.ts';
import { chanceOf, escaped, ownProse } from './hostileWords.ts';
import type { Planted } from './injectionWords.ts';
import type { Recorded } from './recording.ts';
import { idAt } from './x-api.ts';

/** The one page of the week that nobody attacks with. */
export const HONEST = 'https://calm.test/lead';
const HONEST_TITLE = 'A calm report on the lamps of a language model';
const HN = 'https://news.ycombinator.com/item?id=';
/** Handles are looked up one by one, each for a source of its own. */
const HANDLES = 40;
const PER_EPISODE = 8;
const NEWSLETTER =
  'name: The Test Digest\neditor: { name: MZ }\naddress: 1 Test Street\nabout: Artificial intelligence and language models\nbudget: 20\n';
const SECTIONS =
  'limits: { perSource: 900, perDomain: 900 }\nsections:\n  - { slot: lead }\n  - { slot: voices, max: 60 }\n  - { slot: reads, max: 1500 }\n  - { slot: watch, max: 90 }\n';

interface Part {
  sources: string[];
  answers: Recorded[];
  pins: string[];
}

/** The week, in which all attacks are wanted by the editor, so that as many as can be are blocks. */
export function injectionWeek(list: Planted[], modelUrl: string): HostileWeek {
  const parts = [calm(), feeds(list), pages(list), talk(list), handles(list), episodes(list)];
  const pins = parts.flatMap((each) => each.pins).map((url) => ({ url, slot: 'reads' }));
  return {
    parts: [],
    answers: parts.flatMap((each) => each.answers),
    files: {
      'sources.yaml': parts.flatMap((each) => each.sources).join(''),
      'newsletter.yaml': `${NEWSLETTER}${SECTIONS}model: { name: deepseek/deepseek-flash, url: "${modelUrl}" }\n`,
      'editor.yaml': JSON.stringify({ pins: [{ url: HONEST, slot: 'lead' }, ...pins] }),
    },
  };
}

/** An honest text of its own, so that every page is a story, with the attack as a paragraph, a picture's words and its address. */
function attacked(n: number, { text, url: host }: Planted): string {
  const chance = chanceOf(n + 1);
  // each page has its own address there: one that few pages link to would make them one story
  const url = `${host}${n}`;
  const link = `<a href="${url}">more of it</a><img src="${url}.png" alt="${escaped(text)}">`;
  return `<p>A language model. ${ownProse(chance, 4)}</p><p>${escaped(text)}</p>${link}<p>${ownProse(chance, 3)}</p><p>${ownProse(chance, 3)}</p>`;
}

/** The invented words of a few sentences, which no other page has. */
function honestTitle(seed: number): string {
  const words = ownProse(chanceOf(seed), 3).match(/\b[a-z]{6,}\b/g) ?? [];
  return `A language model of ${words.slice(4, 9).join(' ')}`;
}

/** A third of the titles is nothing but the attack, the others have it behind words of their own. */
function titleOf(n: number, { title }: Planted): string {
  return n % 3 === 0 ? title : `${honestTitle(n + 9000)} ${title}`;
}

function calm(): Part {
  const words = ownProse(chanceOf(77), 14);
  return {
    sources: [source({ kind: 'feed', url: 'https://calm.test/feed.xml', name: 'Calm', weight: 3 })],
    answers: [
      {
        url: 'https://calm.test/feed.xml',
        body: feed('https://calm.test/', [{ link: HONEST, title: HONEST_TITLE, html: `<p>${words}</p>` }]),
        type: 'application/rss+xml',
      },
    ],
    pins: [],
  };
}

/** Feeds of whole texts: title, author, categories, pictures and words of each entry are the attack, and the feed's own name is one. */
function feeds(list: Planted[]): Part {
  const items = list.map((one, n) => ({
    link: `https://feed${n % 10}.test/a/${n}`,
    title: titleOf(n, one),
    by: one.text,
    html: attacked(n, one),
    more: `<category>${escaped(one.text)}</category><enclosure url="${one.url}.png" type="image/png" length="9"/>`,
  }));
  const urls = Array.from({ length: 10 }, (_, k) => `https://feed${k}.test/feed.xml`);
  return {
    sources: urls.map((url) => source({ kind: 'feed', url })),
    answers: urls.map((url, k) => ({
      url,
      body: feed(
        `https://feed${k}.test/`,
        items.filter((_, n) => n % 10 === k),
      ).replace('<title>A feed</title>', `<title>${escaped(list[k]?.text ?? 'A feed')}</title>`),
      type: 'application/rss+xml',
    })),
    pins: items.map(({ link }) => link),
  };
}

/** Pages that call their site and their author after the attack. */
function pages(list: Planted[]): Part {
  const urls = list.map((_, n) => `https://paper.test/p${n}`);
  const cards = urls.map(
    (url, n) =>
      `<div class="card"><h2><a href="${url}">${honestTitle(n + 500)}</a></h2><time datetime="2026-11-12">x</time></div>`,
  );
  return {
    sources: [
      source({ kind: 'page', url: 'https://paper.test/', selector: '.card', name: 'The Paper', maxItems: 1000 }),
    ],
    answers: [
      { url: 'https://paper.test/', body: `<html><body>${cards.join('')}</body></html>` },
      ...list.map((one, n) => ({
        url: `https://paper.test/p${n}`,
        body: page({
          title: n % 2 ? titleOf(n, one) : `${honestTitle(n + 500)}`,
          site: one.text,
          author: one.text,
          head: `<meta property="og:image" content="${one.url}.png"><meta name="description" content="${escaped(one.text)}">`,
          html: attacked(n + 3000, one),
        }),
      })),
    ],
    pins: urls,
  };
}

/** A thread on the honest page, and a post of its own for each attack. */
function talk(list: Planted[]): Part {
  const said = (n: number, { text, url: host }: Planted, url = `${host}-${n}`) =>
    `<p>${escaped(ownProse(chanceOf(n + 6000), 2))} <p>${escaped(text)} <a href="${url}">${escaped(url)}</a>`;
  const stories: Story[] = [
    {
      id: 100,
      title: HONEST_TITLE,
      hour: 30,
      url: HONEST,
      by: 'calm',
      points: 900,
      comments: list.map((one, n) => ({ id: 5000 + n, by: `c${n}`, text: said(n, one), hour: 40 })),
    },
    ...list.map((one, n) => ({
      id: 20_000 + n,
      title: `Ask HN: ${titleOf(n + 1, one)}`,
      hour: 20 + (n % 100),
      url: null,
      by: `asker${n}`,
      points: 300,
      text: said(n + 700, one),
    })),
  ];
  return {
    sources: [source({ kind: 'hackernews', comments: 50, maxItems: 1500 })],
    answers: [...siteOf(stories)].map(([url, body]) => ({ url, body: body as object })),
    pins: list.map((_, n) => `${HN}${20_000 + n}`),
  };
}

/** Posts whose site says that somebody of the attack's name wrote them. */
function handles(list: Planted[]): Part {
  const posts = list.slice(0, HANDLES).map((one, n) => {
    const id = idAt('2026-11-13T10:00:00.000Z', n);
    const html = `${escaped(ownProse(chanceOf(n + 8000), 2))} ${escaped(one.text)}`;
    const typed = `typed${n}`;
    return { id, typed, answer: embed(id, typed, n % 2 ? typed : one.text, html) };
  });
  return {
    sources: posts.map(({ id, typed }) =>
      source({ kind: 'x', posts: [`https://x.com/${typed}/status/${id}`], id: `x-${typed}` }),
    ),
    answers: posts.map(({ answer }) => answer),
    pins: posts.map(({ id, typed }) => `https://x.com/${typed}/status/${id}`),
  };
}

const stamp = (seconds: number) =>
  `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}.000`;

/** Episodes in which the attacks are said aloud, with chapters that are called after them. */
function episodes(list: Planted[]): Part {
  const groups: Planted[][] = [];
  for (let at = 0; at < list.length; at += PER_EPISODE) groups.push(list.slice(at, at + PER_EPISODE));
  const vtt = (group: Planted[], k: number) => {
    const honest = ownProse(chanceOf(k + 400), group.length * 3).split(/(?<=\.) /);
    const lines = group.flatMap(({ text }, n) => [...honest.slice(n * 3, n * 3 + 3), text.replaceAll('-->', '')]);
    const cues = lines.map(
      (line, n) =>
        `${stamp(60 + n * 7)} --> ${stamp(66 + n * 7)}\n<v ${escaped(group[0]?.canary ?? '')}>${escaped(line.replace(/\s+/g, ' '))}</v>`,
    );
    return `WEBVTT\n\n${cues.join('\n\n')}\n`;
  };
  const items = groups.map((group, k) => ({
    link: `https://radio.test/${k}`,
    title: `Episode ${honestTitle(k + 300)} ${k % 2 ? group[0]?.title : ''}`,
    by: group[1]?.text ?? 'Ana',
    html: `<p>${escaped(group.map(({ text }) => text).join(' '))}</p>`,
    more: `<enclosure url="https://media.test/${k}.mp3" type="audio/mpeg" length="9000000"/><itunes:duration>10:05</itunes:duration><podcast:transcript url="https://radio.test/${k}.vtt" type="text/vtt"/><podcast:chapters url="https://radio.test/${k}.json" type="application/json+chapters"/>`,
  }));
  return {
    sources: [source({ kind: 'podcast', url: 'https://radio.test/feed.xml', name: 'Low Tide', maxItems: 500 })],
    answers: [
      {
        url: 'https://radio.test/feed.xml',
        body: feed('https://radio.test/', items),
        type: 'application/rss+xml',
      },
      ...groups.map((group, k) => ({ url: `https://radio.test/${k}.vtt`, body: vtt(group, k), type: 'text/vtt' })),
      ...groups.map((group, k) => ({
        url: `https://radio.test/${k}.json`,
        body: { chapters: group.map(({ text }, n) => ({ startTime: n * 60, title: text })) },
      })),
      ...groups.map((_, k) => ({ url: `https://radio.test/${k}`, body: page({ title: 'x', html: '<p>x</p>' }) })),
    ],
    pins: items.map(({ link }) => link),
  };
}
