import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/index.ts';
import { NEWSLETTER, pullquote, started, workspace } from '../support/cli.ts';
import { type Recorded, recordingOf } from '../support/recording.ts';
import { type Handler, type LoopbackServer, reply, routes, startServer } from '../support/servers.ts';

const servers: LoopbackServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});
async function serve(table: Record<string, Handler>): Promise<LoopbackServer> {
  const server = await startServer(routes(table));
  servers.push(server);
  return server;
}

interface Entry {
  title: string;
  day: string;
  words?: number;
  audio?: boolean;
}
/** An RSS feed of these entries. */
function rss(title: string, entries: Entry[], site = 'https://lanterns.example'): string {
  const items = entries.map(
    ({ title: name, day, words = 20, audio }, i) =>
      `<item><title>${name}</title><link>${site}/${i}</link><guid>${site}/${i}</guid><pubDate>${new Date(day).toUTCString()}</pubDate>
      <description>${'word '.repeat(words)}</description>${audio ? `<enclosure url="${site}/${i}.mp3" type="audio/mpeg" length="9"/>` : ''}</item>`,
  );
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>${title}</title><link>${site}/</link>${items.join('')}</channel></rss>`;
}
const POSTS = [
  { title: 'An older post', day: '2026-11-10' },
  { title: 'The newest post', day: '2026-11-14' },
];
const feedAt =
  (body: string): Handler =>
  (_, response) =>
    reply(response, 200, body, { 'content-type': 'application/rss+xml' });
const page =
  (body: string): Handler =>
  (_, response) =>
    reply(response, 200, body, { 'content-type': 'text/html' });

const FIRST = '# Mine, with remarks.\n- { kind: feed, url: "https://first.example/feed", name: First }   # keep\n';
const at = (sources?: string) =>
  workspace({ 'newsletter.yaml': NEWSLETTER, ...(sources === undefined ? {} : { 'sources.yaml': sources }) });
const yamlOf = (dir: string) => readFileSync(join(dir, 'sources.yaml'), 'utf8');

/** Runs a command against a recording of these answers. */
function replayed(dir: string, args: string[], answers: Recorded[]) {
  writeFileSync(join(dir, 'r.har.gz'), recordingOf(answers));
  return pullquote(['-C', dir, ...args, '--replay', join(dir, 'r.har.gz')]);
}

describe('sources add, on a server', () => {
  it('takes a feed itself: fetched, read, shown, written behind what was there', async () => {
    const server = await serve({ '/feed': feedAt(rss('Lanterns &amp; Ladders', POSTS)) });
    const dir = at(FIRST);
    const env = { PULLQUOTE_ALLOW: server.host };
    const ran = await pullquote(
      ['-C', dir, 'sources', 'add', `${server.url}/feed`, '--tags', 'lab, open', '--weight', '1.5'],
      { env },
    );
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toContain('Added as line 3 of sources.yaml');
    expect(ran.stdout).toContain('Lanterns & Ladders: 2 entries');
    expect(ran.stdout).toContain('The newest of 2026-11-14: The newest post');
    expect(yamlOf(dir)).toBe(
      `${FIRST}- { kind: feed, url: "${server.url}/feed", name: Lanterns & Ladders, weight: 1.5, tags: [lab, open] }\n`,
    );
    const again = await pullquote(['-C', dir, 'sources', 'add', `${server.url}/feed/#top`], { env });
    expect(again.code).toBe(0);
    expect(again.stdout).toContain('Already there: Lanterns & Ladders (lanterns-ladders) in line 3');
    expect(server.hits.map(({ path }) => path)).toEqual(['/feed']);
  });

  it('sees that a feed is a podcast, and follows no more than --dry-run says', async () => {
    const server = await serve({
      '/pod': feedAt(rss('Two Ducks', [{ title: 'One', day: '2026-11-12', audio: true }])),
    });
    const dir = at(FIRST);
    const args = [
      '-C',
      dir,
      'sources',
      'add',
      `${server.url}/pod`,
      '--dry-run',
      '--json',
      '--id',
      'ducks',
      '--section',
      'watch',
    ];
    const ran = await pullquote(args, { env: { PULLQUOTE_ALLOW: server.host } });
    expect(JSON.parse(ran.stdout)).toMatchObject({
      source: { id: 'ducks', kind: 'podcast', name: 'Two Ducks' },
      outcome: 'planned',
      line: 3,
      newest: { title: 'One' },
    });
    expect(yamlOf(dir)).toBe(FIRST);
  });

  it('tries the usual places of a page that names no feed, and asks robots.txt before', async () => {
    const server = await serve({
      '/blog/': page('<title>Blog</title><p>Words.'),
      '/blog/feed': (_, response) => reply(response, 200, rss('Comments on: Blog', POSTS)),
      '/atom.xml': feedAt(rss('Found', POSTS)),
      '/robots.txt': (_, response) => reply(response, 200, 'User-agent: *\nDisallow: /feed\n'),
    });
    const dir = at(FIRST);
    const ran = await pullquote(['-C', dir, 'sources', 'add', `${server.url}/blog/`], {
      env: { PULLQUOTE_ALLOW: server.host },
    });
    expect(ran.code).toBe(0);
    expect(yamlOf(dir)).toContain(`url: "${server.url}/atom.xml", name: Found`);
    expect(server.hits.map(({ path }) => path)).not.toContain('/feed');
  });

  it('never opens an inner address that a page offers', async () => {
    const inner = await serve({ '/feed': feedAt(rss('Inner', POSTS)) });
    const server = await serve({
      '/a/b/page': page(`<link rel="alternate" type="application/rss+xml" href="${inner.url}/feed">`),
    });
    const dir = at(FIRST);
    const env = { PULLQUOTE_ALLOW: `${server.host} ${inner.host}` };
    const ran = await pullquote(['-C', dir, 'sources', 'add', `${server.url}/a/b/page`], { env });
    expect(ran.code).toBe(3);
    expect(ran.stderr).toContain(`${inner.url}/feed: not opened: 127.0.0.1 is not a public address`);
    expect(ran.stderr).toContain(`${server.url}/rss.xml: answered 404`);
    expect(ran.stderr).toContain(`{ kind: page, url: "${server.url}/a/b/page", selector: "h2 a" }`);
    expect(inner.hits).toEqual([]);
    expect(yamlOf(dir)).toBe(FIRST);
  });

  it('says what is wrong with an address, and where there is nothing', async () => {
    const server = await serve({});
    const dir = at(FIRST);
    const add = (url: string) =>
      pullquote(['-C', dir, 'sources', 'add', url], { env: { PULLQUOTE_ALLOW: server.host } });
    expect(await add('nonsense')).toMatchObject({ code: 2, stderr: expect.stringContaining('is not a web address') });
    expect(await add(`${server.url}/gone`)).toMatchObject({ code: 3, stderr: expect.stringContaining('answered 404') });
    expect(await add('http://10.1.2.3/feed')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('PULLQUOTE_ALLOW=10.1.2.3:80'),
    });
    expect(yamlOf(dir)).toBe(FIRST);
  });
});

