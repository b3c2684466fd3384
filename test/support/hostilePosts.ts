/** Posts of a hostile week: Hacker News, X in four ways, Bluesky, Mastodon, Reddit, and feeds that pass posts on. */

import { type Comment, type Story, siteOf } from './hackernews.ts';
import { embed, feedAnswer, type HostilePart, type Posted, page, part, source, wordsIn } from './hostileHtml.ts';
import { chanceOf, escaped, oddHtml, oddPost, oddTitle } from './hostileWords.ts';
import type { Recorded } from './recording.ts';
import { API_FIELDS, idAt } from './x-api.ts';

/** The page that everybody talks about. */
export const LEAD = 'https://lab.test/models/the-tide';
export const LEAD_TITLE = 'The tide of a language model';

const HN = 'https://news.ycombinator.com/item?id=';
const DAYS = [9, 10, 11, 12, 13, 14, 15].map((day) => `2026-11-${String(day).padStart(2, '0')}`);
const NAMES = ['Mira', 'oldharbour', '_under_', 'A1', 'x_X_x', 'UPPER', 'a__b', '_', 'Nil2', 'z9'];
const many = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));

/** A thread on the lead, with deleted parents, and posts of the site itself, some without a word. */
export function hackerNews(seed: number): HostilePart {
  const chance = chanceOf(seed);
  const posts: [string, Posted][] = [];
  let id = 4000;
  const comment = (depth: number): Comment => {
    const own = id++;
    const by = chance.maybe(0.1) ? null : `${chance.pick(['c', 'C-', '_', 'sub'])}${own}`;
    const text = chance.maybe(0.1) ? null : oddHtml(chance);
    if (by && text) posts.push([HN + own, { author: by, said: wordsIn(text) }]);
    const replies = depth < 3 && chance.maybe(0.4) ? [comment(depth + 1)] : [];
    return { id: own, by, text, hour: chance.int(1, 160), replies };
  };
  const talk = (count: number) => many(count, () => comment(1));
  const stories: Story[] = [
    {
      id: 100,
      title: 'The tide of a language model',
      hour: 30,
      url: LEAD,
      by: 'subm_lead',
      points: 900,
      comments: talk(16),
    },
    ...many(8, (n): Story => {
      const text = oddHtml(chance);
      posts.push([HN + (200 + n), { author: `asker${n}`, said: wordsIn(text) }]);
      return {
        id: 200 + n,
        title: `Ask HN: ${oddTitle(chance)}`,
        hour: 20 + n,
        url: null,
        by: `asker${n}`,
        points: 300,
        text,
      };
    }),
    {
      id: 300,
      title: 'Ask HN: A language model without a word',
      hour: 40,
      url: null,
      by: 'subm_silent',
      comments: talk(3),
    },
    {
      id: 301,
      title: 'Show HN: A lamp',
      hour: 41,
      url: 'https://lab.test/lamp',
      by: 'subm_lamp',
      text: oddHtml(chance),
    },
  ];
  posts.push([`${HN}300`, { author: 'subm_silent', said: '' }]);
  posts.push([`${HN}301`, { author: 'subm_lamp', said: wordsIn(stories.at(-1)?.text ?? '') }]);
  const strangers = page({
    title: 'Ask HN: A language model without a word',
    html: many(
      9,
      () => `<p>${oddPost(chance)} A stranger on the page says that a language model needs no submitter.</p>`,
    ).join(''),
  });
  const answers: Recorded[] = [...siteOf(stories)].map(([url, body]) => ({ url, body: body as object }));
  const pins = stories.slice(1).map((story) => HN + story.id);
  return part({
    sources: [source({ kind: 'hackernews', comments: 50, section: 'reads' })],
    answers: [...answers, { url: `${HN}300`, body: strangers }],
    ...{ posts, pins },
  });
}

const ACCOUNT = { id: '11', username: 'Mira_Lamp', name: 'Mira' };

