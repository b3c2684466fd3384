/** Links that are made for one reader: whoever follows one unsubscribes somebody, is counted as them, or reads on their account. */
import { httpUrl } from './url.ts';

/** Steps of a path, or values and names of parameters, that manage a subscription. */
const MANAGES =
  /^(unsub|unsubscribed?|opt-?out|preferences|(manage|update|email|mail|subscription|notification)[-_]?(preferences|settings|subscriptions?)|disable_email|app-link)$/i;
/** Hosts that count clicks before they lead on. */
const COUNTS =
  /^(clicks?|track|tracking|trk|url\d{2,6})\.|(^|\.)(list-manage\.com|sendgrid\.net|mandrillapp\.com|hubspotlinks\.com|convertkit-mail\d?\.com|mail\.beehiiv\.com)$/i;
/** Parameters that let somebody in. A gift link's are none of them: it is made to be passed on. */
const LETS_IN = /^(token|access_token|auth|auth_token|jwt|subscriber_?id|recipient(_id)?|email|contact_id)$/i;
/** Parameters that only say who reads; the page is the same without. */
const SAYS_WHO = /^(e|mc_eid|mc_cid|_hsenc|_hsmi|mkt_tok|ck_subscriber_id|vero_id|oly_enc_id|oly_anon_id)$/i;

/** Whether a link manages a subscription, counts its reader, or carries who may read. Gift links don't. */
export function isPersonalLink(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { hostname, pathname, searchParams } = new URL(url);
  const said = [...pathname.split('/'), ...[...searchParams].flat()];
  const letsIn = [...searchParams.keys()].some((name) => LETS_IN.test(name));
  return letsIn || COUNTS.test(hostname) || said.some((word) => MANAGES.test(word));
}

/** The address of the same page for everybody, or undefined where there is none. */
export function publicUrl(url: string): string | undefined {
  const address = httpUrl(url);
  if (address === undefined || isPersonalLink(address)) return undefined;
  const parsed = new URL(address);
  for (const name of [...parsed.searchParams.keys()]) if (SAYS_WHO.test(name)) parsed.searchParams.delete(name);
  return parsed.href;
}