describe('sources add, where there is no list yet', () => {
  it.each([
    ['a missing file', undefined],
    ['one of remarks', '# mine\n'],
  ])('%s gets one, or stays as it was', async (_what, text) => {
    const dir = at(text);
    expect((await replayed(dir, ['sources', 'add', 'https://a.example/'], [])).code).toBe(3);
    expect(existsSync(join(dir, 'sources.yaml')) ? yamlOf(dir) : undefined).toBe(text);
    expect((await pullquote(['-C', dir, 'sources', 'add', 'https://x.com/ada'])).code).toBe(0);
    expect(yamlOf(dir)).toMatch(/^# .*\n+- \{ kind: x, users: \[ada\] \}\n$/);
  });

  it('not where there is no workspace', async () => {
    const dir = workspace({});
    const ran = await pullquote(['-C', dir, 'sources', 'add', 'https://x.com/ada']);
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('pullquote init') });
    expect(existsSync(join(dir, 'sources.yaml'))).toBe(false);
  });
});

describe('sources add, on recordings', () => {
  const home = 'https://lanterns.example/';
  const link = (href: string, title = '') =>
    `<link rel="alternate" type="application/rss+xml" title="${title}" href="${href}">`;

  it('finds the feed that a page names, passes comments over, lists the others', async () => {
    const dir = at(FIRST);
    const offers =
      link('/comments/feed', 'Comments') +
      link('/tag/x/feed', 'Tag x') +
      link('/broken', 'Broken') +
      link('/main', 'Main');
    const ran = await replayed(
      dir,
      ['sources', 'add', 'lanterns.example'],
      [
        { url: home, body: `<title>Lanterns</title>${offers}` },
        { url: `${home}broken`, body: '<html>no feed</html>' },
        { url: `${home}main`, body: rss('Lanterns', POSTS), type: 'application/rss+xml' },
        { url: `${home}tag/x/feed`, body: rss('Tag x', POSTS), type: 'application/rss+xml' },
      ],
    );
    expect(ran.code).toBe(0);
    expect(yamlOf(dir)).toContain(`- { kind: feed, url: "${home}main", name: Lanterns }`);
    expect(ran.stdout).toContain(`${home}tag/x/feed (Tag x)`);
    expect(ran.stdout).not.toMatch(/comments|broken/);
  });

  it('never writes a feed address that would have a secret sent to it', async () => {
    const dir = at(FIRST);
    const taken = 'https://collect.example/?k=${X_BEARER_TOKEN}';
    const ran = await replayed(
      dir,
      ['sources', 'add', home],
      [
        { url: home, body: link(taken) },
        { url: taken, body: rss('Collect', POSTS), type: 'application/rss+xml' },
      ],
    );
    expect(ran.code).toBe(3);
    expect(yamlOf(dir)).toBe(FIRST);
  });

  it('an address with a secret of the operator is written as it is, and never shown filled in', async () => {
    const dir = at(FIRST);
    const ran = await pullquote(['-C', dir, 'sources', 'add', 'https://paid.example/feed?k=${PAID_KEY}', '--verbose'], {
      env: { PAID_KEY: 'hunter2hunter2' },
    });
    expect(ran.code).toBe(0);
    expect(yamlOf(dir)).toContain('url: "https://paid.example/feed?k=${PAID_KEY}"');
    expect(ran.stdout + ran.stderr).not.toContain('hunter2');
    expect(ran.stdout).toContain('pullquote sources check');
  });

  const CHANNEL = 'UCaaaaaaaaaaaaaaaaaaaaaa';
  const channelFeed = `https://www.youtube.com/feeds/videos.xml?channel_id=${CHANNEL}`;
  const videos = `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:yt="http://www.youtube.com/xml/schemas/2015"><title>Ada Explains</title>
    <entry><id>yt:video:abcdefghijk</id><yt:videoId>abcdefghijk</yt:videoId><title>On ladders</title><link rel="alternate" href="https://www.youtube.com/watch?v=abcdefghijk"/><published>2026-11-13T10:00:00+00:00</published></entry></feed>`;
  it.each([
    ['named by a link', `<link rel="alternate" type="application/rss+xml" title="RSS" href="${channelFeed}">`],
    ['named in its data', `<script>{"channelId":"UCbbbbbbbbbbbbbbbbbbbbbb","externalId":"${CHANNEL}"}</script>`],
  ])('finds the channel of a handle of YouTube, %s', async (_by, body) => {
    const dir = at(FIRST);
    const ran = await replayed(
      dir,
      ['sources', 'add', 'https://www.youtube.com/@ada'],
      [
        {
          url: 'https://www.youtube.com/@ada',
          body,
        },
        { url: channelFeed, body: videos, type: 'text/xml' },
      ],
    );
    expect(ran.code).toBe(0);
    expect(yamlOf(dir)).toContain(`- { kind: youtube, channel: ${CHANNEL}, name: Ada Explains }`);
    expect(ran.stdout).toContain('The newest of 2026-11-13: On ladders');
  });

  it('writes accounts, communities and publications as what they are, and knows them again by their feeds', async () => {
    const dir = at(FIRST);
    const known = [
      [
        'https://fedi.example/@ada',
        'https://fedi.example/@ada.rss',
        '{ kind: mastodon, account: "@ada@fedi.example", name: Lanterns }',
      ],
      [
        'https://www.reddit.com/r/LocalLLaMA/',
        'https://www.reddit.com/r/LocalLLaMA/top/.rss?t=week',
        '{ kind: reddit, sub: LocalLLaMA }',
      ],
      [
        'https://lanterns.substack.com/archive',
        'https://lanterns.substack.com/feed',
        '{ kind: substack, url: "https://lanterns.substack.com", name: Lanterns }',
      ],
    ] as const;
    const answers = known.flatMap(([address, feed]) => [
      { url: address, body: '<title>An account</title>' },
      { url: feed, body: rss('Lanterns', POSTS), type: 'application/rss+xml' },
    ]);
    for (const [address] of known) expect((await replayed(dir, ['sources', 'add', address], answers)).code).toBe(0);
    expect(yamlOf(dir)).toBe(FIRST + known.map(([, , line]) => `- ${line}\n`).join(''));
    const again = await replayed(dir, ['sources', 'add', known[1][1]], answers);
    expect(again.stdout).toContain('Already there: r/LocalLLaMA');
  });

  it('refuses what is not there, and adds what just does not answer', async () => {
    const gone = at(FIRST);
    const atom = 'https://github.com/ada/ladder/releases.atom';
    const refused = await replayed(
      gone,
      ['sources', 'add', 'github.com/ada/ladder'],
      [{ url: atom, body: '', status: 404 }],
    );
    expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining('there is nothing to read') });
    expect(yamlOf(gone)).toBe(FIRST);
    const added = await replayed(
      gone,
      ['sources', 'add', 'github.com/ada/ladder'],
      [{ url: atom, body: '', status: 503 }],
    );
    expect(added.stdout).toContain('could not be read just now');
    expect(yamlOf(gone)).toContain('repo: ada/ladder');
  });
});