/** What X's API answers about an account: `answer` stands for its fourth day. */
export function timeline(user: typeof ACCOUNT, asked: string, answer: object): Recorded[] {
  const find = `https://api.x.com/2/users/by/username/${asked}?user.fields=username,name`;
  const days = DAYS.map((day, n): Recorded => {
    const end = `2026-11-${String(10 + n).padStart(2, '0')}`;
    const url = `https://api.x.com/2/users/${user.id}/tweets?exclude=retweets&max_results=100&${API_FIELDS}&start_time=${day}T00:00:00Z&end_time=${end}T00:00:00Z`;
    return { url, body: day === '2026-11-12' ? answer : { meta: { result_count: 0 } } };
  });
  return [{ url: find, body: { data: user } }, ...days];
}

/** An account's posts: on the lead, in answer to posts of other weeks and to one another in a circle, about posts of others. */
export function xByApi(seed: number): HostilePart {
  const chance = chanceOf(seed);
  const posts: [string, Posted][] = [];
  const pins: string[] = [];
  const data = many(40, (n) => {
    const id = idAt('2026-11-12T10:00:00.000Z', n);
    const said = oddPost(chance);
    const onLead = chance.maybe(0.2);
    const quotes = chance.maybe(0.2);
    const url = `https://x.com/${ACCOUNT.username}/status/${id}`;
    posts.push([url, { author: ACCOUNT.username, said }]);
    if (!onLead) pins.push(url);
    const urls = [
      ...(onLead ? [{ url: `https://t.co/lead${n}`, expanded_url: LEAD }] : []),
      ...(quotes ? [{ url: `https://t.co/q${n}`, expanded_url: `https://x.com/oldharbour/status/77${n}` }] : []),
    ];
    const text = escaped([said, ...urls.map((link) => link.url)].join(' ')).replaceAll('&quot;', '"');
    const referenced_tweets = [
      ...(quotes ? [{ type: 'quoted', id: `77${n}` }] : []),
      // in answer to itself, to what was never seen, or to the one after it
      ...(chance.maybe(0.2)
        ? [{ type: 'replied_to', id: chance.pick([id, '1', idAt('2026-11-12T10:00:00.000Z', n + 1)]) }]
        : []),
    ];
    const date = chance.pick(['2026-11-12T10:00:00.000Z', '2040-01-01T00:00:00.000Z', 'never']);
    return {
      id,
      text,
      author_id: '11',
      conversation_id: id,
      in_reply_to_user_id: '11',
      created_at: date,
      entities: { urls },
      referenced_tweets,
    };
  });
  const users = [ACCOUNT, { id: '12', username: 'oldharbour' }];
  const answers = timeline(ACCOUNT, 'mira_lamp', { data, includes: { users }, meta: {} });
  return part({
    sources: [source({ kind: 'x', users: ['mira_lamp'], budget: 100, section: 'reads' })],
    answers,
    posts,
    pins,
  });
}

/** Posts by address, under whatever handle somebody typed, and pasted ones. */
export function xGiven(seed: number): HostilePart {
  const chance = chanceOf(seed);
  const shown = many(20, (n) => {
    const id = idAt('2026-11-13T10:00:00.000Z', n);
    const author = `${chance.pick(NAMES)}${n}`;
    const typed = chance.pick([author, author.toLowerCase(), author.toUpperCase(), 'somebodyelse']);
    const html = escaped(oddPost(chance).slice(0, 900)).replaceAll('\n', '<br>');
    const link = chance.maybe(0.3) ? ` <a href="https://t.co/x${n}">lab.test/models/the-t…</a>` : '';
    return { id, author, typed, answer: embed(id, typed, author, html + link), said: wordsIn(html + link) };
  });
  const pasted = many(20, (n) => {
    const id = idAt('2026-11-14T10:00:00.000Z', n);
    const author = `${chance.pick(NAMES)}p${n}`;
    return {
      url: `https://x.com/${author.toLowerCase()}/status/${id}`,
      author,
      text: oddPost(chance).toWellFormed().trim() || 'x',
    };
  });
  const given: [string, Posted][] = [
    ...shown.map(({ id, author, said }): [string, Posted] => [
      `https://x.com/${author}/status/${id}`,
      { author, said },
    ]),
    ...pasted.map(({ url, author, text }): [string, Posted] => [url, { author, said: text }]),
  ];
  const sources = [
    // each a source of its own: several in one are a thread
    ...shown.map(({ typed, id }) =>
      source({ kind: 'x', posts: [`https://twitter.com/${typed}/status/${id}?s=20`], id: `shown-${id}` }),
    ),
    ...pasted.map((post, n) => source({ kind: 'x', posts: [post], id: `pasted-${n}` })),
  ];
  return part({ sources, answers: shown.map(({ answer }) => answer), posts: given, pins: given.map(([url]) => url) });
}

