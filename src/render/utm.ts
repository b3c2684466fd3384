import type { Newsletter } from '../types.ts';

/** Parameters by which a paper knows that a link was given away. One more beside them, and some papers ask the reader to pay. */
const GIFT =
  /^(unlocked_article_code|unlock(ed)?(_?code)?|gift(_?(id|code|link|token))?|gifted|access_?token|pwapi_token|sharetype|share_?token|shared|smid|reflink|st)$/i;

/** Whether a link opens one page of a paid site for whoever has it. */
function isGiftLink(url: string): boolean {
  return URL.canParse(url) && [...new URL(url).searchParams.keys()].some((name) => GIFT.test(name));
}

/**
 * The link with the newsletter's own campaign parameters: `utm_source`, `utm_medium` (email) and `utm_campaign` (the number of the issue). A
 * link that has a campaign already, a gift link, a mail address and a page of the newsletter's own (`own`: addresses that it begins with) stay
 * as they are.
 */
export function withUtm(url: string, utm: Newsletter['utm'], issue: number, own: string[] = []): string {
  if (!utm || !/^https?:/i.test(url) || /[?&]utm_/i.test(url) || isGiftLink(url)) return url;
  if (own.some((address) => url.startsWith(address))) return url;
  const cut = url.indexOf('#');
  const [page, fragment] = cut < 0 ? [url, ''] : [url.slice(0, cut), url.slice(cut)];
  const pairs = { source: utm.source, medium: utm.medium ?? 'email', campaign: utm.campaign ?? String(issue) };
  const query = Object.entries(pairs).map(([name, value]) => `utm_${name}=${encodeURIComponent(value)}`);
  return `${page}${page.includes('?') ? '&' : '?'}${query.join('&')}${fragment}`;
}