describe('sources list and check', () => {
  it('check says how each is, stores its health and no item; list shows it; exit 1 where one failed', async () => {
    const full = rss('Full', [{ title: 'A', day: '2026-11-14', words: 300 }]);
    const server = await serve({
      '/full': (hit, response) =>
        hit.headers['if-none-match']
          ? reply(response, 304)
          : reply(response, 200, full, { 'content-type': 'text/xml', etag: '"1"' }),
      '/full2': feedAt(rss('Moved', POSTS)),
      '/broken': page('<title>Not a feed</title>'),
    });
    const dir = at(
      `- { kind: feed, url: "${server.url}/full", name: Full, tags: [a, b], weight: 2 }\n- { kind: feed, url: "${server.url}/broken", name: Broken }\n- { kind: feed, url: "${server.url}/full2?k=\${SECRET_KEY}", name: Paid }\n- { kind: feed, url: "https://off.example/feed", name: Off, enabled: false }\n`,
    );
    const env = { PULLQUOTE_ALLOW: server.host, SECRET_KEY: 'hunter2hunter2' };
    const before = await pullquote(['-C', dir, 'sources', 'list'], { env });
    expect(before.stdout).toMatch(/full\s+feed\s+Full\s+http:\S+\/full\s+2\s+a, b\s+not crawled yet/);
    const ran = await pullquote(['-C', dir, 'sources', 'check'], { env });
    expect(ran.code).toBe(1);
    expect(ran.stdout).toMatch(/full\s+ok\s+1\s+2026-11-14.*300 words, full text/);
    expect(ran.stdout).toMatch(/paid\s+ok\s+2\s+2026-11-14.*20 words, teaser/);
    expect(ran.stdout).toMatch(/^broken +failed +0$/m);
    expect(ran.stdout).toContain('\nfailed: broken: an HTML page ("Not a feed"), not a feed\n');
    expect(ran.stdout).toContain('3 sources checked, 1 failed.');
    expect(ran.stdout + ran.stderr).not.toContain('hunter2');
    const store = await openStore({ path: join(dir, '.pullquote/state.db') });
    expect(await store.items('0000', '9999')).toEqual([]);
    await store.close();

    const second = await pullquote(['-C', dir, 'sources', 'check', 'broken', 'full', '--json'], { env });
    expect(second.code).toBe(1);
    expect(
      JSON.parse(second.stdout).sources.map(({ id, ok, entries }: Record<string, unknown>) => [id, ok, entries]),
    ).toEqual([
      ['broken', false, 0],
      ['full', true, 1],
    ]);
    expect(server.hits.at(-1)?.path === '/full' || server.hits.some(({ headers }) => headers['if-none-match'])).toBe(
      true,
    );
    const listed = await pullquote(['-C', dir, 'sources', 'list', '--json'], { env });
    expect(JSON.parse(listed.stdout).sources).toMatchObject([
      { id: 'full', state: 'ok', weight: 2, tags: ['a', 'b'] },
      { id: 'broken', state: expect.stringMatching(/^failed 2 times in a row: an HTML page/), failuresInARow: 2 },
      { id: 'paid', address: `${server.url}/full2?k=\${SECRET_KEY}`, state: 'ok' },
      { id: 'off', state: 'disabled', enabled: false },
    ]);
    expect((await pullquote(['-C', dir, 'sources', 'check', 'full'], { env })).code).toBe(0);
    expect(await pullquote(['-C', dir, 'sources', 'check', 'brocken'], { env })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean `broken`?'),
    });
  });

  it('says the edit that follows a move, in the line that it belongs to', async () => {
    const self = '<link xmlns="http://www.w3.org/2005/Atom" rel="self" href="https://new.example/feed"/>';
    const moved = rss('Moved', POSTS).replace('<channel>', `<channel>${self}`);
    const server = await serve({ '/old': feedAt(moved) });
    const dir = at(`${FIRST}- { kind: feed, url: "${server.url}/old", name: Mover }\n`);
    const ran = await pullquote(['-C', dir, 'sources', 'check', 'mover'], { env: { PULLQUOTE_ALLOW: server.host } });
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain(`sources.yaml:3 write "https://new.example/feed" in place of "${server.url}/old"`);
    expect((await pullquote(['-C', dir, 'sources', 'list'])).stdout).toContain('moved to https://new.example/feed');
    expect(yamlOf(dir)).toContain('/old');
  });

  it('a replay says how things were, and leaves the health of now alone', async () => {
    const dir = at(FIRST);
    const feed = { url: 'https://first.example/feed', body: rss('First', POSTS), type: 'text/xml' };
    const ran = await replayed(dir, ['sources', 'check', '--json'], [feed]);
    expect(JSON.parse(ran.stdout).sources).toMatchObject([
      { id: 'first', ok: true, newestAt: '2026-11-14T00:00:00.000Z' },
    ]);
    expect((await pullquote(['-C', dir, 'sources', 'list'])).stdout).toContain('not crawled yet');
  });

  it('the options before and behind the names of group and command mean the same', async () => {
    const dir = at(FIRST);
    const ways = [
      ['-C', dir, '--json', 'sources', 'list'],
      ['sources', '-C', dir, '--json', 'list'],
      ['sources', 'list', '-C', dir, '--json'],
    ];
    const said = await Promise.all(ways.map((args) => pullquote(args)));
    expect(new Set(said.map(({ stdout }) => stdout)).size).toBe(1);
    expect(JSON.parse(said[0]?.stdout ?? '').sources).toHaveLength(1);
    expect(await pullquote(['sources'])).toMatchObject({ code: 2, stderr: expect.stringContaining('import') });
  });
});