/** A bridge's feed of posts on X: the same ones as others have, repeats, quotes, accounts under an old name. */
export function bridge(seed: number, others: HostilePart): HostilePart {
  const chance = chanceOf(seed);
  const posts: [string, Posted][] = [];
  const items = many(24, (n) => {
    const id = idAt('2026-11-11T10:00:00.000Z', n);
    const who = `bridged${n}`;
    const text = oddPost(chance);
    const html = `<p>${escaped(text).replaceAll('\n', '<br>')}</p>`;
    const known = others.posts[n];
    const url = `https://x.com/${who}/status/${id}`;
    switch (n % 6) {
      case 0:
        // seen elsewhere too, in other letters
        return {
          link: known?.[0].toLowerCase() ?? url,
          by: `@${known?.[1].author}`,
          html: `<p>${escaped(known?.[1].said ?? '')}</p>`,
        };
      case 1:
        posts.push([url, { author: 'repeated', said: text }]);
        return { link: url, by: '@repeated', title: `RT by @${who}: ${text}`, html };
      case 2:
        posts.push([url, { author: 'repeated', said: text }]);
        return { link: url, by: `@${who}`, html: `<p>RT @repeated: ${escaped(text)}</p>` };
      case 3:
        posts.push([url, { author: who, said: text }]);
        return {
          ...{ link: url, by: `@${who}` },
          html: `${html}<hr/><blockquote><b>Somebody (@quoted)</b><p>A quoted stranger says that a language model is a lamp.</p><footer>— <cite><a href="https://x.com/quoted/status/5">x.com</a></cite></footer></blockquote>`,
        };
      case 4:
        posts.push([url, { author: `renamed${n}`, said: text }]);
        return { link: url, by: `@renamed${n}`, html };
      default:
        posts.push([url, { author: who, said: text }]);
        return { link: url, by: `@${who}`, html, date: chance.pick(['2026-11-11', '2031-01-01', '2026-11-15']) };
    }
  });
  const answers = [feedAnswer('https://bridge.test/all.rss', 'https://x.com/all', items)];
  return part({
    sources: [source({ kind: 'feed', url: 'https://bridge.test/all.rss', section: 'reads' })],
    ...{ answers, posts, pins: [...posts.map(([url]) => url)] },
  });
}

/** Feeds that are made of Hacker News: what they add is theirs, not the writer's. */
export function hnFeed(seed: number): HostilePart {
  const chance = chanceOf(seed);
  const footer = (id: number) =>
    `<p>Comments URL: <a href="${HN}${id}">${HN}${id}</a></p><p>Points: ${id}</p><p># Comments: 12</p>`;
  const asks = many(4, (n) => ({ id: 500 + n, html: oddHtml(chance) }));
  const links = many(3, (n) => 520 + n);
  const items = [
    ...asks.map(({ id, html }) => ({
      link: HN + id,
      by: `asks${id}`,
      title: oddTitle(chance),
      html: `${html}<hr>${footer(id)}`,
    })),
    ...links.map((id) => ({
      ...{ link: HN + id, by: `subm_${id}`, title: 'A language model that somebody else wrote about' },
      html: `<p>Article URL: <a href="https://elsewhere.test/${id}">https://elsewhere.test/${id}</a></p>${footer(id)}`,
    })),
  ];
  const posts: [string, Posted][] = [
    ...asks.map(({ id, html }): [string, Posted] => [HN + id, { author: `asks${id}`, said: wordsIn(html) }]),
    ...links.map((id): [string, Posted] => [HN + id, { author: `subm_${id}`, said: '' }]),
  ];
  return part({
    sources: [source({ kind: 'feed', url: 'https://hnrss.org/newest', section: 'reads' })],
    answers: [feedAnswer('https://hnrss.org/newest', 'https://news.ycombinator.com/', items)],
    ...{ posts, pins: posts.map(([url]) => url) },
  });
}

