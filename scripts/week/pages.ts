import { encodeNonAsciiHTML, escapeUTF8 } from 'entities';
import { toHtml } from './markdown.ts';
import type { Page, Site } from './types.ts';

/** A page as its site would serve it: the article, and the furniture that an extractor has to leave behind. `others` are pages of the same site. */
export function pageHtml(page: Page, others: Page[]): string {
  const body = TEMPLATES[page.site.template](page, others);
  const document = `<!doctype html>\n<html lang="${page.lang ?? 'en'}">\n<head>\n${head(page)}\n</head>\n<body>\n${body}\n</body>\n</html>\n`;
  return page.site.entities ? document.replace(/[\u0080-\u{10ffff}]/gu, encodeNonAsciiHTML) : document;
}

/** The article alone, as a full-text feed carries it. */
export function articleHtml(page: Page): string {
  return toHtml(page.markdown);
}

function head(page: Page): string {
  const title = escapeUTF8(page.title);
  const lines = [
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${title} | ${escapeUTF8(page.site.name)}</title>`,
    `<link rel="canonical" href="${escapeUTF8(page.url)}">`,
    `<meta property="og:title" content="${title}">`,
    `<meta property="og:site_name" content="${escapeUTF8(page.site.name)}">`,
    `<meta property="og:type" content="${page.site.template === 'video' ? 'video.other' : 'article'}">`,
    `<meta property="article:published_time" content="${page.date}">`,
  ];
  if (page.author) lines.push(`<meta name="author" content="${escapeUTF8(page.author)}">`);
  if (page.summary) lines.push(`<meta name="description" content="${escapeUTF8(page.summary)}">`);
  if (page.site.template === 'paper') lines.push(`<script type="application/ld+json">${newsArticle(page)}</script>`);
  return lines.join('\n');
}

function newsArticle(page: Page): string {
  return JSON.stringify({
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: page.title,
    datePublished: page.date,
    author: { '@type': 'Person', name: page.author },
    isAccessibleForFree: !page.paywall,
  });
}

const TEMPLATES: Record<Site['template'], (page: Page, others: Page[]) => string> = {
  lab: (page, others) => `${cookies(page.site)}
<header class="site-header"><a class="logo" href="/">${escapeUTF8(page.site.name)}</a>${nav(page.site)}<a class="button" href="/signin">Sign in</a></header>
<main><article class="post"><header><p class="eyebrow">Blog</p><h1>${escapeUTF8(page.title)}</h1><p class="meta">${day(page)}${by(page, ' · ')}</p></header>
<div class="post-body">
${articleHtml(page)}
</div></article>
<aside class="related"><h2>Read next</h2>${related(others)}</aside></main>
${signup(page.site)}
${footer(page.site)}`,
  blog: (
    page,
    others,
  ) => `<div id="wrap"><div id="masthead"><a href="/">${escapeUTF8(page.site.name)}</a>${nav(page.site)}</div>
<div id="content" role="main"><h1 class="entry-title">${escapeUTF8(page.title)}</h1><div class="byline">${day(page)}${by(page, ' by ')}</div>
<div class="entry-content">
${articleHtml(page)}
</div>${comments(page)}</div>
<div id="sidebar"><h3>Older</h3>${related(others)}${signup(page.site)}</div>
${footer(page.site)}</div>`,
  paper: (page, others) => `${cookies(page.site)}
<div class="topbar"><a href="/subscribe">Subscribe</a> <a href="/login">Log in</a></div>
<header><a class="masthead" href="/">${escapeUTF8(page.site.name)}</a>${nav(page.site)}</header>
<div class="breadcrumb"><a href="/">Home</a> › <a href="/technology">Technology</a></div>
<article class="story"><h1 class="headline">${escapeUTF8(page.title)}</h1>
<p class="standfirst">${escapeUTF8(page.summary ?? '')}</p>
<div class="story-meta"><span class="author">${escapeUTF8(page.author ?? '')}</span> <time datetime="${page.date}">${day(page)}</time><ul class="share"><li><a href="#mail">Mail</a></li><li><a href="#copy">Copy link</a></li></ul></div>
<div class="story-body">
${withAdvert(page)}
</div>${page.paywall ? `<div class="paywall"><h2>Keep reading</h2><p>${escapeUTF8(page.paywall)}</p><a href="/subscribe">See the offers</a></div>` : ''}</article>
<aside class="most-read"><h2>Most read</h2>${related(others)}</aside>
${signup(page.site)}
${footer(page.site)}`,
  wire: (page, others) => `${cookies(page.site)}
<div class="top">${nav(page.site)}</div>
<div class="wrapper"><div class="col-main"><h1>${escapeUTF8(page.title)}</h1><div class="info">${day(page)}${by(page, ' | ')} | ${escapeUTF8(page.site.name)}</div>
<div class="text">
${withAdvert(page)}
</div>${page.hidden ? `<div style="display:none" aria-hidden="true">${escapeUTF8(page.hidden)}</div>` : ''}
${comments(page)}</div>
<div class="col-side"><h4>Trending now</h4>${related(others)}</div></div>
${signup(page.site)}
${footer(page.site)}`,
  plain: (page) => `<h1>${escapeUTF8(page.title)}</h1>
<p><em>${day(page)}${by(page, ', ')}</em></p>
${articleHtml(page)}
${footer(page.site)}`,
  video: (
    page,
  ) => `<div id="watch" itemscope itemtype="http://schema.org/VideoObject"><meta itemprop="name" content="${escapeUTF8(page.title)}"><meta itemprop="duration" content="${isoDuration(page.seconds ?? 0)}"><meta itemprop="datePublished" content="${page.date}"><span itemprop="author"><link itemprop="name" content="${escapeUTF8(page.author ?? '')}"></span></div>
<script>var ytInitialPlayerResponse = ${playerResponse(page)};</script>`,
};

function playerResponse(page: Page): string {
  const videoDetails = {
    videoId: new URL(page.url).searchParams.get('v'),
    title: page.title,
    lengthSeconds: String(page.seconds ?? 0),
    shortDescription: page.markdown.trim(),
    author: page.author,
  };
  return JSON.stringify({ videoDetails }).replaceAll('<', '\\u003c');
}

function isoDuration(seconds: number): string {
  return `PT${Math.floor(seconds / 60)}M${seconds % 60}S`;
}

function day(page: Page): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(page.date));
}
function by(page: Page, before: string): string {
  return page.author ? `${before}${escapeUTF8(page.author)}` : '';
}
function nav(site: Site): string {
  const links = (site.nav ?? []).map(
    (name) => `<li><a href="/${name.toLowerCase().replace(/\W+/g, '-')}">${escapeUTF8(name)}</a></li>`,
  );
  return `<nav><ul>${links.join('')}</ul></nav>`;
}
function related(others: Page[]): string {
  return `<ul>${others.map((page) => `<li><a href="${escapeUTF8(new URL(page.url).pathname)}">${escapeUTF8(page.title)}</a></li>`).join('')}</ul>`;
}
function cookies(site: Site): string {
  if (!site.cookies) return '';
  return `<div id="cookie-banner" role="dialog"><p>${escapeUTF8(site.cookies)}</p><button>Accept all</button><button>Reject</button></div>`;
}
function signup(site: Site): string {
  if (!site.signup) return '';
  return `<form class="newsletter-signup" action="/subscribe" method="post"><p>${escapeUTF8(site.signup)}</p><input type="email" placeholder="you@example.com"><button>Sign up</button></form>`;
}
function footer(site: Site): string {
  return site.footer ? `<footer><p>${escapeUTF8(site.footer)}</p></footer>` : '';
}
function comments(page: Page): string {
  if (!page.comments) return '';
  const list = page.comments.map(
    ({ by: name, text }) => `<li><b>${escapeUTF8(name)}</b><p>${escapeUTF8(text)}</p></li>`,
  );
  return `<div id="comments"><h3>${list.length} comments</h3><ol>${list.join('')}</ol></div>`;
}

/** The article with the site's advertisement between its second and third paragraph. */
function withAdvert(page: Page): string {
  const html = articleHtml(page);
  if (!page.site.advert) return html;
  const parts = html.split('</p>\n');
  return [
    ...parts.slice(0, 2),
    `<div class="ad">Advertisement: ${escapeUTF8(page.site.advert)}</div>\n${parts.slice(2).join('</p>\n')}`,
  ].join('</p>\n');
}
