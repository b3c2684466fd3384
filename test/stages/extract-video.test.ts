import { describe, expect, it } from 'vitest';
import { reservesRights } from '../../src/stages/extract.ts';
import { slimVideoPage, videoFacts } from '../../src/stages/extract-video.ts';

/** As a watch page is made: microdata, then the player's own JSON, then other videos. */
const WATCH = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>How a rope is a network - YouTube</title>
<meta name="description" content="A lecture in three parts. Rope is …"><meta name="robots" content="max-image-preview:large">
</head><body><div itemid="https://www.youtube.com/watch?v=ropeIsAnet1" itemscope>
<meta itemprop="name" content="How a rope is a network"><meta itemprop="duration" content="PT1H2M3S">
<meta itemprop="datePublished" content="2026-11-12T08:00:00-08:00"></div>
<script>var first = {"author":"Somebody Else","lengthSeconds":"7"};</script>
<script>var ytInitialPlayerResponse = {"videoDetails":{"videoId":"ropeIsAnet1","title":"How a rope","lengthSeconds":"3723",
"shortDescription":"A lecture in three parts.\\n\\n0:00 Rope \\u0026 knots\\n9:30 \\"Nets\\" <b>\\n","author":"Slow Lectures"},
"microformat":{"publishDate":"2026-11-12T08:00:00-08:00"}};</script>
<script>var ytInitialData = {"items":[{"lengthSeconds":"11","author":"A Third"}]};</script>${'<p>comment</p>'.repeat(5000)}</body></html>`;

describe('videoFacts', () => {
  it('reads length, date, author and the whole description', () => {
    expect(videoFacts(WATCH)).toEqual({
      durationSeconds: 3723,
      publishedAt: '2026-11-12T16:00:00.000Z',
      author: 'Slow Lectures',
      summary: 'A lecture in three parts.\n\n0:00 Rope & knots\n9:30 "Nets" <b>',
    });
  });

  it('reads JSON-LD', () => {
    const node = {
      ...{ '@context': 'https://schema.org', '@type': ['VideoObject'], name: 'Rope', duration: 'PT9M30S' },
      ...{ uploadDate: '2026-11-12', description: 'On rope.', author: { name: 'Ana', url: 'https://ana.test/' } },
    };
    const html = `<script type="application/ld+json">${JSON.stringify({ '@graph': [{ '@type': 'WebSite' }, node] })}</script>`;
    expect(videoFacts(html)).toEqual({
      ...{ durationSeconds: 570, publishedAt: '2026-11-12T00:00:00.000Z', author: 'Ana', summary: 'On rope.' },
    });
  });

  it('reads a length alone, and takes no stranger for the author', () => {
    expect(videoFacts('<script>x = {"lengthSeconds":"123","author":"A Stranger"}</script>')).toEqual({
      durationSeconds: 123,
    });
  });

  it.each([
    [
      'a consent page',
      '<html><title>Before you continue</title><form action="https://consent.test/save"></form></html>',
    ],
    ['a live stream', '<meta itemprop="duration" content="PT0S"><script>{"lengthSeconds":"0"}</script>'],
    ['a length that is none', '<meta itemprop="duration" content="soon"><script>{"lengthSeconds":"12x"}</script>'],
    ['broken JSON', '<script>{"videoDetails":{"shortDescription":"\\q","author":"cut off</script>'],
    ['nothing', ''],
  ])('knows nothing from %s', (_what, html) => {
    expect(videoFacts(html)).toEqual({});
  });

  it.each([
    ['descriptions', `{"videoDetails":{"shortDescription":"${'\\n'.repeat(3_000_000)}`],
    ['tags', '<meta itemprop="duration" '.repeat(100_000)],
    ['quotes', '"lengthSeconds":"'.repeat(200_000)],
  ])('comes back from endless %s', (_what, html) => {
    expect(videoFacts(html).durationSeconds).toBeUndefined();
  });
});

describe('slimVideoPage', () => {
  const slim = (html: string) => new TextDecoder().decode(slimVideoPage(new TextEncoder().encode(html)));

  it('keeps what is read of the page, and leaves the rest', () => {
    expect(videoFacts(slim(WATCH))).toEqual(videoFacts(WATCH));
    expect(slim(WATCH).length).toBeLessThan(WATCH.length / 10);
    expect(slim(WATCH)).not.toContain('comment');
    expect(slim(slim(WATCH))).toBe(slim(WATCH));
  });

  it('keeps a reservation of rights', () => {
    const html = slim(`<head><meta name="robots" content="noai"></head>${WATCH}`);
    expect(reservesRights(html, {})).toBe(true);
    expect(reservesRights(slim(WATCH), {})).toBe(false);
  });

  it('is not ended by what a description says', () => {
    const said = '<\\/script><meta itemprop=\\"duration\\" content=\\"PT9S\\"> A lecture';
    const html = WATCH.replace('":"A lecture', `":"${said}`);
    expect(videoFacts(slim(html)).durationSeconds).toBe(3723);
    expect(videoFacts(slim(html)).summary).toContain('<meta itemprop="duration"');
  });
});
