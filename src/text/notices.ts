/** Pages that are no news whoever publishes them, recognised in general language by their titles and addresses. */
import { hostOf } from './url.ts';

export type Notice = 'job-ad' | 'notice' | 'promotion';

const HIRING =
  /\b(is|are|we['’]re|now) hiring\b|\bwho (is hiring|wants to be hired)\b|\bjob (ad|opening|posting|vacanc(y|ies))s?\b|^(hiring|join (us|our team))\b/i;
/** A place where jobs are offered says little by itself: a page of it may be passed on as news. */
const JOBS_PATH = /\/(jobs?|careers?|vacanc(y|ies)|open-(roles|positions))(\/|$)/i;
const ROLE =
  /\b(engineer|developer|scientist|researcher|manager|designer|director|recruiter|intern(ship)?|head of|lead|staff|vacancy|wanted|position|role)s?\b/i;

const STATUS_HOST = /^(status|uptime)\./i;
const STATUS_PATH = /\/(incidents?|maintenances?)\/[\w-]+\/?$/i;
/** What status pages call their entries. A report about an outage has more to say than this. */
const STATUS_TITLE =
  /^((\[\w+\]|(resolved|monitoring|identified|investigating|update|scheduled|completed)\s*[:\-–])\s*)?(elevated (errors?|error rates?|latency)|degraded (performance|service|availability)|(partial|major|full) (service )?outage|(scheduled|planned|emergency) maintenance|service (disruption|interruption|degradation)|increased error rates?)\b/i;

const PROMOTION =
  /\bsponsored( (post|content))?\b|\b(webinar|giveaway|discount code|promo code|coupon)\b|^(advertisement|paid partnership)\b/i;

/** What kind of notice a page is, if any: a job ad; an entry of a status page; an advertisement. */
export function noticeOf(page: { title: string; url: string; own: boolean }): Notice | undefined {
  const { title, url, own } = page;
  const path = URL.canParse(url) ? new URL(url).pathname : '';
  if (HIRING.test(title)) return 'job-ad';
  if (JOBS_PATH.test(path) && (own || title.length < 120) && ROLE.test(title)) return 'job-ad';
  if (STATUS_TITLE.test(title)) return 'notice';
  if (STATUS_HOST.test(hostOf(url)) && (path === '/' || STATUS_PATH.test(path))) return 'notice';
  if (PROMOTION.test(title)) return 'promotion';
  return undefined;
}
