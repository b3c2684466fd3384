import { escapeUTF8 } from 'entities';
import type { Exchange, ShownPosts } from './types.ts';

/** What X answers, post by post, to a site that wants to show it (oEmbed). */
export function oembedExchanges({ entries }: ShownPosts): Exchange[] {
  return entries.map(({ url, name, date, post }) => {
    const handle = new URL(url).pathname.split('/')[1] as string;
    const words = post.trim().split('\n').map(lineHtml).join('<br>');
    const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(date));
    const twitter = url.replace('https://x.com/', 'https://twitter.com/');
    const answer = {
      ...{ url: twitter, author_name: name, author_url: `https://twitter.com/${handle}` },
      html: `<blockquote class="twitter-tweet" data-dnt="true"><p lang="en" dir="ltr">${words}</p>&mdash; ${escapeUTF8(name)} (@${handle}) <a href="${twitter}?ref_src=twsrc%5Etfw">${day}</a></blockquote>\n\n`,
      ...{ width: 550, height: null, type: 'rich', cache_age: '3153600000' },
      ...{ provider_name: 'Twitter', provider_url: 'https://twitter.com', version: '1.0' },
    };
    return {
      url: `https://publish.twitter.com/oembed?url=${encodeURIComponent(url)}&omit_script=1&hide_thread=1&dnt=true&lang=en`,
      status: 200,
      mimeType: 'application/json; charset=utf-8',
      text: JSON.stringify(answer),
    };
  });
}

function lineHtml(line: string): string {
  return line
    .split(/<(https:[^>]+)>/)
    .map((part, i) => (i % 2 ? `<a href="${part}">${part}</a>` : escapeUTF8(part)))
    .join('');
}
