import { expect, it } from 'vitest';
import { crawlRecorded } from '../../support/recording.ts';

const URL = 'https://github.com/harbour/tidewheel/releases.atom';
const release = (tag: string, title: string, content: string, day: string) => `<entry>
    <id>tag:github.com,2008:Repository/42/${tag}</id>
    <updated>2026-11-${day}T10:00:00Z</updated>
    <link rel="alternate" type="text/html" href="https://github.com/harbour/tidewheel/releases/tag/${tag}"/>
    <title>${title}</title>
    ${content}
    <author><name>ivo</name></author>
    <media:thumbnail height="30" width="30" url="https://avatars.githubusercontent.com/u/7?s=60&amp;v=4"/>
  </entry>`;
const notes = `<content type="html">&lt;h2&gt;What changed&lt;/h2&gt;
&lt;ul&gt;
&lt;li&gt;Tides are cached by &lt;a class=&quot;user-mention&quot; href=&quot;https://github.com/ana&quot;&gt;@ana&lt;/a&gt; in &lt;a href=&quot;https://github.com/harbour/tidewheel/pull/7&quot;&gt;#7&lt;/a&gt;&lt;/li&gt;
&lt;li&gt;&lt;code&gt;wheel --slow&lt;/code&gt; is gone&lt;/li&gt;
&lt;/ul&gt;</content>`;
const feed = `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/" xml:lang="en-US">
  <id>tag:github.com,2008:https://github.com/harbour/tidewheel/releases</id>
  <link type="text/html" rel="alternate" href="https://github.com/harbour/tidewheel/releases"/>
  <link type="application/atom+xml" rel="self" href="https://github.com/harbour/tidewheel/releases.atom"/>
  <title>Release notes from tidewheel</title>
  <updated>2026-11-13T10:00:00Z</updated>
  ${release('v1.2.0', 'v1.2.0', notes, '13')}
  ${release('v1.1.0', 'Tidewheel 1.1: calmer seas', '<content>No content.</content>', '10')}
</feed>`;

it('a release is called by its repository, with its notes', async () => {
  const { ran, items } = await crawlRecorded('- { kind: github, repo: harbour/tidewheel }\n', [
    { url: URL, body: feed, type: 'application/atom+xml; charset=utf-8' },
  ]);
  expect(ran.code).toBe(0);
  const [calmer, cached] = items;
  expect(items).toHaveLength(2);
  expect(cached).toMatchObject({
    url: 'https://github.com/harbour/tidewheel/releases/tag/v1.2.0',
    sourceName: 'harbour/tidewheel releases',
    title: 'tidewheel v1.2.0',
    author: 'ivo',
    publishedAt: '2026-11-13T10:00:00.000Z',
    own: true,
    summary: 'What changed\n\nTides are cached by @ana in #7\nwheel --slow is gone',
    links: ['https://github.com/ana', 'https://github.com/harbour/tidewheel/pull/7'],
  });
  // the picture beside a release is its author's
  expect(cached).not.toHaveProperty('imageUrl');
  expect(calmer).toMatchObject({ title: 'Tidewheel 1.1: calmer seas', summary: '' });
});