describe('sources import and export', () => {
  const OPML = `<?xml version="1.0"?><opml version="2.0"><head><title>Old reader</title></head><body>
    <outline text="Labs"><outline type="rss" text="One: the lab" xmlUrl="https://one.example/feed"/></outline>
    <outline type="rss" text="First again" xmlUrl="http://www.first.example/feed/"/>
    <outline type="rss" text="A channel" xmlUrl="https://www.youtube.com/feeds/videos.xml?channel_id=UCaaaaaaaaaaaaaaaaaaaaaa"/>
    <outline type="rss" text="Talk" xmlUrl="https://feeds.transistor.fm/talk"/>
    <outline type="rss" text="Thief" xmlUrl="https://thief.example/?k=\${X_BEARER_TOKEN}"/>
    <outline type="rss" text="Local" xmlUrl="file:///etc/passwd"/>
    <outline type="rss" text="One twice" xmlUrl="https://one.example/feed"/>
  </body></opml>`;

  it('adds what is new, says what was there and what cannot be, and comes back from its own export', async () => {
    const dir = at(FIRST);
    writeFileSync(join(dir, 'list.opml'), OPML);
    const dry = await pullquote(['-C', dir, 'sources', 'import', join(dir, 'list.opml'), '--dry-run']);
    expect(dry.stdout).toContain('Would add 3 sources from “Old reader”');
    expect(yamlOf(dir)).toBe(FIRST);
    const ran = await pullquote(['-C', dir, 'sources', 'import', join(dir, 'list.opml')]);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('There already: 2.');
    expect(ran.stdout).toContain('Thief: not a web address');
    expect(ran.stdout).toContain('Local: not a web address: file:///etc/passwd');
    expect(yamlOf(dir)).toBe(
      [
        `${FIRST}- { kind: feed, url: "https://one.example/feed", name: "One: the lab", tags: [Labs] }`,
        '- { kind: youtube, channel: UCaaaaaaaaaaaaaaaaaaaaaa, name: A channel }',
        '- { kind: podcast, url: "https://feeds.transistor.fm/talk", name: Talk }',
        '',
      ].join('\n'),
    );
    const exported = await pullquote(['-C', dir, 'sources', 'export']);
    const other = at();
    writeFileSync(join(other, 'list.opml'), exported.stdout);
    expect((await pullquote(['-C', other, 'sources', 'import', join(other, 'list.opml')])).code).toBe(0);
    const facts = async (where: string) =>
      JSON.parse((await pullquote(['-C', where, 'sources', 'list', '--json'])).stdout)
        .sources.map(({ kind, name, address, tags }: Record<string, unknown>) => [kind, name, address, tags])
        .sort();
    expect(await facts(other)).toEqual(await facts(dir));
  });

  it('reads standard input, and refuses what is no list', async () => {
    const dir = at('[]');
    const running = started(['-C', dir, 'sources', 'import', '-', '--json']);
    running.child.stdin.end(OPML);
    expect(JSON.parse((await running.ended).stdout).added).toHaveLength(4);
    const wrong = started(['-C', dir, 'sources', 'import', '-']);
    wrong.child.stdin.end('<html>');
    expect(await wrong.ended).toMatchObject({ code: 2, stderr: expect.stringContaining('no OPML') });
    expect(await pullquote(['-C', dir, 'sources', 'import', join(dir, 'nope')])).toMatchObject({ code: 2 });
  });

  it('exports no private feed and no secret, and says so', async () => {
    const dir = at(
      `${FIRST}- { kind: feed, url: "https://paid.example/SECRETPATH", name: Paid, private: true }\n- { kind: feed, url: "https://key.example/?k=\${KEY}", name: Keyed }\n- { kind: feed, url: "https://u:SECRETPATH@pass.example/", name: Pass }\n- { kind: hackernews, name: HN }\n`,
    );
    const ran = await pullquote(['-C', dir, 'sources', 'export', join(dir, 'out.opml')]);
    const opml = readFileSync(join(dir, 'out.opml'), 'utf8');
    expect(ran.stdout).toContain('1 feed');
    expect(opml).toContain('https://first.example/feed');
    expect(opml + ran.stdout + ran.stderr).not.toMatch(/SECRETPATH|KEY\}/);
    for (const reason of [
      'paid: private',
      'keyed: its address holds a secret',
      'pass: its address holds a password',
      'hn: hackernews has no feed',
    ])
      expect(ran.stderr).toContain(`left out: ${reason}`);
  });
});