/** An account of Mastodon: content warnings, posts of pictures alone, somebody else's post under the own host. */
export function mastodon(seed: number): HostilePart {
  const chance = chanceOf(seed);
  const posts: [string, Posted][] = [];
  const items = many(20, (n) => {
    const boosted = n % 7 === 3;
    const handle = boosted ? 'visitor' : 'Keeper.Ana';
    const link = `https://shore.test/@${handle}${boosted ? '@far.test' : ''}/11553000000000${1000 + n}`;
    const html = n % 5 === 0 ? '' : `<p>${escaped(oddPost(chance)).replaceAll('\n', '<br />')}</p>`;
    const warning = '<p><strong>Content warning:</strong> a lamp</p><hr />';
    posts.push([link, { author: handle, said: wordsIn(html) }]);
    return { link, html: n % 5 === 1 && html ? warning + html : html };
  });
  const silent = items.filter(({ html }) => html === '');
  const answers = [
    feedAnswer('https://shore.test/@Keeper.Ana.rss', 'https://shore.test/@Keeper.Ana', items),
    ...silent.map(({ link }) => ({
      url: link,
      body: page({
        title: 'Ana',
        html: '<p>To use this web application, please enable JavaScript, or try one of the apps for a language model.</p>',
      }),
    })),
  ];
  const pins = posts.map(([url]) => url);
  return part({
    sources: [source({ kind: 'mastodon', account: '@Keeper.Ana@shore.test', section: 'reads' })],
    answers,
    posts,
    pins,
  });
}

/** A subreddit: posts with words of their own, and links that somebody submitted, with words beside. */
export function reddit(seed: number): HostilePart {
  const chance = chanceOf(seed);
  const url = 'https://www.reddit.com/r/lamps/top/.rss?t=week';
  const long =
    'A language model on my desk has to be fed by hand every evening, and nobody in the house believes me. '.repeat(9);
  const entries = many(8, (n) => {
    const link = `https://www.reddit.com/r/lamps/comments/p${n}/x/`;
    const said = `${oddPost(chance).replace(/\s+/g, ' ')} ${n % 3 === 0 ? long : ''}`;
    const target = n % 2 === 0 ? link : `https://elsewhere.test/r${n}`;
    const html = `<!-- SC_OFF --><div class="md"><p>${escaped(said)}</p></div><!-- SC_ON --> submitted by <a href="https://www.reddit.com/user/own_r${n}">/u/own_r${n}</a> <span><a href="${target}">[link]</a></span> <span><a href="${link}">[comments]</a></span>`;
    return { link, target, said, n, html };
  });
  const body = `<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>lamps</title><link rel="alternate" type="text/html" href="https://www.reddit.com/r/lamps/top/?t=week"/>${entries
    .map(
      ({ link, n, html }) =>
        `<entry><author><name>/u/own_r${n}</name></author><id>t3_p${n}</id><link href="${link}"/><updated>2026-11-12T10:00:00+00:00</updated><title>${escaped(oddTitle(chance))}</title><content type="html">${escaped(html)}</content></entry>`,
    )
    .join('')}</feed>`;
  const strangers = page({
    title: 'lamps',
    html: `<p>${'A stranger answers that no language model was ever fed by hand, and that everybody knows it. '.repeat(12)}</p>`,
  });
  const self = entries.filter(({ link, target }) => link === target);
  return part({
    sources: [source({ kind: 'reddit', sub: 'lamps', section: 'reads' })],
    answers: [{ url, body, type: 'application/atom+xml' }, ...self.map(({ link }) => ({ url: link, body: strangers }))],
    posts: self.map(({ link, said, n }) => [link, { author: `u/own_r${n}`, said }]),
    pins: entries.map(({ target }) => target),
  });
}
