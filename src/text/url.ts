/** What WHATWG URL parsing leaves to us: keys for comparing links, and links fit to print. */

/** Parameters that say where a reader came from and nothing about what is shown. */
const TRACKING = /^(utm_.*|fbclid|gclid|mc_.*|ref|source|si)$/i;
/** Further parameters that make the same page look like another: gift links and start times. */
const SAME_PAGE = /^(unlocked_article_code|gift|accesstoken|smid|share|st|t|start)$/i;

function parse(url: string): URL | undefined {
  try {
    return new URL(url.trim());
  } catch {
    return undefined;
  }
}

/** The link as it is printed: trackers gone, parentheses escaped so that Markdown cannot end early. Gift links keep their parameters. */
export function printedUrl(url: string): string {
  const parsed = parse(url);
  if (!parsed) return url;
  const kept = parsed.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !TRACKING.test(pair.split('=')[0] ?? ''));
  parsed.search = kept.length ? `?${kept.join('&')}` : '';
  return parsed.href.replaceAll('(', '%28').replaceAll(')', '%29');
}

/**
 * The key under which a page is known: no scheme, no `www.`, no fragment, no trackers, no trailing slash, sorted parameters. Two links
 * with the same key are the same page. Never printed.
 */
export function canonicalUrl(url: string): string {
  const parsed = parse(url);
  if (!parsed) return url.trim();
  const host = parsed.host.replace(/^www\./, '').replace(/\.$/, '');
  const path = parsed.pathname.replace(/\/+$/, '').replaceAll('(', '%28').replaceAll(')', '%29');
  const pairs = parsed.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !TRACKING.test(pair.split('=')[0] ?? ''));
  return `${host}${path}${pairs.length ? `?${pairs.sort().join('&')}` : ''}`;
}

/** As `canonicalUrl`, gift and start-time parameters aside: for recognising a link that an editor replaced by a gift link. */
export function pageKey(url: string): string {
  const parsed = parse(url);
  if (!parsed) return url.trim();
  const video = videoOf(parsed);
  if (video) return `youtube.com/watch?v=${video}`;
  for (const name of [...parsed.searchParams.keys()]) if (SAME_PAGE.test(name)) parsed.searchParams.delete(name);
  return canonicalUrl(parsed.href);
}

/** The id of a YouTube video, from any of its usual links. */
export function youtubeId(url: string): string | undefined {
  const parsed = parse(url);
  const id = parsed && videoOf(parsed);
  return id !== undefined && /^[\w-]{1,64}$/.test(id) ? id : undefined;
}

function videoOf(url: URL): string | undefined {
  const host = url.hostname.replace(/^(www|m)\./, '');
  if (host === 'youtu.be') return url.pathname.slice(1) || undefined;
  if (host !== 'youtube.com') return undefined;
  return url.searchParams.get('v') ?? url.pathname.match(/^\/(?:shorts|live|embed)\/([\w-]+)/)?.[1];
}

/** Host name without `www.`, lower case; '' where the URL has none. */
export function hostOf(url: string): string {
  return (parse(url)?.hostname ?? '').replace(/^www\./, '').replace(/\.$/, '');
}

/** P2: whether a link is on the site whose home page is given (same host, `www.` aside). */
export function onSite(url: string, homeUrl: string): boolean {
  const host = hostOf(url);
  return host !== '' && host === hostOf(homeUrl);
}

/** An absolute http(s) URL, or undefined. Relative links are resolved against `base`. */
export function httpUrl(href: string, base?: string): string | undefined {
  try {
    const url = new URL(href.trim(), base);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : undefined;
  } catch {
    return undefined;
  }
}
